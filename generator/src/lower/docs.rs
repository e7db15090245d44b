//! The documentation of schemas, from which doc comments are emitted.

use serde_json::Value;

use crate::document::{CONDITIONS_EXTENSION, NUMBERS_EXTENSION};
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
        facts.push(match (format, ty) {
            ("date-time", Type::String) => {
                "Format: `date-time`, which `Timestamp` parses.".to_owned()
            }
            (format, _) => format!("Format: {}.", code_span(format)),
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
        let value = written(facets, "enum/0", value);
        facts.push(format!("Always {}.", code_span(&value)));
    } else if !facets.values.is_empty() && !matches!(ty, Type::Named(_)) {
        let values = facets.values.iter().enumerate();
        let values = values.map(|(index, value)| written(facets, &format!("enum/{index}"), value));
        let values: Vec<_> = values.map(|value| code_span(&value)).collect();
        facts.push(format!("One of {}.", values.join(", ")));
    }
    let least = facets
        .minimum
        .map(|least| written(facets, "minimum", least));
    let most = facets.maximum.map(|most| written(facets, "maximum", most));
    range(&mut facts, "", least, most);
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
        let default = written(facets, "default", default);
        facts.push(format!("Defaults to {}.", code_span(&default)));
    }
    let page = facets.data.external_docs.as_ref();
    facts.extend(page.and_then(docs_url::sentence));
    facts
}

/// Returns `true` if `value` is the only one of `values`.
fn is_only(values: &[Value], value: &Value) -> bool {
    matches!(values, [only] if only == value)
}

/// Returns a value as it is written in the document if it is a large number, and else as JSON.
fn written(facets: &Facets<'_>, key: &str, value: impl ToString) -> String {
    let numbers = facets.data.extensions.get(NUMBERS_EXTENSION);
    let number = numbers.and_then(|numbers| numbers.get(key)?.as_str());
    number.map_or_else(|| value.to_string(), str::to_owned)
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

#[cfg(test)]
mod tests {
    use crate::Generator;

    /// Numbers of JSON have any precision (RFC 8259, section 6).
    #[test]
    fn large_numbers_are_documented_as_they_are_written() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("document.yaml");
        let text = "\
openapi: 3.1.0
info: {title: T, version: '1'}
paths: {}
components:
  schemas:
    ship:
      type: object
      properties:
        id: {type: integer, format: uint64, minimum: 9007199254740993, maximum: 18446744073709551615}
        key: {const: 12345678901234567890123}
        next: {type: integer, minimum: 1, default: 9007199254740995}
        any: {enum: [9007199254740997, 12345678901234567890125]}
";
        std::fs::write(&path, text).unwrap();
        let output = Generator::document(&path).generate().unwrap();
        let source: String = output.files.iter().map(|(_, text)| text).collect();
        for fact in [
            "From 9007199254740993 to 18446744073709551615.",
            "Always `12345678901234567890123`.",
            "At least 1. Defaults to `9007199254740995`.",
            "One of `9007199254740997`, `12345678901234567890125`.",
        ] {
            assert!(source.contains(fact), "{fact}");
        }
    }
}
