//! Schemas whose keywords contradict each other.

use serde_json::Value;

use crate::document::grammar::ObjectKind;
use crate::lint::Findings;
use crate::lint::context::Context;

/// Reports arrays without `items`, which OpenAPI 3.0 requires.
pub(super) fn array_without_items(context: &Context<'_>, found: &mut Findings) {
    for node in context.of(ObjectKind::Schema) {
        if node.text("type") == Some("array") && !node.object.contains_key("items") {
            found.add(
                node.pointer.clone(),
                format!("array {} has no `items`", node.label()),
                "declare `items`, or `items: {}` for any value",
            );
        }
    }
}

/// Reports `nullable` beside a reference, which OpenAPI 3.0 ignores.
pub(super) fn nullable_beside_reference(context: &Context<'_>, found: &mut Findings) {
    for node in context.of(ObjectKind::Schema) {
        if let (Some(reference), Some(true)) = (node.reference(), flag(node.object.get("nullable")))
        {
            found.add(
                node.pointer.child("nullable"),
                format!("OpenAPI 3.0 ignores `nullable` beside the reference `{reference}`"),
                "move the reference into an `allOf`",
            );
        }
    }
}

fn flag(value: Option<&Value>) -> Option<bool> {
    value.and_then(Value::as_bool)
}

/// The keywords of lower and upper bounds.
const BOUNDS: &[(&str, &str)] = &[
    ("minimum", "maximum"),
    ("minLength", "maxLength"),
    ("minItems", "maxItems"),
    ("minProperties", "maxProperties"),
];

/// Reports lower bounds above their upper bounds.
pub(super) fn empty_range(context: &Context<'_>, found: &mut Findings) {
    for node in context.of(ObjectKind::Schema) {
        let bound = |key: &str| node.object.get(key).and_then(Value::as_f64);
        for (lower, upper) in BOUNDS {
            if let (Some(least), Some(most)) = (bound(lower), bound(upper))
                && least > most
            {
                found.add(
                    node.pointer.child(lower),
                    format!("`{lower}` ({least}) is greater than `{upper}` ({most})"),
                    "correct one of the bounds",
                );
            }
        }
    }
}
