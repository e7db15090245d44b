//! Tests of the files of forms.

use serde_json::{Value, json};

use super::{MULTIPART, content, form_with, texts};
use crate::lower::tests::messages;
use crate::model::{FieldContent, FileCount, Type};

fn binary() -> Value {
    json!({"type": "string", "format": "binary"})
}

fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

/// Returns the number of files of a field `it`, `None` if it is not a file, and the warnings.
fn file(version: &str, schema: &Value) -> (Option<FileCount>, Vec<String>) {
    let media = json!({"schema": {"type": "object", "properties": {"it": schema}}});
    let schemas = json!({
        "File": binary(),
        "Alias": reference("File"),
        "Files": {"type": "array", "items": reference("Alias")},
        "Own": {"anyOf": [reference("Own"), {"allOf": [reference("Own")]}]},
    });
    let (fields, warnings) = form_with(version, MULTIPART, media, &schemas);
    let file = match fields[0].content {
        FieldContent::File { count, .. } => Some(count),
        FieldContent::Value { .. } => None,
    };
    (file, texts(&warnings))
}

/// OpenAPI 3.1, "Considerations for File Uploads".
#[test]
fn schemas_whose_values_are_files_are_files() {
    let nothing = || json!({"type": "null"});
    let image = || json!({"type": "string", "contentMediaType": "image/png"});
    let list = |items: Value| json!({"type": "array", "items": items});
    let (one, many) = (FileCount::One, FileCount::List);
    for (schema, count) in [
        (json!({"anyOf": [binary(), nothing()]}), one),
        (json!({"anyOf": [image(), nothing()]}), one),
        (json!({"type": ["string", "null"], "format": "binary"}), one),
        (
            json!({"$ref": "#/components/schemas/File", "description": "A chart."}),
            one,
        ),
        (
            json!({"allOf": [reference("Alias"), {"maxLength": 9}]}),
            one,
        ),
        (reference("Alias"), one),
        (reference("Files"), many),
        (list(json!({"anyOf": [reference("File"), nothing()]})), many),
        (json!({"oneOf": [binary(), list(binary())]}), many),
        (
            json!({"anyOf": [reference("Alias"), reference("Files"), nothing()]}),
            many,
        ),
    ] {
        assert_eq!(
            file("3.1.0", &schema),
            (Some(count), Vec::new()),
            "{schema}"
        );
    }
    for schema in [
        json!({"allOf": [reference("File")]}),
        json!({"oneOf": [binary(), list(binary())]}),
        reference("Alias"),
    ] {
        assert!(file("3.0.3", &schema).0.is_some(), "{schema}");
    }
    assert_eq!(file("3.1.0", &reference("Own")), (None, Vec::new()));
}

#[test]
fn fields_that_may_be_a_file_or_text_are_reported() {
    let schema = json!({"oneOf": [binary(), {"type": "string", "format": "uri"}]});
    let expected = "form field `it` is either a file or another value: its files cannot be sent";
    assert_eq!(file("3.1.0", &schema), (None, vec![expected.to_owned()]));
}

#[test]
fn fields_that_are_objects_of_files_are_reported() {
    let schema = json!({"type": "object", "additionalProperties": reference("Alias")});
    let expected =
        "form field `it` is an object of files: it is sent as JSON, whose values are text";
    assert_eq!(file("3.1.0", &schema), (None, vec![expected.to_owned()]));
}

#[test]
fn alternatives_with_files_are_optional_fields() {
    let one = |name: &str, schema: Value| json!({"type": "object", "required": [name], "properties": {name: schema}});
    let media = json!({"schema": {
        "oneOf": [one("file", binary()), one("url", json!({"type": "string"}))],
    }});
    let (fields, warnings) = form_with("3.0.3", MULTIPART, media, &json!({}));
    assert!(warnings.is_empty(), "{warnings}");
    assert!(matches!(
        fields[0].content,
        FieldContent::File {
            count: FileCount::One,
            ..
        }
    ));
    assert_eq!(content(&fields[1]).0, &Type::String);
    assert!(fields.iter().all(|field| !field.required));
}

/// Schemas of fields whose names the caller chooses.
fn further_fields(values: Value) -> [Value; 2] {
    [
        json!({"additionalProperties": values}),
        json!({"properties": {"a": {"type": "string"}}, "additionalProperties": values}),
    ]
}

#[test]
fn further_fields_that_are_files_are_a_map() {
    let schemas = json!({"File": binary()});
    for values in [binary(), reference("File")] {
        for (schema, name) in further_fields(values).into_iter().zip(["files", "extra"]) {
            let media = json!({ "schema": schema });
            let (fields, warnings) = form_with("3.0.3", MULTIPART, media, &schemas);
            assert!(warnings.is_empty(), "{warnings}");
            let last = fields.last().unwrap();
            assert_eq!(last.name, name);
            assert!(matches!(
                last.content,
                FieldContent::File {
                    count: FileCount::Map,
                    ..
                }
            ));
        }
    }
}

#[test]
fn further_fields_that_may_be_files_are_reported() {
    let expected = "the fields of the form that are not in `properties` can be files: files cannot \
                    be sent there";
    let values = json!({"oneOf": [binary(), {"type": "integer"}]});
    for schema in further_fields(values) {
        let media = json!({ "schema": schema });
        let (_, warnings) = form_with("3.0.3", MULTIPART, media, &json!({}));
        assert_eq!(messages(&warnings), [expected]);
    }
}
