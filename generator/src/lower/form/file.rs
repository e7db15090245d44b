//! Fields of multipart bodies that are files.

use openapiv3::{AdditionalProperties, ReferenceOr, Schema};

use crate::diagnostic::{Code, Pointer};
use crate::document::{Dialect, ENCODING_EXTENSION};
use crate::lower::facets::{Facets, SchemaRef};
use crate::lower::{Lowering, MAX_ALIASES};
use crate::model::{FieldContent, FileCount, FormEncoding, SchemaId};

use super::part::{is_type_of_files, is_untyped};
use super::properties::{FormProperties, Property};
use super::{Form, encoding};

/// The maximum number of schemas within one field.
const MAX_SCHEMAS: usize = 256;

/// The values of a schema in a multipart body.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Values {
    /// No files.
    Others,
    /// Files or others.
    Mixed,
    /// A file.
    File,
    /// A list of files.
    Files,
}

impl<'a> Lowering<'a> {
    /// Returns the content of a field that is a file or a list of files. Reports a field that is
    /// either a file or another value, which is sent as a value.
    pub(super) fn file(
        &mut self,
        form: &Form<'a>,
        property: &Property<'a>,
    ) -> Option<FieldContent<SchemaId>> {
        let values = self.property_values(form, property);
        if values == Values::Mixed {
            let message = format!(
                "form field `{}` is either a file or another value: its files cannot be sent",
                property.name
            );
            let help = "declare it with `format: binary` if it is a file (an overlay can do it)";
            self.warn(Code::UnsupportedParameter, &property.pointer, message, help);
        }
        if values == Values::Others && self.is_map_of_files(property.schema) {
            let message = format!(
                "form field `{}` is an object of files: it is sent as JSON, whose values are text",
                property.name
            );
            let help = "declare the files as `properties` or `additionalProperties` of the form";
            self.warn(Code::UnsupportedParameter, &property.pointer, message, help);
        }
        (values >= Values::File).then(|| FieldContent::File {
            content_type: encoding(form.media, property.name)
                .and_then(|encoding| encoding.content_type.clone()),
            count: if values == Values::Files {
                FileCount::List
            } else {
                FileCount::One
            },
        })
    }

    /// Returns whether a schema is an object whose further properties are files: the parts of such a
    /// field have no names of their own (OpenAPI 3.0, "Special Considerations for multipart Content").
    fn is_map_of_files(&self, schema: SchemaRef<'a>) -> bool {
        let additional = self.inline_facets(schema).and_then(|one| one.additional);
        match additional {
            Some(AdditionalProperties::Schema(values)) => {
                self.values_within(SchemaRef::from(values.as_ref()), false, &mut 0) == Values::File
            }
            _ => false,
        }
    }

    /// Returns whether a property of a multipart body is a file, or all further fields are files.
    pub(super) fn has_files(&self, form: &Form<'a>, found: &FormProperties<'a>) -> bool {
        let mut properties = found.properties.values();
        let further = found.additional.as_ref().and_then(|(values, _)| *values);
        form.encoding == FormEncoding::Multipart
            && (properties.any(|property| self.property_values(form, property) >= Values::File)
                || further.is_some_and(|values| self.are_files(form, SchemaRef::from(values))))
    }

    /// Returns whether further fields of a multipart body, which have this schema, are files.
    pub(super) fn are_files(&self, form: &Form<'a>, values: SchemaRef<'a>) -> bool {
        form.encoding == FormEncoding::Multipart
            && self.values_within(values, false, &mut 0) == Values::File
    }

    /// Returns whether further fields of a multipart body, which have this schema, may be files
    /// among other values, and reports it: they are not sent.
    pub(super) fn reports_files(
        &mut self,
        form: &Form<'a>,
        values: SchemaRef<'a>,
        pointer: &Pointer,
    ) -> bool {
        let has_files = form.encoding == FormEncoding::Multipart
            && self.values_within(values, false, &mut 0) > Values::Others;
        if has_files {
            let message = "the fields of the form that are not in `properties` can be files: files \
                           cannot be sent there";
            let help = "declare each file in `properties`";
            self.warn(
                Code::UnsupportedParameter,
                pointer,
                message.to_owned(),
                help,
            );
        }
        has_files
    }

    fn property_values(&self, form: &Form<'a>, property: &Property<'a>) -> Values {
        let encoding = encoding(form.media, property.name);
        let content_type = encoding.and_then(|encoding| encoding.content_type.as_deref());
        let untyped_is_file =
            self.document.dialect > Dialect::V3_0 && content_type.is_none_or(is_type_of_files);
        self.values_within(property.schema, untyped_is_file, &mut 0)
    }

    /// Returns the values of a schema. `visited` counts the schemas, so that references to
    /// themselves end.
    fn values_within(
        &self,
        schema: SchemaRef<'a>,
        untyped_is_file: bool,
        visited: &mut usize,
    ) -> Values {
        *visited += 1;
        let Some(schema) = self
            .inline_schema(schema)
            .filter(|_| *visited <= MAX_SCHEMAS)
        else {
            return Values::Others;
        };
        let facets = Facets::of(schema);
        if facets.format == Some("binary") || untyped_is_file && is_untyped(schema) {
            return Values::File;
        }
        if let Some(items) = facets.items {
            return match self.values_within(items, untyped_is_file, visited) {
                Values::File => Values::Files,
                Values::Files | Values::Mixed => Values::Mixed,
                Values::Others => Values::Others,
            };
        }
        let all = self.values_of_all(facets.all_of, untyped_is_file, visited);
        let one_of = self.values_of_any(facets.one_of, visited);
        all.max(one_of)
            .max(self.values_of_any(facets.any_of, visited))
    }

    /// Returns the values of `allOf`: files if one member is a file, since the others can only
    /// constrain it. Members without a type are files only if all are.
    fn values_of_all(
        &self,
        members: &'a [ReferenceOr<Schema>],
        untyped_is_file: bool,
        visited: &mut usize,
    ) -> Values {
        let mut typed = Values::Others;
        let mut is_all_files = !members.is_empty();
        for member in members.iter().map(SchemaRef::from) {
            typed = typed.max(self.values_within(member, false, visited));
            is_all_files &= self.values_within(member, untyped_is_file, visited) == Values::File;
        }
        if is_all_files { Values::File } else { typed }
    }

    /// Returns the values of alternatives: files if all of them are files or null.
    fn values_of_any(&self, schemas: &'a [ReferenceOr<Schema>], visited: &mut usize) -> Values {
        let schemas = without_null(schemas);
        let values = schemas.map(|schema| self.values_within(schema, false, visited));
        let values: Vec<Values> = values.collect();
        let most = values.iter().copied().max().unwrap_or(Values::Others);
        if most > Values::Others && values.iter().any(|values| *values < Values::File) {
            Values::Mixed
        } else {
            most
        }
    }

    /// Returns whether the values of a schema, or the items of a list, are text with a
    /// `contentEncoding`: their parts are `application/octet-stream` (OpenAPI 3.1, "Encoding
    /// Object"). `visited` counts the schemas.
    pub(super) fn is_encoded(&self, schema: SchemaRef<'a>, visited: &mut usize) -> bool {
        *visited += 1;
        let Some(schema) = self
            .inline_schema(schema)
            .filter(|_| *visited <= MAX_SCHEMAS)
        else {
            return false;
        };
        let facets = Facets::of(schema);
        let members = facets.all_of.iter().map(SchemaRef::from);
        let one_of = without_null(facets.one_of).collect::<Vec<_>>();
        let any_of = without_null(facets.any_of).collect::<Vec<_>>();
        facets.extension(ENCODING_EXTENSION).is_some()
            || members
                .chain(facets.items)
                .any(|schema| self.is_encoded(schema, visited))
            || [one_of, any_of].into_iter().any(|schemas| {
                let mut encoded = schemas.iter().map(|one| self.is_encoded(*one, visited));
                !schemas.is_empty() && encoded.all(|is_encoded| is_encoded)
            })
    }

    /// Returns a schema that is inline, or that a reference leads to.
    pub(super) fn inline_schema(&self, mut schema: SchemaRef<'a>) -> Option<&'a Schema> {
        for _ in 0..MAX_ALIASES {
            match schema {
                SchemaRef::Inline(schema) => return Some(schema),
                SchemaRef::Reference(reference) => schema = self.target(reference)?,
            }
        }
        None
    }

    /// Returns the keywords of a schema that is inline, or that a reference leads to.
    pub(in crate::lower) fn inline_facets(&self, schema: SchemaRef<'a>) -> Option<Facets<'a>> {
        self.inline_schema(schema).map(Facets::of)
    }
}

/// Returns the alternatives that allow other values than null.
fn without_null(schemas: &[ReferenceOr<Schema>]) -> impl Iterator<Item = SchemaRef<'_>> {
    let schemas = schemas.iter().map(SchemaRef::from);
    schemas.filter(|schema| match schema {
        SchemaRef::Inline(schema) => !Facets::of(schema).is_null(),
        SchemaRef::Reference(_) => true,
    })
}
