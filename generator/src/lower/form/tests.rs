//! Tests of forms.

mod files;
mod properties;

use serde_json::{Value, json};

use crate::diagnostic::Diagnostics;
use crate::lower::tests::{document, id_parameter, messages};
use crate::model::{
    Choice, Constant, FieldContent, FileCount, FormField, SchemaId, Serialization, Style, Type,
    ValueKind,
};

const MULTIPART: &str = "multipart/form-data";
const URL_ENCODED: &str = "application/x-www-form-urlencoded";

/// The fields of a form, and the warnings.
fn form(name: &str, media: Value) -> (Vec<FormField<SchemaId, Choice>>, Diagnostics) {
    form_of("3.0.3", name, media)
}

/// The fields of a form in a document of this version, and the warnings.
fn form_of(
    version: &str,
    name: &str,
    media: Value,
) -> (Vec<FormField<SchemaId, Choice>>, Diagnostics) {
    form_with(version, name, media, &json!({}))
}

/// The fields of a form in a document with these schemas, and the warnings.
fn form_with(
    version: &str,
    name: &str,
    media: Value,
    schemas: &Value,
) -> (Vec<FormField<SchemaId, Choice>>, Diagnostics) {
    let operation = json!({
        "operationId": "addShip",
        "parameters": [id_parameter()],
        "requestBody": {"content": {name: media}},
        "responses": {"204": {"description": "Added"}},
    });
    let paths = json!({"/ships/{id}": {"post": operation}});
    let components = json!({ "schemas": schemas });
    let (api, warnings) =
        document(json!({"openapi": version, "paths": paths, "components": components})).unwrap();
    let body = api.operations[0].body.as_ref().unwrap();
    (body.fields().to_vec(), warnings)
}

fn texts(warnings: &Diagnostics) -> Vec<String> {
    messages(warnings).into_iter().map(str::to_owned).collect()
}

fn content(field: &FormField<SchemaId, Choice>) -> (&Type<SchemaId>, Serialization) {
    match &field.content {
        FieldContent::Value {
            ty, serialization, ..
        } => (ty, *serialization),
        FieldContent::File { .. } => panic!("`{}` is a file", field.name),
    }
}

#[test]
fn a_field_is_required_if_any_member_of_all_of_requires_it() {
    let named = json!({"properties": {"name": {"type": "string"}}});
    let schema = json!({"allOf": [named, {"required": ["name"]}]});
    let (fields, _) = form(URL_ENCODED, json!({ "schema": schema }));
    assert!(fields[0].required);
}

#[test]
fn the_first_declaration_of_a_field_is_used() {
    let typed = |ty: &str| json!({"properties": {"number": {"type": ty}}});
    let schema = json!({"allOf": [typed("integer"), typed("string")]});
    let (fields, _) = form(URL_ENCODED, json!({ "schema": schema }));
    let types: Vec<_> = fields.iter().map(|field| content(field).0).collect();
    assert_eq!(types, [&Type::Integer]);
}

#[test]
fn a_closed_form_needs_no_fields() {
    let schema = json!({"type": "object", "additionalProperties": false});
    let (_, warnings) = form(MULTIPART, json!({ "schema": schema }));
    assert!(warnings.is_empty(), "{warnings}");
}

#[test]
fn url_encoded_forms_contain_no_files() {
    let file = json!({"type": "string", "format": "binary"});
    let schema = json!({"type": "object", "properties": {"scan": file}});
    let (fields, _) = form(URL_ENCODED, json!({ "schema": schema }));
    assert_eq!(content(&fields[0]).0, &Type::String);
}

/// Returns the type, the serialization and the media type of the parts of a field `it`.
fn part(schema: Value, content_type: &str) -> (Type<SchemaId>, Serialization, Option<String>) {
    let schema = json!({"type": "object", "properties": {"it": schema}});
    let encoding = json!({"it": {"contentType": content_type}});
    let media = json!({"schema": schema, "encoding": encoding});
    let (mut fields, _) = form(MULTIPART, media);
    match fields.remove(0).content {
        FieldContent::Value {
            ty,
            serialization,
            content_type,
        } => (ty, serialization, content_type),
        FieldContent::File { .. } => panic!("`it` is a file"),
    }
}

#[test]
fn parts_have_the_declared_media_type() {
    let object = || json!({"type": "object"});
    let texts = json!({"type": "array", "items": {"type": "string"}});
    for (schema, declared, is_json, expected) in [
        (object(), "application/json", true, None),
        (
            object(),
            "application/vnd.x+json",
            true,
            Some("application/vnd.x+json"),
        ),
        (
            object(),
            "application/json; charset=utf-8",
            true,
            Some("application/json; charset=utf-8"),
        ),
        (
            texts.clone(),
            "application/x-json",
            true,
            Some("application/x-json"),
        ),
        (texts, "text/csv", false, Some("text/csv")),
        (
            json!({"type": "integer"}),
            "text/*, text/csv, text/plain",
            false,
            Some("text/csv"),
        ),
        (
            object(),
            "text/plain, application/vnd.x+json",
            true,
            Some("application/vnd.x+json"),
        ),
        (
            json!({"type": "string"}),
            "text/plain, application/vnd.x+json",
            false,
            Some("text/plain"),
        ),
        (
            json!({"type": "string"}),
            "application/xml",
            false,
            Some("application/xml"),
        ),
        (object(), "application/xml", false, Some("application/xml")),
        (json!({"type": "string"}), "nonsense", false, None),
        (object(), "application/*+json", true, None),
    ] {
        let (_, serialization, content_type) = part(schema, declared);
        assert_eq!(serialization == Serialization::Json, is_json, "{declared}");
        assert_eq!(content_type.as_deref(), expected, "{declared}");
    }
}

#[test]
fn text_of_any_media_type_has_its_own_type() {
    let (ty, ..) = part(json!({"type": "integer"}), "text/csv");
    assert_eq!(ty, Type::Integer);
    let (ty, ..) = part(json!({"type": "object"}), "application/xml");
    assert_eq!(ty, Type::String);
}

#[test]
fn parts_without_a_media_type_are_serialized_by_their_types() {
    let list = |items: Value| json!({"type": "array", "items": items});
    let object = || json!({"type": "object", "properties": {"a": {"type": "string"}}});
    for (schema, expected) in [
        (object(), None),
        (list(object()), None),
        (list(json!({"type": "string"})), Some(ValueKind::Array)),
        (
            list(list(json!({"type": "string"}))),
            Some(ValueKind::Mixed),
        ),
        (list(json!({"type": "object"})), Some(ValueKind::Mixed)),
        (
            json!({"oneOf": [{"type": "string"}, object()]}),
            Some(ValueKind::Mixed),
        ),
    ] {
        let schema = json!({"type": "object", "properties": {"it": schema}});
        let (fields, _) = form(MULTIPART, json!({"schema": schema}));
        let value = match content(&fields[0]).1 {
            Serialization::Styled { value, .. } => Some(value),
            Serialization::Json => None,
        };
        assert_eq!(value, expected, "{schema}");
    }
}

/// Returns the number of files of a field `it`; `None` if it is not a file.
fn file(version: &str, schema: &Value, content_type: Option<&str>) -> Option<FileCount> {
    let schema = json!({"type": "object", "properties": {"it": schema}});
    let mut media = json!({ "schema": schema });
    if let Some(content_type) = content_type {
        media["encoding"] = json!({"it": {"contentType": content_type}});
    }
    let (fields, _) = form_of(version, MULTIPART, media);
    match fields[0].content {
        FieldContent::File { count, .. } => Some(count),
        FieldContent::Value { .. } => None,
    }
}

/// OpenAPI 3.1, "Encoding Object": without a type, `application/octet-stream` is the default.
#[test]
fn parts_without_a_type_are_files_since_3_1() {
    let list = json!({"type": "array", "items": {}});
    for version in ["3.1.0", "3.2.0"] {
        assert_eq!(file(version, &json!({}), None), Some(FileCount::One));
        assert_eq!(file(version, &json!(true), None), Some(FileCount::One));
        assert_eq!(file(version, &list, None), Some(FileCount::List));
        let described = json!({"description": "A chart."});
        assert_eq!(
            file(version, &described, Some("image/png")),
            Some(FileCount::One)
        );
        let bytes = json!({"type": "string", "contentEncoding": "binary"});
        assert_eq!(file(version, &bytes, None), Some(FileCount::One));
        let image = json!({"type": "string", "contentMediaType": "image/png"});
        assert_eq!(file(version, &image, None), Some(FileCount::One));
    }
    assert_eq!(file("3.0.3", &json!({}), None), None);
    assert_eq!(file("3.0.3", &list, None), None);
}

#[test]
fn parts_with_constraints_or_a_media_type_of_values_are_no_files() {
    for schema in [
        json!({"enum": ["a"]}),
        json!({"const": 1}),
        json!({"anyOf": [{}, {"type": "string"}]}),
        json!({"properties": {"a": {}}}),
        json!({"type": "string"}),
        json!({"type": ["string", "null"]}),
        json!({"type": "null"}),
        json!({"minimum": 1}),
        json!({"if": {}, "then": {}}),
    ] {
        assert_eq!(file("3.1.0", &schema, None), None, "{schema}");
    }
    for declared in ["application/json", "text/plain; charset=utf-8"] {
        assert_eq!(file("3.1.0", &json!({}), Some(declared)), None);
    }
}

/// OpenAPI 3.0, "Encoding Object": `style` is ignored unless the media type is url-encoded.
#[test]
fn multipart_ignores_the_style_of_a_field() {
    let flags = json!({"type": "array", "items": {"type": "string"}});
    let schema = json!({"type": "object", "properties": {"flags": flags}});
    let encoding = json!({"flags": {"style": "pipeDelimited"}});
    let (fields, _) = form(MULTIPART, json!({"schema": schema, "encoding": encoding}));
    let (_, serialization) = content(&fields[0]);
    assert!(matches!(
        serialization,
        Serialization::Styled {
            style: Style::Form,
            explode: true,
            ..
        }
    ));
}

/// OpenAPI 3.1, "Encoding Object": `style` takes precedence over `contentType`.
#[test]
fn parts_have_styles_since_3_1() {
    let flags = json!({"type": "array", "items": {"type": "string"}});
    let schema = json!({"type": "object", "properties": {"flags": flags}});
    let encoding = json!({"flags": {"style": "pipeDelimited", "contentType": "application/json"}});
    let media = json!({"schema": schema, "encoding": encoding});
    let (fields, warnings) = form_of("3.1.0", MULTIPART, media);
    assert!(warnings.is_empty(), "{warnings}");
    let (_, serialization) = content(&fields[0]);
    assert!(matches!(
        serialization,
        Serialization::Styled {
            style: Style::PipeDelimited,
            explode: false,
            ..
        }
    ));
    let FieldContent::Value { content_type, .. } = &fields[0].content else {
        panic!("`flags` is a file");
    };
    assert_eq!(*content_type, None);
}

#[test]
fn headers_of_parts_have_their_constant_or_default_value() {
    let schema = json!({"type": "object", "properties": {"it": {"type": "string"}}});
    let typed = |schema: Value| json!({ "schema": schema });
    let headers = json!({
        "X-One": typed(json!({"type": "string", "enum": ["a"]})),
        "X-Default": typed(json!({"type": "integer", "default": 7})),
        "X-Any": typed(json!({"type": "string"})),
        "X-Required": {"required": true, "schema": {"type": "string"}},
        "X-Broken": typed(json!({"type": "string", "default": "a\nb"})),
        "Content-Type": typed(json!({"type": "string"})),
    });
    let media = json!({"schema": schema, "encoding": {"it": {"headers": headers}}});
    let (fields, warnings) = form(MULTIPART, media);
    assert!(warnings.is_empty(), "{warnings}");
    let headers: Vec<_> = fields[0]
        .headers
        .iter()
        .map(|header| {
            (
                header.name.as_str(),
                header.value.as_deref(),
                header.is_required,
            )
        })
        .collect();
    assert_eq!(
        headers,
        [
            ("X-One", Some("a"), false),
            ("X-Default", Some("7"), false),
            ("X-Any", None, false),
            ("X-Required", None, true),
            ("X-Broken", None, false),
        ]
    );
}

#[test]
fn required_constants_are_no_arguments() {
    let kind = json!({"type": "string", "enum": ["tug"]});
    let properties = json!({"kind": kind, "other": kind});
    let schema = json!({"type": "object", "required": ["kind"], "properties": properties});
    for name in [MULTIPART, URL_ENCODED] {
        let (fields, _) = form(name, json!({ "schema": schema }));
        let constants: Vec<_> = fields
            .iter()
            .map(|field| (field.required, field.constant.clone()))
            .collect();
        let tug = Constant::Text("tug".to_owned());
        assert_eq!(constants, [(false, Some(tug)), (false, None)]);
    }
}

/// A property with `readOnly` is sent by the server only.
#[test]
fn read_only_properties_are_no_fields() {
    let id = json!({"type": "string", "readOnly": true});
    let properties = json!({"id": id, "name": {"type": "string"}});
    let schema = json!({"type": "object", "required": ["id"], "properties": properties});
    for name in [MULTIPART, URL_ENCODED] {
        let (fields, _) = form(name, json!({ "schema": schema }));
        let names: Vec<&str> = fields.iter().map(|field| field.name.as_str()).collect();
        assert_eq!(names, ["name"]);
    }
}

#[test]
fn forms_that_can_be_lists_are_maps() {
    let object = |value: Value| json!({"type": "object", "properties": {"a": value}});
    let flat = || object(json!({"type": "string"}));
    let list = json!({"type": "array", "items": {"type": "string"}});
    let not_an_object =
        "the form can be a value that is not an object: its fields are taken as a map";
    let nested =
        "the form has a property `a` that is not a primitive: its fields are taken as a map";
    for (name, other, expected) in [
        (URL_ENCODED, object(json!({"type": "integer"})), None),
        (URL_ENCODED, list.clone(), Some(not_an_object)),
        (URL_ENCODED, object(flat()), Some(nested)),
        (MULTIPART, object(flat()), None),
        (MULTIPART, list, Some(not_an_object)),
    ] {
        let media = json!({"schema": {"oneOf": [flat(), other]}});
        let (fields, warnings) = form(name, media);
        assert_eq!(messages(&warnings), Vec::from_iter(expected));
        let is_map = matches!(content(&fields[0]).0, Type::Map(_));
        assert_eq!(is_map, expected.is_some(), "{name}");
    }
}
