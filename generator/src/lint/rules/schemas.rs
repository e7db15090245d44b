//! Schemas whose words do not go together.

use serde_json::Value;

use crate::document::grammar::ObjectKind;
use crate::lint::Findings;
use crate::lint::context::Context;

/// Arrays of nobody knows what.
pub(super) fn array_without_items(context: &Context<'_>, found: &mut Findings) {
    for node in context.of(ObjectKind::Schema) {
        if node.text("type") == Some("array") && !node.object.contains_key("items") {
            found.add(
                node.pointer.clone(),
                format!("the array {} does not say what it holds", node.label()),
                "add `items`; `items: {}` when it may be anything",
            );
        }
    }
}

/// `nullable` where OpenAPI ignores it.
pub(super) fn nullable_beside_reference(context: &Context<'_>, found: &mut Findings) {
    for node in context.of(ObjectKind::Schema) {
        if let (Some(reference), Some(true)) = (node.reference(), flag(node.object.get("nullable")))
        {
            found.add(
                node.pointer.child("nullable"),
                format!("`nullable` beside the reference to `{reference}` is ignored by OpenAPI"),
                "put the reference into an `allOf`",
            );
        }
    }
}

fn flag(value: Option<&Value>) -> Option<bool> {
    value.and_then(Value::as_bool)
}

/// Formats that belong to another type.
pub(super) fn format(context: &Context<'_>, found: &mut Findings) {
    for node in context.of(ObjectKind::Schema) {
        let (Some(ty), Some(format)) = (node.text("type"), node.text("format")) else {
            continue;
        };
        let types = types_of(format);
        if !types.is_empty() && !types.contains(&ty) {
            let belongs = types.join("` or `");
            found.add(
                node.pointer.child("format"),
                format!("the format `{format}` belongs to `{belongs}`, but the type is `{ty}`"),
                "correct the type or the format, or remove the format",
            );
        }
    }
}

/// The types that a format is for; none if the format is not of the specification's registry.
fn types_of(format: &str) -> &'static [&'static str] {
    match format {
        "int32" | "int64" => &["integer", "number"],
        "float" | "double" => &["number"],
        // As Unix seconds, which many APIs send and the generator reads as a time.
        "date-time" => &["string", "integer"],
        "date" | "time" | "duration" | "email" | "hostname" | "ipv4" | "ipv6" | "uri"
        | "uri-reference" | "url" | "uuid" | "regex" | "json-pointer" | "password" | "byte"
        | "binary" => &["string"],
        _ => &[],
    }
}

/// Bounds between which nothing is.
const BOUNDS: &[(&str, &str)] = &[
    ("minimum", "maximum"),
    ("minLength", "maxLength"),
    ("minItems", "maxItems"),
    ("minProperties", "maxProperties"),
];

/// Lower bounds above the upper ones.
pub(super) fn empty_range(context: &Context<'_>, found: &mut Findings) {
    for node in context.of(ObjectKind::Schema) {
        let bound = |key: &str| node.object.get(key).and_then(Value::as_f64);
        for (lower, upper) in BOUNDS {
            if let (Some(least), Some(most)) = (bound(lower), bound(upper))
                && least > most
            {
                found.add(
                    node.pointer.child(lower),
                    format!("`{lower}` is {least}, above `{upper}`, which is {most}"),
                    "correct one of the two",
                );
            }
        }
    }
}
