use indexmap::IndexMap;

use crate::diagnostic::Pointer;

use super::{Docs, RustName, SchemaId, Type};

/// A schema that becomes a Rust type of its own.
#[derive(Clone, Debug)]
pub struct Schema {
    /// Where it is written.
    pub pointer: Pointer,
    /// What the document says about it.
    pub docs: Docs,
    /// Whether the schema itself allows null; it then does so wherever it is referred to.
    pub nullable: bool,
    /// The Rust name that an overlay gives it (`x-rust-name`).
    pub rust_name: Option<RustName>,
    /// How large a query may be, when the schema is that of search queries (`x-search-query`).
    pub search: Option<SearchLimits>,
    /// What it describes.
    pub kind: SchemaKind,
}

/// How large a search query may be, which no schema says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SearchLimits {
    /// How deep groups may be nested; 1 for groups of conditions alone.
    pub max_depth: usize,
    /// How many filters a group may have.
    pub max_filters: usize,
}

/// What a schema describes.
#[derive(Clone, Debug, PartialEq)]
pub enum SchemaKind {
    /// An object with named properties.
    Object(Object),
    /// One of several strings.
    Enum(Enum),
    /// One of several types.
    Union(Union),
    /// Another name for a type.
    Alias(Type<SchemaId>),
}

/// An object with named properties, after `allOf` is merged.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Object {
    /// The properties by name, in document order.
    pub properties: IndexMap<String, Property>,
}

/// A property of an object.
#[derive(Clone, Debug, PartialEq)]
pub struct Property {
    /// Where it is written.
    pub pointer: Pointer,
    /// What the document says about it.
    pub docs: Docs,
    /// Its type.
    pub ty: Type<SchemaId>,
    /// Whether null is allowed where the property stands.
    pub nullable: bool,
    /// Whether the document lists it as required.
    pub required: bool,
    /// Whether an overlay vouches that every answer has it (`x-always-present`).
    pub always_present: bool,
    /// The only value that it has, if there is just one.
    pub constant: Option<Constant>,
    /// The Rust name that an overlay gives it (`x-rust-name`).
    pub rust_name: Option<RustName>,
}

/// The only value of a property.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Constant {
    /// A string enum of one value.
    Text(String),
    /// A boolean enum of one value.
    Boolean(bool),
}

/// A string with a list of known values.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Enum {
    /// The values in document order, each once.
    pub values: Vec<EnumValue>,
}

/// A value of an [`Enum`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct EnumValue {
    /// The string on the wire.
    pub value: String,
    /// Its position in the list of the document, which may have other values, too.
    pub index: usize,
    /// The Rust name of the variant that an overlay gives it (`x-enum-varnames`).
    pub rust_name: Option<RustName>,
}

/// One of several types (`oneOf`, `anyOf`).
#[derive(Clone, Debug, PartialEq)]
pub struct Union {
    /// The types, in document order.
    pub members: Vec<Member>,
}

/// A type of a [`Union`].
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// What names the variant: the name of the referenced schema, or what is particular to the member.
    pub name: String,
    /// The type of the member.
    pub ty: Type<SchemaId>,
    /// The value of the discriminator that selects this member.
    pub tag: Option<Tag>,
}

/// A property that tells the members of a union apart.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Tag {
    /// Name of the property.
    pub property: String,
    /// The values that mean this member.
    pub values: Vec<String>,
}
