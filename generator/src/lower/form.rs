//! Form bodies: `multipart/form-data` and `application/x-www-form-urlencoded`.

mod part;

use std::collections::HashSet;

use indexmap::IndexMap;
use openapiv3::{AdditionalProperties, Encoding, MediaType};

use crate::diagnostic::{Code, Pointer};
use crate::document::Dialect;
use crate::model::{
    Body, Choice, Docs, FieldContent, FormEncoding, FormField, SchemaId, Serialization, Step,
    Style, Type, ValueKind,
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
                let declared = encoding(form.media, name)
                    .and_then(|encoding| encoding.content_type.as_deref())
                    .filter(|_| form.encoding == FormEncoding::Multipart);
                let content = FieldContent::Value {
                    ty: ty.clone(),
                    serialization,
                    content_type: declared.and_then(|one| part_type(one, serialization)),
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
        if let Some(declared) = encoding.and_then(|one| one.content_type.as_deref()) {
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
}

fn encoding<'a>(media: &'a MediaType, name: &str) -> Option<&'a Encoding> {
    media.encoding.get(name)
}

#[cfg(test)]
mod tests;
