//! The names of what a request is given: arguments and setters side by side.

use std::collections::HashSet;

use crate::diagnostic::{Code, Pointer};
use crate::model::{Api, Body, Location, Operation, Parameter, RustName, SchemaId};

use super::{Names, rename_help};

/// Names that a request builder has of its own, and the variables that it is made with.
const BUILDER_NAMES: &[&str] = &[
    "blocking",
    "connection",
    "download",
    "into_future",
    "new",
    "request",
    "response",
    "send",
    "stream",
    "with",
];

/// Names that the builder has besides where the operation gives a list page by page.
const PAGED_NAMES: &[&str] = &["items", "pages"];

/// Sees that each input of a request has a name of its own. A parameter whose name is taken is
/// called by where it goes as well: `query_id` beside the `id` of the path.
pub(super) fn inputs(api: &mut Api, names: &mut Names<'_>) {
    for operation in &mut api.operations {
        let mut taken: HashSet<String> = BUILDER_NAMES.iter().map(|&name| name.into()).collect();
        if operation.pagination.is_some() {
            taken.extend(PAGED_NAMES.iter().map(|&name| name.to_owned()));
        }
        for (name, pointer) in body_names(operation) {
            if !taken.insert(name.to_string()) {
                collision(&operation.id, &name, &pointer, names);
            }
        }
        for parameter in &mut operation.parameters {
            let free = |name: &RustName| !taken.contains(name.as_str());
            if !free(&parameter.rust_name) {
                match placed_name(parameter).filter(free) {
                    Some(another) => rename(&operation.id, parameter, another, names),
                    None => collision(
                        &operation.id,
                        &parameter.rust_name,
                        &parameter.pointer,
                        names,
                    ),
                }
            }
            taken.insert(parameter.rust_name.to_string());
        }
    }
}

/// The names of the body or its parts, and where it is written.
fn body_names(operation: &Operation<SchemaId>) -> Vec<(RustName, Pointer)> {
    let pointer = operation.pointer().child("requestBody");
    match &operation.body {
        Some(Body::Form { fields, .. }) => {
            let names = fields.iter().map(|field| field.rust_name.clone());
            names.map(|name| (name, pointer.clone())).collect()
        }
        Some(_) => {
            let name = RustName::verbatim("body");
            name.into_iter()
                .map(|name| (name, pointer.clone()))
                .collect()
        }
        None => Vec::new(),
    }
}

/// The name of a parameter, unless an overlay chose it, with the place where it goes.
fn placed_name(parameter: &Parameter<SchemaId>) -> Option<RustName> {
    let own = RustName::snake(&parameter.name)?;
    let place = match parameter.location {
        Location::Path => "path",
        Location::Header => "header",
        Location::Cookie => "cookie",
        Location::Query => "query",
    };
    let placed = RustName::snake(&format!("{place}_{own}"));
    placed.filter(|_| own == parameter.rust_name)
}

fn rename(
    operation: &str,
    parameter: &mut Parameter<SchemaId>,
    another: RustName,
    names: &mut Names<'_>,
) {
    let message = format!(
        "the name `{}` is taken in the request of `{operation}`: the parameter is called `{another}`",
        parameter.rust_name
    );
    let help = rename_help(&parameter.pointer, another.as_str());
    names.warn(Code::NameCollision, &parameter.pointer, message, &help);
    parameter.rust_name = another;
}

fn collision(operation: &str, name: &RustName, pointer: &Pointer, names: &mut Names<'_>) {
    let message = format!("the name `{name}` is taken in the request of `{operation}`");
    let help = rename_help(pointer, &format!("another_{name}"));
    names.error(Code::NameCollision, pointer, message, &help);
}
