//! Schemas whose keywords contradict each other.

use serde_json::Value;

use crate::document::grammar::ObjectKind;
use crate::lint::Findings;
use crate::lint::context::Context;

/// Reports arrays without `items`.
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

/// Reports formats that do not apply to the type.
pub(super) fn format(context: &Context<'_>, found: &mut Findings) {
    for node in context.of(ObjectKind::Schema) {
        let (Some(ty), Some(format)) = (node.text("type"), node.text("format")) else {
            continue;
        };
        let types = types_of(format);
        if !types.is_empty() && !types.contains(&ty) {
            let types = types.join("` or `");
            found.add(
                node.pointer.child("format"),
                format!("format `{format}` applies to `{types}`, but the type is `{ty}`"),
                "correct the type or the format, or remove the format",
            );
        }
    }
}

/// Returns the types to which a format applies; none if it is not in the registry of formats of the
/// specification.
fn types_of(format: &str) -> &'static [&'static str] {
    match format {
        "int32" | "int64" => &["integer", "number"],
        "float" | "double" => &["number"],
        // An integer is Unix seconds, which many APIs send and the generator reads as a timestamp.
        "date-time" => &["string", "integer"],
        "date" | "time" | "duration" | "email" | "hostname" | "ipv4" | "ipv6" | "uri"
        | "uri-reference" | "url" | "uuid" | "regex" | "json-pointer" | "password" | "byte"
        | "binary" => &["string"],
        _ => &[],
    }
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
