//! The grammar of OpenAPI 3.0: the keywords of each object and the values that they take.
//!
//! Every walk over a raw document shares this table. It distinguishes objects whose keys are
//! keywords (a schema) from maps whose keys are names (`properties`), so that a property called
//! `example` is never taken for the keyword.

mod keywords;

/// The value of a keyword.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum KeywordValue {
    /// Any JSON, to be kept as it is: defaults, enum values, extensions.
    Any,
    /// An example or a code sample: nothing that a client is made from.
    Sample,
    /// Text that machines read.
    Text,
    /// Text for people.
    Prose,
    /// `true` or `false`.
    Flag,
    /// A number.
    Number,
    /// A number that counts something.
    Count,
    /// One of a few words.
    Word(&'static [&'static str]),
    /// A list of text.
    Texts,
    /// Names to text.
    TextMap,
    /// Names to text for people.
    ProseMap,
    /// An object.
    One(ObjectKind),
    /// A list of objects.
    List(ObjectKind),
    /// Names to objects.
    Map(ObjectKind),
    /// A schema, or `true` or `false` for any and none.
    SchemaOrFlag,
}

/// The objects of OpenAPI 3.0, by their names in its specification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ObjectKind {
    Callback,
    Components,
    Contact,
    Discriminator,
    Document,
    Encoding,
    ExternalDocs,
    Header,
    Info,
    License,
    Link,
    MediaType,
    OAuthFlow,
    OAuthFlows,
    Operation,
    Parameter,
    PathItem,
    Paths,
    RequestBody,
    Response,
    Responses,
    Schema,
    SecurityRequirement,
    SecurityScheme,
    Server,
    ServerVariable,
    Tag,
}

impl ObjectKind {
    /// Returns the value that a keyword takes in the object, or `None` if OpenAPI 3.0 does not
    /// define it there.
    pub(crate) fn keyword(self, key: &str) -> Option<KeywordValue> {
        keywords::value(self, key)
    }

    /// The required keywords.
    pub(crate) fn required(self) -> &'static [&'static str] {
        match self {
            Self::Discriminator => &["propertyName"],
            Self::Document => &["openapi", "info", "paths"],
            Self::ExternalDocs | Self::Server => &["url"],
            Self::Info => &["title", "version"],
            Self::License | Self::Tag => &["name"],
            Self::OAuthFlow => &["scopes"],
            Self::Operation => &["responses"],
            Self::Parameter => &["name", "in"],
            Self::Response => &["description"],
            Self::SecurityScheme => &["type"],
            Self::ServerVariable => &["default"],
            _ => &[],
        }
    }

    /// Returns `true` if a reference may take the place of the object.
    pub(crate) fn is_referable(self) -> bool {
        matches!(
            self,
            Self::Callback
                | Self::Header
                | Self::Link
                | Self::Parameter
                | Self::PathItem
                | Self::RequestBody
                | Self::Response
                | Self::Schema
                | Self::SecurityScheme
        )
    }

    /// The name of the object in a message.
    pub(crate) fn noun(self) -> &'static str {
        match self {
            Self::Callback => "callback",
            Self::Components => "components object",
            Self::Contact => "contact",
            Self::Discriminator => "discriminator",
            Self::Document => "document",
            Self::Encoding => "encoding",
            Self::ExternalDocs => "external documentation",
            Self::Header => "header",
            Self::Info => "info object",
            Self::License => "license",
            Self::Link => "link",
            Self::MediaType => "media type",
            Self::OAuthFlow => "OAuth flow",
            Self::OAuthFlows => "OAuth flows object",
            Self::Operation => "operation",
            Self::Parameter => "parameter",
            Self::PathItem => "path item",
            Self::Paths => "paths object",
            Self::RequestBody => "request body",
            Self::Response => "response",
            Self::Responses => "responses object",
            Self::Schema => "schema",
            Self::SecurityRequirement => "security requirement",
            Self::SecurityScheme => "security scheme",
            Self::Server => "server",
            Self::ServerVariable => "server variable",
            Self::Tag => "tag",
        }
    }
}

/// Returns `true` if a key is that of a response: a status, a range such as `4XX`, or `default`.
pub(crate) fn is_status(key: &str) -> bool {
    match key.as_bytes() {
        [b'1'..=b'9', b'0'..=b'9', b'0'..=b'9'] => true,
        [b'1'..=b'5', b'X' | b'x', b'X' | b'x'] => true,
        _ => key == "default",
    }
}
