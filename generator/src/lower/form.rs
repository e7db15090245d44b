//! Form bodies: `multipart/form-data` and `application/x-www-form-urlencoded`.

mod fields;
mod part;

use std::collections::HashSet;

use indexmap::IndexMap;
use openapiv3::{AdditionalProperties, Encoding, MediaType};

use crate::diagnostic::{Code, Pointer};
use crate::document::Dialect;
use crate::model::{
    Access, Body, Choice, Docs, FieldContent, FormEncoding, FormField, SchemaId, Serialization,
    Step, Style, Type, ValueKind,
};

use super::facets::{Facets, SchemaRef};
use super::media_type::{essence, is_json, is_multipart, is_text, is_xml};
use super::operation::OperationSource;
use super::parameter::{AS_TEXT, query_style};
use super::serialization::without_null;
use super::{Lowering, Site, docs};
use part::{is_any, is_type_of_files, is_untyped, part_media_type, part_type};

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

impl Property<'_> {
    /// Returns whether the property is only in responses.
    fn is_read_only(&self) -> bool {
        match self.schema {
            SchemaRef::Inline(schema) => Facets::of(schema).access() == Access::ReadOnly,
            SchemaRef::Reference(_) => false,
        }
    }
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
                .filter(|property| !property.is_read_only())
                .map(|property| {
                    let is_required = found.required.contains(property.name);
                    self.field(&form, property, is_required)
                })
                .collect(),
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
        let (content, ty, constant) = match file {
            Some(file) => (file, Type::String, None),
            None => {
                let schemas = self.schemas.len();
                let lowered = self.schema(schema, &site);
                let ty = without_null(lowered.ty);
                let serialization = self.field_serialization(form, name, &ty);
                let (ty, serialization) = match serialization {
                    Some(serialization) => (ty, serialization),
                    None => {
                        self.schemas.truncate(schemas);
                        (Type::String, Serialization::text(Style::Form))
                    }
                };
                let declared = encoding(form.media, name)
                    .filter(|encoding| encoding.style.is_none() || !self.has_styles(form))
                    .and_then(|encoding| encoding.content_type.as_deref())
                    .filter(|_| form.encoding == FormEncoding::Multipart);
                let content = FieldContent::Value {
                    ty: ty.clone(),
                    serialization,
                    content_type: declared.and_then(|one| part_type(one, serialization)),
                };
                (content, ty, lowered.constant)
            }
        };
        let constant = constant.filter(|constant| required && constant.is_of(&ty));
        let docs = match schema {
            SchemaRef::Inline(schema) => docs::of_schema(&Facets::of(schema), &ty),
            SchemaRef::Reference(_) => Docs::default(),
        };
        let headers = match form.encoding {
            FormEncoding::Multipart => self.part_headers(form, name),
            FormEncoding::UrlEncoded => Vec::new(),
        };
        FormField {
            name: name.to_owned(),
            rust_name,
            pointer,
            content,
            headers,
            required: required && constant.is_none(),
            constant,
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

    /// Returns whether the fields of a form can have a style, which takes precedence over their
    /// media type: before OpenAPI 3.1, only those of URL-encoded forms.
    fn has_styles(&self, form: &Form<'_>) -> bool {
        form.encoding == FormEncoding::UrlEncoded || self.document.dialect > Dialect::V3_0
    }

    /// Returns the serialization of a field: by the media type or style in `encoding`, or else text
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
        let styled = encoding.and_then(|encoding| Some((encoding.style.as_ref()?, encoding)));
        let styled = styled.filter(|_| self.has_styles(form));
        let content_type = encoding.and_then(|one| one.content_type.as_deref());
        if let (Some(declared), None) = (content_type, styled) {
            let is_scalar = matches!(
                self.value_kind(ty),
                Some(ValueKind::Primitive | ValueKind::Array)
            );
            let prefers_json = !is_scalar || is_any(ty);
            let content_type = part_media_type(declared, prefers_json).unwrap_or(declared);
            let is_text = if is_any(ty) {
                essence(content_type) == "text/plain"
            } else {
                is_scalar && (is_text(content_type) || is_xml(content_type))
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
        let (style, explode, allow_reserved) = match styled {
            Some((style, encoding)) => (
                query_style(style),
                Some(encoding.explode),
                encoding.allow_reserved,
            ),
            None => match self.value_kind(ty) {
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
}

fn encoding<'a>(media: &'a MediaType, name: &str) -> Option<&'a Encoding> {
    media.encoding.get(name)
}

#[cfg(test)]
mod tests;
