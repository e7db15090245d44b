use crate::hash::IndexMap;

use super::{
    ApiInfo, Constant, Constructor, Container, Docs, EnumType, Operation, RustName, SchemaId, Tag,
    Type,
};

/// The API that one document describes, in terms of Rust.
#[derive(Clone, Debug)]
pub struct ShapedApi {
    /// The properties of the document as a whole.
    pub info: ApiInfo,
    /// Every Rust type.
    pub shapes: IndexMap<SchemaId, Shape<SchemaId>>,
    /// Every operation.
    pub operations: Vec<Operation<SchemaId>>,
}

/// A Rust type.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Shape<S> {
    /// The name.
    pub name: RustName,
    /// The module in `types`, named after the type that contains the schema, or the type itself.
    pub module: RustName,
    /// `true` if the type is named within its module, as it is declared inside another type or in a
    /// parameter.
    pub is_nested: bool,
    /// The component or operation that declares the type: `company`.
    pub root: String,
    /// The name in terms of the document: `company`, `company.plan`.
    pub document_name: String,
    /// The object that contains the declaration, unless it is a component.
    pub container: Option<Container>,
    /// The documentation.
    pub docs: Docs,
    /// The kind of type.
    pub kind: ShapeKind<S>,
}

/// The kind of a Rust type.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum ShapeKind<S> {
    /// A struct.
    Struct(Struct<S>),
    /// An open enum of strings or integers.
    Enum(EnumShape),
    /// An open enum of types.
    Union(UnionShape<S>),
    /// Another name for a type.
    Alias(Type<S>),
    /// A struct around a list or a map that contains itself.
    Recursive(Type<S>),
}

/// A struct that represents a JSON object.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Struct<S> {
    /// The direction in which values are sent.
    pub role: Role,
    /// The documented properties, in document order. Undocumented properties are preserved, too.
    pub fields: Vec<Field<S>>,
    /// The type of the other properties; any JSON if there is none.
    pub additional: Option<Type<S>>,
    /// The constructors besides `new`, with the indexes of the fields that are their arguments.
    pub constructors: Vec<Constructor<usize>>,
}

/// The direction in which values of a struct are sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// Only in requests.
    Request,
    /// Only in responses, or unused.
    Response,
    /// In requests and responses.
    Both,
}

impl Role {
    /// Returns `true` if values of the type are sent in requests.
    pub fn is_sent(self) -> bool {
        matches!(self, Self::Request | Self::Both)
    }
}

/// A field of a [`Struct`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Field<S> {
    /// The key in JSON.
    pub json_name: String,
    /// The name in Rust.
    pub rust_name: RustName,
    /// The name of the setter that sends null, if there is one.
    pub clear_name: Option<RustName>,
    /// The type of a present value.
    pub ty: Type<S>,
    /// The presence of the field.
    pub presence: Presence,
    /// `true` if the field is an argument of `new`, since requests must contain it.
    pub is_argument: bool,
    /// The only allowed value, if there is exactly one; new values of the struct contain it.
    pub constant: Option<Constant>,
    /// `true` if the constant is the value of a discriminator, which has no setter.
    pub is_tag: bool,
    /// `true` if the field is only in responses (`readOnly`): it has no setter.
    pub is_read_only: bool,
    /// The documentation.
    pub docs: Docs,
}

/// The presence of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Presence {
    /// Always present: `T`.
    Required,
    /// Present or absent: `Option<T>`.
    Optional,
    /// Present, null or absent, where null and absence differ in meaning: `Nullable<T>`.
    Nullable,
}

/// An open enum of strings or integers.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct EnumShape {
    /// The type of the values.
    pub ty: EnumType,
    /// The known values.
    pub variants: Vec<ValueVariant>,
}

/// A known value of a [`EnumShape`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ValueVariant {
    /// The name in Rust.
    pub rust_name: RustName,
    /// The string or integer on the wire, as text.
    pub value: String,
    /// The documentation.
    pub docs: Docs,
}

/// An open enum of types.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct UnionShape<S> {
    /// The variants.
    pub variants: Vec<Variant<S>>,
    /// The patterns that select a variant from JSON, in the order in which they are tried.
    pub patterns: Vec<Pattern>,
    /// The grammar of search queries, if the union describes them.
    pub search: Option<SearchGrammar>,
}

/// The grammar of search queries.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SearchGrammar {
    /// The operators that compare a field with a value.
    pub operators: Vec<String>,
    /// `true` if a group may contain both conditions and groups.
    pub mixes: bool,
    /// The maximum nesting of groups; 1 allows groups of conditions only.
    pub max_depth: usize,
    /// The maximum number of filters in a group.
    pub max_filters: usize,
}

/// A variant of a [`UnionShape`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Variant<S> {
    /// The name in Rust.
    pub rust_name: RustName,
    /// The type of its value.
    pub ty: Type<S>,
}

/// A kind of JSON that selects a variant. A variant may have several patterns.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Pattern {
    /// The index of the variant.
    pub variant: usize,
    /// The kind of JSON that matches.
    pub kind: JsonKind,
}

/// A kind of JSON value.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum JsonKind {
    /// Any value.
    Any,
    /// A string.
    String,
    /// An integer.
    Integer,
    /// A number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// An array whose items each match one of these kinds; empty for items of any kind.
    Array(Vec<JsonKind>),
    /// An object.
    Object {
        /// The discriminator, which must be present with one of its values.
        tag: Option<Tag>,
        /// The keys that allow a single value, if they are present.
        constants: Vec<(String, Constant)>,
        /// The required keys.
        required: Vec<String>,
        /// The documented keys.
        known: Vec<String>,
    },
}

impl<S> Shape<S> {
    /// Returns the path of the type in the module `types` of a version: `Company`, `company::Plan`.
    pub fn rust_path(&self) -> String {
        if self.is_nested {
            format!("{}::{}", self.module, self.name)
        } else {
            self.name.to_string()
        }
    }

    /// Returns `true` if the type is declared inline, and not as a component.
    pub fn is_inline(&self) -> bool {
        self.container.is_some()
    }

    /// Replaces every reference.
    pub fn map<T>(&self, f: &mut impl FnMut(&S) -> T) -> Shape<T> {
        Shape {
            name: self.name.clone(),
            module: self.module.clone(),
            is_nested: self.is_nested,
            root: self.root.clone(),
            document_name: self.document_name.clone(),
            container: self.container.clone(),
            docs: self.docs.clone(),
            kind: match &self.kind {
                ShapeKind::Struct(object) => ShapeKind::Struct(Struct {
                    role: object.role,
                    fields: object.fields.iter().map(|field| field.map(f)).collect(),
                    additional: object.additional.as_ref().map(|ty| ty.map(f)),
                    constructors: object.constructors.clone(),
                }),
                ShapeKind::Enum(values) => ShapeKind::Enum(values.clone()),
                ShapeKind::Union(union) => ShapeKind::Union(UnionShape {
                    variants: union
                        .variants
                        .iter()
                        .map(|variant| variant.map(f))
                        .collect(),
                    patterns: union.patterns.clone(),
                    search: union.search.clone(),
                }),
                ShapeKind::Alias(ty) => ShapeKind::Alias(ty.map(f)),
                ShapeKind::Recursive(ty) => ShapeKind::Recursive(ty.map(f)),
            },
        }
    }

    /// Returns the types that the shape consists of.
    pub fn types(&self) -> Vec<&Type<S>> {
        match &self.kind {
            ShapeKind::Struct(object) => {
                let types = object.fields.iter().map(|field| &field.ty);
                types.chain(&object.additional).collect()
            }
            ShapeKind::Enum(_) => Vec::new(),
            ShapeKind::Union(union) => union.variants.iter().map(|variant| &variant.ty).collect(),
            ShapeKind::Alias(ty) | ShapeKind::Recursive(ty) => vec![ty],
        }
    }
}

impl<S> Field<S> {
    /// Returns `true` if the field has a setter for null.
    pub fn has_null(&self) -> bool {
        self.presence == Presence::Nullable && !self.is_tag && !self.is_read_only
    }

    fn map<T>(&self, f: &mut impl FnMut(&S) -> T) -> Field<T> {
        Field {
            json_name: self.json_name.clone(),
            rust_name: self.rust_name.clone(),
            clear_name: self.clear_name.clone(),
            ty: self.ty.map(f),
            presence: self.presence,
            is_argument: self.is_argument,
            constant: self.constant.clone(),
            is_tag: self.is_tag,
            is_read_only: self.is_read_only,
            docs: self.docs.clone(),
        }
    }
}

impl<S> Variant<S> {
    fn map<T>(&self, f: &mut impl FnMut(&S) -> T) -> Variant<T> {
        Variant {
            rust_name: self.rust_name.clone(),
            ty: self.ty.map(f),
        }
    }
}
