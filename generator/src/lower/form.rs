//! Form bodies: `multipart/form-data` and `application/x-www-form-urlencoded`.

use std::collections::HashSet;

use indexmap::IndexMap;
use openapiv3::{AdditionalProperties, AnySchema, Encoding, MediaType, Schema, SchemaKind};

use crate::diagnostic::{Code, Pointer};
use crate::document::{CONDITIONS_EXTENSION, Dialect};
use crate::model::{
    Body, Choice, Docs, FieldContent, FormEncoding, FormField, SchemaId, Serialization, Step,
    Style, Type, ValueKind,
};

use super::facets::{Facets, SchemaRef};
use super::media_type::{
    essence, is_default_json, is_json, is_multipart, is_range, is_text, is_valid, is_xml,
};
use super::operation::OperationSource;
use super::parameter::{AS_TEXT, query_style};
use super::serialization::without_null;
use super::{Lowering, Site, docs};

/// A form whose fields are being lowered.
struct Form<'a> {
    encoding: FormEncoding,
    media: &'a MediaType,
    /// The location of the media type.
    pointer: Pointer,
    site: Site,
}

/// A property of the form's schema.
struct Property<'a> {
    name: &'a str,
    schema: SchemaRef<'a>,
    pointer: Pointer,
}

/// The properties of the form's schema and of the components that it includes.
#[derive(Default)]
struct FormProperties<'a> {
    properties: IndexMap<&'a str, Property<'a>>,
    required: HashSet<&'a str>,
    /// The components that are included already.
    components: HashSet<&'a str>,
}

impl<'a> Lowering<'a> {
    pub(super) fn form(
        &mut self,
        source: &OperationSource<'a>,
        name: &str,
        media: &'a MediaType,
        pointer: Pointer,
        required: bool,
    ) -> Body<SchemaId, Choice> {
        let site = source.site(Step::Request, pointer.child("schema"));
        let form = Form {
            encoding: if is_multipart(name) {
                FormEncoding::Multipart
            } else {
                FormEncoding::UrlEncoded
            },
            media,
            pointer,
            site,
        };
        let mut found = FormProperties::default();
        if let Some(schema) = &media.schema {
            let pointer = form.site.pointer.clone();
            self.form_properties(SchemaRef::from(schema), pointer, &mut found);
        }
        let properties = found.properties;
        if properties.is_empty() && !self.is_closed(media) {
            return Body::Form {
                encoding: form.encoding,
                fields: vec![self.all_fields(&form, required)],
            };
        }
        Body::Form {
            encoding: form.encoding,
            fields: properties
                .into_values()
                .map(|property| {
                    let is_required = found.required.contains(property.name);
                    self.field(&form, property, is_required)
                })
                .collect(),
        }
    }

    /// Returns the input for all fields of a form without `properties`: a map, or the members of a
    /// union.
    fn all_fields(&mut self, form: &Form<'a>, required: bool) -> FormField<SchemaId, Choice> {
        let ty = match without_null(self.media_type(form.media, &form.site).ty) {
            ty @ (Type::Map(_) | Type::Named(_)) => ty,
            _ => Type::Map(Box::new(Type::Json)),
        };
        FormField {
            name: "fields".to_owned(),
            rust_name: None,
            pointer: form.site.pointer.clone(),
            content: FieldContent::Value {
                ty,
                serialization: Serialization::Styled {
                    style: Style::Form,
                    explode: true,
                    allow_reserved: false,
                    value: ValueKind::Object,
                },
                content_type: None,
            },
            required,
            docs: Docs::default(),
        }
    }

    /// Returns whether the form has no fields at all (`additionalProperties: false`).
    fn is_closed(&self, media: &'a MediaType) -> bool {
        let schema = media.schema.as_ref().map(SchemaRef::from);
        let facets = schema.and_then(|schema| self.inline_facets(schema));
        let additional = facets.and_then(|facets| facets.additional);
        matches!(additional, Some(AdditionalProperties::Any(false)))
    }

    /// Collects the properties of an object and of the members of its `allOf`. The first
    /// declaration of a property is used.
    fn form_properties(
        &mut self,
        schema: SchemaRef<'a>,
        pointer: Pointer,
        found: &mut FormProperties<'a>,
    ) {
        let mut pending = vec![(schema, pointer)];
        while let Some((schema, pointer)) = pending.pop() {
            let schema = match schema {
                SchemaRef::Inline(schema) => schema,
                SchemaRef::Reference(reference) => {
                    if let Some((name, schema)) = self.resolve(reference, &pointer)
                        && found.components.insert(name)
                    {
                        pending.push((schema, Site::component(name, self.document).pointer));
                    }
                    continue;
                }
            };
            let facets = Facets::of(schema);
            found
                .required
                .extend(facets.required.iter().map(String::as_str));
            for (name, property) in facets.properties.into_iter().flatten() {
                found.properties.entry(name).or_insert_with(|| Property {
                    name,
                    schema: SchemaRef::from(property),
                    pointer: pointer.child("properties").child(name),
                });
            }
            let members = facets.all_of.iter().enumerate().rev();
            pending.extend(members.map(|(index, member)| {
                let pointer = pointer.child("allOf").index(index);
                (SchemaRef::from(member), pointer)
            }));
        }
    }

    fn field(
        &mut self,
        form: &Form<'a>,
        property: Property<'a>,
        required: bool,
    ) -> FormField<SchemaId, Choice> {
        let Property {
            name,
            schema,
            pointer,
        } = property;
        let rust_name = match schema {
            SchemaRef::Inline(schema) => {
                let facets = Facets::of(schema);
                self.chosen_name(&facets.data.extensions, &pointer)
            }
            SchemaRef::Reference(_) => None,
        };
        let file = match form.encoding {
            FormEncoding::Multipart => self.file(form, name, schema),
            FormEncoding::UrlEncoded => None,
        };
        let site = form
            .site
            .child(Step::Property(name.to_owned()), pointer.clone());
        let (content, ty) = match file {
            Some(file) => (file, Type::String),
            None => {
                let schemas = self.schemas.len();
                let ty = without_null(self.schema(schema, &site).ty);
                let serialization = self.field_serialization(form, name, &ty);
                let (ty, serialization) = match serialization {
                    Some(serialization) => (ty, serialization),
                    None => {
                        self.schemas.truncate(schemas);
                        (Type::String, Serialization::text(Style::Form))
                    }
                };
                let content = FieldContent::Value {
                    ty: ty.clone(),
                    serialization,
                    content_type: part_type(form, name, serialization),
                };
                (content, ty)
            }
        };
        let docs = match schema {
            SchemaRef::Inline(schema) => docs::of_schema(&Facets::of(schema), &ty),
            SchemaRef::Reference(_) => Docs::default(),
        };
        FormField {
            name: name.to_owned(),
            rust_name,
            pointer,
            content,
            required,
            docs,
        }
    }

    /// Returns the content of a field that is a file or a list of files.
    fn file(
        &self,
        form: &Form<'a>,
        name: &str,
        schema: SchemaRef<'a>,
    ) -> Option<FieldContent<SchemaId>> {
        let facets = self.inline_facets(schema)?;
        let content_type =
            encoding(form.media, name).and_then(|encoding| encoding.content_type.clone());
        let untyped_is_file = self.document.dialect > Dialect::V3_0
            && content_type.as_deref().is_none_or(is_type_of_files);
        let is_file = |schema: SchemaRef<'a>, facets: &Facets<'_>| {
            facets.format == Some("binary") || (untyped_is_file && is_untyped(schema))
        };
        let is_list = facets.items.is_some_and(|items| {
            let facets = self.inline_facets(items);
            facets.is_some_and(|facets| is_file(items, &facets))
        });
        (is_list || is_file(schema, &facets)).then_some(FieldContent::File {
            content_type,
            is_list,
        })
    }

    pub(super) fn inline_facets(&self, schema: SchemaRef<'a>) -> Option<Facets<'a>> {
        match schema {
            SchemaRef::Inline(schema) => Some(Facets::of(schema)),
            SchemaRef::Reference(reference) => match self.target(reference)? {
                SchemaRef::Inline(schema) => Some(Facets::of(schema)),
                SchemaRef::Reference(_) => None,
            },
        }
    }

    /// Returns the serialization of a field: the media type or the style in `encoding`, or else text
    /// for primitives and lists of them, and JSON for objects. The other values are serialized by
    /// their own types. Reports a type that cannot be serialized.
    fn field_serialization(
        &mut self,
        form: &Form<'a>,
        name: &str,
        ty: &Type<SchemaId>,
    ) -> Option<Serialization> {
        let encoding = encoding(form.media, name);
        let pointer = form.pointer.child("encoding").child(name);
        if let Some(declared) = encoding.and_then(|one| one.content_type.as_deref()) {
            let kind = self.value_kind(ty);
            let content_type = media_types(declared).next().unwrap_or(declared);
            let is_text = match kind {
                // Any JSON may be text.
                Some(ValueKind::Primitive | ValueKind::Array) if is_any(ty) => {
                    essence(content_type) == "text/plain"
                }
                Some(ValueKind::Primitive | ValueKind::Array) => {
                    is_text(content_type) || is_xml(content_type)
                }
                Some(ValueKind::Object | ValueKind::Mixed) | None => false,
            };
            if is_json(content_type) {
                return Some(Serialization::Json);
            }
            if !is_text {
                let message = format!(
                    "form field `{name}` cannot be serialized as `{declared}`, a media type of \
                     files: {AS_TEXT}"
                );
                let help = "correct `contentType`, or declare a file with `format: binary`";
                let pointer = pointer.child("contentType");
                self.report(Code::UnsupportedParameter, &pointer, message, help);
                return None;
            }
        }
        let styled = encoding.and_then(|encoding| Some((encoding.style.as_ref()?, encoding)));
        let (style, explode, allow_reserved) = match styled {
            Some((style, encoding)) if form.encoding == FormEncoding::UrlEncoded => (
                query_style(style),
                Some(encoding.explode),
                encoding.allow_reserved,
            ),
            _ => match self.value_kind(ty) {
                Some(ValueKind::Array) if form.encoding == FormEncoding::UrlEncoded => {
                    (Style::Form, None, false)
                }
                Some(ValueKind::Primitive | ValueKind::Array) if !is_any(ty) => {
                    (Style::Form, None, false)
                }
                Some(ValueKind::Mixed) if form.encoding == FormEncoding::UrlEncoded => {
                    let serialization = self.serialization(ty, Style::Form, None, false);
                    return Some(serialization.unwrap_or(Serialization::Json));
                }
                _ if form.encoding == FormEncoding::UrlEncoded => return Some(Serialization::Json),
                _ => return Some(self.part_serialization(ty)),
            },
        };
        let serialization = self.serialization(ty, style, explode, allow_reserved);
        if let Err(reason) = &serialization {
            let message = format!("form field `{name}` {reason}: {AS_TEXT}");
            let help = "correct its `encoding`, or remove it to send the field as JSON";
            self.report(Code::UnsupportedParameter, &pointer, message, help);
        }
        serialization.ok()
    }

    /// Returns the serialization of a field of a multipart body that is not text: JSON for objects
    /// and lists of them; other values are text or JSON by their own types.
    fn part_serialization(&self, ty: &Type<SchemaId>) -> Serialization {
        let part = match ty {
            Type::Array(items) => items,
            ty => ty,
        };
        match self.value_kind(part) {
            Some(ValueKind::Object) => Serialization::Json,
            _ => Serialization::Styled {
                style: Style::Form,
                explode: true,
                allow_reserved: false,
                value: ValueKind::Mixed,
            },
        }
    }
}

/// Returns whether a schema has no type and no other constraint, which is a file in a multipart body
/// (OpenAPI 3.1, "Encoding Object": the default of `contentType` is `application/octet-stream`).
fn is_untyped(schema: SchemaRef<'_>) -> bool {
    match schema {
        SchemaRef::Inline(Schema {
            schema_data: data,
            schema_kind: SchemaKind::Any(any),
        }) => {
            let has_conditions = data.extensions.contains_key(CONDITIONS_EXTENSION);
            *any == AnySchema::default() && !data.nullable && !has_conditions
        }
        SchemaRef::Inline(_) | SchemaRef::Reference(_) => false,
    }
}

/// Returns whether `contentType` is one of files, rather than of values of any type.
fn is_type_of_files(declared: &str) -> bool {
    let mut names = declared.split(',').map(str::trim);
    names.all(|name| !is_json(name) && essence(name) != "text/plain")
}

/// Returns whether a type is any JSON, or a list of it.
fn is_any(ty: &Type<SchemaId>) -> bool {
    match ty {
        Type::Array(items) => **items == Type::Json,
        ty => *ty == Type::Json,
    }
}

/// Returns the media type of the parts of a field, unless it is the default of the serialization.
fn part_type(form: &Form<'_>, name: &str, serialization: Serialization) -> Option<String> {
    if form.encoding == FormEncoding::UrlEncoded {
        return None;
    }
    let declared = encoding(form.media, name)?.content_type.as_deref()?;
    let content_type = media_types(declared).next()?;
    let is_default = serialization == Serialization::Json && is_default_json(content_type);
    (!is_default).then(|| content_type.to_owned())
}

/// Returns the exact media types of `contentType`, a list that may contain ranges.
fn media_types(declared: &str) -> impl Iterator<Item = &str> {
    let names = declared.split(',').map(str::trim);
    names.filter(|name| is_valid(name) && !is_range(name))
}

fn encoding<'a>(media: &'a MediaType, name: &str) -> Option<&'a Encoding> {
    media.encoding.get(name)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::diagnostic::Diagnostics;
    use crate::lower::tests::{document, id_parameter};
    use crate::model::{
        Choice, FieldContent, FormField, SchemaId, Serialization, Style, Type, ValueKind,
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
        let operation = json!({
            "operationId": "addShip",
            "parameters": [id_parameter()],
            "requestBody": {"content": {name: media}},
            "responses": {"204": {"description": "Added"}},
        });
        let paths = json!({"/ships/{id}": {"post": operation}});
        let (api, warnings) = document(json!({"openapi": version, "paths": paths})).unwrap();
        let body = api.operations[0].body.as_ref().unwrap();
        (body.fields().to_vec(), warnings)
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
                json!({"type": "string"}),
                "application/xml",
                false,
                Some("application/xml"),
            ),
            (object(), "application/xml", false, Some("application/xml")),
            (json!({"type": "string"}), "nonsense", false, None),
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

    /// Whether a field `it` is a file (`Some(false)`), a list of files, or neither.
    fn file(version: &str, schema: &Value, content_type: Option<&str>) -> Option<bool> {
        let schema = json!({"type": "object", "properties": {"it": schema}});
        let mut media = json!({ "schema": schema });
        if let Some(content_type) = content_type {
            media["encoding"] = json!({"it": {"contentType": content_type}});
        }
        let (fields, _) = form_of(version, MULTIPART, media);
        match fields[0].content {
            FieldContent::File { is_list, .. } => Some(is_list),
            FieldContent::Value { .. } => None,
        }
    }

    /// OpenAPI 3.1, "Encoding Object": without a type, `application/octet-stream` is the default.
    #[test]
    fn parts_without_a_type_are_files_since_3_1() {
        let list = json!({"type": "array", "items": {}});
        for version in ["3.1.0", "3.2.0"] {
            assert_eq!(file(version, &json!({}), None), Some(false));
            assert_eq!(file(version, &json!(true), None), Some(false));
            assert_eq!(file(version, &list, None), Some(true));
            let described = json!({"description": "A chart."});
            assert_eq!(file(version, &described, Some("image/png")), Some(false));
            let bytes = json!({"type": "string", "contentEncoding": "binary"});
            assert_eq!(file(version, &bytes, None), Some(false));
            let image = json!({"type": "string", "contentMediaType": "image/png"});
            assert_eq!(file(version, &image, None), Some(false));
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
}
