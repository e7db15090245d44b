//! The grammar of OpenAPI 3.0: the keywords of each object and their values.
//!
//! Every traversal of a raw document uses this table. It distinguishes objects whose keys are
//! keywords (a schema) from maps whose keys are names (`properties`), so that a property named
//! `example` is never taken for the keyword.

mod keywords;

use super::dialect::Dialect;

/// The keyword of a path item that maps other methods to their operations (OpenAPI 3.2).
pub(crate) const ADDITIONAL_OPERATIONS: &str = "additionalOperations";

/// The keyword of a discriminator with the schema of values without a known tag (OpenAPI 3.2).
pub(crate) const DEFAULT_MAPPING: &str = "defaultMapping";

/// The value of a keyword.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum KeywordValue {
    /// Any JSON, preserved verbatim: defaults, enum values, extensions.
    Any,
    /// An array of any JSON, preserved verbatim.
    AnyList,
    /// An example or a code sample, from which nothing is generated.
    Sample,
    /// A machine-readable string.
    Text,
    /// A human-readable string.
    Prose,
    /// A boolean.
    Flag,
    /// A number.
    Number,
    /// A non-negative integer.
    Count,
    /// One of these strings.
    Enum(&'static [&'static str]),
    /// An array of machine-readable strings.
    TextList,
    /// A map from names to machine-readable strings.
    TextMap,
    /// A map from names to human-readable strings.
    ProseMap,
    /// An object.
    One(ObjectKind),
    /// An array of objects.
    List(ObjectKind),
    /// A map from names to objects.
    Map(ObjectKind),
    /// A schema, or a boolean that allows any value or none.
    SchemaOrFlag,
}

/// The objects of OpenAPI 3.0, named as in its specification.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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
    /// Returns the kind of value of a keyword, or `None` if the object has no such keyword.
    pub(crate) fn keyword(self, key: &str) -> Option<KeywordValue> {
        keywords::value(self, key)
    }

    /// Returns `true` if OpenAPI defines a keyword of the object in this version, or the generator
    /// reads it in any.
    pub(crate) fn has_keyword(self, key: &str, dialect: Dialect) -> bool {
        match keywords::added_in(self, key) {
            Some(added) => added <= dialect,
            None => self.keyword(key).is_some(),
        }
    }

    /// Returns the method of a path item that a key equals except for its case.
    pub(crate) fn method_in_other_case(self, key: &str) -> Option<String> {
        let method = key.to_ascii_lowercase();
        let is_method = self == Self::PathItem
            && method != key
            && self.keyword(&method) == Some(KeywordValue::One(Self::Operation));
        is_method.then_some(method)
    }

    /// Returns the required keywords.
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

    /// Returns `true` if a Reference Object is read instead of the object: OpenAPI allows it, or it
    /// is an operation, in documents that are split into files.
    pub(crate) fn is_referable(self) -> bool {
        matches!(
            self,
            Self::Callback
                | Self::Header
                | Self::Link
                | Self::MediaType
                | Self::Operation
                | Self::Parameter
                | Self::PathItem
                | Self::RequestBody
                | Self::Response
                | Self::Schema
                | Self::SecurityScheme
        )
    }

    /// Returns the name of the object in messages, with an indefinite article.
    pub(crate) fn noun_with_article(self) -> String {
        let noun = self.noun();
        let article = if noun.starts_with(['e', 'i', 'o', 'O']) {
            "an"
        } else {
            "a"
        };
        format!("{article} {noun}")
    }

    /// Returns the name of the object in messages.
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

/// Returns `true` for the key of a response: a status code, a range such as `4XX`, or `default`.
pub(crate) fn is_status(key: &str) -> bool {
    match key.as_bytes() {
        [b'1'..=b'9', b'0'..=b'9', b'0'..=b'9'] => true,
        [b'1'..=b'5', b'X' | b'x', b'X' | b'x'] => true,
        _ => key == "default",
    }
}
