//! Whole queries that are forms (OpenAPI 3.2, `in: querystring`).

use openapiv3::MediaType;

use crate::diagnostic::{Code, Pointer};
use crate::hash::HashSet;
use crate::lower::{Lowering, Site};
use crate::model::{FormEncoding, SchemaId, SchemaKind, Serialization, Style, Type};

use super::Form;

impl<'a> Lowering<'a> {
    /// Returns the serializations of the properties of a query that have an `encoding`, as of the
    /// fields of a URL-encoded form. Reports an encoding of another name.
    pub(in crate::lower) fn query_encodings(
        &mut self,
        media: &'a MediaType,
        ty: &Type<SchemaId>,
        site: Site,
        pointer: Pointer,
    ) -> Vec<(String, Serialization)> {
        let form = Form {
            encoding: FormEncoding::UrlEncoded,
            media,
            pointer,
            site,
        };
        let mut encodings = Vec::new();
        for name in media.encoding.keys() {
            match self
                .property_type(ty, name, &mut HashSet::default())
                .cloned()
            {
                Some(ty) => {
                    let serialization = self.field_serialization(&form, name, &ty, false);
                    let serialization =
                        serialization.unwrap_or_else(|| Serialization::text(Style::Form));
                    encodings.push((name.clone(), serialization));
                }
                None => {
                    let message =
                        format!("the encoding of `{name}` is ignored: it is not a property");
                    let pointer = form.pointer.child("encoding").child(name);
                    let help = "declare the property in `schema`, or remove the encoding";
                    self.warn(Code::UnknownValue, &pointer, message, help);
                }
            }
        }
        encodings
    }

    /// Returns the type of a property of an object, of the first variant of a union that has it, or
    /// of the values of a map.
    fn property_type<'s>(
        &'s self,
        ty: &'s Type<SchemaId>,
        name: &str,
        visited: &mut HashSet<&'s SchemaId>,
    ) -> Option<&'s Type<SchemaId>> {
        match ty {
            Type::Map(values) => Some(values),
            Type::Nullable(inner) | Type::Boxed(inner) => self.property_type(inner, name, visited),
            Type::Named(id) if visited.insert(id) => match &self.schemas.get(id)?.kind {
                SchemaKind::Object(object) => {
                    let property = object.properties.get(name).map(|property| &property.ty);
                    property.or(object.additional.as_ref())
                }
                SchemaKind::Union(union) => union
                    .members
                    .iter()
                    .find_map(|member| self.property_type(&member.ty, name, visited)),
                SchemaKind::Alias(inner) | SchemaKind::Recursive(inner) => {
                    self.property_type(inner, name, visited)
                }
                SchemaKind::Enum(_) => None,
            },
            _ => None,
        }
    }
}
