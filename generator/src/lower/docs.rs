//! The documentation of schemas, from which doc comments are emitted.

use serde_json::Value;

use crate::document::CONDITIONS_EXTENSION;
use crate::model::{Docs, Type};
use crate::neutral::code_span;

use super::docs_url;
use super::facets::Facets;

/// Returns the documentation of an inline schema.
pub(super) fn of_schema<S>(facets: &Facets<'_>, ty: &Type<S>) -> Docs {
    Docs {
        text: facets
            .data
            .description
            .clone()
            .filter(|text| !text.trim().is_empty()),
        notes: facts(facets, ty),
        url: None,
        example: None,
        deprecated: facets.data.deprecated,
    }
}

fn facts<S>(facets: &Facets<'_>, ty: &Type<S>) -> Vec<String> {
    let mut facts = Vec::new();
    if let (Some("string"), Some(format)) = (facets.ty, facets.format) {
        facts.push(match format {
            "date-time" => "Format: `date-time`, which `Timestamp` parses.".to_owned(),
            format => format!("Format: {}.", code_span(format)),
        });
    }
    if let Some(keywords) = facets.extension(CONDITIONS_EXTENSION) {
        facts.push(format!(
            "Has conditions that the type does not express: {keywords}."
        ));
    }
    if let [value @ (Value::String(_) | Value::Bool(_) | Value::Number(_))] =
        facets.values.as_slice()
    {
        facts.push(format!("Always {}.", code(value)));
    } else if !facets.values.is_empty() && !matches!(ty, Type::Named(_)) {
        let values: Vec<_> = facets.values.iter().map(code).collect();
        facts.push(format!("One of {}.", values.join(", ")));
    }
    range(&mut facts, "", facets.minimum, facets.maximum);
    range(
        &mut facts,
        " characters",
        facets.min_length,
        facets.max_length,
    );
    range(&mut facts, " items", facets.min_items, facets.max_items);
    if let Some(default) = facets
        .data
        .default
        .as_ref()
        .filter(|value| !value.is_null() && !is_only(facets.values.as_slice(), value))
    {
        facts.push(format!("Defaults to {}.", code(default)));
    }
    let page = facets.data.external_docs.as_ref();
    facts.extend(page.and_then(docs_url::sentence));
    facts
}

/// Returns `true` if `value` is the only one of `values`.
fn is_only(values: &[Value], value: &Value) -> bool {
    matches!(values, [only] if only == value)
}

/// Returns a value as JSON in a code span.
fn code(value: &Value) -> String {
    code_span(&value.to_string())
}

fn range<T: std::fmt::Display>(
    facts: &mut Vec<String>,
    unit: &str,
    least: Option<T>,
    most: Option<T>,
) {
    match (least, most) {
        (Some(least), Some(most)) => facts.push(format!("From {least} to {most}{unit}.")),
        (Some(least), None) => facts.push(format!("At least {least}{unit}.")),
        (None, Some(most)) => facts.push(format!("At most {most}{unit}.")),
        (None, None) => {}
    }
}
