//! Form bodies: `multipart/form-data` and `application/x-www-form-urlencoded`.

mod fields;
mod file;
mod part;
mod properties;
mod query;

use openapiv3::{Encoding, MediaType};

use crate::diagnostic::{Code, Pointer};
use crate::document::{Dialect, essence, is_json};
use crate::model::{
    Body, Choice, Docs, FieldContent, FormEncoding, FormField, SchemaId, Serialization, Step,
    Style, Type, ValueKind,
};

use super::facets::{Facets, SchemaRef};
use super::media_type::{is_multipart, is_text, is_xml};
use super::operation::OperationSource;
use super::parameter::{AS_TEXT, query_style};
use super::serialization::without_null;
use super::{Lowering, Site, docs};
use part::{is_any, part_media_type, part_type};
use properties::{FormProperties, Property};

/// A form whose fields are being lowered.
struct Form<'a> {
    encoding: FormEncoding,
    media: &'a MediaType,
    /// The location of the media type.
    pointer: Pointer,
    site: Site,
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
        let schema = media.schema.as_ref().map(SchemaRef::from);
        let is_chosen = schema.is_some_and(|schema| self.chosen(schema, &form.site).is_some());
        let found = if is_chosen {
            FormProperties::default()
        } else {
            self.form_properties(&form)
        };
        let has_own = found.properties.values().any(|one| !one.is_alternative);
        let is_whole = !has_own && !found.is_closed && !self.has_files(&form, &found);
        if is_chosen || is_whole {
            return Body::Form {
                encoding: form.encoding,
                required,
                fields: vec![self.all_fields(&form, &found, required)],
            };
        }
        self.report_other_types(&found);
        let additional = self.additional_fields(&form, &found, required);
        let names = found.required;
        let fields = found
            .properties
            .into_values()
            .filter(|property| !property.is_read_only())
            .map(|property| {
                let is_required = names.contains(property.name);
                self.field(&form, property, is_required)
            });
        let mut fields: Vec<_> = fields.collect();
        fields.extend(additional);
        Body::Form {
            encoding: form.encoding,
            required,
            fields,
        }
    }

    fn field(
        &mut self,
        form: &Form<'a>,
        property: Property<'a>,
        required: bool,
    ) -> FormField<SchemaId, Choice> {
        let file = match form.encoding {
            FormEncoding::Multipart => self.file(form, &property),
            FormEncoding::UrlEncoded => None,
        };
        let Property {
            name,
            schema,
            pointer,
            is_alternative,
        } = property;
        let rust_name = match schema {
            SchemaRef::Inline(schema) => {
                let facets = Facets::of(schema);
                self.chosen_name(&facets.data.extensions, &pointer)
            }
            SchemaRef::Reference(_) => None,
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
                let is_encoded =
                    form.encoding == FormEncoding::Multipart && self.is_encoded(schema, &mut 0);
                let serialization = self.field_serialization(form, name, &ty, is_encoded);
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
                let is_bytes = is_encoded
                    && serialization != Serialization::Json
                    && encoding(form.media, name).is_none_or(|one| one.content_type.is_none());
                let declared = declared.or(is_bytes.then_some("application/octet-stream"));
                let content = FieldContent::Value {
                    ty: ty.clone(),
                    serialization,
                    content_type: declared.and_then(|one| part_type(one, serialization)),
                };
                (content, ty, lowered.constant)
            }
        };
        // That of one alternative is not the value of the others.
        let is_constant = required && !is_alternative;
        let constant = constant.filter(|constant| is_constant && constant.is_of(&ty));
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

    /// Returns whether the fields of a form can have a style, which takes precedence over their
    /// media type: before OpenAPI 3.1, only those of URL-encoded forms.
    fn has_styles(&self, form: &Form<'_>) -> bool {
        form.encoding == FormEncoding::UrlEncoded || self.document.dialect > Dialect::V3_0
    }

    /// Returns the serialization of a field: by the media type or style in `encoding`, or else text
    /// for primitives and lists of them, and JSON for objects. The other values are serialized by
    /// their own types. Text that is encoded may be of any media type. Reports a type that cannot be
    /// serialized.
    fn field_serialization(
        &mut self,
        form: &Form<'a>,
        name: &str,
        ty: &Type<SchemaId>,
        is_encoded: bool,
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
                is_scalar && (is_encoded || is_text(content_type) || is_xml(content_type))
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
                Some(ValueKind::Primitive | ValueKind::Array) if !is_any(ty) => {
                    (Style::Form, None, false)
                }
                Some(ValueKind::Mixed) if form.encoding == FormEncoding::UrlEncoded => {
                    let serialization = self.serialization(ty, Style::Form, None, false);
                    return Some(serialization.unwrap_or(Serialization::Json));
                }
                _ if form.encoding == FormEncoding::UrlEncoded && is_any(ty) => {
                    return Some(Serialization::Styled {
                        style: Style::Form,
                        explode: true,
                        allow_reserved: false,
                        value: ValueKind::Any,
                    });
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
