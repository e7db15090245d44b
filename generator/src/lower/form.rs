//! Form bodies: `multipart/form-data` and `application/x-www-form-urlencoded`.

mod fields;
mod file;
mod part;
mod properties;
mod query;
mod serialization;

use openapiv3::{Encoding, MediaType};

use crate::diagnostic::Pointer;
use crate::document::Dialect;
use crate::model::{
    Body, Choice, Constant, Docs, FieldContent, FormEncoding, FormField, SchemaId, Serialization,
    Step, Style, Type,
};

use super::facets::{Facets, SchemaRef};
use super::media_type::is_multipart;
use super::operation::OperationSource;
use super::serialization::without_null;
use super::{Lowering, Site, docs};
use part::part_type;
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
            None => self.value(form, name, schema, &site),
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

    /// Returns the content of a field that is not a file, with its type and the only value that the
    /// schema allows.
    fn value(
        &mut self,
        form: &Form<'a>,
        name: &str,
        schema: SchemaRef<'a>,
        site: &Site,
    ) -> (FieldContent<SchemaId>, Type<SchemaId>, Option<Constant>) {
        let schemas = self.schemas.len();
        let lowered = self.schema(schema, site);
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

    /// Returns whether the fields of a form can have a style, which takes precedence over their
    /// media type: before OpenAPI 3.1, only those of URL-encoded forms.
    fn has_styles(&self, form: &Form<'_>) -> bool {
        form.encoding == FormEncoding::UrlEncoded || self.document.dialect > Dialect::V3_0
    }
}

fn encoding<'a>(media: &'a MediaType, name: &str) -> Option<&'a Encoding> {
    media.encoding.get(name)
}

#[cfg(test)]
mod tests;
