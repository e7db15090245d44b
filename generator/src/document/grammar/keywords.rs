//! The keywords of OpenAPI 3.0, object by object.

use crate::document::dialect::Dialect;

use super::{ADDITIONAL_OPERATIONS, KeywordValue, ObjectKind, is_status};

const STYLES: &[&str] = &[
    "form",
    "simple",
    "matrix",
    "label",
    "spaceDelimited",
    "pipeDelimited",
    "deepObject",
];

/// Returns the kind of value of a keyword, or `None` if the object has no such keyword.
pub(super) fn value(object: ObjectKind, key: &str) -> Option<KeywordValue> {
    if key.starts_with("x-") && object != ObjectKind::SecurityRequirement {
        return Some(extension(object, key));
    }
    match object {
        ObjectKind::Callback => Some(KeywordValue::One(ObjectKind::PathItem)),
        ObjectKind::Components => components(key),
        ObjectKind::Contact => text(key, &["name", "url", "email"]),
        ObjectKind::Discriminator => discriminator(key),
        ObjectKind::Document => document(key),
        ObjectKind::Encoding => encoding(key),
        ObjectKind::ExternalDocs => prose_or(key, text(key, &["url"])),
        ObjectKind::Header | ObjectKind::Parameter => parameter(key),
        ObjectKind::Info => info(key),
        ObjectKind::License => text(key, &["name", "url"]),
        ObjectKind::Link => link(key),
        ObjectKind::MediaType => media_type(key),
        ObjectKind::OAuthFlow => oauth_flow(key),
        ObjectKind::OAuthFlows => Some(KeywordValue::One(ObjectKind::OAuthFlow)),
        ObjectKind::Operation => operation(key),
        ObjectKind::PathItem => path_item(key),
        ObjectKind::Paths => key
            .starts_with('/')
            .then_some(KeywordValue::One(ObjectKind::PathItem)),
        ObjectKind::RequestBody => request_body(key),
        ObjectKind::Response => response(key),
        ObjectKind::Responses => is_status(key).then_some(KeywordValue::One(ObjectKind::Response)),
        ObjectKind::Schema => schema(key),
        ObjectKind::SecurityRequirement => Some(KeywordValue::TextList),
        ObjectKind::SecurityScheme => security_scheme(key),
        ObjectKind::Server => server(key),
        ObjectKind::ServerVariable => server_variable(key),
        ObjectKind::Tag => tag(key),
    }
}

/// Returns the version of OpenAPI that added a keyword which earlier ones may not use; `None` for other
/// keywords.
pub(super) fn added_in(object: ObjectKind, key: &str) -> Option<Dialect> {
    Some(match (object, key) {
        (ObjectKind::Document, "jsonSchemaDialect") => Dialect::V3_1,
        (ObjectKind::License, "identifier") => Dialect::V3_1,
        (
            ObjectKind::Schema,
            "$anchor" | "$comment" | "$dynamicAnchor" | "$dynamicRef" | "$id" | "$schema"
            | "$vocabulary" | "const" | "contains" | "contentEncoding" | "contentMediaType"
            | "dependentRequired" | "dependentSchemas" | "else" | "if" | "maxContains"
            | "minContains" | "propertyNames" | "then" | "unevaluatedItems",
        ) => Dialect::V3_1,
        (ObjectKind::Document, "$self") => Dialect::V3_2,
        (ObjectKind::Encoding, "encoding" | "prefixEncoding" | "itemEncoding") => Dialect::V3_2,
        (ObjectKind::MediaType, "prefixEncoding" | "itemEncoding") => Dialect::V3_2,
        (ObjectKind::OAuthFlow, "deviceAuthorizationUrl") => Dialect::V3_2,
        (ObjectKind::SecurityScheme, "oauth2MetadataUrl" | "deprecated") => Dialect::V3_2,
        (ObjectKind::Server, "name") => Dialect::V3_2,
        (ObjectKind::Tag, "parent" | "kind") => Dialect::V3_2,
        _ => return None,
    })
}

/// Returns the kind of value of an extension: that of those with a plain value which the generator
/// reads (`EXTENSIONS.md`), or else any JSON.
fn extension(object: ObjectKind, key: &str) -> KeywordValue {
    match (object, key) {
        (_, "x-code-samples" | "x-codeSamples") => KeywordValue::Sample,
        (ObjectKind::Document, "x-version-header")
        | (ObjectKind::Schema, "x-rust-type-name")
        | (ObjectKind::Server, "x-region")
        | (
            ObjectKind::Operation
            | ObjectKind::Parameter
            | ObjectKind::Schema
            | ObjectKind::SecurityScheme
            | ObjectKind::Tag,
            "x-rust-name",
        ) => KeywordValue::Text,
        (ObjectKind::Document | ObjectKind::Operation | ObjectKind::Schema, "x-trust-required")
        | (ObjectKind::Operation, "x-idempotent" | "x-partial-update")
        | (ObjectKind::Schema, "x-always-present") => KeywordValue::Flag,
        (ObjectKind::Schema, "x-enum-varnames" | "x-enum-descriptions") => KeywordValue::AnyList,
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
        "webhooks" => KeywordValue::Map(ObjectKind::PathItem),
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
        "enum" => KeywordValue::TextList,
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
        "pathItems" => KeywordValue::Map(ObjectKind::PathItem),
        "mediaTypes" => KeywordValue::Map(ObjectKind::MediaType),
        _ => return None,
    })
}

fn path_item(key: &str) -> Option<KeywordValue> {
    Some(match key {
        "$ref" => KeywordValue::Text,
        "get" | "put" | "post" | "delete" | "options" | "head" | "patch" | "trace" | "query" => {
            KeywordValue::One(ObjectKind::Operation)
        }
        ADDITIONAL_OPERATIONS => KeywordValue::Map(ObjectKind::Operation),
        "servers" => KeywordValue::List(ObjectKind::Server),
        "parameters" => KeywordValue::List(ObjectKind::Parameter),
        _ => return prose_or(key, None),
    })
}

fn operation(key: &str) -> Option<KeywordValue> {
    Some(match key {
        "tags" => KeywordValue::TextList,
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
        "in" => KeywordValue::Enum(&["query", "header", "path", "cookie"]),
        "required" | "deprecated" | "allowEmptyValue" | "explode" | "allowReserved" => {
            KeywordValue::Flag
        }
        "style" => KeywordValue::Enum(STYLES),
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
        "schema" | "itemSchema" => KeywordValue::One(ObjectKind::Schema),
        "example" | "examples" => KeywordValue::Sample,
        "encoding" => KeywordValue::Map(ObjectKind::Encoding),
        _ => return None,
    })
}

fn encoding(key: &str) -> Option<KeywordValue> {
    Some(match key {
        "contentType" => KeywordValue::Text,
        "headers" => KeywordValue::Map(ObjectKind::Header),
        "style" => KeywordValue::Enum(STYLES),
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
            KeywordValue::Enum(&["string", "number", "integer", "boolean", "object", "array"])
        }
        "title" => KeywordValue::Prose,
        "format" | "pattern" => KeywordValue::Text,
        "multipleOf" | "maximum" | "minimum" => KeywordValue::Number,
        "exclusiveMaximum" | "exclusiveMinimum" | "uniqueItems" => KeywordValue::Flag,
        "nullable" | "readOnly" | "writeOnly" | "deprecated" => KeywordValue::Flag,
        "maxLength" | "minLength" | "maxItems" | "minItems" => KeywordValue::Count,
        "maxProperties" | "minProperties" => KeywordValue::Count,
        "required" => KeywordValue::TextList,
        "$ref" | "default" => KeywordValue::Any,
        "enum" => KeywordValue::AnyList,
        "allOf" | "oneOf" | "anyOf" | "prefixItems" => KeywordValue::List(ObjectKind::Schema),
        "not" | "items" | "contentSchema" | "contains" | "propertyNames" | "unevaluatedItems"
        | "if" | "then" | "else" => KeywordValue::One(ObjectKind::Schema),
        "properties" | "patternProperties" | "dependentSchemas" | "$defs" | "definitions" => {
            KeywordValue::Map(ObjectKind::Schema)
        }
        "additionalProperties" | "unevaluatedProperties" => KeywordValue::SchemaOrFlag,
        "discriminator" => KeywordValue::One(ObjectKind::Discriminator),
        "xml" => KeywordValue::Any,
        "externalDocs" => KeywordValue::One(ObjectKind::ExternalDocs),
        "example" | "examples" => KeywordValue::Sample,
        _ => return prose_or(key, None),
    })
}

fn discriminator(key: &str) -> Option<KeywordValue> {
    Some(match key {
        "propertyName" | "defaultMapping" => KeywordValue::Text,
        "mapping" => KeywordValue::TextMap,
        _ => return None,
    })
}

fn security_scheme(key: &str) -> Option<KeywordValue> {
    Some(match key {
        "type" => KeywordValue::Enum(&["apiKey", "http", "oauth2", "openIdConnect"]),
        "name" | "scheme" | "bearerFormat" | "openIdConnectUrl" => KeywordValue::Text,
        "in" => KeywordValue::Enum(&["query", "header", "cookie"]),
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
