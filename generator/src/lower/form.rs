//! Request bodies that are forms: `multipart/form-data` and `application/x-www-form-urlencoded`.

use openapiv3::{AdditionalProperties, Encoding, MediaType};

use crate::diagnostic::{Code, Pointer};
use crate::model::{
    Body, Choice, Docs, FieldContent, FormEncoding, FormField, SchemaId, Serialization, Step,
    Style, Type, ValueKind,
};

use super::facets::{Facets, SchemaRef};
use super::media_type::{is_json, is_multipart, is_range};
use super::operation::OperationSource;
use super::parameter::query_style;
use super::serialization::without_null;
use super::{Lowering, Site, docs};

/// How many references and `allOf` deep the properties of a form are looked for.
const DEPTH: usize = 16;

/// A form whose fields are being lowered.
struct Form<'a> {
    encoding: FormEncoding,
    media: &'a MediaType,
    /// The media type itself.
    pointer: Pointer,
    site: Site,
}

/// A property of the schema that the form has.
struct Property<'a> {
    name: &'a str,
    required: bool,
    schema: SchemaRef<'a>,
    pointer: Pointer,
}

impl<'a> Lowering<'a> {
    pub(super) fn form(
        &mut self,
        source: &OperationSource<'a>,
        name: &str,
        media: &'a MediaType,
        pointer: Pointer,
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
        let mut properties = Vec::new();
        if let Some(schema) = &media.schema {
            let pointer = form.site.pointer.clone();
            self.form_properties(SchemaRef::from(schema), pointer, DEPTH, &mut properties);
        }
        if properties.is_empty() && !self.is_closed(media) {
            let message = format!("the form of `{}` names no fields", source.id);
            let help = "its builder has no setters for them: name them as `properties` in an \
                        overlay, or set them with `with`";
            self.warn(
                Code::UnsupportedMediaType,
                &form.site.pointer,
                message,
                help,
            );
        }
        let fields = properties.into_iter();
        Body::Form {
            encoding: form.encoding,
            fields: fields
                .filter_map(|property| self.field(&form, property))
                .collect(),
        }
    }

    /// Whether the form is declared to have no fields at all.
    fn is_closed(&self, media: &'a MediaType) -> bool {
        let schema = media.schema.as_ref().map(SchemaRef::from);
        let facets = schema.and_then(|schema| self.inline_facets(schema));
        let additional = facets.and_then(|facets| facets.additional);
        matches!(additional, Some(AdditionalProperties::Any(false)))
    }

    /// The properties of an object and of all that it is put together from (`allOf`). The first of
    /// a name counts.
    fn form_properties(
        &mut self,
        schema: SchemaRef<'a>,
        pointer: Pointer,
        depth: usize,
        found: &mut Vec<Property<'a>>,
    ) {
        let Some(depth) = depth.checked_sub(1) else {
            return;
        };
        let (schema, pointer) = match schema {
            SchemaRef::Inline(schema) => (schema, pointer),
            SchemaRef::Reference(reference) => {
                let Some((name, schema)) = self.resolve(reference, &pointer) else {
                    return;
                };
                return self.form_properties(
                    schema,
                    Site::component(name, self.document).pointer,
                    depth,
                    found,
                );
            }
        };
        let facets = Facets::of(schema);
        for (name, property) in facets.properties.into_iter().flatten() {
            if found.iter().all(|known| known.name != name) {
                found.push(Property {
                    name,
                    required: false,
                    schema: SchemaRef::from(property),
                    pointer: pointer.child("properties").child(name),
                });
            }
        }
        for (index, member) in facets.all_of.iter().enumerate() {
            let pointer = pointer.child("allOf").index(index);
            self.form_properties(SchemaRef::from(member), pointer, depth, found);
        }
        for property in found {
            property.required |= facets.required.iter().any(|name| name == property.name);
        }
    }

    fn field(
        &mut self,
        form: &Form<'a>,
        property: Property<'a>,
    ) -> Option<FormField<SchemaId, Choice>> {
        let Property {
            name,
            required,
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
                let ty = without_null(self.schema(schema, &site).ty);
                let serialization = self.field_serialization(form, name, &ty)?;
                let content = FieldContent::Value {
                    ty: ty.clone(),
                    serialization,
                };
                (content, ty)
            }
        };
        let docs = match schema {
            SchemaRef::Inline(schema) => docs::of_schema(&Facets::of(schema), &ty),
            SchemaRef::Reference(_) => Docs::default(),
        };
        Some(FormField {
            name: name.to_owned(),
            rust_name,
            pointer,
            content,
            required,
            docs,
        })
    }

    /// A file or a list of files, if the property is one.
    fn file(
        &self,
        form: &Form<'a>,
        name: &str,
        schema: SchemaRef<'a>,
    ) -> Option<FieldContent<SchemaId>> {
        let facets = self.inline_facets(schema)?;
        let items = facets.items.and_then(|items| self.inline_facets(items));
        let is_list = items.is_some_and(|items| items.format == Some("binary"));
        let content_type = encoding(form.media, name)
            .and_then(|encoding| encoding.content_type.clone())
            .filter(|name| !is_range(name) && !name.contains(','));
        (is_list || facets.format == Some("binary")).then_some(FieldContent::File {
            content_type,
            is_list,
        })
    }

    fn inline_facets(&self, schema: SchemaRef<'a>) -> Option<Facets<'a>> {
        match schema {
            SchemaRef::Inline(schema) => Some(Facets::of(schema)),
            SchemaRef::Reference(reference) => match self.target(reference)? {
                SchemaRef::Inline(schema) => Some(Facets::of(schema)),
                SchemaRef::Reference(_) => None,
            },
        }
    }

    /// How a value is written: by the style that `encoding` gives it, or else primitives and lists
    /// of them as text and all else as JSON.
    fn field_serialization(
        &mut self,
        form: &Form<'a>,
        name: &str,
        ty: &Type<SchemaId>,
    ) -> Option<Serialization> {
        let encoding = encoding(form.media, name);
        let pointer = form.pointer.child("encoding").child(name);
        if let Some(content_type) = encoding.and_then(|one| one.content_type.as_deref()) {
            let kind = self.value_kind(ty);
            let is_text = matches!(kind, Some(ValueKind::Primitive | ValueKind::Array))
                && content_type.starts_with("text/plain");
            if is_json(content_type) {
                return Some(Serialization::Json);
            }
            if !is_text {
                let message = format!("the field `{name}` is written as `{content_type}`");
                let help = "only files have media types other than `text/plain` and JSON: change \
                            `encoding`, or make the field `format: binary`, in an overlay";
                let pointer = pointer.child("contentType");
                self.error(Code::UnsupportedMediaType, &pointer, message, help);
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
                Some(ValueKind::Primitive | ValueKind::Array) if *ty != Type::Json => {
                    (Style::Form, None, false)
                }
                Some(ValueKind::Mixed) if form.encoding == FormEncoding::UrlEncoded => {
                    let written = self.serialization(ty, Style::Form, None, false);
                    return Some(written.unwrap_or(Serialization::Json));
                }
                _ => return Some(Serialization::Json),
            },
        };
        let written = self.serialization(ty, style, explode, allow_reserved);
        if let Err(reason) = &written {
            let message = format!("the field `{name}` {reason}");
            let help = "change its `encoding`, or leave that out to have it sent as JSON, in an \
                        overlay";
            self.error(Code::UnsupportedParameter, &pointer, message, help);
        }
        written.ok()
    }
}

fn encoding<'a>(media: &'a MediaType, name: &str) -> Option<&'a Encoding> {
    media.encoding.get(name)
}
