//! The description of an API, as static data that generated code contains.

use crate::Service;
use crate::service::Policy;

// Emitted code imports all names from here.
pub use crate::{DefaultService, PageParameter, Pagination, Style};

/// The description of a program and of all versions of its API.
#[derive(Clone, Copy, Debug)]
pub struct Description {
    /// The name of the program, such as `intercom`.
    pub name: &'static str,
    /// A sentence about the API.
    pub about: &'static str,
    /// The version of the program.
    pub version: &'static str,
    /// The name and version of the package, for `User-Agent`.
    pub user_agent: &'static str,
    /// The names and base URLs of the regions.
    pub regions: &'static [(&'static str, &'static str)],
    /// The versions of the API, oldest first; a single one for an unversioned document.
    pub versions: &'static [Version],
    /// The index of the version that is used by default.
    pub default_version: usize,
    /// The modules of the tags, and their descriptions.
    pub tags: &'static [(&'static str, &'static str)],
}

/// The command line of an API.
#[derive(Debug)]
pub struct Program {
    pub(super) description: Description,
    pub(super) policy: &'static Policy,
}

impl Program {
    /// Creates the command line of an API whose policy is `S`.
    #[must_use]
    pub const fn new<S: Service>(description: Description) -> Self {
        Self {
            description,
            policy: Policy::of::<S>(),
        }
    }
}

/// A version of the API.
#[derive(Clone, Copy, Debug)]
pub struct Version {
    /// The label, such as `2.16`; empty for an unversioned document.
    pub label: &'static str,
    /// The header that selects the version, and its value.
    pub header: Option<(&'static str, &'static str)>,
    /// The URL of the default server.
    pub base_url: Option<&'static str>,
    /// The credentials of requests.
    pub credentials: &'static [Credential],
    /// `true` if the operations select one of several credentials in `Authorization`.
    pub selects_authorization: bool,
    /// The operations, in document order.
    pub operations: &'static [&'static Operation],
}

/// A credential, which the program reads from environment variables.
#[derive(Clone, Copy, Debug)]
pub struct Credential {
    /// The part of a request that carries it.
    pub kind: CredentialKind,
    /// The end of the name of its environment variable: `TOKEN`.
    pub variable: &'static str,
}

/// The part of a request that carries a credential.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CredentialKind {
    /// `Authorization: Bearer …`
    Bearer,
    /// `Authorization: Basic …`, with the variables `USERNAME` and `PASSWORD`.
    Basic,
    /// `Authorization`, with another HTTP scheme.
    Http(&'static str),
    /// The header of this name.
    Header(&'static str),
    /// The query parameter of this name.
    Query(&'static str),
    /// The cookie of this name.
    Cookie(&'static str),
}

/// An operation of the API.
#[derive(Clone, Copy, Debug)]
pub struct Operation {
    /// The `operationId` of the document.
    pub id: &'static str,
    /// The name of its method in Rust.
    pub name: &'static str,
    /// The module of its tag.
    pub tag: &'static str,
    /// The HTTP method, such as `GET`.
    pub method: &'static str,
    /// The path template.
    pub path: &'static str,
    /// The summary.
    pub help: &'static str,
    /// `true` if the operation is deprecated.
    pub is_deprecated: bool,
    /// The parameters in path, query, headers and cookies.
    pub parameters: &'static [Input],
    /// The request body.
    pub body: Body,
    /// `true` if a form is sent although none of its fields is set.
    pub requires_form: bool,
    /// The properties of a JSON body that are scalars, or the fields of a form.
    pub fields: &'static [Input],
    /// The kind of response.
    pub output: Output,
    /// The pagination of the list.
    pub pagination: Option<Pagination>,
    /// The exceptions to the settings of the client.
    pub exceptions: Exceptions,
}

impl Operation {
    /// Creates an operation without parameters and body, which returns JSON.
    #[must_use]
    pub const fn new(
        tag: &'static str,
        name: &'static str,
        id: &'static str,
        method: &'static str,
        path: &'static str,
    ) -> Self {
        Self {
            id,
            name,
            tag,
            method,
            path,
            help: "",
            is_deprecated: false,
            parameters: &[],
            body: Body::None,
            requires_form: false,
            fields: &[],
            output: Output::Json("application/json"),
            pagination: None,
            exceptions: Exceptions::NONE,
        }
    }
}

/// The exceptions of an operation to the settings of the client.
#[derive(Clone, Copy, Debug)]
pub struct Exceptions {
    /// The URL of the server.
    pub server: Option<&'static str>,
    /// The credentials that requests carry.
    pub carries: Carries,
    /// The value of the version header.
    pub version: Option<(&'static str, &'static str)>,
    /// `Some` if requests can, or cannot, be repeated otherwise than the method says.
    pub is_idempotent: Option<bool>,
}

impl Exceptions {
    /// No exceptions.
    pub const NONE: Self = Self {
        server: None,
        carries: Carries::All,
        version: None,
        is_idempotent: None,
    };
}

/// The credentials that the requests of an operation carry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carries {
    /// All credentials.
    All,
    /// Of several in `Authorization`, those of this HTTP scheme.
    Scheme(&'static str),
    /// None.
    None,
}

/// The kind of a request body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Body {
    /// No body.
    None,
    /// JSON, with its media type unless it is `application/json`.
    Json(Option<&'static str>),
    /// A form: `application/x-www-form-urlencoded`.
    Fields,
    /// A form: `multipart/form-data`.
    Multipart,
    /// Text, with its media type unless it is `text/plain`. It may be a range, such as `text/*`.
    Text(Option<&'static str>),
    /// Bytes, with their media type, which may be a range, such as `image/*`.
    Bytes(Option<&'static str>),
}

impl Body {
    /// Returns the media type of text or bytes if it is a range.
    pub(super) fn range(self) -> Option<&'static str> {
        match self {
            Self::Text(media_type) | Self::Bytes(media_type) => {
                media_type.filter(|name| name.ends_with("/*"))
            }
            Self::None | Self::Json(_) | Self::Fields | Self::Multipart => None,
        }
    }
}

/// The kind of a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Output {
    /// JSON, with the media types for the header `Accept`.
    Json(&'static str),
    /// JSON that may be null, also as an empty body, with the media types for the header `Accept`.
    NullableJson(&'static str),
    /// Text or bytes, with the media types for the header `Accept`.
    Raw(&'static str),
    /// No content.
    Empty,
    /// The location of a redirect.
    Location,
}

/// A parameter, or a property of a body.
#[derive(Clone, Copy, Debug)]
pub struct Input {
    pub(super) name: &'static str,
    pub(super) location: Location,
    pub(super) kind: Kind,
    pub(super) help: &'static str,
    pub(super) is_list: bool,
    pub(super) is_required: bool,
    pub(super) values: &'static [&'static str],
    pub(super) constant: Option<&'static str>,
    pub(super) media_type: Option<&'static str>,
    pub(super) headers: &'static [(&'static str, &'static str)],
}

/// The part of a request that carries an input.
#[derive(Clone, Copy, Debug)]
pub enum Location {
    /// A variable of the path.
    Path(Encoding),
    /// The query.
    Query(Encoding),
    /// A header.
    Header(Encoding),
    /// A cookie.
    Cookie(Encoding),
    /// The whole query.
    QueryString(Encoding),
    /// A property of the JSON body, or a part of a multipart body.
    Body,
    /// A part of a multipart body, in a style.
    Part(Encoding),
    /// A field of a URL-encoded form.
    Field(Encoding),
}

/// The serialization of a value.
#[derive(Clone, Copy, Debug)]
pub enum Encoding {
    /// A style.
    Styled(Style),
    /// JSON, in a style for its text.
    Json(Style),
}

/// The type of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A string.
    Text,
    /// An integer.
    Integer,
    /// A number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// A time in seconds since the Unix epoch.
    Time,
    /// JSON, or else text.
    Any,
    /// JSON.
    Json,
    /// A file, with its media types; empty for any.
    File(&'static str),
    /// A file with the name of its field: `NAME=PATH`.
    NamedFile,
}

impl Input {
    /// Creates an optional input.
    #[must_use]
    pub const fn new(
        location: Location,
        name: &'static str,
        kind: Kind,
        help: &'static str,
    ) -> Self {
        Self {
            name,
            location,
            kind,
            help,
            is_list: false,
            is_required: false,
            values: &[],
            constant: None,
            media_type: None,
            headers: &[],
        }
    }

    /// Creates a required path parameter in the common style.
    #[must_use]
    pub const fn path(name: &'static str, kind: Kind, help: &'static str) -> Self {
        let location = Location::Path(Encoding::Styled(Style::SIMPLE));
        Self::new(location, name, kind, help).required()
    }

    /// Creates a query parameter in the common style.
    #[must_use]
    pub const fn query(name: &'static str, kind: Kind, help: &'static str) -> Self {
        let location = Location::Query(Encoding::Styled(Style::FORM));
        Self::new(location, name, kind, help)
    }

    /// Creates a property of a JSON body, or a part of a multipart body.
    #[must_use]
    pub const fn body(name: &'static str, kind: Kind, help: &'static str) -> Self {
        Self::new(Location::Body, name, kind, help)
    }

    /// Makes it required.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.is_required = true;
        self
    }

    /// Makes it a list.
    #[must_use]
    pub const fn list(mut self) -> Self {
        self.is_list = true;
        self
    }

    /// Sets the known values.
    #[must_use]
    pub const fn values(mut self, values: &'static [&'static str]) -> Self {
        self.values = values;
        self
    }

    /// Sets the only allowed value, as JSON, which every request contains.
    #[must_use]
    pub const fn constant(mut self, json: &'static str) -> Self {
        self.constant = Some(json);
        self
    }

    /// Sets the media type of the parts of a multipart body.
    #[must_use]
    pub const fn media_type(mut self, media_type: &'static str) -> Self {
        self.media_type = Some(media_type);
        self
    }

    /// Sets the headers of the parts of a multipart body.
    #[must_use]
    pub const fn headers(mut self, headers: &'static [(&'static str, &'static str)]) -> Self {
        self.headers = headers;
        self
    }
}
