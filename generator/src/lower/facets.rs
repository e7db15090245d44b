//! The keywords of a schema, independent of the variant that `openapiv3` parsed it to.

use indexmap::IndexMap;
use openapiv3::{
    AdditionalProperties, ReferenceOr, Schema, SchemaData, SchemaKind, Type,
    VariantOrUnknownOrEmpty,
};
use serde_json::Value;

use crate::model::Access;

/// A schema: a reference or an inline schema.
#[derive(Clone, Copy, Debug)]
pub(super) enum SchemaRef<'a> {
    Reference(&'a str),
    Inline(&'a Schema),
}

impl<'a> From<&'a ReferenceOr<Schema>> for SchemaRef<'a> {
    fn from(schema: &'a ReferenceOr<Schema>) -> Self {
        match schema {
            ReferenceOr::Reference { reference } => Self::Reference(reference),
            ReferenceOr::Item(schema) => Self::Inline(schema),
        }
    }
}

impl<'a> From<&'a ReferenceOr<Box<Schema>>> for SchemaRef<'a> {
    fn from(schema: &'a ReferenceOr<Box<Schema>>) -> Self {
        match schema {
            ReferenceOr::Reference { reference } => Self::Reference(reference),
            ReferenceOr::Item(schema) => Self::Inline(schema),
        }
    }
}

/// A limit of a number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Limit {
    pub value: f64,
    /// `true` if the limit itself is not allowed.
    pub is_exclusive: bool,
}

impl Limit {
    fn of(value: Option<f64>, is_exclusive: bool) -> Option<Self> {
        value.map(|value| Self {
            value,
            is_exclusive,
        })
    }
}

/// The keywords of a schema.
#[derive(Clone, Debug)]
pub(super) struct Facets<'a> {
    pub data: &'a SchemaData,
    pub ty: Option<&'a str>,
    pub format: Option<&'a str>,
    pub values: Vec<Value>,
    pub properties: Option<&'a IndexMap<String, ReferenceOr<Box<Schema>>>>,
    pub required: &'a [String],
    pub additional: Option<&'a AdditionalProperties>,
    pub items: Option<SchemaRef<'a>>,
    pub all_of: &'a [ReferenceOr<Schema>],
    pub one_of: &'a [ReferenceOr<Schema>],
    pub any_of: &'a [ReferenceOr<Schema>],
    pub minimum: Option<Limit>,
    pub maximum: Option<Limit>,
    pub multiple_of: Option<f64>,
    pub min_length: Option<usize>,
    pub max_length: Option<usize>,
    pub min_items: Option<usize>,
    pub max_items: Option<usize>,
}

impl<'a> Facets<'a> {
    pub fn of(schema: &'a Schema) -> Self {
        let mut facets = Self::empty(&schema.schema_data);
        match &schema.schema_kind {
            SchemaKind::Type(ty) => facets.read_type(ty),
            SchemaKind::OneOf { one_of } => facets.one_of = one_of,
            SchemaKind::AllOf { all_of } => facets.all_of = all_of,
            SchemaKind::AnyOf { any_of } => facets.any_of = any_of,
            SchemaKind::Not { .. } => {}
            SchemaKind::Any(any) => {
                facets.ty = any.typ.as_deref();
                facets.format = any.format.as_deref();
                facets.values = any.enumeration.clone();
                facets.properties = Some(&any.properties).filter(|map| !map.is_empty());
                facets.required = &any.required;
                facets.additional = any.additional_properties.as_ref();
                facets.items = any.items.as_ref().map(SchemaRef::from);
                facets.all_of = &any.all_of;
                facets.one_of = &any.one_of;
                facets.any_of = &any.any_of;
                facets.minimum = Limit::of(any.minimum, any.exclusive_minimum == Some(true));
                facets.maximum = Limit::of(any.maximum, any.exclusive_maximum == Some(true));
                facets.multiple_of = any.multiple_of;
                facets.min_length = any.min_length;
                facets.max_length = any.max_length;
                facets.min_items = any.min_items;
                facets.max_items = any.max_items;
            }
        }
        facets
    }

    fn empty(data: &'a SchemaData) -> Self {
        Self {
            data,
            ty: None,
            format: None,
            values: Vec::new(),
            properties: None,
            required: &[],
            additional: None,
            items: None,
            all_of: &[],
            one_of: &[],
            any_of: &[],
            minimum: None,
            maximum: None,
            multiple_of: None,
            min_length: None,
            max_length: None,
            min_items: None,
            max_items: None,
        }
    }

    fn read_type(&mut self, ty: &'a Type) {
        match ty {
            Type::String(string) => {
                self.ty = Some("string");
                self.format = format_name(&string.format, string_format);
                self.values = values(&string.enumeration);
                self.min_length = string.min_length;
                self.max_length = string.max_length;
            }
            Type::Number(number) => {
                self.ty = Some("number");
                self.format = format_name(&number.format, |_| "double");
                self.values = values(&number.enumeration);
                self.minimum = Limit::of(number.minimum, number.exclusive_minimum);
                self.maximum = Limit::of(number.maximum, number.exclusive_maximum);
                self.multiple_of = number.multiple_of;
            }
            Type::Integer(integer) => {
                self.ty = Some("integer");
                self.format = format_name(&integer.format, |_| "int64");
                self.values = values(&integer.enumeration);
                let (least, most) = (integer.minimum, integer.maximum);
                let (least, most) = (least.map(|it| it as f64), most.map(|it| it as f64));
                self.minimum = Limit::of(least, integer.exclusive_minimum);
                self.maximum = Limit::of(most, integer.exclusive_maximum);
                self.multiple_of = integer.multiple_of.map(|divisor| divisor as f64);
            }
            Type::Boolean(boolean) => {
                self.ty = Some("boolean");
                self.values = values(&boolean.enumeration);
            }
            Type::Array(array) => {
                self.ty = Some("array");
                self.items = array.items.as_ref().map(SchemaRef::from);
                self.min_items = array.min_items;
                self.max_items = array.max_items;
            }
            Type::Object(object) => {
                self.ty = Some("object");
                self.properties = Some(&object.properties).filter(|map| !map.is_empty());
                self.required = &object.required;
                self.additional = object.additional_properties.as_ref();
            }
        }
    }

    /// Returns whether the schema has `allOf`, `oneOf` or `anyOf`.
    pub fn is_composed(&self) -> bool {
        !(self.all_of.is_empty() && self.one_of.is_empty() && self.any_of.is_empty())
    }

    /// Returns whether the schema itself allows null.
    pub fn allows_null(&self) -> bool {
        self.data.nullable || self.values.contains(&Value::Null) || self.is_null()
    }

    /// Returns whether the schema allows null and no other value.
    pub fn is_null(&self) -> bool {
        let is_null = |schema: &ReferenceOr<Schema>| match schema {
            ReferenceOr::Item(schema) => Facets::of(schema).is_null(),
            ReferenceOr::Reference { .. } => false,
        };
        let mut alternatives = self.one_of.iter().chain(self.any_of);
        if self.is_composed() {
            self.all_of.is_empty() && alternatives.all(is_null)
        } else {
            !self.values.is_empty() && self.values.iter().all(Value::is_null)
        }
    }

    /// Returns whether an inline alternative of the schema allows null.
    pub fn has_null_alternative(&self) -> bool {
        let mut alternatives = self.one_of.iter().chain(self.any_of);
        alternatives.any(|schema| match schema {
            ReferenceOr::Item(schema) => Facets::of(schema).allows_null(),
            ReferenceOr::Reference { .. } => false,
        })
    }

    /// Returns whether the schema is `{type: object, nullable: true}`. By itself it allows any
    /// object, but beside references it means null in documents that are generated from `OData`.
    pub fn is_odata_null(&self) -> bool {
        let only_nullable = SchemaData {
            nullable: true,
            ..SchemaData::default()
        };
        self.ty == Some("object")
            && self.only_constrains()
            && self.required.is_empty()
            && *self.data == only_nullable
    }

    /// Returns whether the schema only constrains others (`{}`, `{required: [id]}`) and has no type
    /// of its own.
    pub fn only_constrains(&self) -> bool {
        !self.is_composed()
            && matches!(self.ty, None | Some("object"))
            && self.values.is_empty()
            && self.properties.is_none()
            && self.items.is_none()
            && self.additional.is_none()
    }

    /// Returns the direction in which the schema is sent as a property.
    pub fn access(&self) -> Access {
        match (self.data.read_only, self.data.write_only) {
            (true, false) => Access::ReadOnly,
            (false, true) => Access::WriteOnly,
            _ => Access::ReadWrite,
        }
    }

    /// Returns the value of the extension `name` if it is a string.
    pub fn extension(&self, name: &str) -> Option<&'a str> {
        self.data.extensions.get(name).and_then(Value::as_str)
    }
}

fn values<T: Clone + Into<Value>>(values: &[Option<T>]) -> Vec<Value> {
    values
        .iter()
        .map(|value| value.clone().map_or(Value::Null, Into::into))
        .collect()
}

fn format_name<T: Copy>(
    format: &VariantOrUnknownOrEmpty<T>,
    name: impl Fn(T) -> &'static str,
) -> Option<&str> {
    match format {
        VariantOrUnknownOrEmpty::Item(format) => Some(name(*format)),
        VariantOrUnknownOrEmpty::Unknown(format) => Some(format),
        VariantOrUnknownOrEmpty::Empty => None,
    }
}

fn string_format(format: openapiv3::StringFormat) -> &'static str {
    match format {
        openapiv3::StringFormat::Date => "date",
        openapiv3::StringFormat::DateTime => "date-time",
        openapiv3::StringFormat::Password => "password",
        openapiv3::StringFormat::Byte => "byte",
        openapiv3::StringFormat::Binary => "binary",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn schema(value: Value) -> Schema {
        serde_json::from_value(value).unwrap()
    }

    /// `openapiv3` parses schemas with unusual combinations of keywords to [`SchemaKind::Any`].
    #[test]
    fn keywords_are_independent_of_the_variant() {
        let typed = schema(json!({"type": "integer", "format": "int64", "minimum": 1}));
        let any = schema(json!({
            "type": "integer", "format": "int64", "minimum": 1, "properties": {"a": {}},
        }));
        assert!(matches!(typed.schema_kind, SchemaKind::Type(_)));
        assert!(matches!(any.schema_kind, SchemaKind::Any(_)));
        let keywords = |schema| {
            let facets = Facets::of(schema);
            (facets.ty, facets.format, facets.minimum)
        };
        assert_eq!(keywords(&typed), keywords(&any));
    }

    #[test]
    fn null_is_preserved_among_the_values() {
        let schema = schema(json!({"type": "string", "nullable": true, "enum": ["a", null]}));
        assert_eq!(Facets::of(&schema).values, [json!("a"), Value::Null]);
    }

    #[test]
    fn unknown_formats_are_preserved() {
        let schema = schema(json!({"type": "string", "format": "uuid"}));
        assert_eq!(Facets::of(&schema).format, Some("uuid"));
    }

    #[test]
    fn schemas_without_a_type_of_their_own_only_constrain() {
        for value in [
            json!({}),
            json!({"type": "object"}),
            json!({"required": ["a"]}),
        ] {
            assert!(
                Facets::of(&schema(value.clone())).only_constrains(),
                "{value}"
            );
        }
        for value in [
            json!({"type": "string"}),
            json!({"enum": [1]}),
            json!({"items": {}}),
            json!({"additionalProperties": true}),
            json!({"properties": {"a": {}}}),
            json!({"anyOf": [{}]}),
        ] {
            assert!(
                !Facets::of(&schema(value.clone())).only_constrains(),
                "{value}"
            );
        }
    }
}
