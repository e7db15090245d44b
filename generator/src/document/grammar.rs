//! What may stand where in an OpenAPI 3.0 document.
//!
//! One table that every walk over a raw document shares. It tells an object whose keys are
//! keywords (a schema) from a map whose keys are names (`properties`), so that a property called
//! `example` is never taken for the keyword.

/// What a keyword's value is.
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

const STYLES: &[&str] = &[
    "form",
    "simple",
    "matrix",
    "label",
    "spaceDelimited",
    "pipeDelimited",
    "deepObject",
];

impl ObjectKind {
    /// What the value of `key` is; `None` when OpenAPI 3.0 has no such keyword here.
    pub(crate) fn keyword(self, key: &str) -> Option<KeywordValue> {
        if key.starts_with("x-") && self != Self::SecurityRequirement {
            return Some(extension(key));
        }
        match self {
            Self::Callback => Some(KeywordValue::One(Self::PathItem)),
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
            Self::OAuthFlows => Some(KeywordValue::One(Self::OAuthFlow)),
            Self::Operation => operation(key),
            Self::PathItem => path_item(key),
            Self::Paths => key
                .starts_with('/')
                .then_some(KeywordValue::One(Self::PathItem)),
            Self::RequestBody => request_body(key),
            Self::Response => response(key),
            Self::Responses => is_status(key).then_some(KeywordValue::One(Self::Response)),
            Self::Schema => schema(key),
            Self::SecurityRequirement => Some(KeywordValue::Texts),
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

fn extension(key: &str) -> KeywordValue {
    match key {
        "x-code-samples" | "x-codeSamples" => KeywordValue::Sample,
        _ => KeywordValue::Any,
    }
}

fn text(key: &str, keys: &[&str]) -> Option<KeywordValue> {
    keys.contains(&key).then_some(KeywordValue::Text)
}

fn prose_or(key: &str, other: Option<KeywordValue>) -> Option<KeywordValue> {
    match key {
        "description" | "summary" => Some(KeywordValue::Prose),
        _ => other,
    }
}

fn document(key: &str) -> Option<KeywordValue> {
    Some(match key {
        "openapi" => KeywordValue::Text,
        "info" => KeywordValue::One(ObjectKind::Info),
        "servers" => KeywordValue::List(ObjectKind::Server),
        "paths" => KeywordValue::One(ObjectKind::Paths),
        "components" => KeywordValue::One(ObjectKind::Components),
        "security" => KeywordValue::List(ObjectKind::SecurityRequirement),
        "tags" => KeywordValue::List(ObjectKind::Tag),
        "externalDocs" => KeywordValue::One(ObjectKind::ExternalDocs),
        _ => return None,
    })
}

fn info(key: &str) -> Option<KeywordValue> {
    Some(match key {
        "title" | "version" | "termsOfService" => KeywordValue::Text,
        "contact" => KeywordValue::One(ObjectKind::Contact),
        "license" => KeywordValue::One(ObjectKind::License),
        _ => return prose_or(key, None),
    })
}

fn server(key: &str) -> Option<KeywordValue> {
    Some(match key {
        "url" => KeywordValue::Text,
        "variables" => KeywordValue::Map(ObjectKind::ServerVariable),
        _ => return prose_or(key, None),
    })
}

fn server_variable(key: &str) -> Option<KeywordValue> {
    Some(match key {
        "enum" => KeywordValue::Texts,
        "default" => KeywordValue::Text,
        _ => return prose_or(key, None),
    })
}

fn tag(key: &str) -> Option<KeywordValue> {
    Some(match key {
        "name" => KeywordValue::Text,
        "externalDocs" => KeywordValue::One(ObjectKind::ExternalDocs),
        _ => return prose_or(key, None),
    })
}

fn components(key: &str) -> Option<KeywordValue> {
    Some(match key {
        "schemas" => KeywordValue::Map(ObjectKind::Schema),
        "responses" => KeywordValue::Map(ObjectKind::Response),
        "parameters" => KeywordValue::Map(ObjectKind::Parameter),
        "examples" => KeywordValue::Sample,
        "requestBodies" => KeywordValue::Map(ObjectKind::RequestBody),
        "headers" => KeywordValue::Map(ObjectKind::Header),
        "securitySchemes" => KeywordValue::Map(ObjectKind::SecurityScheme),
        "links" => KeywordValue::Map(ObjectKind::Link),
        "callbacks" => KeywordValue::Map(ObjectKind::Callback),
        _ => return None,
    })
}

fn path_item(key: &str) -> Option<KeywordValue> {
    Some(match key {
        "$ref" => KeywordValue::Text,
        "get" | "put" | "post" | "delete" | "options" | "head" | "patch" | "trace" => {
            KeywordValue::One(ObjectKind::Operation)
        }
        "servers" => KeywordValue::List(ObjectKind::Server),
        "parameters" => KeywordValue::List(ObjectKind::Parameter),
        _ => return prose_or(key, None),
    })
}

fn operation(key: &str) -> Option<KeywordValue> {
    Some(match key {
        "tags" => KeywordValue::Texts,
        "externalDocs" => KeywordValue::One(ObjectKind::ExternalDocs),
        "operationId" => KeywordValue::Text,
        "parameters" => KeywordValue::List(ObjectKind::Parameter),
        "requestBody" => KeywordValue::One(ObjectKind::RequestBody),
        "responses" => KeywordValue::One(ObjectKind::Responses),
        "callbacks" => KeywordValue::Map(ObjectKind::Callback),
        "deprecated" => KeywordValue::Flag,
        "security" => KeywordValue::List(ObjectKind::SecurityRequirement),
        "servers" => KeywordValue::List(ObjectKind::Server),
        _ => return prose_or(key, None),
    })
}

fn parameter(key: &str) -> Option<KeywordValue> {
    Some(match key {
        "name" => KeywordValue::Text,
        "in" => KeywordValue::Word(&["query", "header", "path", "cookie"]),
        "required" | "deprecated" | "allowEmptyValue" | "explode" | "allowReserved" => {
            KeywordValue::Flag
        }
        "style" => KeywordValue::Word(STYLES),
        "schema" => KeywordValue::One(ObjectKind::Schema),
        "content" => KeywordValue::Map(ObjectKind::MediaType),
        "example" | "examples" => KeywordValue::Sample,
        _ => return prose_or(key, None),
    })
}

fn request_body(key: &str) -> Option<KeywordValue> {
    Some(match key {
        "content" => KeywordValue::Map(ObjectKind::MediaType),
        "required" => KeywordValue::Flag,
        _ => return prose_or(key, None),
    })
}

fn media_type(key: &str) -> Option<KeywordValue> {
    Some(match key {
        "schema" => KeywordValue::One(ObjectKind::Schema),
        "example" | "examples" => KeywordValue::Sample,
        "encoding" => KeywordValue::Map(ObjectKind::Encoding),
        _ => return None,
    })
}

fn encoding(key: &str) -> Option<KeywordValue> {
    Some(match key {
        "contentType" => KeywordValue::Text,
        "headers" => KeywordValue::Map(ObjectKind::Header),
        "style" => KeywordValue::Word(STYLES),
        "explode" | "allowReserved" => KeywordValue::Flag,
        _ => return None,
    })
}

fn response(key: &str) -> Option<KeywordValue> {
    Some(match key {
        "headers" => KeywordValue::Map(ObjectKind::Header),
        "content" => KeywordValue::Map(ObjectKind::MediaType),
        "links" => KeywordValue::Map(ObjectKind::Link),
        _ => return prose_or(key, None),
    })
}

fn link(key: &str) -> Option<KeywordValue> {
    Some(match key {
        "operationRef" | "operationId" => KeywordValue::Text,
        "parameters" | "requestBody" => KeywordValue::Any,
        "server" => KeywordValue::One(ObjectKind::Server),
        _ => return prose_or(key, None),
    })
}

fn schema(key: &str) -> Option<KeywordValue> {
    Some(match key {
        "type" => {
            KeywordValue::Word(&["string", "number", "integer", "boolean", "object", "array"])
        }
        "title" => KeywordValue::Prose,
        "format" | "pattern" => KeywordValue::Text,
        "multipleOf" | "maximum" | "minimum" => KeywordValue::Number,
        "exclusiveMaximum" | "exclusiveMinimum" | "uniqueItems" => KeywordValue::Flag,
        "nullable" | "readOnly" | "writeOnly" | "deprecated" => KeywordValue::Flag,
        "maxLength" | "minLength" | "maxItems" | "minItems" => KeywordValue::Count,
        "maxProperties" | "minProperties" => KeywordValue::Count,
        "required" => KeywordValue::Texts,
        "$ref" | "enum" | "default" => KeywordValue::Any,
        "allOf" | "oneOf" | "anyOf" => KeywordValue::List(ObjectKind::Schema),
        "not" | "items" => KeywordValue::One(ObjectKind::Schema),
        "properties" => KeywordValue::Map(ObjectKind::Schema),
        "additionalProperties" => KeywordValue::SchemaOrFlag,
        "discriminator" => KeywordValue::One(ObjectKind::Discriminator),
        "xml" => KeywordValue::Any,
        "externalDocs" => KeywordValue::One(ObjectKind::ExternalDocs),
        "example" | "examples" => KeywordValue::Sample,
        _ => return prose_or(key, None),
    })
}

fn discriminator(key: &str) -> Option<KeywordValue> {
    Some(match key {
        "propertyName" => KeywordValue::Text,
        "mapping" => KeywordValue::TextMap,
        _ => return None,
    })
}

fn security_scheme(key: &str) -> Option<KeywordValue> {
    Some(match key {
        "type" => KeywordValue::Word(&["apiKey", "http", "oauth2", "openIdConnect"]),
        "name" | "scheme" | "bearerFormat" | "openIdConnectUrl" => KeywordValue::Text,
        "in" => KeywordValue::Word(&["query", "header", "cookie"]),
        "flows" => KeywordValue::One(ObjectKind::OAuthFlows),
        _ => return prose_or(key, None),
    })
}

fn oauth_flow(key: &str) -> Option<KeywordValue> {
    match key {
        "scopes" => Some(KeywordValue::ProseMap),
        _ => text(key, &["authorizationUrl", "tokenUrl", "refreshUrl"]),
    }
}
