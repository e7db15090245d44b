//! Examples and defaults that do not match their schemas.

use serde_json::Value;

use crate::diagnostic::Pointer;
use crate::document::grammar::ObjectKind;
use crate::document::nodes::Node;
use crate::lint::Findings;
use crate::lint::context::Context;
use crate::lint::schema::Checker;

/// The location of a value, and the value.
type Sample<'a> = (Pointer, &'a Value);

/// Reports examples of bodies, parameters, headers and schemas that do not match their schemas.
pub(super) fn examples(context: &Context<'_>, found: &mut Findings) {
    let mut checker = Checker::new(context);
    for node in &context.nodes {
        let schema = match node.kind {
            ObjectKind::Schema => context.value(node),
            ObjectKind::MediaType | ObjectKind::Parameter | ObjectKind::Header => {
                node.object.get("schema")
            }
            _ => None,
        };
        let Some(schema) = schema else {
            continue;
        };
        for (pointer, value) in samples(context, node) {
            let help = "correct the example or the schema";
            check(
                &mut checker,
                schema,
                (pointer, value),
                ("example", help),
                found,
            );
        }
    }
}

/// Reports defaults that do not match their schemas.
pub(super) fn defaults(context: &Context<'_>, found: &mut Findings) {
    let mut checker = Checker::new(context);
    for node in context.of(ObjectKind::Schema) {
        if let (Some(value), Some(schema)) = (node.object.get("default"), context.value(node)) {
            let sample = (node.pointer.child("default"), value);
            let help = "correct the default or the schema";
            check(&mut checker, schema, sample, ("default", help), found);
        }
    }
}

fn check(
    checker: &mut Checker<'_, '_>,
    schema: &Value,
    (pointer, value): Sample<'_>,
    (noun, help): (&str, &str),
    found: &mut Findings,
) {
    for violation in checker.violations(schema, value) {
        let path: Vec<String> = violation.pointer.parts().collect();
        let inside = if path.is_empty() {
            String::new()
        } else {
            format!(" at `{}`", path.join("."))
        };
        let message = format!(
            "{noun} does not match its schema{inside}: {}",
            violation.message
        );
        found.add(pointer.join(&violation.pointer), message, help);
    }
}

/// Returns the examples of a node.
fn samples<'a>(context: &Context<'a>, node: &Node<'a>) -> Vec<Sample<'a>> {
    let is_schema = node.kind == ObjectKind::Schema;
    let mut samples = Vec::new();
    // An empty `example:` is not an example.
    let one = node.object.get("example").filter(|value| !value.is_null());
    samples.extend(one.map(|value| (node.pointer.child("example"), value)));
    let several = node.object.get("examples").and_then(Value::as_object);
    for (name, example) in several.into_iter().flatten().filter(|_| !is_schema) {
        let object = example.as_object().and_then(|one| context.resolved(one));
        if let Some(value) = object.and_then(|one| one.get("value")) {
            let pointer = node.pointer.child("examples").child(name);
            samples.push((pointer.child("value"), value));
        }
    }
    samples.retain(|(_, value)| !is_serialized(node, value));
    samples
}

/// Returns whether a value is a string of another media type than JSON, whatever its schema is.
fn is_serialized(node: &Node<'_>, value: &Value) -> bool {
    node.kind == ObjectKind::MediaType && value.is_string() && !node.name().contains("json")
}
