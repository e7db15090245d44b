use std::fmt;

use crate::diagnostic::Pointer;

use super::{
    Body, Credentials, Docs, FormEncoding, FormField, ItemsPath, Job, PageSize, Pagination,
    Parameter, RustName, Stream, Type,
};

/// An operation: a method on a path.
///
/// `N` is a Rust name, or a [`Choice`](super::Choice) until names are assigned.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Operation<S, N = RustName> {
    /// The `operationId`, unique in the document.
    pub id: String,
    /// The name of the method.
    pub method_name: N,
    /// The name of the request builder.
    pub type_name: N,
    /// The group that the operation belongs to.
    pub tag: OperationTag<N>,
    /// The HTTP method, such as `GET`.
    pub method: String,
    /// The path template.
    pub path: PathTemplate,
    /// The base URL of its server, if that is not the server of the document. A URL without a host
    /// is relative to the base URL of the client.
    pub server: Option<String>,
    /// The credentials that its requests carry.
    pub credentials: Credentials,
    /// `Some` if requests can, or cannot, be repeated otherwise than the method says
    /// (`x-idempotent`, scrolls).
    pub is_idempotent: Option<bool>,
    /// `true` if the properties that the body lacks remain unchanged (`PATCH` or
    /// `x-partial-update`).
    pub is_partial: bool,
    /// Parameters in path, query, headers and cookies, in document order.
    pub parameters: Vec<Parameter<S, N>>,
    /// The request body.
    pub body: Option<Body<S, N>>,
    /// The kind of the body, if the operation accepts bodies of several types and this is not the
    /// first.
    pub body_kind: Option<String>,
    /// The content of a successful response.
    pub output: Output<S>,
    /// The index of the variant for each status, if the output is a union of the types of several
    /// statuses; or else empty.
    pub statuses: Vec<(Status, usize)>,
    /// The media types for the `Accept` header; empty if the kind of output implies it.
    pub accept: Vec<String>,
    /// The other representations of the response that can be requested.
    pub representations: Vec<Representation<S>>,
    /// The stream that the response can be read as.
    pub stream: Option<Stream<S>>,
    /// The value of the version header that the operation requires, if it differs from that of the
    /// client in case.
    pub version: Option<String>,
    /// The pagination, once a pass has resolved [`Api::paginations`](super::Api::paginations).
    pub pagination: Option<Pagination<ItemsPath<S>>>,
    /// The setter of the number of items per page in the body, once names are assigned.
    pub page_size: Option<PageSize>,
    /// The job that it starts, once a pass has resolved [`Api::jobs`](super::Api::jobs).
    pub job: Option<Job>,
    /// Every documented response.
    pub responses: Vec<Response<S>>,
    /// The documentation.
    pub docs: Docs,
}

/// The first tag of an operation, by which operations are grouped.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct OperationTag<N = RustName> {
    /// The name of the tag.
    pub name: String,
    /// The name of the module and of the client's accessor.
    pub module: N,
    /// The name of the accessor's type.
    pub type_name: N,
}

impl<S, N> Operation<S, N> {
    /// Returns the location in the document.
    pub fn pointer(&self) -> Pointer {
        let path = self.path.to_string();
        match self.known_method() {
            Some(method) => Pointer::root().within(["paths", &path, &method.to_lowercase()]),
            None => Pointer::root().within(["paths", &path, "additionalOperations", &self.method]),
        }
    }

    /// Returns the method if it has a constant in [`http::Method`] and a keyword in OpenAPI.
    pub fn known_method(&self) -> Option<&str> {
        const KNOWN: [&str; 9] = [
            "GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE", "QUERY",
        ];
        Some(self.method.as_str()).filter(|method| KNOWN.contains(method))
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
    /// Returns the inputs of the request: the parameters, then the body or the fields of a form.
    pub fn inputs(&self) -> impl Iterator<Item = Input<'_, S>> {
        let parameters = self.parameters.iter().map(Input::Parameter);
        let (body, form) = match &self.body {
            Some(Body::Form {
                encoding, fields, ..
            }) => (None, Some((*encoding, fields))),
            body => (body.as_ref(), None),
        };
        let fields = form.into_iter().flat_map(|(encoding, fields)| {
            fields
                .iter()
                .map(move |field| Input::Field(encoding, field))
        });
        parameters.chain(body.map(Input::Body)).chain(fields)
    }

    /// Returns every reference, with duplicates.
    pub fn references(&self) -> Vec<S>
    where
        S: Clone,
    {
        let mut references = Vec::new();
        self.map(&mut |reference| references.push(reference.clone()));
        references
    }

    /// Replaces every reference.
    pub fn map<T>(&self, f: &mut impl FnMut(&S) -> T) -> Operation<T> {
        Operation {
            id: self.id.clone(),
            method_name: self.method_name.clone(),
            type_name: self.type_name.clone(),
            tag: self.tag.clone(),
            method: self.method.clone(),
            path: self.path.clone(),
            server: self.server.clone(),
            credentials: self.credentials.clone(),
            is_idempotent: self.is_idempotent,
            is_partial: self.is_partial,
            parameters: self
                .parameters
                .iter()
                .map(|parameter| parameter.map(f))
                .collect(),
            body: self.body.as_ref().map(|body| body.map(f)),
            body_kind: self.body_kind.clone(),
            output: self.output.map(f),
            statuses: self.statuses.clone(),
            accept: self.accept.clone(),
            representations: self.representations.iter().map(|one| one.map(f)).collect(),
            stream: self.stream.as_ref().map(|stream| stream.map(f)),
            version: self.version.clone(),
            pagination: self
                .pagination
                .as_ref()
                .map(|pagination| pagination.with_items(pagination.items.map(f))),
            page_size: self.page_size.clone(),
            job: self.job.clone(),
            responses: self
                .responses
                .iter()
                .map(|response| response.map(f))
                .collect(),
            docs: self.docs.clone(),
        }
    }
}

/// A path template.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PathTemplate {
    /// Literal text and variables, alternating.
    pub segments: Vec<Segment>,
    /// The text after `#`, by which some documents distinguish operations with the same URL.
    pub fragment: Option<String>,
}

/// A piece of a path template.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Segment {
    /// Literal text, slashes included.
    Literal(String),
    /// The name of a variable.
    Variable(String),
}

impl PathTemplate {
    /// Parses a path such as `/contacts/{id}/notes`. Returns `None` if a brace is not closed.
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

    /// Returns the path without its fragment.
    ///
    /// A fragment is not part of a request target (RFC 9110, section 7.1).
    pub fn target(&self) -> String {
        self.segments.iter().map(Segment::to_string).collect()
    }

    /// Returns `true` if the path has a query, which is not a valid path.
    pub fn has_query(&self) -> bool {
        let mut segments = self.segments.iter();
        segments.any(|segment| matches!(segment, Segment::Literal(text) if text.contains('?')))
    }

    /// Returns the names of the variables, in order.
    pub fn variables(&self) -> impl Iterator<Item = &str> {
        self.segments.iter().filter_map(|segment| match segment {
            Segment::Variable(name) => Some(name.as_str()),
            Segment::Literal(_) => None,
        })
    }

    /// Returns the path with the names of its variables erased. Paths that differ only in these
    /// names are identical (OpenAPI 3.0, "Paths Object").
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

/// The content of a response.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Output<S> {
    /// A JSON body.
    Json(Type<S>),
    /// Text.
    Text,
    /// Bytes.
    Binary,
    /// No content.
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

/// The content of a response in some of its media types.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Representation<S> {
    /// The content.
    pub output: Output<S>,
    /// The media types, never empty.
    pub media_types: Vec<String>,
}

impl<S> Representation<S> {
    fn map<T>(&self, f: &mut impl FnMut(&S) -> T) -> Representation<T> {
        Representation {
            output: self.output.map(f),
            media_types: self.media_types.clone(),
        }
    }
}

/// A documented response.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Response<S> {
    /// The status that the response is declared for.
    pub status: Status,
    /// The content.
    pub content: Output<S>,
}

/// The statuses that a response is documented for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Status {
    /// A status code.
    Code(u16),
    /// A range, by its first digit: 4 for `4XX`.
    Range(u16),
    /// Every status that no other response covers.
    Default,
}

impl Status {
    /// Returns `true` if the status means success (2xx).
    pub fn is_success(self) -> bool {
        match self {
            Self::Code(code) => (200..300).contains(&code),
            Self::Range(hundred) => hundred == 2,
            Self::Default => false,
        }
    }

    /// Returns the reason phrase: `Not_Found`; or else `status_299`, `status_4xx` or `default`.
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

/// The key in a Responses Object: `200`, `4XX`, `default`.
impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Code(code) => write!(f, "{code}"),
            Self::Range(hundred) => write!(f, "{hundred}XX"),
            Self::Default => f.write_str("default"),
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
