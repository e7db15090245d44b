use crate::diagnostic::Pointer;

use super::{Choice, Docs, RustName, Type};

/// A parameter of an operation. `N` is its Rust name, or a [`Choice`] until names are given.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Parameter<S, N = RustName> {
    /// Its name on the wire.
    pub name: String,
    /// Its name in Rust.
    pub rust_name: N,
    /// Where it is sent.
    pub location: Location,
    /// How it is written there.
    pub serialization: Serialization,
    /// Whether a call without it is refused.
    pub required: bool,
    /// Its type.
    pub ty: Type<S>,
    /// Where it is written in the document.
    pub pointer: Pointer,
    /// The component of `components/parameters` that declares it, if one does.
    pub component: Option<String>,
    /// What the document says about it.
    pub docs: Docs,
}

/// Where a parameter is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Location {
    /// In a variable of the path.
    Path,
    /// After the question mark.
    Query,
    /// As a header.
    Header,
    /// In the header `Cookie`.
    Cookie,
}

/// How the value of a parameter, or of a field of a form, is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Serialization {
    /// By a style.
    Styled {
        /// The style.
        style: Style,
        /// Whether each item or member is written on its own. Never for a primitive, to which it
        /// makes no difference.
        explode: bool,
        /// Whether characters with a meaning in URLs stand as they are.
        allow_reserved: bool,
        /// What is written.
        value: ValueKind,
    },
    /// As JSON.
    Json,
}

/// A style of OpenAPI 3.0 ("Style Values").
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Style {
    /// `;color=blue`
    Matrix,
    /// `.blue`
    Label,
    /// `blue`
    Simple,
    /// `color=blue`
    Form,
    /// `color=blue%20black`
    SpaceDelimited,
    /// `color=blue%7Cblack`
    PipeDelimited,
    /// `color%5BR%5D=100`; what OpenAPI leaves open is written as in `qs`.
    DeepObject,
}

/// What the values of a parameter are, in the words of OpenAPI.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ValueKind {
    /// Something that is written as one piece of text.
    Primitive,
    /// A list of such.
    Array,
    /// An object of such.
    Object,
    /// Now this, now that.
    Mixed,
}

impl<S> Parameter<S> {
    pub(super) fn map<T>(&self, f: &mut impl FnMut(&S) -> T) -> Parameter<T> {
        Parameter {
            name: self.name.clone(),
            rust_name: self.rust_name.clone(),
            location: self.location,
            serialization: self.serialization,
            required: self.required,
            ty: self.ty.map(f),
            pointer: self.pointer.clone(),
            component: self.component.clone(),
            docs: self.docs.clone(),
        }
    }

    /// Whether the name of the parameter is sent. That of a path variable is sent in the style
    /// `matrix` alone.
    pub fn sends_name(&self) -> bool {
        let is_matrix = matches!(
            self.serialization,
            Serialization::Styled {
                style: Style::Matrix,
                ..
            }
        );
        self.location != Location::Path || is_matrix
    }
}

impl<S, N> Parameter<S, N> {
    /// Where it is declared: as a component, or where it is written.
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
    /// The same parameter with its name.
    pub fn with_name(self, rust_name: RustName) -> Parameter<S> {
        Parameter {
            name: self.name,
            rust_name,
            location: self.location,
            serialization: self.serialization,
            required: self.required,
            ty: self.ty,
            pointer: self.pointer,
            component: self.component,
            docs: self.docs,
        }
    }
}
