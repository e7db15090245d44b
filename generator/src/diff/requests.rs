//! Changes of how an operation is requested and read besides its parameters, body and response:
//! jobs, streams, other representations, server and credentials.

use crate::model::{
    Credentials, Job, Operation, OperationId, Output, Representation, SchemaId, ShapedApi, Stream,
    Type,
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
                } else if request(before) != request(after) {
                    let media_type = code_span(&after.media_type);
                    let message = format!("the stream is requested differently, as {media_type}");
                    self.add(&STREAM_CHANGED, message);
                }
            }
            (None, None) => {}
        }
    }

    /// Compares whether requests are repeated after an error.
    pub(super) fn retries(&mut self, old: &Operation<SchemaId>) {
        let text = |is_idempotent: Option<bool>| match is_idempotent {
            Some(true) => "repeated",
            Some(false) => "not repeated",
            None => "repeated if the method allows it",
        };
        let (before, after) = (old.is_idempotent, self.operation.is_idempotent);
        if before != after {
            let message = format!("requests were {}, are {}", text(before), text(after));
            self.add(&RETRIES_CHANGED, message);
        }
    }

    /// Compares the media types that requests accept.
    pub(super) fn accept(&mut self, old: &Operation<SchemaId>) {
        let new = self.operation;
        let others = |operation: &Operation<SchemaId>| -> Vec<Vec<String>> {
            let others = operation.representations.iter();
            others.map(|other| other.media_types.clone()).collect()
        };
        let has_others = old.representations.len() == new.representations.len();
        if old.accept != new.accept || has_others && others(old) != others(new) {
            self.add(&ACCEPT_CHANGED, "requests accept other media types");
        }
    }

    /// Compares the setter of the number of items per page in the body.
    pub(super) fn page_size(&mut self, old: &Operation<SchemaId>) {
        let name = |operation: &Operation<SchemaId>| {
            let size = operation.page_size.as_ref();
            size.map(|size| size.rust_name.clone())
        };
        match (name(old), name(self.operation)) {
            (Some(before), after) if after.as_ref() != Some(&before) => {
                self.add(
                    &PAGE_SIZE_REMOVED,
                    format!("no longer has the setter `{before}`"),
                );
            }
            (None, Some(after)) => {
                self.add(&PAGE_SIZE_ADDED, format!("has the setter `{after}`"));
            }
            _ => {}
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

/// Returns a stream without the type of its items.
fn request(stream: &Stream<SchemaId>) -> Stream<SchemaId> {
    Stream {
        item: Type::Json,
        ..stream.clone()
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
