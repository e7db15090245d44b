//! The types that the user chooses for formats and component schemas.

use openapiv3::MediaType;

use crate::diagnostic::{Code, Pointer};
use crate::model::{External, JsonType, SchemaId, SchemaKind, Type, ValueKind};
use crate::preset;

use super::facets::{Facets, SchemaRef};
use super::schema::Lowered;
use super::{Lowering, Site};

/// The format of strings that are dates.
const DATE: &str = "date";

impl<'a> Lowering<'a> {
    /// Returns the type of a string: the one chosen for its format, or text.
    pub(super) fn string(&self, format: Option<&str>) -> Type<SchemaId> {
        let chosen = format.and_then(|format| Some((format, self.choices.formats.get(format)?)));
        chosen.map_or(Type::String, |(format, ty)| {
            Type::External(External {
                ty: ty.clone(),
                json: if format == DATE && preset::has_type(DATE, ty) {
                    JsonType::FullDate
                } else {
                    JsonType::String
                },
            })
        })
    }

    /// Returns the type of a decimal number: the one chosen for its format, or text.
    pub(super) fn decimal(&self, format: &str) -> Type<SchemaId> {
        let chosen = self.choices.numbers.get(format);
        chosen.map_or(Type::Decimal, |ty| {
            Type::External(External {
                ty: ty.clone(),
                json: JsonType::Number,
            })
        })
    }

    /// Returns the chosen type that all values of a schema have, if there is one.
    pub(super) fn chosen(&mut self, schema: SchemaRef<'a>, site: &Site) -> Option<External> {
        let ty = match schema {
            SchemaRef::Reference(reference) => {
                Type::Named(SchemaId::component(self.target_name(reference)?))
            }
            SchemaRef::Inline(schema) => {
                let facets = Facets::of(schema);
                if facets.is_composed() {
                    self.only_reference(&facets, site)?.ty
                } else {
                    let is_plain = facets.ty == Some("string") && facets.values.is_empty();
                    is_plain.then(|| self.string(facets.format))?
                }
            }
        };
        if let Type::External(external) = ty {
            return Some(external);
        }
        self.aliased(&ty).find_map(|(_, kind)| match kind {
            SchemaKind::Alias(Type::External(external)) => Some(external.clone()),
            _ => None,
        })
    }

    /// Returns the type of a request body of text: the chosen type of its schema, if its values are
    /// scalars, or else a string. `pointer` is that of the media type.
    pub(super) fn sent_text(
        &mut self,
        media: &'a MediaType,
        site: &Site,
        pointer: &Pointer,
    ) -> Type<SchemaId> {
        let site = site.at(pointer.child("schema"));
        let schema = media.schema.as_ref().map(SchemaRef::from);
        let chosen = schema.and_then(|schema| self.chosen(schema, &site));
        match chosen.map(Type::External) {
            Some(ty) if self.value_kind(&ty) == Some(ValueKind::Primitive) => ty,
            Some(_) => {
                self.warn_of_text(media, &site, pointer);
                Type::String
            }
            None => Type::String,
        }
    }

    /// Warns of a replaced schema that another includes, by `allOf` or as an alternative beside common
    /// properties: the properties of the chosen type are not known.
    pub(super) fn warn_of_inclusion(&mut self, name: &str, pointer: &Pointer) {
        let Some(ty) = self.choices.replacements.get(name) else {
            return;
        };
        let message = format!(
            "the chosen type `{ty}` is not used where another schema extends `{name}`: the \
             extension has the properties that the document declares"
        );
        let help = format!("replace the schema that extends `{name}`, too, or do not replace it");
        self.warn(Code::UnmatchedSelection, pointer, message, &help);
    }

    /// Warns of text whose schema has a chosen type: text is not JSON, of which the type is read.
    /// `pointer` is that of the media type.
    pub(super) fn warn_of_text(&mut self, media: &'a MediaType, site: &Site, pointer: &Pointer) {
        let Some(schema) = &media.schema else { return };
        let pointer = pointer.child("schema");
        if let Some(chosen) = self.chosen(SchemaRef::from(schema), &site.at(pointer.clone())) {
            let message = format!(
                "the chosen type `{}` is not used for text: the content is a `String`",
                chosen.ty
            );
            let help = "read the value from the text of a response, and write the text of a request \
                        body, in the application";
            self.warn(Code::UnmatchedSelection, &pointer, message, help);
        }
    }
}

/// Returns the type that is chosen for a component.
pub(super) fn replaced(schema: SchemaRef<'_>, ty: &str) -> Lowered {
    let facets = match schema {
        SchemaRef::Inline(schema) => Some(Facets::of(schema)),
        SchemaRef::Reference(_) => None,
    };
    let declared = facets.as_ref().and_then(|facets| facets.ty);
    let json = match declared {
        Some("string") => JsonType::String,
        Some("integer" | "number" | "boolean") => JsonType::OtherScalar,
        Some("array") => JsonType::Array,
        Some("object") => JsonType::Object,
        _ if facets
            .as_ref()
            .is_some_and(|facets| facets.properties.is_some()) =>
        {
            JsonType::Object
        }
        _ => JsonType::Any,
    };
    let external = External {
        ty: ty.to_owned(),
        json,
    };
    Lowered {
        nullable: facets.is_some_and(|facets| facets.allows_null()),
        ..Lowered::of(Type::External(external))
    }
}
