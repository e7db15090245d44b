//! Changes of how an operation is requested and read besides its parameters, body and response:
//! jobs, streams, other representations, server and credentials.

use crate::model::{
    Credentials, Job, Operation, OperationId, Output, Representation, SchemaId, ShapedApi, Stream,
};
use crate::neutral::code_span;

use super::change::*;
use super::operations::Operations;
use super::rust;

impl Operations<'_> {
    pub(super) fn job(&mut self, old: &Operation<SchemaId>) {
        match (&old.job, &self.operation.job) {
            (None, Some(_)) => self.add(&JOB_ADDED, "has `poller`"),
            (Some(_), None) => self.add(&JOB_REMOVED, "no longer has `poller`"),
            (Some(before), Some(after)) => {
                let types = job_types(&self.old.api, before) == job_types(&self.new.api, after);
                if !types {
                    self.add(&JOB_TYPES, "the job has another state or result");
                } else if before.with_operations((), None) != after.with_operations((), None) {
                    self.add(&JOB_CHANGED, "the end of the job is found differently");
                }
            }
            (None, None) => {}
        }
    }

    pub(super) fn stream(&mut self, old: &Operation<SchemaId>) {
        match (&old.stream, &self.operation.stream) {
            (None, Some(_)) => self.add(&STREAM_ADDED, "has `stream`"),
            (Some(_), None) => self.add(&STREAM_REMOVED, "no longer has `stream`"),
            (Some(before), Some(after)) => {
                let item = |api, stream: &Stream<SchemaId>| rust::ty(api, &stream.item);
                let types = (item(&self.old.api, before), item(&self.new.api, after));
                if types.0 != types.1 {
                    let message = format!("the stream yielded `{}`, yields `{}`", types.0, types.1);
                    self.add(&STREAM_TYPE, message);
                } else if before.format != after.format
                    || before.media_type != after.media_type
                    || before.flag != after.flag
                {
                    let media_type = code_span(&after.media_type);
                    let message = format!("the stream is requested differently, as {media_type}");
                    self.add(&STREAM_CHANGED, message);
                }
            }
            (None, None) => {}
        }
    }

    pub(super) fn representations(&mut self, old: &Operation<SchemaId>) {
        let before = representations(&self.old.api, &old.representations);
        let after = representations(&self.new.api, &self.operation.representations);
        for one in before.iter().filter(|one| !after.contains(one)) {
            self.add(&REPRESENTATION_REMOVED, format!("no longer has {one}"));
        }
        for one in after.iter().filter(|one| !before.contains(one)) {
            self.add(&REPRESENTATION_ADDED, format!("has {one}"));
        }
    }

    pub(super) fn server(&mut self, old: &Operation<SchemaId>) {
        let text = |operation: &Operation<SchemaId>| match &operation.server {
            Some(url) => code_span(url),
            None => "the client's".to_owned(),
        };
        let (before, after) = (text(old), text(self.operation));
        if before != after {
            let message = format!("the server was {before}, is {after}");
            self.add(&OPERATION_SERVER, message);
        }
    }

    pub(super) fn credentials(&mut self, old: &Operation<SchemaId>) {
        let text = |credentials: &Credentials| match credentials {
            Credentials::All => "those of the client".to_owned(),
            Credentials::Scheme(scheme) => {
                format!("those of the HTTP scheme {}", code_span(scheme))
            }
            Credentials::None => "none".to_owned(),
        };
        let (before, after) = (&old.credentials, &self.operation.credentials);
        if before == after {
            return;
        }
        let message = format!("the credentials were {}, are {}", text(before), text(after));
        if *before == Credentials::None {
            self.add(&CREDENTIALS_REQUIRED, message);
        } else {
            self.add(&CREDENTIALS_CHANGED, message);
        }
    }
}

/// Returns the types that depend on the job: the state, the result, and whether it may have none.
fn job_types(api: &ShapedApi, job: &Job) -> (String, Option<String>, bool) {
    let output = |id: OperationId| {
        let operation = api.operations.get(id.0);
        operation.map_or_else(String::new, |one| rust::output(api, &one.output))
    };
    (
        output(job.poll),
        job.result.map(output),
        job.empty.is_empty(),
    )
}

/// Returns the method that requests each representation, with its type.
fn representations(api: &ShapedApi, others: &[Representation<SchemaId>]) -> Vec<String> {
    let methods = others.iter().filter_map(|other| {
        let method = match other.output {
            Output::Json(_) => "accept_json",
            Output::Text => "accept_text",
            Output::Binary => "accept_bytes",
            Output::Empty | Output::Location => return None,
        };
        Some(format!(
            "`{method}`, which returns `{}`",
            rust::output(api, &other.output)
        ))
    });
    methods.collect()
}
