/// The type of a value.
///
/// `S` identifies a named type: a [`SchemaId`](super::SchemaId) within one document, a
/// [`ShapeId`](super::ShapeId) once all versions are unified.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Type<S> {
    /// A string.
    String,
    /// A 64-bit integer.
    Integer,
    /// A 64-bit integer without a sign.
    Unsigned,
    /// A 64-bit floating-point number.
    Number,
    /// A number of any size and precision.
    Decimal,
    /// `true` or `false`.
    Boolean,
    /// A point in time, in seconds since the Unix epoch.
    Timestamp,
    /// A type that is not emitted, but chosen by the user.
    External(External),
    /// Any JSON value.
    Json,
    /// A list.
    Array(Box<Type<S>>),
    /// An object with arbitrary keys.
    Map(Box<Type<S>>),
    /// An element of a list or map that may be null.
    Nullable(Box<Type<S>>),
    /// A value behind a pointer, because its type is recursive or large.
    Boxed(Box<Type<S>>),
    /// A named type.
    Named(S),
}

/// A type that is not emitted, but chosen by the user.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct External {
    /// The Rust type.
    pub ty: String,
    /// The JSON of its values, as the document declares it.
    pub json: JsonType,
}

impl External {
    /// Returns the name of the type of the runtime that wraps the values.
    pub fn wrapper(&self) -> &'static str {
        match self.json {
            JsonType::Number => "ExternalNumber",
            JsonType::FullDate => "ExternalDate",
            _ => "External",
        }
    }
}

/// The type of a JSON value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum JsonType {
    /// A string.
    String,
    /// A string that is a full date (RFC 3339), which the chosen type may not check.
    FullDate,
    /// A number, whose text the type is read from.
    Number,
    /// A number with or without a fraction, or a boolean.
    OtherScalar,
    /// An array.
    Array,
    /// An object.
    Object,
    /// Any value.
    Any,
}

impl<S> Type<S> {
    /// Replaces every reference.
    pub fn map<T>(&self, f: &mut impl FnMut(&S) -> T) -> Type<T> {
        match self {
            Self::String => Type::String,
            Self::Integer => Type::Integer,
            Self::Unsigned => Type::Unsigned,
            Self::Number => Type::Number,
            Self::Decimal => Type::Decimal,
            Self::Boolean => Type::Boolean,
            Self::Timestamp => Type::Timestamp,
            Self::External(external) => Type::External(external.clone()),
            Self::Json => Type::Json,
            Self::Array(ty) => Type::Array(Box::new(ty.map(f))),
            Self::Map(ty) => Type::Map(Box::new(ty.map(f))),
            Self::Nullable(ty) => Type::Nullable(Box::new(ty.map(f))),
            Self::Boxed(ty) => Type::Boxed(Box::new(ty.map(f))),
            Self::Named(id) => Type::Named(f(id)),
        }
    }

    /// Returns the type that also allows null.
    pub fn or_null(self) -> Self {
        match self {
            Self::Nullable(_) => self,
            ty => Self::Nullable(Box::new(ty)),
        }
    }

    /// Returns the type without null, boxes and aliases. `target` returns the type that an alias
    /// names, and `None` for other named types. Aliases must not lead to themselves.
    pub fn plain<'a>(&'a self, target: impl Fn(&S) -> Option<&'a Self>) -> &'a Self {
        let mut ty = self;
        loop {
            ty = match ty {
                Self::Nullable(inner) | Self::Boxed(inner) => inner,
                Self::Named(id) => match target(id) {
                    Some(target) => target,
                    None => return ty,
                },
                _ => return ty,
            };
        }
    }

    /// Returns the named type that this type is, or contains at any depth.
    pub fn named(&self) -> Option<&S> {
        match self {
            Self::Array(ty) | Self::Map(ty) | Self::Nullable(ty) | Self::Boxed(ty) => ty.named(),
            Self::Named(id) => Some(id),
            _ => None,
        }
    }

    /// Returns the named type that this type stores without indirection.
    pub fn stored_inline(&self) -> Option<&S> {
        match self {
            Self::Nullable(ty) => ty.stored_inline(),
            Self::Named(id) => Some(id),
            _ => None,
        }
    }
}
