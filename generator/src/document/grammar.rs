//! What may stand where in an OpenAPI 3.0 document.
//!
//! One table that every walk over a raw document shares. It tells an object whose keys are
//! keywords (a schema) from a map whose keys are names (`properties`), so that a property called
//! `example` is never taken for the keyword.

/// What a keyword's value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
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
    One(Kind),
    /// A list of objects.
    List(Kind),
    /// Names to objects.
    Map(Kind),
    /// A schema, or `true` or `false` for any and none.
    SchemaOrFlag,
}

/// The objects of OpenAPI 3.0, by their names in its specification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
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

const STYLES: &[&str] = &[
    "form",
    "simple",
    "matrix",
    "label",
    "spaceDelimited",
    "pipeDelimited",
    "deepObject",
];

impl Kind {
    /// What the value of `key` is; `None` when OpenAPI 3.0 has no such keyword here.
    pub(crate) fn keyword(self, key: &str) -> Option<Shape> {
        if key.starts_with("x-") && self != Self::SecurityRequirement {
            return Some(extension(key));
        }
        match self {
            Self::Callback => Some(Shape::One(Self::PathItem)),
            Self::Components => components(key),
            Self::Contact => text(key, &["name", "url", "email"]),
            Self::Discriminator => discriminator(key),
            Self::Document => document(key),
            Self::Encoding => encoding(key),
            Self::ExternalDocs => prose_or(key, text(key, &["url"])),
            Self::Header | Self::Parameter => parameter(key),
            Self::Info => info(key),
            Self::License => text(key, &["name", "url"]),
            Self::Link => link(key),
            Self::MediaType => media_type(key),
            Self::OAuthFlow => oauth_flow(key),
            Self::OAuthFlows => Some(Shape::One(Self::OAuthFlow)),
            Self::Operation => operation(key),
            Self::PathItem => path_item(key),
            Self::Paths => key.starts_with('/').then_some(Shape::One(Self::PathItem)),
            Self::RequestBody => request_body(key),
            Self::Response => response(key),
            Self::Responses => is_status(key).then_some(Shape::One(Self::Response)),
            Self::Schema => schema(key),
            Self::SecurityRequirement => Some(Shape::Texts),
            Self::SecurityScheme => security_scheme(key),
            Self::Server => server(key),
            Self::ServerVariable => server_variable(key),
            Self::Tag => tag(key),
        }
    }

    /// The keywords that must be there.
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

    /// Whether a `$ref` may stand in its place.
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

    /// What it is called in a message.
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

/// Whether a response can stand under this key: a status, a range such as `4XX`, or the default.
pub(crate) fn is_status(key: &str) -> bool {
    match key.as_bytes() {
        [b'1'..=b'9', b'0'..=b'9', b'0'..=b'9'] => true,
        [b'1'..=b'5', b'X' | b'x', b'X' | b'x'] => true,
        _ => key == "default",
    }
}

fn extension(key: &str) -> Shape {
    match key {
        "x-code-samples" | "x-codeSamples" => Shape::Sample,
        _ => Shape::Any,
    }
}

fn text(key: &str, keys: &[&str]) -> Option<Shape> {
    keys.contains(&key).then_some(Shape::Text)
}

fn prose_or(key: &str, other: Option<Shape>) -> Option<Shape> {
    match key {
        "description" | "summary" => Some(Shape::Prose),
        _ => other,
    }
}

fn document(key: &str) -> Option<Shape> {
    Some(match key {
        "openapi" => Shape::Text,
        "info" => Shape::One(Kind::Info),
        "servers" => Shape::List(Kind::Server),
        "paths" => Shape::One(Kind::Paths),
        "components" => Shape::One(Kind::Components),
        "security" => Shape::List(Kind::SecurityRequirement),
        "tags" => Shape::List(Kind::Tag),
        "externalDocs" => Shape::One(Kind::ExternalDocs),
        _ => return None,
    })
}

fn info(key: &str) -> Option<Shape> {
    Some(match key {
        "title" | "version" | "termsOfService" => Shape::Text,
        "contact" => Shape::One(Kind::Contact),
        "license" => Shape::One(Kind::License),
        _ => return prose_or(key, None),
    })
}

fn server(key: &str) -> Option<Shape> {
    Some(match key {
        "url" => Shape::Text,
        "variables" => Shape::Map(Kind::ServerVariable),
        _ => return prose_or(key, None),
    })
}

fn server_variable(key: &str) -> Option<Shape> {
    Some(match key {
        "enum" => Shape::Texts,
        "default" => Shape::Text,
        _ => return prose_or(key, None),
    })
}

fn tag(key: &str) -> Option<Shape> {
    Some(match key {
        "name" => Shape::Text,
        "externalDocs" => Shape::One(Kind::ExternalDocs),
        _ => return prose_or(key, None),
    })
}

fn components(key: &str) -> Option<Shape> {
    Some(match key {
        "schemas" => Shape::Map(Kind::Schema),
        "responses" => Shape::Map(Kind::Response),
        "parameters" => Shape::Map(Kind::Parameter),
        "examples" => Shape::Sample,
        "requestBodies" => Shape::Map(Kind::RequestBody),
        "headers" => Shape::Map(Kind::Header),
        "securitySchemes" => Shape::Map(Kind::SecurityScheme),
        "links" => Shape::Map(Kind::Link),
        "callbacks" => Shape::Map(Kind::Callback),
        _ => return None,
    })
}

fn path_item(key: &str) -> Option<Shape> {
    Some(match key {
        "$ref" => Shape::Text,
        "get" | "put" | "post" | "delete" | "options" | "head" | "patch" | "trace" => {
            Shape::One(Kind::Operation)
        }
        "servers" => Shape::List(Kind::Server),
        "parameters" => Shape::List(Kind::Parameter),
        _ => return prose_or(key, None),
    })
}

fn operation(key: &str) -> Option<Shape> {
    Some(match key {
        "tags" => Shape::Texts,
        "externalDocs" => Shape::One(Kind::ExternalDocs),
        "operationId" => Shape::Text,
        "parameters" => Shape::List(Kind::Parameter),
        "requestBody" => Shape::One(Kind::RequestBody),
        "responses" => Shape::One(Kind::Responses),
        "callbacks" => Shape::Map(Kind::Callback),
        "deprecated" => Shape::Flag,
        "security" => Shape::List(Kind::SecurityRequirement),
        "servers" => Shape::List(Kind::Server),
        _ => return prose_or(key, None),
    })
}

fn parameter(key: &str) -> Option<Shape> {
    Some(match key {
        "name" => Shape::Text,
        "in" => Shape::Word(&["query", "header", "path", "cookie"]),
        "required" | "deprecated" | "allowEmptyValue" | "explode" | "allowReserved" => Shape::Flag,
        "style" => Shape::Word(STYLES),
        "schema" => Shape::One(Kind::Schema),
        "content" => Shape::Map(Kind::MediaType),
        "example" | "examples" => Shape::Sample,
        _ => return prose_or(key, None),
    })
}

fn request_body(key: &str) -> Option<Shape> {
    Some(match key {
        "content" => Shape::Map(Kind::MediaType),
        "required" => Shape::Flag,
        _ => return prose_or(key, None),
    })
}

fn media_type(key: &str) -> Option<Shape> {
    Some(match key {
        "schema" => Shape::One(Kind::Schema),
        "example" | "examples" => Shape::Sample,
        "encoding" => Shape::Map(Kind::Encoding),
        _ => return None,
    })
}

fn encoding(key: &str) -> Option<Shape> {
    Some(match key {
        "contentType" => Shape::Text,
        "headers" => Shape::Map(Kind::Header),
        "style" => Shape::Word(STYLES),
        "explode" | "allowReserved" => Shape::Flag,
        _ => return None,
    })
}

fn response(key: &str) -> Option<Shape> {
    Some(match key {
        "headers" => Shape::Map(Kind::Header),
        "content" => Shape::Map(Kind::MediaType),
        "links" => Shape::Map(Kind::Link),
        _ => return prose_or(key, None),
    })
}

fn link(key: &str) -> Option<Shape> {
    Some(match key {
        "operationRef" | "operationId" => Shape::Text,
        "parameters" | "requestBody" => Shape::Any,
        "server" => Shape::One(Kind::Server),
        _ => return prose_or(key, None),
    })
}

fn schema(key: &str) -> Option<Shape> {
    Some(match key {
        "type" => Shape::Word(&["string", "number", "integer", "boolean", "object", "array"]),
        "title" => Shape::Prose,
        "format" | "pattern" => Shape::Text,
        "multipleOf" | "maximum" | "minimum" => Shape::Number,
        "exclusiveMaximum" | "exclusiveMinimum" | "uniqueItems" => Shape::Flag,
        "nullable" | "readOnly" | "writeOnly" | "deprecated" => Shape::Flag,
        "maxLength" | "minLength" | "maxItems" | "minItems" => Shape::Count,
        "maxProperties" | "minProperties" => Shape::Count,
        "required" => Shape::Texts,
        "$ref" | "enum" | "default" => Shape::Any,
        "allOf" | "oneOf" | "anyOf" => Shape::List(Kind::Schema),
        "not" | "items" => Shape::One(Kind::Schema),
        "properties" => Shape::Map(Kind::Schema),
        "additionalProperties" => Shape::SchemaOrFlag,
        "discriminator" => Shape::One(Kind::Discriminator),
        "xml" => Shape::Any,
        "externalDocs" => Shape::One(Kind::ExternalDocs),
        "example" | "examples" => Shape::Sample,
        _ => return prose_or(key, None),
    })
}

fn discriminator(key: &str) -> Option<Shape> {
    Some(match key {
        "propertyName" => Shape::Text,
        "mapping" => Shape::TextMap,
        _ => return None,
    })
}

fn security_scheme(key: &str) -> Option<Shape> {
    Some(match key {
        "type" => Shape::Word(&["apiKey", "http", "oauth2", "openIdConnect"]),
        "name" | "scheme" | "bearerFormat" | "openIdConnectUrl" => Shape::Text,
        "in" => Shape::Word(&["query", "header", "cookie"]),
        "flows" => Shape::One(Kind::OAuthFlows),
        _ => return prose_or(key, None),
    })
}

fn oauth_flow(key: &str) -> Option<Shape> {
    match key {
        "scopes" => Some(Shape::ProseMap),
        _ => text(key, &["authorizationUrl", "tokenUrl", "refreshUrl"]),
    }
}
