//! Examples and defaults that do not match their schemas.

use serde_json::Value;

use crate::diagnostic::Pointer;
use crate::document::grammar::ObjectKind;
use crate::document::nodes::Node;
use crate::lint::Findings;
use crate::lint::context::Context;
use crate::lint::schema::Checker;

/// A value of a schema in the document.
struct Sample<'a> {
    /// Its name in messages.
    noun: &'static str,
    pointer: Pointer,
    value: &'a Value,
}

impl<'a> Sample<'a> {
    fn example(pointer: Pointer, value: &'a Value) -> Self {
        Self {
            noun: "example",
            pointer,
            value,
        }
    }
}

/// Reports examples of bodies, parameters, headers and schemas that do not match their schemas.
pub(super) fn examples(context: &Context<'_>, found: &mut Findings) {
    let mut checker = Checker::new(context);
    for node in &context.nodes {
        let schema = match node.kind {
            ObjectKind::Schema => Some(node.value),
            ObjectKind::MediaType | ObjectKind::Parameter | ObjectKind::Header => {
                node.object.get("schema")
            }
            _ => None,
        };
        let Some(schema) = schema else {
            continue;
        };
        for sample in samples(context, node) {
            check(&mut checker, schema, &sample, found);
        }
    }
}

/// Reports defaults that do not match their schemas.
pub(super) fn defaults(context: &Context<'_>, found: &mut Findings) {
    let mut checker = Checker::new(context);
    for node in context.of(ObjectKind::Schema) {
        if let Some(value) = node.object.get("default") {
            let sample = Sample {
                noun: "default",
                pointer: node.pointer.child("default"),
                value,
            };
            check(&mut checker, node.value, &sample, found);
        }
    }
}

fn check(checker: &mut Checker<'_, '_>, schema: &Value, sample: &Sample<'_>, found: &mut Findings) {
    let noun = sample.noun;
    for violation in checker.violations(schema, sample.value) {
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

/// Returns the examples of a node.
fn samples<'a>(context: &Context<'a>, node: &Node<'a>) -> Vec<Sample<'a>> {
    let is_schema = node.kind == ObjectKind::Schema;
    let mut samples = Vec::new();
    // An empty `example:` is not an example.
    let one = node.object.get("example").filter(|value| !value.is_null());
    samples.extend(one.map(|value| Sample::example(node.pointer.child("example"), value)));
    let several = node.object.get("examples").and_then(Value::as_object);
    for (name, example) in several.into_iter().flatten().filter(|_| !is_schema) {
        let object = example.as_object().and_then(|one| context.resolved(one));
        if let Some(value) = object.and_then(|one| one.get("value")) {
            let pointer = node.pointer.child("examples").child(name);
            samples.push(Sample::example(pointer.child("value"), value));
        }
    }
    samples.retain(|sample| !is_serialized(node, sample.value));
    samples
}

/// Returns whether a value is a string of another media type than JSON, whatever its schema is.
fn is_serialized(node: &Node<'_>, value: &Value) -> bool {
    node.kind == ObjectKind::MediaType && value.is_string() && !node.name().contains("json")
}
