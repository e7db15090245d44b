use std::fmt;

use crate::diagnostic::Pointer;

use super::{Choice, Constant, Docs, RustName, Type};

/// A parameter of an operation.
///
/// `N` is its Rust name, or a [`Choice`] until names are assigned.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Parameter<S, N = RustName> {
    /// The name on the wire.
    pub name: String,
    /// The name in Rust.
    pub rust_name: N,
    /// The part of a request that carries the parameter (`in`).
    pub location: Location,
    /// The serialization of its values.
    pub serialization: Serialization,
    /// The serializations of the properties of a whole query, of those that have their own.
    pub encodings: Vec<(String, Serialization)>,
    /// `true` if the parameter is required and has no constant.
    pub required: bool,
    /// The value that requests contain unless the caller sets another: the only allowed value of a
    /// required parameter.
    pub constant: Option<Constant>,
    /// The type of its values.
    pub ty: Type<S>,
    /// The location of the declaration or reference in the document.
    pub pointer: Pointer,
    /// The component of `components/parameters` that declares it, if one does.
    pub component: Option<String>,
    /// The documentation.
    pub docs: Docs,
}

/// The part of a request that carries a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Location {
    /// A variable of the path template.
    Path,
    /// The query string.
    Query,
    /// A header.
    Header,
    /// The `Cookie` header.
    Cookie,
    /// The whole query string, without a name.
    QueryString,
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Cookie => "cookie",
            Self::QueryString => "querystring",
        })
    }
}

/// The serialization of a parameter, or of a form field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Serialization {
    /// A style.
    Styled {
        /// The style.
        style: Style,
        /// `true` if each item or member is serialized separately. `false` for primitives, where it
        /// has no effect.
        explode: bool,
        /// `true` if reserved characters (RFC 3986, section 2.2) are sent without percent-encoding.
        allow_reserved: bool,
        /// The kind of value.
        value: ValueKind,
    },
    /// JSON.
    Json,
}

impl Serialization {
    /// Returns the serialization of a string in a style.
    pub fn text(style: Style) -> Self {
        Self::Styled {
            style,
            explode: false,
            allow_reserved: false,
            value: ValueKind::Primitive,
        }
    }
}

/// A style of OpenAPI 3.0 ("Style Values").
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Style {
    /// `matrix`: `;color=blue`.
    Matrix,
    /// `label`: `.blue`.
    Label,
    /// `simple`: `blue`.
    Simple,
    /// `form`: `color=blue`.
    Form,
    /// `spaceDelimited`: `color=blue%20black`.
    SpaceDelimited,
    /// `pipeDelimited`: `color=blue%7Cblack`.
    PipeDelimited,
    /// `deepObject`: `color%5BR%5D=100`.
    ///
    /// Cases that OpenAPI leaves undefined are serialized as by the JavaScript library `qs`.
    DeepObject,
    /// `cookie` of OpenAPI 3.2: `color=blue`, without percent-encoding.
    Cookie,
}

/// The kinds of value that OpenAPI distinguishes in its styles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ValueKind {
    /// A value that is serialized as one string.
    Primitive,
    /// An array of primitives.
    Array,
    /// An object whose members are primitives.
    Object,
    /// Values of different kinds.
    Mixed,
    /// Any value: JSON for an object, text for the others, each item of an array by itself.
    Any,
}

impl<S> Parameter<S> {
    pub(super) fn map<T>(&self, f: &mut impl FnMut(&S) -> T) -> Parameter<T> {
        Parameter {
            name: self.name.clone(),
            rust_name: self.rust_name.clone(),
            location: self.location,
            serialization: self.serialization,
            encodings: self.encodings.clone(),
            required: self.required,
            constant: self.constant.clone(),
            ty: self.ty.map(f),
            pointer: self.pointer.clone(),
            component: self.component.clone(),
            docs: self.docs.clone(),
        }
    }

    /// Returns `true` if the name of the parameter is sent.
    ///
    /// In a path, only the style `matrix` sends it. A whole query has no name.
    pub fn sends_name(&self) -> bool {
        let is_matrix = matches!(
            self.serialization,
            Serialization::Styled {
                style: Style::Matrix,
                ..
            }
        );
        match self.location {
            Location::Path => is_matrix,
            Location::QueryString => false,
            Location::Query | Location::Header | Location::Cookie => true,
        }
    }
}

impl<S, N> Parameter<S, N> {
    /// Returns the location of the declaration: of the component if there is one.
    pub fn declaration(&self) -> Pointer {
        match &self.component {
            Some(name) => {
                let components = Pointer::root().child("components");
                components.child("parameters").child(name)
            }
            None => self.pointer.clone(),
        }
    }
}

impl<S> Parameter<S, Choice> {
    /// Assigns the Rust name.
    pub fn with_name(self, rust_name: RustName) -> Parameter<S> {
        Parameter {
            name: self.name,
            rust_name,
            location: self.location,
            serialization: self.serialization,
            encodings: self.encodings,
            required: self.required,
            constant: self.constant,
            ty: self.ty,
            pointer: self.pointer,
            component: self.component,
            docs: self.docs,
        }
    }
}
