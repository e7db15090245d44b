//! Examples and defaults that do not match their schemas.

use serde_json::Value;

use crate::diagnostic::Pointer;
use crate::document::grammar::ObjectKind;
use crate::document::nodes::Node;
use crate::lint::Findings;
use crate::lint::context::Context;
use crate::lint::schema::violations_of;

/// A value of a schema in the document.
struct Sample<'a> {
    pointer: Pointer,
    schema: &'a Value,
    value: &'a Value,
}

/// Reports examples of bodies, parameters, headers and schemas that do not match their schemas.
pub(super) fn examples(context: &Context<'_>, found: &mut Findings) {
    let samples = context.nodes.iter().flat_map(|node| {
        let schema = match node.kind {
            ObjectKind::Schema => Some(node.value),
            ObjectKind::MediaType | ObjectKind::Parameter | ObjectKind::Header => {
                node.object.get("schema")
            }
            _ => None,
        };
        let schema = schema.into_iter();
        schema.flat_map(|schema| samples(context, node, schema))
    });
    check("example", context, &samples.collect::<Vec<_>>(), found);
}

/// Reports defaults that do not match their schemas.
pub(super) fn defaults(context: &Context<'_>, found: &mut Findings) {
    let schemas = context.of(ObjectKind::Schema);
    let samples = schemas.filter_map(|node| {
        Some(Sample {
            pointer: node.pointer.child("default"),
            schema: node.value,
            value: node.object.get("default")?,
        })
    });
    check("default", context, &samples.collect::<Vec<_>>(), found);
}

/// Reports values that do not match their schemas. `noun` is their name in messages.
fn check(noun: &str, context: &Context<'_>, samples: &[Sample<'_>], found: &mut Findings) {
    let pairs = samples.iter().map(|sample| (sample.schema, sample.value));
    for (sample, violations) in samples.iter().zip(violations_of(context, pairs)) {
        for violation in violations {
            let path: Vec<_> = violation.pointer.parts().collect();
            let inside = if path.is_empty() {
                String::new()
            } else {
                format!(" at `{}`", path.join("."))
            };
            let message = format!(
                "{noun} does not match its schema{inside}: {}",
                violation.message
            );
            let help = format!("correct the {noun} or the schema");
            found.add(sample.pointer.join(&violation.pointer), message, help);
        }
    }
}

/// Returns the examples of a node.
fn samples<'a>(context: &Context<'a>, node: &Node<'a>, schema: &'a Value) -> Vec<Sample<'a>> {
    let is_schema = node.kind == ObjectKind::Schema;
    let example = |pointer: Pointer, value: &'a Value| Sample {
        pointer,
        schema,
        value,
    };
    let mut samples = Vec::new();
    // An empty `example:` is not an example.
    let one = node.object.get("example").filter(|value| !value.is_null());
    samples.extend(one.map(|value| example(node.pointer.child("example"), value)));
    let several = node.object.get("examples").and_then(Value::as_object);
    for (name, object) in several.into_iter().flatten().filter(|_| !is_schema) {
        let object = object.as_object().and_then(|one| context.resolved(one));
        if let Some(value) = object.and_then(|one| one.get("value")) {
            let pointer = node.pointer.child("examples").child(name);
            samples.push(example(pointer.child("value"), value));
        }
    }
    samples.retain(|sample| !is_serialized(node, sample.value));
    samples
}

/// Returns whether a value is a string of another media type than JSON, whatever its schema is.
fn is_serialized(node: &Node<'_>, value: &Value) -> bool {
    node.kind == ObjectKind::MediaType && value.is_string() && !node.name().contains("json")
}
