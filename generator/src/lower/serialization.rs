//! How values are written into addresses, headers and forms: OpenAPI 3.0, "Style Values".

use crate::model::{SchemaId, SchemaKind, Serialization, Style, Type, ValueKind};

use super::Lowering;

/// How many references and unions deep a type is looked through.
const DEPTH: usize = 16;

impl Lowering<'_> {
    /// How values of the type are written in the style; or else why they cannot be.
    pub(super) fn serialization(
        &self,
        ty: &Type<SchemaId>,
        style: Style,
        explode: Option<bool>,
        allow_reserved: bool,
    ) -> Result<Serialization, String> {
        let explode = explode.unwrap_or(style == Style::Form);
        if style == Style::DeepObject {
            return Ok(Serialization::Styled {
                style,
                explode: false,
                allow_reserved,
                value: self.value_kind(ty).unwrap_or(ValueKind::Mixed),
            });
        }
        let value = self.value_kind(ty).ok_or(
            "has a type that cannot be written as text: it must be a primitive, a list of \
             primitives, or an object",
        )?;
        let name = style_name(style);
        let is_delimited = matches!(style, Style::SpaceDelimited | Style::PipeDelimited);
        if is_delimited && explode && matches!(value, ValueKind::Object | ValueKind::Mixed) {
            return Err(format!(
                "is an object, which the style `{name}` can only write with `explode: false`"
            ));
        }
        let takes_lists = style == Style::Form && explode;
        if matches!(value, ValueKind::Object | ValueKind::Mixed)
            && let Some(member) = self.nested_member(ty, takes_lists, DEPTH)
        {
            return Err(format!(
                "is an object whose `{member}` is no primitive: the style `{name}` has no form \
                 for it"
            ));
        }
        Ok(Serialization::Styled {
            style,
            explode: explode && value != ValueKind::Primitive,
            allow_reserved,
            value,
        })
    }

    /// What values of the type are; `None` when they cannot be written in any style but
    /// `deepObject`.
    pub(super) fn value_kind(&self, ty: &Type<SchemaId>) -> Option<ValueKind> {
        self.kind_within(ty, DEPTH)
    }

    /// `depth` ends unions and references that hold themselves.
    fn kind_within(&self, ty: &Type<SchemaId>, depth: usize) -> Option<ValueKind> {
        let depth = depth.checked_sub(1)?;
        match ty {
            Type::String
            | Type::Integer
            | Type::Number
            | Type::Boolean
            | Type::Timestamp
            | Type::Json => Some(ValueKind::Primitive),
            Type::Array(items) => {
                let items = self.kind_within(items, depth);
                (items == Some(ValueKind::Primitive)).then_some(ValueKind::Array)
            }
            Type::Map(_) => Some(ValueKind::Object),
            Type::Nullable(_) | Type::Boxed(_) => None,
            Type::Named(id) => match &self.schemas.get(id)?.kind {
                SchemaKind::Enum(_) => Some(ValueKind::Primitive),
                SchemaKind::Object(_) => Some(ValueKind::Object),
                SchemaKind::Alias(ty) => self.kind_within(ty, depth),
                SchemaKind::Union(union) => {
                    let members = union.members.iter();
                    let mut kinds = members.map(|one| self.kind_within(&one.ty, depth));
                    let first = kinds.next()??;
                    let other = kinds.try_fold(first, |known, kind| {
                        if kind? == known {
                            Some(known)
                        } else {
                            Some(ValueKind::Mixed)
                        }
                    });
                    // Lists in unions have types that only JSON is made of.
                    other.map(|kind| match kind {
                        ValueKind::Array => ValueKind::Mixed,
                        kind => kind,
                    })
                }
            },
        }
    }

    /// A member of an object that is neither a primitive nor, where these are allowed, a list.
    fn nested_member(
        &self,
        ty: &Type<SchemaId>,
        takes_lists: bool,
        depth: usize,
    ) -> Option<String> {
        let depth = depth.checked_sub(1)?;
        let is_nested = |ty: &Type<SchemaId>| {
            let ty = match ty {
                Type::Nullable(ty) | Type::Boxed(ty) => ty,
                ty => ty,
            };
            match self.value_kind(ty) {
                Some(ValueKind::Primitive) => false,
                Some(ValueKind::Array) => !takes_lists,
                Some(ValueKind::Object | ValueKind::Mixed) | None => true,
            }
        };
        match ty {
            Type::Map(values) => is_nested(values).then(|| "*".to_owned()),
            Type::Named(id) => match &self.schemas.get(id)?.kind {
                SchemaKind::Object(object) => {
                    let mut properties = object.properties.iter();
                    let nested = properties.find(|(_, property)| is_nested(&property.ty));
                    nested.map(|(name, _)| name.clone())
                }
                SchemaKind::Alias(ty) => self.nested_member(ty, takes_lists, depth),
                SchemaKind::Union(union) => {
                    let mut members = union.members.iter();
                    members.find_map(|one| self.nested_member(&one.ty, takes_lists, depth))
                }
                SchemaKind::Enum(_) => None,
            },
            _ => None,
        }
    }
}

/// The style as a document calls it.
fn style_name(style: Style) -> &'static str {
    match style {
        Style::Matrix => "matrix",
        Style::Label => "label",
        Style::Simple => "simple",
        Style::Form => "form",
        Style::SpaceDelimited => "spaceDelimited",
        Style::PipeDelimited => "pipeDelimited",
        Style::DeepObject => "deepObject",
    }
}

/// A list without nulls in it: nothing is written for null.
pub(super) fn without_null(ty: Type<SchemaId>) -> Type<SchemaId> {
    match ty {
        Type::Array(items) => match *items {
            Type::Nullable(items) => Type::Array(items),
            items => Type::Array(Box::new(items)),
        },
        ty => ty,
    }
}
