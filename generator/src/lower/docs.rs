//! The documentation of schemas, from which doc comments are emitted.

use serde_json::Value;

use crate::document::{CONDITIONS_EXTENSION, NUMBERS_EXTENSION};
use crate::model::{Docs, Type};
use crate::neutral::code_span;

use super::docs_url;
use super::facets::{Facets, Limit};

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
    facts.extend(limits(facets));
    if let Some(divisor) = facets.multiple_of {
        let divisor = written(facets, "multipleOf", divisor);
        facts.push(format!("A multiple of {divisor}."));
    }
    facts.extend(counts("character", facets.min_length, facets.max_length));
    facts.extend(counts("item", facets.min_items, facets.max_items));
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

/// Returns the limits of a number as a sentence.
fn limits(facets: &Facets<'_>) -> Option<String> {
    let text = |limit: Limit, key| (written(facets, key, limit.value), limit.is_exclusive);
    let least = facets.minimum.map(|limit| text(limit, "minimum"));
    let most = facets.maximum.map(|limit| text(limit, "maximum"));
    Some(match (least, most) {
        (Some((least, false)), Some((most, false))) => format!("From {least} to {most}."),
        (Some((least, false)), Some((most, true))) => {
            format!("At least {least} and less than {most}.")
        }
        (Some((least, true)), Some((most, false))) => {
            format!("More than {least} and at most {most}.")
        }
        (Some((least, true)), Some((most, true))) => {
            format!("More than {least} and less than {most}.")
        }
        (Some((least, false)), None) => format!("At least {least}."),
        (Some((least, true)), None) => format!("More than {least}."),
        (None, Some((most, false))) => format!("At most {most}."),
        (None, Some((most, true))) => format!("Less than {most}."),
        (None, None) => return None,
    })
}

/// Returns the limits of the number of characters or items as a sentence.
fn counts(unit: &str, least: Option<usize>, most: Option<usize>) -> Option<String> {
    let plural = |count| if count == 1 { "" } else { "s" };
    match (least, most) {
        (Some(least), Some(most)) if least == most => {
            Some(format!("Exactly {least} {unit}{}.", plural(least)))
        }
        (Some(least), Some(most)) => {
            Some(format!("From {least} to {most} {unit}{}.", plural(most)))
        }
        (Some(least), None) => Some(format!("At least {least} {unit}{}.", plural(least))),
        (None, Some(most)) => Some(format!("At most {most} {unit}{}.", plural(most))),
        (None, None) => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::Generator;

    /// Returns the source of a module for a document with these properties.
    fn source(version: &str, properties: &str) -> String {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("document.yaml");
        let text = format!(
            "\
openapi: {version}
info: {{title: T, version: '1'}}
paths: {{}}
components:
  schemas:
    ship:
      type: object
      properties:
{properties}"
        );
        std::fs::write(&path, text).unwrap();
        let output = Generator::document(&path).generate().unwrap();
        output.files.iter().map(|(_, text)| text).collect()
    }

    /// OpenAPI 3.0, "Schema Object", and JSON Schema draft 5, sections 5.1.2 and 5.1.3: exclusive
    /// limits are flags.
    #[test]
    fn limits_of_3_0_are_documented() {
        let source = source(
            "3.0.3",
            "        a: {type: integer, minimum: 3, exclusiveMinimum: true}
        b: {type: number, maximum: 4.5, exclusiveMaximum: true, exclusiveMinimum: true}
        c: {type: integer, minimum: 5, exclusiveMinimum: false, maximum: 6, exclusiveMaximum: true}
        d: {minimum: 7, exclusiveMinimum: true, maximum: 8}
        e: {type: number, minimum: 9, maximum: 10, multipleOf: 0.25}
",
        );
        for fact in [
            "/// More than 3.",
            "/// Less than 4.5.",
            "/// At least 5 and less than 6.",
            "/// More than 7 and at most 8.",
            "/// From 9 to 10. A multiple of 0.25.",
        ] {
            assert!(source.contains(fact), "{fact}");
        }
    }

    /// JSON Schema 2020-12, validation, sections 6.2.2 to 6.2.5: exclusive limits are numbers, and
    /// apply beside the others.
    #[test]
    fn limits_of_3_1_are_documented() {
        let source = source(
            "3.1.0",
            "        a: {type: integer, exclusiveMinimum: 3}
        b: {type: number, exclusiveMinimum: 4, exclusiveMaximum: 5}
        c: {type: integer, minimum: 6, exclusiveMinimum: 1, exclusiveMaximum: 9, maximum: 20}
        d: {type: integer, minimum: 10, exclusiveMinimum: 10, maximum: 12, exclusiveMaximum: 13}
",
        );
        for fact in [
            "/// More than 3.",
            "/// More than 4 and less than 5.",
            "/// At least 6 and less than 9.",
            "/// More than 10 and at most 12.",
        ] {
            assert!(source.contains(fact), "{fact}");
        }
    }

    #[test]
    fn limits_of_text_and_lists_are_documented() {
        let source = source(
            "3.0.3",
            "        a: {type: string, minLength: 1}
        b: {type: string, minLength: 24, maxLength: 24}
        c: {type: array, items: {type: string}, minItems: 2, maxItems: 3}
        d: {type: array, items: {type: string}, maxItems: 1}
",
        );
        for fact in [
            "/// At least 1 character.",
            "/// Exactly 24 characters.",
            "/// From 2 to 3 items.",
            "/// At most 1 item.",
        ] {
            assert!(source.contains(fact), "{fact}");
        }
    }

    /// Numbers of JSON have any precision (RFC 8259, section 6).
    #[test]
    fn large_numbers_are_documented_as_they_are_written() {
        let source = source(
            "3.1.0",
            "        id: {type: integer, format: uint64, minimum: 9007199254740993, maximum: 18446744073709551615}
        key: {const: 12345678901234567890123}
        next: {type: integer, minimum: 1, default: 9007199254740995}
        any: {enum: [9007199254740997, 12345678901234567890125]}
        more: {type: integer, exclusiveMinimum: 9007199254740993, multipleOf: 9007199254740993}
",
        );
        for fact in [
            "From 9007199254740993 to 18446744073709551615.",
            "Always `12345678901234567890123`.",
            "At least 1. Defaults to `9007199254740995`.",
            "One of `9007199254740997`, `12345678901234567890125`.",
            "More than 9007199254740993. A multiple of 9007199254740993.",
        ] {
            assert!(source.contains(fact), "{fact}");
        }
    }
}
