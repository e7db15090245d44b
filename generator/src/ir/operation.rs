use std::fmt;

use crate::diagnostic::Pointer;

use super::{Docs, Pagination, RustName, Type};

/// One method on one path.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Operation<S> {
    /// The document's `operationId`.
    pub id: String,
    /// Name of the Rust method and file stem: `snake_case` of the id.
    pub method_name: RustName,
    /// Name of the request builder: `UpperCamelCase` of the id.
    pub type_name: RustName,
    /// The first tag: the group that the operation belongs to.
    pub tag: String,
    /// The HTTP method, in capitals.
    pub method: &'static str,
    /// The path with its variables.
    pub path: PathTemplate,
    /// Parameters in path, query and header, in document order.
    pub parameters: Vec<Parameter<S>>,
    /// What is sent.
    pub body: Option<Body<S>>,
    /// What a successful call returns.
    pub output: Output<S>,
    /// How it gives its list page by page, if an overlay says that it does (`x-pagination`).
    pub pagination: Option<Pagination>,
    /// Every documented response.
    pub responses: Vec<Response<S>>,
    /// What the document says about it.
    pub docs: Docs,
}

impl<S> Operation<S> {
    /// Where it is written.
    pub fn pointer(&self) -> Pointer {
        let path = Pointer::root().child("paths").child(&self.path.to_string());
        path.child(&self.method.to_lowercase())
    }

    /// The same operation with every reference replaced.
    pub fn map<T>(&self, f: &mut impl FnMut(&S) -> T) -> Operation<T> {
        Operation {
            id: self.id.clone(),
            method_name: self.method_name.clone(),
            type_name: self.type_name.clone(),
            tag: self.tag.clone(),
            method: self.method,
            path: self.path.clone(),
            parameters: self
                .parameters
                .iter()
                .map(|parameter| parameter.map(f))
                .collect(),
            body: self.body.as_ref().map(|body| body.map(f)),
            output: self.output.map(f),
            pagination: self.pagination.clone(),
            responses: self
                .responses
                .iter()
                .map(|response| response.map(f))
                .collect(),
            docs: self.docs.clone(),
        }
    }
}

/// A path with variables. Two templates are equal when they differ only in the names of variables.
#[derive(Clone, Debug)]
pub struct PathTemplate {
    /// The parts between slashes, each literal text and variables.
    pub segments: Vec<Segment>,
}

/// A piece of a path.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Segment {
    /// Text as it stands, slashes included.
    Literal(String),
    /// A variable, by its name.
    Variable(String),
}

impl PathTemplate {
    /// Splits `/contacts/{id}/notes` into its pieces. `None` when a brace is not closed.
    pub fn parse(path: &str) -> Option<Self> {
        let mut segments = Vec::new();
        let mut rest = path;
        while let Some((literal, tail)) = rest.split_once('{') {
            let (variable, tail) = tail.split_once('}')?;
            if !literal.is_empty() {
                segments.push(Segment::Literal(literal.to_owned()));
            }
            segments.push(Segment::Variable(variable.to_owned()));
            rest = tail;
        }
        if !rest.is_empty() {
            segments.push(Segment::Literal(rest.to_owned()));
        }
        Some(Self { segments })
    }

    /// The names of the variables, in order.
    pub fn variables(&self) -> impl Iterator<Item = &str> {
        self.segments.iter().filter_map(|segment| match segment {
            Segment::Variable(name) => Some(name.as_str()),
            Segment::Literal(_) => None,
        })
    }

    /// The pieces with the names of variables erased: `None` stands for a variable.
    pub fn erased(&self) -> Vec<Option<&str>> {
        self.segments
            .iter()
            .map(|segment| match segment {
                Segment::Literal(text) => Some(text.as_str()),
                Segment::Variable(_) => None,
            })
            .collect()
    }
}

impl PartialEq for PathTemplate {
    fn eq(&self, other: &Self) -> bool {
        self.erased() == other.erased()
    }
}

impl Eq for PathTemplate {}

impl std::hash::Hash for PathTemplate {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.erased().hash(state);
    }
}

impl fmt::Display for PathTemplate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.segments.iter().try_for_each(|segment| match segment {
            Segment::Literal(text) => f.write_str(text),
            Segment::Variable(name) => write!(f, "{{{name}}}"),
        })
    }
}

/// A parameter of an operation.
#[derive(Clone, Debug)]
pub struct Parameter<S> {
    /// Its name on the wire.
    pub name: String,
    /// Its name in Rust.
    pub rust_name: RustName,
    /// Where it is sent, and how it is written there.
    pub location: Location,
    /// Whether a call without it is refused.
    pub required: bool,
    /// Its type.
    pub ty: Type<S>,
    /// Where it is written in the document.
    pub pointer: Pointer,
    /// What the document says about it.
    pub docs: Docs,
}

/// Where a parameter is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Location {
    /// In a variable of the path.
    Path,
    /// After the question mark.
    Query(Style),
    /// As a header.
    Header,
}

/// How a query parameter is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Style {
    /// A scalar: `name=value`.
    Plain,
    /// A list: `name=a,b`.
    CommaSeparated,
    /// A list: `name=a%20b`.
    SpaceSeparated,
    /// A list: `name=a|b`.
    PipeSeparated,
    /// A list: `name=a&name=b`.
    Repeated,
    /// An object, each member a parameter of its own: `a=1&b=2`.
    Exploded,
}

impl<S> Parameter<S> {
    fn map<T>(&self, f: &mut impl FnMut(&S) -> T) -> Parameter<T> {
        Parameter {
            name: self.name.clone(),
            rust_name: self.rust_name.clone(),
            location: self.location,
            required: self.required,
            ty: self.ty.map(f),
            pointer: self.pointer.clone(),
            docs: self.docs.clone(),
        }
    }
}

/// Path parameters are equal whatever their name: the name is not sent.
impl<S: PartialEq> PartialEq for Parameter<S> {
    fn eq(&self, other: &Self) -> bool {
        let same_name = self.location == Location::Path || self.name == other.name;
        let same_rust_name = self.location == Location::Path || self.rust_name == other.rust_name;
        same_name
            && same_rust_name
            && self.location == other.location
            && self.required == other.required
            && self.ty == other.ty
    }
}

impl<S: Eq> Eq for Parameter<S> {}

impl<S: std::hash::Hash> std::hash::Hash for Parameter<S> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.location.hash(state);
        self.required.hash(state);
        self.ty.hash(state);
    }
}

/// What a request carries.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Body<S> {
    /// `application/json`
    Json {
        /// The type of the body.
        ty: Type<S>,
        /// Whether a call without a body is refused.
        required: bool,
    },
    /// `multipart/form-data`
    Multipart(Vec<Part<S>>),
    /// `text/plain`
    Text {
        /// Whether a call without a body is refused.
        required: bool,
    },
    /// Bytes of any other media type.
    Binary {
        /// The media type that is sent.
        content_type: String,
        /// Whether a call without a body is refused.
        required: bool,
    },
}

/// A part of a `multipart/form-data` body.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Part<S> {
    /// Its name on the wire.
    pub name: String,
    /// Its name in Rust.
    pub rust_name: RustName,
    /// What it holds.
    pub kind: PartKind<S>,
    /// Whether a call without it is refused.
    pub required: bool,
    /// What the document says about it.
    pub docs: Docs,
}

/// What a part of a `multipart/form-data` body holds.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum PartKind<S> {
    /// A file.
    File,
    /// Text written as the value of this type.
    Value(Type<S>),
}

impl<S> Body<S> {
    /// The same body with every reference replaced.
    fn map<T>(&self, f: &mut impl FnMut(&S) -> T) -> Body<T> {
        match self {
            Self::Json { ty, required } => Body::Json {
                ty: ty.map(f),
                required: *required,
            },
            Self::Multipart(parts) => {
                Body::Multipart(parts.iter().map(|part| part.map(f)).collect())
            }
            Self::Text { required } => Body::Text {
                required: *required,
            },
            Self::Binary {
                content_type,
                required,
            } => Body::Binary {
                content_type: content_type.clone(),
                required: *required,
            },
        }
    }

    /// The types that the body is made of.
    pub fn types(&self) -> Vec<&Type<S>> {
        match self {
            Self::Json { ty, .. } => vec![ty],
            Self::Multipart(parts) => parts
                .iter()
                .filter_map(|part| match &part.kind {
                    PartKind::Value(ty) => Some(ty),
                    PartKind::File => None,
                })
                .collect(),
            Self::Text { .. } | Self::Binary { .. } => Vec::new(),
        }
    }
}

impl<S> Part<S> {
    fn map<T>(&self, f: &mut impl FnMut(&S) -> T) -> Part<T> {
        Part {
            name: self.name.clone(),
            rust_name: self.rust_name.clone(),
            kind: match &self.kind {
                PartKind::File => PartKind::File,
                PartKind::Value(ty) => PartKind::Value(ty.map(f)),
            },
            required: self.required,
            docs: self.docs.clone(),
        }
    }
}

/// What a response carries, and a successful call returns.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Output<S> {
    /// A JSON body.
    Json(Type<S>),
    /// Text.
    Text,
    /// Bytes.
    Binary {
        /// Their media types, as the request asks for them.
        accept: String,
    },
    /// Nothing.
    Empty,
    /// The `Location` header of a redirect.
    Location,
}

impl<S> Output<S> {
    fn map<T>(&self, f: &mut impl FnMut(&S) -> T) -> Output<T> {
        match self {
            Self::Json(ty) => Output::Json(ty.map(f)),
            Self::Text => Output::Text,
            Self::Binary { accept } => Output::Binary {
                accept: accept.clone(),
            },
            Self::Empty => Output::Empty,
            Self::Location => Output::Location,
        }
    }
}

/// A documented response.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Response<S> {
    /// The status that it is sent with.
    pub status: Status,
    /// What it carries.
    pub content: Output<S>,
}

/// The statuses that a response is documented for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Status {
    /// One code.
    Code(u16),
    /// A hundred: `4XX`.
    Range(u16),
    /// Every status without a response of its own.
    Default,
}

impl Status {
    /// Whether the status means success.
    pub fn is_success(self) -> bool {
        match self {
            Self::Code(code) => (200..300).contains(&code),
            Self::Range(hundred) => hundred == 2,
            Self::Default => false,
        }
    }
}

impl<S> Response<S> {
    fn map<T>(&self, f: &mut impl FnMut(&S) -> T) -> Response<T> {
        Response {
            status: self.status,
            content: self.content.map(f),
        }
    }
}
