//! The location, style and `allowReserved` of parameters, also those that OpenAPI 3.2 added.

use openapiv3::{CookieStyle, HeaderStyle, PathStyle, QueryStyle};

use crate::diagnostic::{Code, Pointer};
use crate::document::{
    COOKIE_STYLE_EXTENSION, Dialect, QUERY_STRING_EXTENSION, RESERVED_EXTENSION,
};
use crate::lower::Lowering;
use crate::model::{Location, Style};

/// The help about a keyword without effect.
const REMOVE: &str = "remove the keyword";

impl Lowering<'_> {
    /// Returns the reason why reserved characters are percent-encoded even if `allowReserved` is
    /// declared.
    pub(super) fn why_encoded(&self, parameter: &openapiv3::Parameter) -> Option<&'static str> {
        let is_3_2 = self.document.dialect >= Dialect::V3_2;
        match parameter {
            openapiv3::Parameter::Query { .. } => None,
            openapiv3::Parameter::Header { .. } => Some("headers are not percent-encoded"),
            openapiv3::Parameter::Cookie { .. } if style(parameter) == Style::Cookie => {
                Some("the style `cookie` does not percent-encode")
            }
            openapiv3::Parameter::Path { .. } | openapiv3::Parameter::Cookie { .. } => {
                (!is_3_2).then_some("before OpenAPI 3.2, it applies to the query only")
            }
        }
    }

    /// Warns about keywords of a parameter that have no effect.
    pub(super) fn report_ignored(&mut self, parameter: &openapiv3::Parameter, pointer: &Pointer) {
        let data = parameter.parameter_data_ref();
        let name = &data.name;
        if allows_reserved(parameter)
            && let Some(reason) = self.why_encoded(parameter)
        {
            let message = format!("`allowReserved` of parameter `{name}` is ignored: {reason}");
            let pointer = pointer.child("allowReserved");
            self.warn(Code::UnknownKeyword, &pointer, message, REMOVE);
        }
    }
}

pub(super) fn location(parameter: &openapiv3::Parameter) -> Location {
    match parameter {
        openapiv3::Parameter::Path { .. } => Location::Path,
        openapiv3::Parameter::Query { parameter_data, .. } => {
            let extensions = &parameter_data.extensions;
            if extensions.contains_key(QUERY_STRING_EXTENSION) {
                Location::QueryString
            } else {
                Location::Query
            }
        }
        openapiv3::Parameter::Header { .. } => Location::Header,
        openapiv3::Parameter::Cookie { .. } => Location::Cookie,
    }
}

/// Returns whether `allowReserved` is declared.
pub(super) fn allows_reserved(parameter: &openapiv3::Parameter) -> bool {
    match parameter {
        openapiv3::Parameter::Query { allow_reserved, .. } => *allow_reserved,
        other => has_flag(other, RESERVED_EXTENSION),
    }
}

/// Returns whether a parameter has an extension of converted parameters.
fn has_flag(parameter: &openapiv3::Parameter, extension: &str) -> bool {
    let extensions = &parameter.parameter_data_ref().extensions;
    extensions.get(extension) == Some(&serde_json::Value::Bool(true))
}

pub(super) fn style(parameter: &openapiv3::Parameter) -> Style {
    match parameter {
        openapiv3::Parameter::Path { style, .. } => match style {
            PathStyle::Matrix => Style::Matrix,
            PathStyle::Label => Style::Label,
            PathStyle::Simple => Style::Simple,
        },
        openapiv3::Parameter::Query { style, .. } => query_style(style),
        openapiv3::Parameter::Header {
            style: HeaderStyle::Simple,
            ..
        } => Style::Simple,
        openapiv3::Parameter::Cookie {
            style: CookieStyle::Form,
            ..
        } => {
            if has_flag(parameter, COOKIE_STYLE_EXTENSION) {
                Style::Cookie
            } else {
                Style::Form
            }
        }
    }
}

pub(in crate::lower) fn query_style(style: &QueryStyle) -> Style {
    match style {
        QueryStyle::Form => Style::Form,
        QueryStyle::SpaceDelimited => Style::SpaceDelimited,
        QueryStyle::PipeDelimited => Style::PipeDelimited,
        QueryStyle::DeepObject => Style::DeepObject,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::lower::tests::{document, id_parameter, messages, operation};
    use crate::model::{Location, Serialization, Style, Type, ValueKind};

    /// A lowered parameter, and the warnings.
    struct Lowered {
        location: Location,
        serialization: Serialization,
        ty: Type<crate::model::SchemaId>,
        found: Vec<String>,
    }

    /// Lowers the last parameter of `GET /ships/{id}`.
    fn lowered(version: &str, parameters: Value) -> Lowered {
        let mut operation = operation();
        operation["parameters"] = parameters;
        let (api, found) = document(json!({
            "openapi": version,
            "paths": {"/ships/{id}": {"get": operation}},
        }))
        .unwrap();
        let parameter = api.operations[0].parameters.last().unwrap();
        Lowered {
            location: parameter.location,
            serialization: parameter.serialization,
            ty: parameter.ty.clone(),
            found: messages(&found).into_iter().map(str::to_owned).collect(),
        }
    }

    fn beside_id(parameter: Value) -> Value {
        json!([id_parameter(), parameter])
    }

    fn query_string(media_type: &str, media: Value) -> Lowered {
        let parameter = json!({"name": "q", "in": "querystring", "content": {media_type: media}});
        lowered("3.2.0", beside_id(parameter))
    }

    fn is_reserved(serialization: Serialization) -> bool {
        matches!(
            serialization,
            Serialization::Styled {
                allow_reserved: true,
                ..
            }
        )
    }

    /// OpenAPI 3.2 extends `allowReserved` to all parameters that are percent-encoded.
    #[test]
    fn reserved_characters_of_other_locations_are_allowed_since_3_2() {
        let path = || {
            let mut id = id_parameter();
            id["allowReserved"] = json!(true);
            json!([id])
        };
        let new = lowered("3.2.0", path());
        assert!(is_reserved(new.serialization));
        assert!(new.found.is_empty(), "{:?}", new.found);
        let old = lowered("3.1.0", path());
        assert!(!is_reserved(old.serialization));
        assert_eq!(
            old.found,
            [
                "`allowReserved` of parameter `id` is ignored: before OpenAPI 3.2, it applies to the \
                 query only"
            ]
        );
        for (parameter, reason) in [
            (
                json!({"name": "x", "in": "header", "allowReserved": true, "schema": {}}),
                "headers are not percent-encoded",
            ),
            (
                json!({
                    "name": "x", "in": "cookie", "style": "cookie", "allowReserved": true,
                    "schema": {"type": "string"},
                }),
                "the style `cookie` does not percent-encode",
            ),
        ] {
            let ignored = lowered("3.2.0", beside_id(parameter));
            assert!(!is_reserved(ignored.serialization));
            let message = format!("`allowReserved` of parameter `x` is ignored: {reason}");
            assert_eq!(ignored.found, [message]);
        }
    }

    #[test]
    fn cookies_have_a_style_of_their_own() {
        let schema = json!({"type": "object", "properties": {"a": {"type": "string"}}});
        let cookie = json!({"name": "x", "in": "cookie", "style": "cookie", "schema": schema});
        let cookie = lowered("3.2.0", beside_id(cookie));
        let expected = Serialization::Styled {
            style: Style::Cookie,
            explode: true,
            allow_reserved: false,
            value: ValueKind::Object,
        };
        assert_eq!(cookie.serialization, expected);
        let unknown = json!({"name": "x", "in": "cookie", "style": "simple", "schema": {}});
        let unknown = lowered("3.2.0", beside_id(unknown));
        assert_eq!(
            unknown.found,
            ["`style` is `simple`, but must be one of `form`, `cookie`: the default style is used"]
        );
    }

    #[test]
    fn a_whole_query_is_json_or_text() {
        let object = json!({"type": "object", "properties": {"a": {"type": "string"}}});
        let query = query_string("application/json", json!({"schema": object}));
        assert_eq!(query.location, Location::QueryString);
        assert_eq!(query.serialization, Serialization::Json);
        let query = query_string(
            "application/jsonpath",
            json!({"schema": {"type": "string"}}),
        );
        assert_eq!(query.location, Location::QueryString);
        assert_eq!(query.ty, Type::String);
        assert!(query.found.is_empty(), "{:?}", query.found);
        let query = query_string("application/xml", json!({"schema": object}));
        assert_eq!(query.ty, Type::String);
        assert_eq!(
            query.found,
            [
                "parameter `q` is not text: only JSON and forms serialize it as a query: its value is \
                 taken as text"
            ]
        );
    }

    /// OpenAPI 3.2, "Encoding Object": the key is the name of a property.
    #[test]
    fn the_encoding_of_an_unknown_property_is_reported() {
        let list = json!({"type": "array", "items": {"type": "string"}});
        let schema = json!({"type": "object", "properties": {"a": list}});
        let encoding = json!({"a": {"style": "pipeDelimited"}, "b": {"contentType": "text/plain"}});
        let media = json!({"schema": schema, "encoding": encoding});
        let query = query_string("application/x-www-form-urlencoded", media);
        assert_eq!(query.location, Location::QueryString);
        assert_eq!(
            query.found,
            ["the encoding of `b` is ignored: it is not a property"]
        );
    }
}
