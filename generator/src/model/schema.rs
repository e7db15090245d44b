use crate::diagnostic::Pointer;
use crate::hash::IndexMap;

use super::{Docs, RustName, SchemaId, Type};

/// A schema that becomes a Rust type of its own.
#[derive(Clone, Debug)]
pub struct Schema {
    /// The location in the document.
    pub pointer: Pointer,
    /// The documentation.
    pub docs: Docs,
    /// `true` if the schema itself allows null, and with it every reference to it.
    pub nullable: bool,
    /// `false` if responses may lack required properties, `true` if they have them
    /// (`x-trust-required`).
    pub trust_required: Option<bool>,
    /// The chosen Rust name (`x-rust-name`).
    pub rust_name: Option<RustName>,
    /// The limits of a search query, if the schema describes one (`x-search-query`).
    pub search: Option<SearchLimits>,
    /// The constructors besides `new` (`x-constructors`), whose arguments are names of properties.
    pub constructors: Vec<Constructor<String>>,
    /// The kind of schema.
    pub kind: SchemaKind,
}

/// A constructor that sets some of the fields, from its arguments in their order.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Constructor<F> {
    /// The name.
    pub name: RustName,
    /// The fields that it sets.
    pub arguments: Vec<F>,
}

impl Schema {
    /// Returns the types that the schema consists of.
    pub fn types(&self) -> Vec<&Type<SchemaId>> {
        match &self.kind {
            SchemaKind::Object(object) => {
                let properties = object.properties.values();
                let types = properties.map(|property| &property.ty);
                types.chain(&object.additional).collect()
            }
            SchemaKind::Union(union) => union.members.iter().map(|member| &member.ty).collect(),
            SchemaKind::Alias(ty) | SchemaKind::Recursive(ty) => vec![ty],
            SchemaKind::Enum(_) => Vec::new(),
        }
    }
}

/// The limits of a search query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SearchLimits {
    /// The maximum nesting of groups; 1 allows groups of conditions only.
    pub max_depth: usize,
    /// The maximum number of filters in a group.
    pub max_filters: usize,
}

/// The kind of a schema.
#[derive(Clone, Debug, PartialEq)]
pub enum SchemaKind {
    /// An object with named properties.
    Object(Object),
    /// An enum of strings or integers.
    Enum(Enum),
    /// A union of types.
    Union(Union),
    /// Another name for a type.
    Alias(Type<SchemaId>),
    /// A list or a map that contains itself.
    Recursive(Type<SchemaId>),
}

/// An object with named properties, with `allOf` merged.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Object {
    /// The properties by name, in document order.
    pub properties: IndexMap<String, Property>,
    /// The type of the other properties (`additionalProperties`), if their schema has one.
    pub additional: Option<Type<SchemaId>>,
    /// The component that the object derives from: the only reference of its `allOf`.
    pub base: Option<SchemaId>,
}

/// A property of an object.
#[derive(Clone, Debug, PartialEq)]
pub struct Property {
    /// The location in the document.
    pub pointer: Pointer,
    /// The documentation.
    pub docs: Docs,
    /// The type, without null.
    pub ty: Type<SchemaId>,
    /// `true` if the property allows null.
    pub nullable: bool,
    /// `true` if the schema lists the property as `required`.
    pub required: bool,
    /// The direction in which the property is sent.
    pub access: Access,
    /// `true` if every response contains the property (`x-always-present`).
    pub always_present: bool,
    /// The only allowed value, if there is exactly one.
    pub constant: Option<Constant>,
    /// The texts of the several allowed values, if they are scalars without an enum, such as numbers
    /// with a fraction.
    pub values: Vec<String>,
    /// The value of a discriminator that selects the object, if it is sent and the property is the
    /// discriminator.
    pub tag: Option<String>,
    /// The chosen Rust name (`x-rust-name`).
    pub rust_name: Option<RustName>,
}

/// The direction in which a property is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Access {
    /// In requests and responses.
    ReadWrite,
    /// Only in responses (`readOnly`).
    ReadOnly,
    /// Only in requests (`writeOnly`).
    WriteOnly,
}

/// The only allowed value of a property.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Constant {
    /// A string enum of one value.
    Text(String),
    /// A boolean enum of one value.
    Boolean(bool),
    /// An integer enum of one value.
    Integer(i64),
    /// Another number, a list or an object.
    Other(serde_json::Value),
    /// Null, of a property that allows nothing else.
    Null,
}

impl Constant {
    /// Returns `true` if the value is one of a type, which may be wider.
    pub fn is_of<S>(&self, ty: &Type<S>) -> bool {
        match (self, ty) {
            (_, Type::Json)
            | (Self::Text(_), Type::String)
            | (Self::Boolean(_), Type::Boolean)
            | (Self::Integer(_), Type::Integer | Type::Number) => true,
            (Self::Other(value), Type::Number) => value.is_number(),
            (Self::Other(value), Type::Unsigned) => value.is_u64(),
            _ => false,
        }
    }

    /// Returns the value as JSON.
    pub fn json(&self) -> serde_json::Value {
        match self {
            Self::Text(text) => text.as_str().into(),
            Self::Boolean(value) => (*value).into(),
            Self::Integer(value) => (*value).into(),
            Self::Other(value) => value.clone(),
            Self::Null => serde_json::Value::Null,
        }
    }

    /// Returns the text of the value, as in the mapping of a discriminator. Null, lists and objects
    /// have none.
    pub fn text(&self) -> Option<String> {
        match self {
            Self::Text(text) => Some(text.clone()),
            Self::Boolean(value) => Some(value.to_string()),
            Self::Integer(value) => Some(value.to_string()),
            Self::Other(value) => value.is_number().then(|| value.to_string()),
            Self::Null => None,
        }
    }
}

/// A string or an integer with a list of known values.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Enum {
    /// The type of the values.
    pub ty: EnumType,
    /// The distinct values, in document order.
    pub values: Vec<EnumValue>,
}

/// The type of the values of an enum.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EnumType {
    /// Strings.
    String,
    /// 64-bit integers.
    Integer,
}

/// A value of an [`Enum`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct EnumValue {
    /// The string or integer on the wire, as text.
    pub value: String,
    /// The documentation (`x-enum-descriptions`).
    pub docs: Docs,
    /// The index in the document's list, which may also contain values that are not strings.
    pub index: usize,
    /// The chosen Rust name of the variant (`x-enum-varnames`).
    pub rust_name: Option<RustName>,
}

/// A union of types (`oneOf`, `anyOf`).
#[derive(Clone, Debug, PartialEq)]
pub struct Union {
    /// The alternatives, in document order.
    pub members: Vec<Member>,
}

/// An alternative of a [`Union`].
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// The base of the variant's name: the referenced schema, or a distinctive trait of the member.
    pub name: String,
    /// The type of the alternative.
    pub ty: Type<SchemaId>,
    /// The discriminator values that select this alternative.
    pub tag: Option<MemberTag>,
    /// `true` if the alternative is that of objects whose discriminator is absent or has an unknown
    /// value (`defaultMapping`).
    pub is_default: bool,
}

/// The discriminator values that select a member of a union.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct MemberTag {
    /// The name of the property.
    pub property: String,
    /// The values that the `mapping` of the discriminator maps to the member.
    pub mapped: Vec<String>,
    /// The name of the schema in the document, unless another member has it as a mapped value.
    pub name: Option<String>,
    /// The values that the schema itself allows, if the name is none of them and no value is mapped.
    pub declared: Vec<String>,
}

impl MemberTag {
    /// Returns the value that the member is sent with: the mapped or declared value, or else the
    /// name of the schema. Returns `None` if there are several, which are a choice.
    pub fn sent(&self) -> Option<&str> {
        match (self.mapped.as_slice(), self.declared.as_slice()) {
            ([], []) => self.name.as_deref(),
            ([only], _) | ([], [only]) => Some(only),
            _ => None,
        }
    }
}

/// The property that distinguishes the members of a union, with the values of one member.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Tag {
    /// The name of the property.
    pub property: String,
    /// The values that select the member.
    pub values: Vec<String>,
}
