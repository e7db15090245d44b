//! Finds the members of the types of a document by paths of keys.

use crate::hash::{HashSet, IndexMap, IndexSet};
use crate::model::{JsonType, SchemaId, Shape, ShapeKind, Struct, Type};

/// The types of a document.
#[derive(Clone, Copy)]
pub(super) struct Types<'a>(pub(super) &'a IndexMap<SchemaId, Shape<SchemaId>>);

impl<'a> Types<'a> {
    /// Returns the types that a value of a type can have: the members of unions, without null.
    fn alternatives(self, ty: &'a Type<SchemaId>) -> IndexSet<&'a Type<SchemaId>> {
        let mut seen = IndexSet::from_iter([ty]);
        let mut index = 0;
        while let Some(ty) = seen.get_index(index).copied() {
            index += 1;
            match ty {
                Type::Nullable(inner) | Type::Boxed(inner) => drop(seen.insert(inner)),
                Type::Named(id) => match self.0.get(id).map(|shape| &shape.kind) {
                    Some(ShapeKind::Alias(target)) => drop(seen.insert(target)),
                    Some(ShapeKind::Union(union)) => {
                        seen.extend(union.variants.iter().map(|variant| &variant.ty));
                    }
                    _ => {}
                },
                _ => {}
            }
        }
        seen
    }

    /// Returns the types that the value at the end of a path can have.
    ///
    /// # Errors
    /// Returns an error if an object on the path does not declare the next key.
    pub(super) fn find(
        self,
        start: &'a Type<SchemaId>,
        path: &[String],
    ) -> Result<IndexSet<&'a Type<SchemaId>>, Missing> {
        let mut types = self.alternatives(start);
        for (found, key) in path.iter().enumerate() {
            let values: Vec<&Type<SchemaId>> =
                types.iter().filter_map(|ty| self.value(ty, key)).collect();
            if values.is_empty() {
                let known: IndexSet<String> = types
                    .iter()
                    .filter_map(|ty| self.fields(ty))
                    .flat_map(|object| &object.fields)
                    .map(|field| field.json_name.clone())
                    .collect();
                return Err(Missing {
                    found,
                    known: known.into_iter().collect(),
                    is_in_text: types.iter().any(is_text),
                    chosen: types.iter().find_map(|ty| chosen(ty)),
                });
            }
            types = values
                .into_iter()
                .flat_map(|ty| self.alternatives(ty))
                .collect();
        }
        Ok(types)
    }

    /// Returns the type of a member of an object. Any JSON has any member.
    fn value(self, ty: &'a Type<SchemaId>, key: &str) -> Option<&'a Type<SchemaId>> {
        match ty {
            Type::Json => Some(ty),
            Type::Map(value) => Some(value),
            _ => {
                let mut fields = self.fields(ty)?.fields.iter();
                let field = fields.find(|field| field.json_name == key)?;
                Some(&field.ty)
            }
        }
    }

    /// Returns `true` if the values of a type are objects.
    pub(super) fn is_object(self, ty: &Type<SchemaId>) -> bool {
        matches!(ty, Type::Map(_)) || self.fields(ty).is_some()
    }

    /// Returns `true` if a type is an enum of strings or integers.
    pub(super) fn is_enum(self, ty: &Type<SchemaId>) -> bool {
        let Type::Named(id) = ty else { return false };
        let shape = self.0.get(id);
        shape.is_some_and(|shape| matches!(shape.kind, ShapeKind::Enum(_)))
    }

    /// Returns `true` if values of a type may be strings or numbers.
    pub(super) fn is_text_or_number(self, ty: &Type<SchemaId>) -> bool {
        let is_scalar = matches!(
            ty,
            Type::Json
                | Type::External(_)
                | Type::String
                | Type::Integer
                | Type::Unsigned
                | Type::Number
                | Type::Decimal
                | Type::Timestamp
        );
        is_scalar || self.is_enum(ty)
    }

    /// Returns the known values if all types are enums.
    pub(super) fn values(self, types: &IndexSet<&'a Type<SchemaId>>) -> Option<HashSet<&'a str>> {
        let mut known = HashSet::default();
        for ty in types {
            match ty {
                Type::Nullable(_) | Type::Boxed(_) => {}
                Type::Named(id) => match self.0.get(id).map(|shape| &shape.kind) {
                    Some(ShapeKind::Enum(values)) => {
                        known.extend(values.variants.iter().map(|one| one.value.as_str()));
                    }
                    Some(ShapeKind::Alias(_) | ShapeKind::Union(_)) => {}
                    _ => return None,
                },
                _ => return None,
            }
        }
        (!known.is_empty()).then_some(known)
    }

    /// Returns the struct that a type names.
    pub(super) fn fields(self, ty: &Type<SchemaId>) -> Option<&'a Struct<SchemaId>> {
        let Type::Named(id) = ty else { return None };
        match &self.0.get(id)?.kind {
            ShapeKind::Struct(object) => Some(object),
            _ => None,
        }
    }

    /// Returns a type without null, boxes and aliases.
    pub(super) fn plain(self, ty: &'a Type<SchemaId>) -> &'a Type<SchemaId> {
        ty.plain(|id| match &self.0.get(id)?.kind {
            ShapeKind::Alias(target) => Some(target),
            _ => None,
        })
    }
}

/// A key of a path that does not exist.
#[derive(Debug)]
pub(super) struct Missing {
    /// The number of keys that exist.
    pub(super) found: usize,
    /// The properties beside the missing one.
    pub(super) known: Vec<String>,
    /// `true` if the value that lacks the key may be a string, such as a URL.
    pub(super) is_in_text: bool,
    /// The Rust type of the value that lacks the key, if the user chose it.
    pub(super) chosen: Option<String>,
}

/// Returns the Rust type that the user chose for a type.
pub(super) fn chosen(ty: &Type<SchemaId>) -> Option<String> {
    match ty {
        Type::External(external) => Some(external.ty.clone()),
        _ => None,
    }
}

/// Returns whether the values of a type are strings.
fn is_text(ty: &&Type<SchemaId>) -> bool {
    match ty {
        Type::String => true,
        Type::External(external) => matches!(external.json, JsonType::String | JsonType::FullDate),
        _ => false,
    }
}

#[cfg(test)]
pub(super) mod tests;
