//! Checks that every type can derive the traits that the user chose.

use std::fmt;

use crate::diagnostic::{Code, Diagnostics, Pointer};
use crate::document::Document;
use crate::hash::IndexMap;
use crate::model::{Api, Schema, SchemaId, SchemaKind, Shape, ShapeKind, Type};

type Shapes = IndexMap<SchemaId, Shape<SchemaId>>;

const HELP: &str = "remove the trait from `derive`, or replace the schema of the value by a type of \
                    your own";

/// Checks the traits whose conditions are known: `Eq` and `Hash`. The compiler checks all others,
/// and those of the user's own types.
///
/// # Errors
/// Returns an error for each type that contains a value without the trait.
pub(super) fn check(api: &Api, shapes: &Shapes, document: &Document) -> Result<(), Diagnostics> {
    let mut found = Diagnostics::new();
    for derived in [Derived::Eq, Derived::Hash] {
        if !api.derives.contains(derived.name()) {
            continue;
        }
        for (id, shape) in shapes {
            let parts = parts(shape).into_iter();
            let mut obstacles =
                parts.filter_map(|(part, ty)| Some((part, derived.lacks(ty, shapes)?)));
            if let (Some((part, problem)), Some(schema)) = (obstacles.next(), api.schemas.get(id)) {
                let (name, derived) = (shape.rust_path(), derived.name());
                let message = format!("`{name}` cannot derive `{derived}`: {part} {problem}");
                let pointer = location(schema, part);
                let one = document.diagnostic(Code::InvalidDerive, pointer, message);
                found.push(one.help(HELP));
            }
        }
    }
    found.into_result(())
}

/// A trait whose conditions are known.
#[derive(Clone, Copy)]
enum Derived {
    Eq,
    Hash,
}

impl Derived {
    fn name(self) -> &'static str {
        match self {
            Self::Eq => "Eq",
            Self::Hash => "Hash",
        }
    }

    /// Returns why values of a type do not have the trait, as the predicate of a sentence.
    fn lacks(self, ty: &Type<SchemaId>, shapes: &Shapes) -> Option<&'static str> {
        match (ty, self) {
            (Type::Number, _) => Some("contains a float"),
            (Type::Map(_), Self::Hash) => Some("contains a map"),
            (Type::Array(ty) | Type::Map(ty) | Type::Nullable(ty) | Type::Boxed(ty), _) => {
                self.lacks(ty, shapes)
            }
            // Other types are checked by themselves.
            (Type::Named(id), _) => match &shapes.get(id)?.kind {
                ShapeKind::Alias(ty) => self.lacks(ty, shapes),
                _ => None,
            },
            _ => None,
        }
    }
}

/// A part of a type.
#[derive(Clone, Copy)]
enum PartOf<'a> {
    /// The property of this name.
    Property(&'a str),
    /// The properties that the schema does not name.
    OtherProperties,
    /// A variant of a union.
    Variant(&'a str),
    /// All of it.
    Whole,
}

impl fmt::Display for PartOf<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Property(name) => write!(f, "property `{name}`"),
            Self::OtherProperties => f.write_str("each other property"),
            Self::Variant(name) => write!(f, "variant `{name}`"),
            Self::Whole => f.write_str("its content"),
        }
    }
}

/// Returns the parts of a type; none of an alias, which is checked where it is used.
fn parts(shape: &Shape<SchemaId>) -> Vec<(PartOf<'_>, &Type<SchemaId>)> {
    match &shape.kind {
        ShapeKind::Struct(object) => {
            let fields = object.fields.iter();
            let fields = fields.map(|field| (PartOf::Property(&field.json_name), &field.ty));
            let others = object.additional.iter();
            fields
                .chain(others.map(|ty| (PartOf::OtherProperties, ty)))
                .collect()
        }
        ShapeKind::Union(union) => {
            let variants = union.variants.iter();
            variants
                .map(|one| (PartOf::Variant(one.rust_name.as_str()), &one.ty))
                .collect()
        }
        ShapeKind::Recursive(ty) => vec![(PartOf::Whole, ty)],
        ShapeKind::Alias(_) | ShapeKind::Enum(_) => Vec::new(),
    }
}

fn location(schema: &Schema, part: PartOf<'_>) -> Pointer {
    let property = match (part, &schema.kind) {
        (PartOf::Property(name), SchemaKind::Object(object)) => object.properties.get(name),
        _ => None,
    };
    property.map_or_else(
        || schema.pointer.clone(),
        |property| property.pointer.clone(),
    )
}
