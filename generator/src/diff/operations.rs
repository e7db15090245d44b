//! Changes of operations.

use crate::hash::HashMap;
use crate::model::{
    ItemsPath, KeyPath, Location, Operation, Pagination, Parameter, PathTemplate, SchemaId, Status,
};
use crate::neutral::code_span;

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
        operations.names(before);
        operations.parameters(before);
        operations.body(before);
        operations.responses(before);
        operations.representations(before);
        operations.stream(before);
        operations.job(before);
        operations.server(before);
        operations.credentials(before);
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

    fn names(&mut self, old: &Operation<SchemaId>) {
        let new = self.operation;
        if old.method_name != new.method_name {
            let message = format!("was named `{}`", old.method_name);
            self.add(&OPERATION_RENAMED, message);
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
    }

    fn parameter(&mut self, old: &Parameter<SchemaId>, new: &Parameter<SchemaId>) {
        let before = rust::ty(&self.old.api, &old.ty);
        let after = rust::ty(&self.new.api, &new.ty);
        let name = code_span(&new.name);
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

    fn body(&mut self, old: &Operation<SchemaId>) {
        match (&old.body, &self.operation.body) {
            (None, None) => {}
            (Some(_), None) => self.add(&BODY_REMOVED, "no longer has a request body"),
            (None, Some(body)) => {
                let text = code_span(&rust::body(&self.new.api, body));
                if rust::is_required(body) {
                    let message = format!("requires a request body: {text}");
                    self.add(&REQUIRED_BODY_ADDED, message);
                } else {
                    self.add(&BODY_ADDED, format!("has a request body: {text}"));
                }
            }
            (Some(before), Some(after)) => {
                let before = rust::body(&self.old.api, before);
                let after = rust::body(&self.new.api, after);
                if before != after {
                    let (before, after) = (code_span(&before), code_span(&after));
                    let message = format!("the request body was {before}, is {after}");
                    self.add(&BODY_CHANGED, message);
                }
            }
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
#[derive(PartialEq, Eq)]
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
