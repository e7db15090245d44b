//! Tests of the files of forms.

use serde_json::{Value, json};

use super::{MULTIPART, content, form_with, texts};
use crate::lower::tests::messages;
use crate::model::{FieldContent, Type};

fn binary() -> Value {
    json!({"type": "string", "format": "binary"})
}

fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

/// Returns `Some(false)` if a field `it` is a file, `Some(true)` if it is a list of files, and the
/// warnings.
fn file(version: &str, schema: &Value) -> (Option<bool>, Vec<String>) {
    let media = json!({"schema": {"type": "object", "properties": {"it": schema}}});
    let schemas = json!({
        "File": binary(),
        "Alias": reference("File"),
        "Files": {"type": "array", "items": reference("Alias")},
        "Own": {"anyOf": [reference("Own"), {"allOf": [reference("Own")]}]},
    });
    let (fields, warnings) = form_with(version, MULTIPART, media, &schemas);
    let file = match fields[0].content {
        FieldContent::File { is_list, .. } => Some(is_list),
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
    for (schema, is_list) in [
        (json!({"anyOf": [binary(), nothing()]}), false),
        (json!({"anyOf": [image(), nothing()]}), false),
        (
            json!({"type": ["string", "null"], "format": "binary"}),
            false,
        ),
        (
            json!({"$ref": "#/components/schemas/File", "description": "A chart."}),
            false,
        ),
        (
            json!({"allOf": [reference("Alias"), {"maxLength": 9}]}),
            false,
        ),
        (reference("Alias"), false),
        (reference("Files"), true),
        (list(json!({"anyOf": [reference("File"), nothing()]})), true),
        (json!({"oneOf": [binary(), list(binary())]}), true),
        (
            json!({"anyOf": [reference("Alias"), reference("Files"), nothing()]}),
            true,
        ),
    ] {
        assert_eq!(
            file("3.1.0", &schema),
            (Some(is_list), Vec::new()),
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
fn alternatives_with_files_are_optional_fields() {
    let one = |name: &str, schema: Value| json!({"type": "object", "required": [name], "properties": {name: schema}});
    let media = json!({"schema": {
        "oneOf": [one("file", binary()), one("url", json!({"type": "string"}))],
    }});
    let (fields, warnings) = form_with("3.0.3", MULTIPART, media, &json!({}));
    assert!(warnings.is_empty(), "{warnings}");
    assert!(matches!(
        fields[0].content,
        FieldContent::File { is_list: false, .. }
    ));
    assert_eq!(content(&fields[1]).0, &Type::String);
    assert!(fields.iter().all(|field| !field.required));
}

#[test]
fn files_with_names_of_the_caller_are_reported() {
    let expected = "the fields of the form that are not in `properties` can be files: files cannot \
                    be sent there";
    let declared =
        json!({"properties": {"a": {"type": "string"}}, "additionalProperties": binary()});
    for schema in [json!({"additionalProperties": binary()}), declared] {
        let media = json!({ "schema": schema });
        let (_, warnings) = form_with("3.0.3", MULTIPART, media, &json!({}));
        assert_eq!(messages(&warnings), [expected]);
    }
}
