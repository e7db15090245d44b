//! Examples and defaults that their schemas deny.

use serde_json::Value;

use crate::diagnostic::Pointer;
use crate::lint::Findings;
use crate::lint::context::Context;
use crate::lint::schema::Checker;
use crate::spec::grammar::Kind;
use crate::spec::site::Site;

/// A value, and where it stands.
type Sample<'a> = (Pointer, &'a Value);

/// Examples of bodies, parameters, headers and schemas.
pub(super) fn examples(context: &Context<'_>, found: &mut Findings) {
    let mut checker = Checker::new(context);
    for site in &context.sites {
        let schema = match site.kind {
            Kind::Schema => context.value(site),
            Kind::MediaType | Kind::Parameter | Kind::Header => site.object.get("schema"),
            _ => None,
        };
        let Some(schema) = schema else {
            continue;
        };
        for (pointer, value) in samples(context, site) {
            let help = "correct the example, or the schema in an overlay";
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

/// Defaults of schemas.
pub(super) fn defaults(context: &Context<'_>, found: &mut Findings) {
    let mut checker = Checker::new(context);
    for site in context.of(Kind::Schema) {
        if let (Some(value), Some(schema)) = (site.object.get("default"), context.value(site)) {
            let sample = (site.pointer.child("default"), value);
            let help = "correct the default, or the schema";
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
    for fault in checker.faults(schema, value) {
        let parts = fault.path.iter();
        let place = parts.fold(pointer.clone(), |at, part| at.child(part));
        let inside = if fault.path.is_empty() {
            String::new()
        } else {
            format!(" at `{}`", fault.path.join("."))
        };
        let message = format!(
            "the {noun} contradicts its schema{inside}: {}",
            fault.message
        );
        found.add(place, message, help);
    }
}

/// The examples that stand at a place.
fn samples<'a>(context: &Context<'a>, site: &Site<'a>) -> Vec<Sample<'a>> {
    let is_schema = site.kind == Kind::Schema;
    let mut samples = Vec::new();
    // A blank `example:` says nothing.
    let one = site.object.get("example").filter(|value| !value.is_null());
    samples.extend(one.map(|value| (site.pointer.child("example"), value)));
    let several = site.object.get("examples").and_then(Value::as_object);
    for (name, example) in several.into_iter().flatten().filter(|_| !is_schema) {
        let object = example.as_object().and_then(|one| context.resolved(one));
        if let Some(value) = object.and_then(|one| one.get("value")) {
            let pointer = site.pointer.child("examples").child(name);
            samples.push((pointer.child("value"), value));
        }
    }
    samples.retain(|(_, value)| !is_text_of_another_form(site, value));
    samples
}

/// What is no JSON may be shown as text, whatever its schema says.
fn is_text_of_another_form(site: &Site<'_>, value: &Value) -> bool {
    site.kind == Kind::MediaType && value.is_string() && !site.name().contains("json")
}
