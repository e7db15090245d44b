/// The type of a value.
///
/// `S` is what a reference to a named type is: a [`SchemaId`](super::SchemaId) within one document,
/// a [`ShapeId`](super::ShapeId) once all versions are unified.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Type<S> {
    /// Text.
    String,
    /// A whole number of 64 bits.
    Integer,
    /// A floating point number of 64 bits.
    Number,
    /// `true` or `false`.
    Boolean,
    /// A point in time, in whole seconds since the Unix epoch.
    Timestamp,
    /// Any JSON value.
    Json,
    /// A list.
    Array(Box<Type<S>>),
    /// An object whose keys are data.
    Map(Box<Type<S>>),
    /// An element of a list or map that may be null.
    Nullable(Box<Type<S>>),
    /// A value behind a pointer, because its type contains itself or is large.
    Boxed(Box<Type<S>>),
    /// A type of its own.
    Named(S),
}

impl<S> Type<S> {
    /// The same type with every reference replaced.
    pub fn map<T>(&self, f: &mut impl FnMut(&S) -> T) -> Type<T> {
        match self {
            Self::String => Type::String,
            Self::Integer => Type::Integer,
            Self::Number => Type::Number,
            Self::Boolean => Type::Boolean,
            Self::Timestamp => Type::Timestamp,
            Self::Json => Type::Json,
            Self::Array(ty) => Type::Array(Box::new(ty.map(f))),
            Self::Map(ty) => Type::Map(Box::new(ty.map(f))),
            Self::Nullable(ty) => Type::Nullable(Box::new(ty.map(f))),
            Self::Boxed(ty) => Type::Boxed(Box::new(ty.map(f))),
            Self::Named(id) => Type::Named(f(id)),
        }
    }

    /// The type of the same values and null.
    pub fn or_null(self) -> Self {
        match self {
            Self::Nullable(_) => self,
            ty => Self::Nullable(Box::new(ty)),
        }
    }

    /// The named type that this one is or holds, however deep.
    pub fn named(&self) -> Option<&S> {
        match self {
            Self::Array(ty) | Self::Map(ty) | Self::Nullable(ty) | Self::Boxed(ty) => ty.named(),
            Self::Named(id) => Some(id),
            _ => None,
        }
    }

    /// The named type that is stored inside this one without a pointer between them.
    pub fn stored_inline(&self) -> Option<&S> {
        match self {
            Self::Nullable(ty) => ty.stored_inline(),
            Self::Named(id) => Some(id),
            _ => None,
        }
    }
}
