//! What operations lack, or have too much of.

use std::collections::HashMap;

use serde_json::Value;

use crate::diagnostic::did_you_mean;
use crate::document::grammar::ObjectKind;
use crate::lint::Findings;
use crate::lint::context::Context;

/// Operations without `operationId`.
pub(super) fn missing_id(context: &Context<'_>, found: &mut Findings) {
    for operation in context.operations() {
        if operation.node.text("operationId").is_none_or(str::is_empty) {
            found.add(
                operation.node.pointer.clone(),
                format!("`{}` has no operationId", operation.name()),
                "name it in an overlay",
            );
        }
    }
}

/// Operations that are called the same.
pub(super) fn duplicate_id(context: &Context<'_>, found: &mut Findings) {
    let mut known = HashMap::new();
    for operation in context.operations() {
        let Some(id) = operation.node.text("operationId") else {
            continue;
        };
        let name = operation.name();
        match known.get(id) {
            None => drop(known.insert(id, name)),
            Some(first) => found.add(
                operation.node.pointer.clone(),
                format!("`{first}` and `{name}` both have the operationId `{id}`"),
                "rename one of them in an overlay",
            ),
        }
    }
}

/// Operations that do not say what they answer when all is well.
pub(super) fn no_success(context: &Context<'_>, found: &mut Findings) {
    let is_success = |status: &String| status.starts_with(['2', '3']);
    for operation in context.operations() {
        let responses = operation.node.object.get("responses");
        let Some(Value::Object(responses)) = responses else {
            continue;
        };
        if !responses.keys().any(is_success) {
            found.add(
                operation.node.pointer.child("responses"),
                format!("`{}` declares no response of success", operation.name()),
                "declare it (`200`, `204`, …) in an overlay",
            );
        }
    }
}

/// Operations in more than one group.
pub(super) fn several_tags(context: &Context<'_>, found: &mut Findings) {
    for operation in context.operations() {
        let tags: Vec<&str> = operation
            .node
            .list("tags")
            .iter()
            .filter_map(Value::as_str)
            .collect();
        if let [first, _, ..] = tags[..] {
            let name = operation.name();
            let count = tags.len();
            found.add(
                operation.node.pointer.child("tags"),
                format!("`{name}` has {count} tags, of which only `{first}` counts"),
                "leave the one that it belongs to",
            );
        }
    }
}

/// Bodies of methods that have none.
pub(super) fn unexpected_body(context: &Context<'_>, found: &mut Findings) {
    for operation in context.operations() {
        let has_none = matches!(operation.method.as_str(), "GET" | "HEAD" | "DELETE");
        if has_none && operation.node.object.contains_key("requestBody") {
            found.add(
                operation.node.pointer.child("requestBody"),
                format!("`{}` has a body", operation.name()),
                "make parameters of it, if the API takes them, or remove it",
            );
        }
    }
}

/// Security schemes that are demanded and nowhere declared.
pub(super) fn undeclared_security_scheme(context: &Context<'_>, found: &mut Findings) {
    let declared = context.document.pointer("/components/securitySchemes");
    for node in context.of(ObjectKind::SecurityRequirement) {
        for name in node.object.keys() {
            if declared.and_then(|schemes| schemes.get(name)).is_none() {
                let known = declared.and_then(|schemes| schemes.as_object());
                let known = known.into_iter().flat_map(|schemes| schemes.keys());
                let otherwise = "add it to `components/securitySchemes`, or correct the name";
                found.add(
                    node.pointer.child(name),
                    format!("the security scheme `{name}` does not exist"),
                    did_you_mean(name, known.map(String::as_str), otherwise),
                );
            }
        }
    }
}
