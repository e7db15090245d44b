//! Determines the argument types of the setters and constructors of builders.

use crate::model::{
    Argument, Body, Element, Entry, FieldContent, FileCount, Input, JsonType, Operation,
    Serialization, Shape, ShapeId, ShapeKind, Type, ValueKind, without_aliases,
};

/// The shapes that types refer to.
pub(super) struct Arguments<'a>(pub &'a [Entry<Shape<ShapeId>>]);

impl Arguments<'_> {
    /// Returns the arguments for the fields of a struct.
    pub fn of_shape(&self, shape: &Shape<ShapeId>) -> Vec<Argument> {
        match &shape.kind {
            ShapeKind::Struct(object) => object
                .fields
                .iter()
                .map(|field| self.of_value(&field.ty))
                .collect(),
            ShapeKind::Enum(_)
            | ShapeKind::Union(_)
            | ShapeKind::Alias(_)
            | ShapeKind::Recursive(_) => Vec::new(),
        }
    }

    /// Returns the arguments for the inputs of an operation.
    pub fn of_operation(&self, operation: &Operation<ShapeId>) -> Vec<Argument> {
        operation
            .inputs()
            .map(|input| self.of_input(input))
            .collect()
    }

    fn of_input(&self, input: Input<'_, ShapeId>) -> Argument {
        match input {
            Input::Parameter(parameter) => self.of_styled(&parameter.ty, parameter.serialization),
            Input::Body(Body::Json { ty, .. }) => self.of_value(ty),
            Input::Body(Body::Text { .. } | Body::Binary { .. } | Body::Form { .. }) => {
                Argument::Into
            }
            Input::Field(_, field) => match &field.content {
                FieldContent::File { count, .. } => match count {
                    FileCount::One => Argument::Value,
                    FileCount::List => Argument::Items(Element::Value),
                    FileCount::Map => Argument::Entries(Element::Value),
                },
                FieldContent::Value {
                    ty, serialization, ..
                } => self.of_styled(ty, *serialization),
            },
        }
    }

    fn of_styled(&self, ty: &Type<ShapeId>, serialization: Serialization) -> Argument {
        match serialization {
            Serialization::Styled {
                value: ValueKind::Primitive | ValueKind::Array,
                ..
            } => self.of_text(ty),
            Serialization::Styled { .. } | Serialization::Json => self.of_value(ty),
        }
    }

    /// Returns the argument for a value that is serialized as text, or as a list of texts.
    fn of_text(&self, ty: &Type<ShapeId>) -> Argument {
        match self.without_aliases(ty) {
            ty if self.accepts_any_text(ty) => Argument::Text,
            Type::Timestamp | Type::Decimal | Type::External(_) | Type::Named(_) => Argument::Into,
            Type::Array(items) if self.accepts_any_text(items) => Argument::Items(Element::Text),
            Type::Array(items) => match self.without_aliases(items) {
                Type::Decimal | Type::External(_) => Argument::Items(Element::Into),
                _ => Argument::Items(Element::Value),
            },
            _ => Argument::Value,
        }
    }

    /// Returns the argument for a value that is serialized as JSON.
    fn of_value(&self, ty: &Type<ShapeId>) -> Argument {
        match self.without_aliases(ty) {
            Type::String | Type::Timestamp | Type::Decimal | Type::External(_) | Type::Json => {
                Argument::Into
            }
            Type::Named(id) => match self.0[id.0].item.kind {
                ShapeKind::Enum(_) | ShapeKind::Union(_) | ShapeKind::Recursive(_) => {
                    Argument::Into
                }
                ShapeKind::Struct(_) | ShapeKind::Alias(_) => Argument::Value,
            },
            Type::Array(items) => Argument::Items(self.element(items)),
            Type::Map(values) => Argument::Entries(self.element(values)),
            Type::Boxed(ty) => Argument::Boxed(self.element(ty)),
            Type::Integer | Type::Unsigned | Type::Number | Type::Boolean | Type::Nullable(_) => {
                Argument::Value
            }
        }
    }

    fn element(&self, ty: &Type<ShapeId>) -> Element {
        match self.of_value(ty) {
            Argument::Into => Element::Into,
            _ => Element::Value,
        }
    }

    /// Returns whether every text is a valid value of the type, so that it needs no conversion.
    fn accepts_any_text(&self, ty: &Type<ShapeId>) -> bool {
        match self.without_aliases(ty) {
            Type::String | Type::Json => true,
            Type::Named(id) => {
                matches!(self.0[id.0].item.kind, ShapeKind::Union(_)) && self.is_text(ty)
            }
            _ => false,
        }
    }

    /// Returns whether all values of the type are scalars, which are serialized as text.
    fn is_text(&self, ty: &Type<ShapeId>) -> bool {
        match self.without_aliases(ty) {
            Type::String
            | Type::Integer
            | Type::Unsigned
            | Type::Number
            | Type::Decimal
            | Type::Boolean
            | Type::Timestamp => true,
            Type::External(external) => {
                matches!(
                    external.json,
                    JsonType::String | JsonType::FullDate | JsonType::Number
                )
            }
            Type::Named(id) => match &self.0[id.0].item.kind {
                ShapeKind::Enum(_) => true,
                ShapeKind::Union(union) => union.variants.iter().all(|one| self.is_text(&one.ty)),
                ShapeKind::Struct(_) | ShapeKind::Alias(_) | ShapeKind::Recursive(_) => false,
            },
            _ => false,
        }
    }

    fn without_aliases<'t>(&'t self, ty: &'t Type<ShapeId>) -> &'t Type<ShapeId> {
        without_aliases(self.0, ty)
    }
}
