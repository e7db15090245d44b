//! Changes of operations.

use crate::hash::HashMap;
use crate::model::{
    ItemsPath, KeyPath, Location, Operation, Pagination, Parameter, PathTemplate, Response,
    SchemaId, Status,
};
use crate::neutral::code_span;

use super::body::ARGUMENT_ORDER_MESSAGE;
use super::change::*;
use super::types::docs_change;
use super::{Change, Rule, Side, rust};

/// The identity of an operation: method, path without the names of its variables, and kind of body.
type Key = (String, PathTemplate, Option<String>);

pub(super) fn compare(old: &Side, new: &Side, changes: &mut Vec<Change>) {
    let before = by_key(old);
    let after = by_key(new);
    for operation in &old.api.operations {
        if !after.contains_key(&key(operation)) {
            let message = format!("{} was removed", endpoint(operation));
            changes.push(change(&OPERATION_REMOVED, operation, message));
        }
    }
    for operation in &new.api.operations {
        let Some(before) = before.get(&key(operation)) else {
            let message = format!("{} was added", endpoint(operation));
            changes.push(change(&OPERATION_ADDED, operation, message));
            continue;
        };
        let mut operations = Operations {
            old,
            new,
            operation,
            changes,
        };
        operations.compare(before);
    }
}

fn by_key(side: &Side) -> HashMap<Key, &Operation<SchemaId>> {
    let operations = side.api.operations.iter();
    operations
        .map(|operation| (key(operation), operation))
        .collect()
}

fn key(operation: &Operation<SchemaId>) -> Key {
    let path = operation.path.anonymous();
    (operation.method.clone(), path, operation.body_kind.clone())
}

fn change(rule: &'static Rule, operation: &Operation<SchemaId>, message: String) -> Change {
    Change {
        rule,
        rust_path: method(operation),
        pointer: operation.pointer(),
        message,
    }
}

/// Returns the method and path: `GET /contacts`.
fn endpoint(operation: &Operation<SchemaId>) -> String {
    code_span(&format!("{} {}", operation.method, operation.path))
}

/// Returns the call of an operation: `contacts().list_contacts()`.
fn method(operation: &Operation<SchemaId>) -> String {
    format!("{}().{}()", operation.tag.module, operation.method_name)
}

/// The comparison of one operation.
pub(super) struct Operations<'a> {
    pub(super) old: &'a Side,
    pub(super) new: &'a Side,
    pub(super) operation: &'a Operation<SchemaId>,
    changes: &'a mut Vec<Change>,
}

impl Operations<'_> {
    pub(super) fn add(&mut self, rule: &'static Rule, message: impl Into<String>) {
        self.changes
            .push(change(rule, self.operation, message.into()));
    }

    /// Compares everything but the path, which is the same.
    fn compare(&mut self, old: &Operation<SchemaId>) {
        // Names the members so that a new one is not forgotten.
        let Operation {
            id: _, // Has no item of its own: `dynamic` finds operations by it.
            method: _,
            path: _,
            body_kind: _,
            is_partial: _, // `conversions`
            statuses: _,   // Those of the types of the output.
            method_name: _,
            type_name: _,
            tag: _,
            docs: _,
            parameters: _,
            body: _,
            output: _,
            responses: _,
            pagination: _,
            page_size: _,
            representations: _,
            stream: _,
            job: _,
            server: _,
            credentials: _,
            is_idempotent: _,
            accept: _,
            version: _, // The version of the document, in another case.
        } = self.operation;
        self.names(old);
        self.parameters(old);
        self.body(old);
        self.responses(old);
        self.page_size(old);
        self.representations(old);
        self.stream(old);
        self.job(old);
        self.server(old);
        self.credentials(old);
        self.retries(old);
        self.accept(old);
    }

    fn names(&mut self, old: &Operation<SchemaId>) {
        let new = self.operation;
        if old.method_name != new.method_name {
            let message = format!("was named `{}`", old.method_name);
            self.add(&OPERATION_RENAMED, message);
        }
        if old.type_name != new.type_name {
            let message = format!("the request builder was named `{}`", old.type_name);
            self.add(&BUILDER_RENAMED, message);
        }
        if old.tag != new.tag {
            let message = format!("had the tag {}", code_span(&old.tag.name));
            self.add(&OPERATION_MOVED, message);
        }
        match docs_change(&old.docs, &new.docs) {
            Some(_) if new.docs.deprecated && !old.docs.deprecated => {
                self.add(&OPERATION_DEPRECATED, "is deprecated");
            }
            Some(message) => self.add(&OPERATION_DOCS, message),
            None => {}
        }
    }

    fn parameters(&mut self, old: &Operation<SchemaId>) {
        let new = self.operation;
        let (before, after) = (named(old), named(new));
        for (key, parameter) in &before {
            if !after.iter().any(|(other, _)| other == key) {
                let message = format!("no longer has the parameter {}", code_span(&parameter.name));
                self.add(&PARAMETER_REMOVED, message);
            }
        }
        for (key, parameter) in &after {
            match before.iter().find(|(other, _)| other == key) {
                Some((_, before)) => self.parameter(before, parameter),
                None if parameter.required => {
                    let message =
                        format!("requires the new parameter {}", code_span(&parameter.name));
                    self.add(&REQUIRED_PARAMETER_ADDED, message);
                }
                None => {
                    let message = format!("has the new parameter {}", code_span(&parameter.name));
                    self.add(&PARAMETER_ADDED, message);
                }
            }
        }
        if rust::are_reordered(&required(&before), &required(&after)) {
            self.add(&ARGUMENT_ORDER, ARGUMENT_ORDER_MESSAGE);
        }
    }

    fn parameter(&mut self, old: &Parameter<SchemaId>, new: &Parameter<SchemaId>) {
        let before = rust::ty(&self.old.api, &old.ty);
        let after = rust::ty(&self.new.api, &new.ty);
        let name = code_span(&new.name);
        if old.rust_name != new.rust_name && !(old.required && new.required) {
            let message = format!("the setter of {name} was named `{}`", old.rust_name);
            self.add(&PARAMETER_RENAMED, message);
        }
        if old.constant != new.constant {
            self.add(
                &PARAMETER_CONSTANT,
                format!("the constant of {name} changed"),
            );
        }
        if before != after {
            let message = format!("the type of {name} was `{before}`, is `{after}`");
            self.add(&PARAMETER_TYPE, message);
        } else if (old.location, old.serialization, &old.encodings)
            != (new.location, new.serialization, &new.encodings)
        {
            let message = format!("{name} is serialized differently");
            self.add(&PARAMETER_STYLE, message);
        }
        match (old.required, new.required) {
            (false, true) => {
                let message = format!("requires {name}, which is an argument now");
                self.add(&PARAMETER_REQUIRED, message);
            }
            (true, false) => {
                let message = format!("no longer requires {name}, which is a setter now");
                self.add(&PARAMETER_OPTIONAL, message);
            }
            _ => {}
        }
        if let Some(message) = docs_change(&old.docs, &new.docs) {
            self.add(&PARAMETER_DOCS, format!("{name}: {message}"));
        }
    }

    fn responses(&mut self, old: &Operation<SchemaId>) {
        let new = self.operation;
        let before = rust::output(&self.old.api, &old.output);
        let after = rust::output(&self.new.api, &new.output);
        if before != after {
            let message = format!("returned `{before}`, returns `{after}`");
            self.add(&RESPONSE_CHANGED, message);
        }
        let statuses = |operation: &Operation<SchemaId>| -> Vec<Status> {
            let responses = operation.responses.iter();
            responses.map(|response| response.status).collect()
        };
        let (before, after) = (statuses(old), statuses(new));
        for status in before.iter().filter(|status| !after.contains(status)) {
            self.add(
                &STATUS_REMOVED,
                format!("no longer declares {}", text(*status)),
            );
        }
        for status in after.iter().filter(|status| !before.contains(status)) {
            self.add(&STATUS_ADDED, format!("declares {}", text(*status)));
        }
        self.errors(old);
        match (&old.pagination, &new.pagination) {
            (None, Some(_)) => self.add(&PAGINATION_ADDED, "has `pages` and `items`"),
            (Some(_), None) => self.add(&PAGINATION_REMOVED, "no longer has `pages` and `items`"),
            (Some(before), Some(after)) if keys(before) != keys(after) => {
                self.add(&PAGINATION_CHANGED, "is paginated differently");
            }
            _ => {}
        }
    }
}

impl Operations<'_> {
    /// Compares the types of the errors that both versions declare. Those of successful responses
    /// are the output.
    fn errors(&mut self, old: &Operation<SchemaId>) {
        let is_error = |response: &&Response<SchemaId>| !response.status.is_success();
        for response in self.operation.responses.iter().filter(is_error) {
            let mut known = old.responses.iter();
            let Some(before) = known.find(|known| known.status == response.status) else {
                continue;
            };
            let before = rust::output(&self.old.api, &before.content);
            let after = rust::output(&self.new.api, &response.content);
            if before != after {
                let status = text(response.status);
                let message = format!("the error of {status} was `{before}`, is `{after}`");
                self.add(&ERROR_TYPE, message);
            }
        }
    }
}

/// Returns the pagination without the types along its items path.
fn keys(pagination: &Pagination<ItemsPath<SchemaId>>) -> Pagination<&KeyPath> {
    pagination.with_items(&pagination.items.keys)
}

fn text(status: Status) -> String {
    match status {
        Status::Code(code) => format!("status {code}"),
        Status::Range(hundred) => format!("statuses {hundred}XX"),
        Status::Default => "a default response".to_owned(),
    }
}

/// The identity of a parameter: its position in the path, or its location and name.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum ParameterKey<'a> {
    Path(usize),
    Query(&'a str),
    Header(&'a str),
    Cookie(&'a str),
}

fn named(operation: &Operation<SchemaId>) -> Vec<(ParameterKey<'_>, &Parameter<SchemaId>)> {
    let parameters = operation.parameters.iter();
    let keyed = parameters.map(|parameter| {
        let name = parameter.name.as_str();
        let key = match parameter.location {
            Location::Path => {
                let mut variables = operation.path.variables();
                let position = variables.position(|variable| variable == name);
                ParameterKey::Path(position.unwrap_or_default())
            }
            Location::Query | Location::QueryString => ParameterKey::Query(name),
            Location::Header => ParameterKey::Header(name),
            Location::Cookie => ParameterKey::Cookie(name),
        };
        (key, parameter)
    });
    keyed.collect()
}

/// Returns the keys of the required parameters, which are arguments, in order.
fn required<'a>(parameters: &[(ParameterKey<'a>, &Parameter<SchemaId>)]) -> Vec<ParameterKey<'a>> {
    let required = parameters
        .iter()
        .filter(|(_, parameter)| parameter.required);
    required.map(|(key, _)| *key).collect()
}
