use std::fmt;

use crate::diagnostic::Pointer;

use super::{
    Body, Docs, FormEncoding, FormField, ItemsPath, Pagination, Parameter, RustName, Type,
};

/// One method on one path. `N` is a Rust name, or a [`Choice`](super::Choice) until names are given.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Operation<S, N = RustName> {
    /// The document's `operationId`, which no other operation of the document has.
    pub id: String,
    /// The name of the method.
    pub method_name: N,
    /// The name of the request builder.
    pub type_name: N,
    /// The group that the operation belongs to.
    pub tag: OperationTag<N>,
    /// The HTTP method, in capitals.
    pub method: &'static str,
    /// The path with its variables.
    pub path: PathTemplate,
    /// Parameters in path, query, headers and cookies, in document order.
    pub parameters: Vec<Parameter<S, N>>,
    /// What is sent.
    pub body: Option<Body<S, N>>,
    /// What a successful call returns.
    pub output: Output<S>,
    /// The media types that it asks for, where what it returns does not say.
    pub accept: Option<String>,
    /// How it returns a list page by page, once a pass has resolved it
    /// ([`Api::paginations`](super::Api::paginations)).
    pub pagination: Option<Pagination<ItemsPath<S>>>,
    /// Every documented response.
    pub responses: Vec<Response<S>>,
    /// What the document says about it.
    pub docs: Docs,
}

/// The first tag of an operation, by which operations are grouped.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct OperationTag<N = RustName> {
    /// The tag.
    pub name: String,
    /// The name of its module and of the client's accessor.
    pub module: N,
    /// The name of its type.
    pub type_name: N,
}

impl<S, N> Operation<S, N> {
    /// Where it is written.
    pub fn pointer(&self) -> Pointer {
        let path = Pointer::root().child("paths").child(&self.path.to_string());
        path.child(&self.method.to_lowercase())
    }
}

/// An input of a request: a parameter, the body, or a field of a form.
#[derive(Clone, Copy, Debug)]
pub enum Input<'a, S> {
    /// A parameter.
    Parameter(&'a Parameter<S>),
    /// The body, unless it is a form.
    Body(&'a Body<S>),
    /// A field of a form.
    Field(FormEncoding, &'a FormField<S>),
}

impl<S> Operation<S> {
    /// The inputs of the request: parameters, then the body or the fields of a form.
    pub fn inputs(&self) -> impl Iterator<Item = Input<'_, S>> {
        let parameters = self.parameters.iter().map(Input::Parameter);
        let (body, form) = match &self.body {
            Some(Body::Form { encoding, fields }) => (None, Some((*encoding, fields))),
            body => (body.as_ref(), None),
        };
        let fields = form.into_iter().flat_map(|(encoding, fields)| {
            fields
                .iter()
                .map(move |field| Input::Field(encoding, field))
        });
        parameters.chain(body.map(Input::Body)).chain(fields)
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
            accept: self.accept.clone(),
            pagination: self
                .pagination
                .as_ref()
                .map(|pagination| pagination.with_items(pagination.items.map(f))),
            responses: self
                .responses
                .iter()
                .map(|response| response.map(f))
                .collect(),
            docs: self.docs.clone(),
        }
    }
}

/// A path with variables.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PathTemplate {
    /// The parts between slashes, each literal text and variables.
    pub segments: Vec<Segment>,
    /// What stands after a `#`. Some documents tell apart by it what has the same address.
    pub fragment: Option<String>,
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
        let (path, fragment) = match path.split_once('#') {
            Some((path, fragment)) => (path, Some(fragment.to_owned())),
            None => (path, None),
        };
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
        Some(Self { segments, fragment })
    }

    /// What a request is sent to: the path without its fragment, which is no part of an address
    /// (RFC 9110, section 7.1).
    pub fn target(&self) -> String {
        self.segments.iter().map(Segment::to_string).collect()
    }

    /// The names of the variables, in order.
    pub fn variables(&self) -> impl Iterator<Item = &str> {
        self.segments.iter().filter_map(|segment| match segment {
            Segment::Variable(name) => Some(name.as_str()),
            Segment::Literal(_) => None,
        })
    }

    /// The same path with the names of its variables erased: two paths that differ in these alone
    /// are the same address.
    pub fn anonymous(&self) -> Self {
        let segments = self.segments.iter().map(|segment| match segment {
            Segment::Literal(text) => Segment::Literal(text.clone()),
            Segment::Variable(_) => Segment::Variable(String::new()),
        });
        Self {
            segments: segments.collect(),
            fragment: self.fragment.clone(),
        }
    }
}

impl fmt::Display for PathTemplate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.target())?;
        match &self.fragment {
            Some(fragment) => write!(f, "#{fragment}"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Segment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Literal(text) => f.write_str(text),
            Self::Variable(name) => write!(f, "{{{name}}}"),
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
    Binary,
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
            Self::Binary => Output::Binary,
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
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

    /// The reason phrase as one word, `Not_Found`; where there is none, `status_299`, `status_4xx`
    /// or `default`.
    pub fn phrase(self) -> String {
        match self {
            Self::Code(code) => http::StatusCode::from_u16(code)
                .ok()
                .and_then(|status| status.canonical_reason())
                .map_or_else(
                    || format!("status_{code}"),
                    |reason| reason.replace(' ', "_"),
                ),
            Self::Range(hundred) => format!("status_{hundred}xx"),
            Self::Default => "default".to_owned(),
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
