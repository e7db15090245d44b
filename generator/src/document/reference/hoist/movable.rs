//! The targets of references that can become components.

use serde_json::Value;

use crate::diagnostic::Pointer;
use crate::document::grammar::ObjectKind;
use crate::document::reference::target::child;

/// Returns `true` if an object may be moved, unlike `paths`, which is required at its location.
pub(super) fn can_move(pointer: &Pointer) -> bool {
    let parts: Vec<_> = pointer.parts().collect();
    match parts.as_slice() {
        [] | [_] => false,
        [first, _] => !matches!(&**first, "components" | "paths" | "info"),
        [first, _, method] if first == "paths" => method.starts_with("x-"),
        // A component of another kind.
        [first, other, _] if first == "components" => {
            ObjectKind::Components.keyword(other).is_none()
        }
        _ => true,
    }
}

/// Returns `true` for the schema of a plain scalar, for which no type is generated.
pub(super) fn is_scalar(schema: &Value) -> bool {
    const COMPOUND: [&str; 9] = [
        "$ref",
        "additionalProperties",
        "allOf",
        "anyOf",
        "enum",
        "items",
        "not",
        "oneOf",
        "properties",
    ];
    let is_plain = |ty: &str| matches!(ty, "string" | "integer" | "number" | "boolean");
    let ty = schema.get("type").and_then(Value::as_str);
    ty.is_some_and(is_plain) && COMPOUND.iter().all(|key| child(schema, key).is_none())
}
