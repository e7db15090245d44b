//! Operations that are incomplete or inconsistent.

use serde_json::Value;

use crate::diagnostic::did_you_mean;
use crate::document::Dialect;
use crate::document::grammar::{ADDITIONAL_OPERATIONS, KeywordValue, ObjectKind, is_status};
use crate::hash::HashMap;
use crate::lint::Findings;
use crate::lint::context::Context;

/// Reports operations without `operationId`.
pub(super) fn missing_id(context: &Context<'_>, found: &mut Findings) {
    for operation in context.operations() {
        if operation.node.text("operationId").is_none_or(str::is_empty) {
            found.add(
                operation.node.pointer.clone(),
                format!("`{}` has no `operationId`", operation.name()),
                "declare a unique `operationId`",
            );
        }
    }
}

/// Reports operations with the same `operationId`.
pub(super) fn duplicate_id(context: &Context<'_>, found: &mut Findings) {
    let mut known = HashMap::default();
    for operation in context.operations() {
        let Some(id) = operation.node.text("operationId") else {
            continue;
        };
        let name = operation.name();
        match known.get(id) {
            None => drop(known.insert(id, name)),
            Some(first) => found.add(
                operation.node.pointer.clone(),
                format!("`operationId` `{id}` is used by `{first}` and `{name}`"),
                "declare another `operationId` for one of them",
            ),
        }
    }
}

/// Reports operations without a success response.
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
                format!("`{}` declares no success response", operation.name()),
                "declare a response for its status (`200`, `204`, …)",
            );
        }
    }
}

/// Reports keys of responses that are read, but are no status of HTTP (RFC 9110, section 15) or no
/// range with an uppercase `X`.
pub(super) fn invalid_status(context: &Context<'_>, found: &mut Findings) {
    for node in context.of(ObjectKind::Responses) {
        for status in node.object.keys().filter(|key| is_status(key)) {
            let (problem, help) = match status.as_bytes() {
                [b'6'..=b'9', ..] => (
                    "is not between 100 and 599",
                    "declare the status that the server sends".to_owned(),
                ),
                [class, rest @ ..] if rest.contains(&b'x') => (
                    "is a range with a lower-case `x`",
                    format!("write `{}XX`", char::from(*class)),
                ),
                _ => continue,
            };
            let pointer = node.pointer.child(status);
            found.add(
                pointer,
                format!("response status `{status}` {problem}"),
                help,
            );
        }
    }
}

/// Reports operations with several tags.
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
                format!("`{name}` has {count} tags, of which only the first is used: `{first}`"),
                "keep one tag",
            );
        }
    }
}

/// Reports request bodies of methods for which HTTP defines none.
pub(super) fn unexpected_body(context: &Context<'_>, found: &mut Findings) {
    for operation in context.operations() {
        let has_none = matches!(operation.method.as_str(), "GET" | "HEAD" | "DELETE");
        if has_none && operation.node.object.contains_key("requestBody") {
            found.add(
                operation.node.pointer.child("requestBody"),
                format!(
                    "`{}` has a request body, which has no defined semantics",
                    operation.name()
                ),
                "declare query parameters instead, or remove the body",
            );
        }
    }
}

/// Reports security requirements whose schemes are not declared.
pub(super) fn undeclared_security_scheme(context: &Context<'_>, found: &mut Findings) {
    let declared = context.document.pointer("/components/securitySchemes");
    for node in context.of(ObjectKind::SecurityRequirement) {
        for name in node.object.keys() {
            let is_declared = declared.and_then(|schemes| schemes.get(name)).is_some();
            // Names may be URIs.
            let is_target = context.dialect >= Dialect::V3_2
                && context.target_from(&node.pointer, name).is_some();
            if !is_declared && !is_target {
                let known = declared.and_then(|schemes| schemes.as_object());
                let known = known.into_iter().flat_map(|schemes| schemes.keys());
                let otherwise = "add it to `components/securitySchemes`, or correct the name";
                found.add(
                    node.pointer.child(name),
                    format!("security scheme `{name}` is not declared"),
                    did_you_mean(name, known.map(String::as_str), otherwise),
                );
            }
        }
    }
}

/// Reports operations of `additionalOperations` whose methods have keywords of their own.
pub(super) fn misplaced_method(context: &Context<'_>, found: &mut Findings) {
    for node in context.of(ObjectKind::PathItem) {
        let others = node.object.get(ADDITIONAL_OPERATIONS);
        let others = others.and_then(Value::as_object).into_iter();
        for method in others.flat_map(|others| others.keys()) {
            let keyword = method.to_lowercase();
            let has_keyword = matches!(
                ObjectKind::PathItem.keyword(&keyword),
                Some(KeywordValue::One(ObjectKind::Operation))
            );
            if has_keyword && *method == method.to_uppercase() {
                found.add(
                    node.pointer.child(ADDITIONAL_OPERATIONS).child(method),
                    format!(
                        "`{method}` is in `additionalOperations`, but has the keyword `{keyword}`"
                    ),
                    format!("declare the operation as `{keyword}`"),
                );
            }
        }
    }
}
