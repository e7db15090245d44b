//! Enums with invalid values.

use serde_json::Value;

use crate::diagnostic::Pointer;
use crate::document::Dialect;
use crate::document::grammar::ObjectKind;
use crate::document::nodes::Node;
use crate::lint::Findings;
use crate::lint::context::Context;

/// Reports values that do not have the type of the enum.
pub(super) fn contradicts_type(context: &Context<'_>, found: &mut Findings) {
    for node in context.of(ObjectKind::Schema) {
        let Some(ty) = node.text("type") else {
            continue;
        };
        for (index, value) in values(node) {
            if !value.is_null() && !is_of(value, ty) {
                let pointer = pointer(node, index);
                let value = context.raw.source.written(&pointer, value);
                let message = format!("enum value `{value}` is not of type `{ty}`");
                let help = "correct the value, quote it, or correct the type";
                found.add(pointer, message, help);
            }
        }
    }
}

/// Reports null among the values of a schema that is not nullable.
pub(super) fn null(context: &Context<'_>, found: &mut Findings) {
    for node in context.of(ObjectKind::Schema) {
        let is_nullable = is_nullable(context, node);
        let help = match context.dialect {
            Dialect::V3_0 => "add `nullable: true`, or remove `null`",
            Dialect::V3_1 | Dialect::V3_2 => "add `'null'` to `type`, or remove `null`",
        };
        for (index, value) in values(node) {
            if value.is_null() && !is_nullable {
                let message = format!("enum {} contains `null` but is not nullable", node.label());
                found.add(pointer(node, index), message, help);
            }
        }
    }
}

/// Returns whether a schema allows null: since OpenAPI 3.1 by its `type`, or by having none.
fn is_nullable(context: &Context<'_>, node: &Node<'_>) -> bool {
    let by_type = match node.object.get("type") {
        None => true,
        Some(Value::String(only)) => only == "null",
        Some(Value::Array(types)) => types.iter().any(|ty| ty == "null"),
        Some(_) => false,
    };
    node.object.get("nullable") == Some(&Value::Bool(true))
        || (context.dialect > Dialect::V3_0 && by_type)
}

/// Reports duplicate values.
pub(super) fn duplicate(context: &Context<'_>, found: &mut Findings) {
    for node in context.of(ObjectKind::Schema) {
        let mut known = Vec::new();
        for (index, value) in values(node) {
            if known.contains(&value) {
                let pointer = pointer(node, index);
                let value = context.raw.source.written(&pointer, value);
                let message = format!("enum value `{value}` is a duplicate");
                found.add(pointer, message, "remove the duplicate");
            }
            known.push(value);
        }
    }
}

/// Returns the values of an enum with their indices.
fn values<'a>(node: &Node<'a>) -> impl Iterator<Item = (usize, &'a Value)> {
    node.list("enum").iter().enumerate()
}

/// Returns the location of a value.
fn pointer(node: &Node<'_>, index: usize) -> Pointer {
    node.pointer.child("enum").index(index)
}

fn is_of(value: &Value, ty: &str) -> bool {
    match ty {
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "number" => value.is_number(),
        "integer" => value.as_f64().is_some_and(|number| number.fract() == 0.0),
        "array" => value.is_array(),
        "object" => value.is_object(),
        // An unknown type is not a problem of the value.
        _ => true,
    }
}
