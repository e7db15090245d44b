//! The serialization of values in URLs, headers and forms (OpenAPI 3.0, "Style Values").

use crate::hash::{HashMap, HashSet};
use crate::model::{JsonType, SchemaId, SchemaKind, Serialization, Style, Type, Union, ValueKind};

use super::Lowering;

/// The maximum depth of references and unions within a type.
const DEPTH: usize = 16;

/// The kinds of unions that are found already, each with the remaining depth.
type Kinds<'s> = HashMap<(&'s SchemaId, usize), Option<ValueKind>>;

impl Lowering<'_> {
    /// Returns the serialization of a type in a style.
    ///
    /// # Errors
    /// Returns the reason if the style cannot serialize the type, as the predicate of a sentence.
    pub(super) fn serialization(
        &self,
        ty: &Type<SchemaId>,
        style: Style,
        explode: Option<bool>,
        allow_reserved: bool,
    ) -> Result<Serialization, String> {
        let explode = explode.unwrap_or(matches!(style, Style::Form | Style::Cookie));
        if style == Style::DeepObject {
            return Ok(Serialization::Styled {
                style,
                explode: false,
                allow_reserved,
                value: self.value_kind(ty).unwrap_or(ValueKind::Mixed),
            });
        }
        let name = style_name(style);
        let value = self.value_kind(ty).ok_or_else(|| {
            format!(
                "is neither a primitive, nor an array of primitives, nor an object: style `{name}` \
                 cannot serialize nested values"
            )
        })?;
        let is_delimited = matches!(style, Style::SpaceDelimited | Style::PipeDelimited);
        if is_delimited && explode && matches!(value, ValueKind::Object | ValueKind::Mixed) {
            return Err(format!(
                "is an object: style `{name}` serializes objects only with `explode: false`"
            ));
        }
        let allows_arrays = style == Style::Form && explode;
        if matches!(value, ValueKind::Object | ValueKind::Mixed)
            && let Some(member) = self.nested_member(ty, allows_arrays, &mut HashSet::default())
        {
            return Err(format!(
                "has a property `{member}` that is not a primitive: style `{name}` cannot \
                 serialize nested values"
            ));
        }
        Ok(Serialization::Styled {
            style,
            explode: explode && value != ValueKind::Primitive,
            allow_reserved,
            value,
        })
    }

    /// Returns the kind of the values of a type; `None` if only `deepObject` can serialize them.
    pub(super) fn value_kind(&self, ty: &Type<SchemaId>) -> Option<ValueKind> {
        self.kind_within(ty, DEPTH, &mut HashMap::default())
    }

    /// Returns the kind of the values of a type. `depth` stops recursive unions and references.
    fn kind_within<'s>(
        &'s self,
        ty: &'s Type<SchemaId>,
        depth: usize,
        known: &mut Kinds<'s>,
    ) -> Option<ValueKind> {
        let depth = depth.checked_sub(1)?;
        match ty {
            Type::String
            | Type::Integer
            | Type::Unsigned
            | Type::Number
            | Type::Decimal
            | Type::Boolean
            | Type::Timestamp
            | Type::Json => Some(ValueKind::Primitive),
            Type::External(external) => match external.json {
                JsonType::String
                | JsonType::FullDate
                | JsonType::Number
                | JsonType::OtherScalar => Some(ValueKind::Primitive),
                JsonType::Object => Some(ValueKind::Object),
                JsonType::Array | JsonType::Any => Some(ValueKind::Mixed),
            },
            Type::Array(items) => {
                let items = self.kind_within(items, depth, known);
                (items == Some(ValueKind::Primitive)).then_some(ValueKind::Array)
            }
            Type::Map(_) => Some(ValueKind::Object),
            Type::Nullable(_) | Type::Boxed(_) => None,
            Type::Named(id) => match &self.schemas.get(id)?.kind {
                SchemaKind::Enum(_) => Some(ValueKind::Primitive),
                SchemaKind::Object(_) => Some(ValueKind::Object),
                SchemaKind::Alias(ty) | SchemaKind::Recursive(ty) => {
                    self.kind_within(ty, depth, known)
                }
                SchemaKind::Union(union) => {
                    if let Some(kind) = known.get(&(id, depth)) {
                        return *kind;
                    }
                    let kind = self.kind_of_union(union, depth, known);
                    known.insert((id, depth), kind);
                    kind
                }
            },
        }
    }

    fn kind_of_union<'s>(
        &'s self,
        union: &'s Union,
        depth: usize,
        known: &mut Kinds<'s>,
    ) -> Option<ValueKind> {
        let mut kinds = union
            .members
            .iter()
            .map(|member| self.kind_within(&member.ty, depth, known));
        let first = kinds.next()??;
        let other = kinds.try_fold(first, |known, kind| {
            if kind? == known {
                Some(known)
            } else {
                Some(ValueKind::Mixed)
            }
        });
        // Arrays in unions have types that are serialized as JSON only.
        other.map(|kind| match kind {
            ValueKind::Array => ValueKind::Mixed,
            kind => kind,
        })
    }

    /// Returns the first property of an object that is neither a primitive nor an array, if arrays
    /// are allowed; `*` for the values of a map.
    pub(super) fn nested_member<'s>(
        &'s self,
        ty: &'s Type<SchemaId>,
        allows_arrays: bool,
        visited: &mut HashSet<&'s SchemaId>,
    ) -> Option<String> {
        let is_nested = |ty: &Type<SchemaId>| {
            let ty = match ty {
                Type::Nullable(ty) | Type::Boxed(ty) => ty,
                ty => ty,
            };
            match self.value_kind(ty) {
                Some(ValueKind::Primitive) => false,
                Some(ValueKind::Array) => !allows_arrays,
                Some(ValueKind::Object | ValueKind::Mixed | ValueKind::Any) | None => true,
            }
        };
        match ty {
            Type::Map(values) => is_nested(values).then(|| "*".to_owned()),
            Type::Named(id) if visited.insert(id) => match &self.schemas.get(id)?.kind {
                SchemaKind::Object(object) => {
                    let mut properties = object.properties.iter();
                    let (name, _) = properties.find(|(_, property)| is_nested(&property.ty))?;
                    Some(name.clone())
                }
                SchemaKind::Alias(ty) | SchemaKind::Recursive(ty) => {
                    self.nested_member(ty, allows_arrays, visited)
                }
                SchemaKind::Union(union) => union
                    .members
                    .iter()
                    .find_map(|member| self.nested_member(&member.ty, allows_arrays, visited)),
                SchemaKind::Enum(_) => None,
            },
            _ => None,
        }
    }
}

impl Lowering<'_> {
    /// Returns whether all values of a type are objects, apart from null. Those of any type may be.
    pub(super) fn is_object<'s>(
        &'s self,
        ty: &'s Type<SchemaId>,
        visited: &mut HashSet<&'s SchemaId>,
    ) -> bool {
        match ty {
            Type::Map(_) | Type::Json => true,
            Type::External(external) => external.json == JsonType::Object,
            Type::Nullable(ty) | Type::Boxed(ty) => self.is_object(ty, visited),
            Type::Named(id) if !visited.insert(id) => true,
            Type::Named(id) => match self.schemas.get(id).map(|schema| &schema.kind) {
                Some(SchemaKind::Alias(ty) | SchemaKind::Recursive(ty)) => {
                    self.is_object(ty, visited)
                }
                Some(SchemaKind::Union(union)) => union
                    .members
                    .iter()
                    .all(|member| self.is_object(&member.ty, visited)),
                Some(SchemaKind::Enum(_)) => false,
                Some(SchemaKind::Object(_)) | None => true,
            },
            _ => false,
        }
    }
}

/// Returns the name of the style in a document.
fn style_name(style: Style) -> &'static str {
    match style {
        Style::Matrix => "matrix",
        Style::Label => "label",
        Style::Simple => "simple",
        Style::Form => "form",
        Style::SpaceDelimited => "spaceDelimited",
        Style::PipeDelimited => "pipeDelimited",
        Style::DeepObject => "deepObject",
        Style::Cookie => "cookie",
    }
}

/// Removes null from the items of an array: null is not serialized.
pub(super) fn without_null(ty: Type<SchemaId>) -> Type<SchemaId> {
    match ty {
        Type::Array(items) => match *items {
            Type::Nullable(items) => Type::Array(items),
            items => Type::Array(Box::new(items)),
        },
        ty => ty,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::lower::tests::{id_parameter, lowered, messages, operation, with_operation};
    use crate::model::{Serialization, Type, ValueKind};

    /// An operation with a query parameter `ship` besides `id`.
    fn operation_with(schema: Value, explode: bool) -> Value {
        let ship = json!({"name": "ship", "in": "query", "explode": explode, "schema": schema});
        let mut operation = operation();
        operation["parameters"] = json!([id_parameter(), ship]);
        operation
    }

    fn with_array() -> Value {
        let flags = json!({"type": "array", "items": {"type": "string"}});
        json!({"type": "object", "properties": {"flags": flags}})
    }

    /// The kind of the values of `ship` and whether they are exploded.
    fn serialization(schema: Value) -> (ValueKind, bool) {
        let api = lowered(&operation_with(schema, true), &json!({}));
        match api.operations[0].parameters[1].serialization {
            Serialization::Styled { value, explode, .. } => (value, explode),
            Serialization::Json => panic!("the parameter has a style"),
        }
    }

    /// The warnings about `ship`, which is taken as text.
    fn warning(schema: Value, components: &Value) -> String {
        let lowered = with_operation(&operation_with(schema, false), components);
        let (api, found) = lowered.unwrap();
        assert_eq!(api.operations[0].parameters[1].ty, Type::String);
        messages(&found).join("\n")
    }

    #[test]
    fn an_exploded_object_may_contain_arrays() {
        assert_eq!(serialization(with_array()), (ValueKind::Object, true));
    }

    #[test]
    fn an_object_that_is_not_exploded_contains_only_primitives() {
        assert_eq!(
            warning(with_array(), &json!({})),
            "parameter `ship` has a property `flags` that is not a primitive: style `form` cannot \
             serialize nested values: its value is taken as text"
        );
    }

    #[test]
    fn primitives_are_never_exploded() {
        let number = json!({"type": "integer"});
        assert_eq!(serialization(number), (ValueKind::Primitive, false));
    }

    #[test]
    fn a_recursive_schema_cannot_be_serialized() {
        let own = json!({"$ref": "#/components/schemas/tree"});
        let tree = json!({"type": "array", "items": own});
        assert_eq!(
            warning(own, &json!({"schemas": {"tree": tree}})),
            "parameter `ship` is neither a primitive, nor an array of primitives, nor an object: \
             style `form` cannot serialize nested values: its value is taken as text"
        );
    }
}
