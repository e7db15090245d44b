use indexmap::IndexMap;

use super::{ApiInfo, Constant, Container, Docs, Operation, RustName, SchemaId, Tag, Type};

/// What one document describes, in the words of Rust.
#[derive(Clone, Debug)]
pub struct ShapedApi {
    /// What holds for the document as a whole.
    pub info: ApiInfo,
    /// Every Rust type.
    pub shapes: IndexMap<SchemaId, Shape<SchemaId>>,
    /// Every operation.
    pub operations: Vec<Operation<SchemaId>>,
}

/// A Rust type.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Shape<S> {
    /// Its name.
    pub name: RustName,
    /// The file below `types/` that it stands in: named by the component or operation.
    pub module: RustName,
    /// The component or operation that it stands in: `company`.
    pub root: String,
    /// How the document calls it: `company`, `company.plan`.
    pub document_name: String,
    /// The position that it is declared in, unless it is a component.
    pub container: Option<Container>,
    /// What the document says about it.
    pub docs: Docs,
    /// What it is.
    pub kind: ShapeKind<S>,
}

/// What a Rust type is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum ShapeKind<S> {
    /// A struct.
    Struct(Struct<S>),
    /// An open enum of strings.
    Enum(StringEnum),
    /// An open enum of types.
    Union(UnionShape<S>),
    /// Another name for a type.
    Alias(Type<S>),
}

/// A struct that stands for a JSON object.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Struct<S> {
    /// Which way it travels.
    pub role: Role,
    /// The members with names, in document order. Keys without a field are kept as well.
    pub fields: Vec<Field<S>>,
}

/// Which way a struct travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// Only in requests: what is required must be given to make one.
    Request,
    /// In answers, or nowhere.
    Response,
    /// Both ways.
    Both,
}

impl Role {
    /// Whether users make values of the type.
    pub fn is_sent(self) -> bool {
        matches!(self, Self::Request | Self::Both)
    }
}

/// A field of a [`Struct`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Field<S> {
    /// Its key in JSON.
    pub json_name: String,
    /// Its name in Rust.
    pub rust_name: RustName,
    /// The name of the method that sends null, if there is one.
    pub clear_name: Option<RustName>,
    /// Its type, when it is there.
    pub ty: Type<S>,
    /// Whether it is always there.
    pub presence: Presence,
    /// The only value that it has, if there is just one: new values of the struct hold it.
    pub constant: Option<Constant>,
    /// What the document says about it.
    pub docs: Docs,
}

/// Whether a field is always there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Presence {
    /// Always: a plain `T`.
    Required,
    /// Not always: an `Option<T>`.
    Optional,
    /// Not always, and null says something else than absence: a `Nullable<T>`.
    Nullable,
}

/// An open enum of strings.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct StringEnum {
    /// The known values.
    pub variants: Vec<ValueVariant>,
}

/// A known value of a [`StringEnum`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ValueVariant {
    /// Its name in Rust.
    pub rust_name: RustName,
    /// The string on the wire.
    pub value: String,
}

/// An open enum of types.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct UnionShape<S> {
    /// The types.
    pub variants: Vec<Variant<S>>,
    /// How to tell from JSON which variant it is.
    pub patterns: Vec<Pattern>,
    /// What a search query may be, when the union is that of search queries.
    pub search: Option<SearchGrammar>,
}

/// What a search query may be.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SearchGrammar {
    /// The operators that compare a field with a value.
    pub operators: Vec<String>,
    /// Whether a group may hold conditions and groups side by side.
    pub mixes: bool,
    /// How deep groups may be nested; 1 for groups of conditions alone.
    pub max_depth: usize,
    /// How many filters a group may have.
    pub max_filters: usize,
}

/// A type of a [`UnionShape`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Variant<S> {
    /// Its name in Rust.
    pub rust_name: RustName,
    /// What it holds.
    pub ty: Type<S>,
}

/// A form of JSON that stands for a variant. A variant may have several.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Pattern {
    /// Index of the variant.
    pub variant: usize,
    /// The JSON that it covers.
    pub kind: JsonKind,
}

/// A form of JSON.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum JsonKind {
    /// Anything.
    Any,
    /// A string.
    String,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// A list in which every item has one of these forms; no form means any item.
    Array(Vec<JsonKind>),
    /// An object.
    Object {
        /// The discriminator and its values, which must be there.
        tag: Option<Tag>,
        /// Keys that have only one value where they are there.
        constants: Vec<(String, Constant)>,
        /// Keys that the document requires.
        required: Vec<String>,
        /// All keys that the document names.
        known: Vec<String>,
    },
}

impl<S> Shape<S> {
    /// Whether it is declared inline, and not as a component.
    pub fn is_inline(&self) -> bool {
        self.container.is_some()
    }

    /// The same shape with every reference replaced.
    pub fn map<T>(&self, f: &mut impl FnMut(&S) -> T) -> Shape<T> {
        Shape {
            name: self.name.clone(),
            module: self.module.clone(),
            root: self.root.clone(),
            document_name: self.document_name.clone(),
            container: self.container.clone(),
            docs: self.docs.clone(),
            kind: match &self.kind {
                ShapeKind::Struct(object) => ShapeKind::Struct(Struct {
                    role: object.role,
                    fields: object.fields.iter().map(|field| field.map(f)).collect(),
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
            },
        }
    }

    /// Every type that the shape is made of.
    pub fn types(&self) -> Vec<&Type<S>> {
        match &self.kind {
            ShapeKind::Struct(object) => object.fields.iter().map(|field| &field.ty).collect(),
            ShapeKind::Enum(_) => Vec::new(),
            ShapeKind::Union(union) => union.variants.iter().map(|variant| &variant.ty).collect(),
            ShapeKind::Alias(ty) => vec![ty],
        }
    }
}

impl<S> Field<S> {
    fn map<T>(&self, f: &mut impl FnMut(&S) -> T) -> Field<T> {
        Field {
            json_name: self.json_name.clone(),
            rust_name: self.rust_name.clone(),
            clear_name: self.clear_name.clone(),
            ty: self.ty.map(f),
            presence: self.presence,
            constant: self.constant.clone(),
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
