//! The version header, which the client sends by itself.

use crate::diagnostic::{Code, Pointer};

use crate::neutral::code_span;

use super::Lowering;
use super::facets::{Facets, SchemaRef};

impl<'a> Lowering<'a> {
    /// Reports a version header whose name is not that of an HTTP header.
    pub(super) fn check_version_header(&mut self) {
        if let Some(name) = self.version_header
            && http::HeaderName::try_from(name).is_err()
        {
            let message = format!(
                "{} is not a valid HTTP header name: the client could not send it",
                code_span(name)
            );
            let help = "use letters, digits and hyphens, such as `Harbour-Version`";
            let pointer = Pointer::root().child("x-version-header");
            self.report(Code::InvalidVersionHeader, &pointer, message, help);
        }
    }

    /// Returns whether a parameter is the version header, which the client sends by itself, and
    /// records its values.
    pub(super) fn is_version_header(
        &mut self,
        parameter: &openapiv3::Parameter,
        schema: Option<SchemaRef<'a>>,
    ) -> bool {
        let openapiv3::Parameter::Header { parameter_data, .. } = parameter else {
            return false;
        };
        let name = parameter_data.name.as_str();
        if !self
            .version_header
            .is_some_and(|header| header.eq_ignore_ascii_case(name))
        {
            return false;
        }
        let schema = match schema {
            Some(SchemaRef::Reference(reference)) => self
                .resolve(reference, &Pointer::root())
                .map(|(_, schema)| schema),
            inline => inline,
        };
        if let Some(SchemaRef::Inline(schema)) = schema {
            let values = Facets::of(schema).values;
            self.version_values(values.iter().filter_map(serde_json::Value::as_str));
        }
        true
    }

    /// Records the values of the version header that an operation accepts.
    fn version_values<'v>(&mut self, values: impl Iterator<Item = &'v str> + Clone) {
        let own = &self.document.api.info.version;
        if !values.clone().any(|value| value == own) {
            let mut similar = values
                .clone()
                .filter(|value| value.eq_ignore_ascii_case(own));
            self.operation_version = similar.next().map(str::to_owned);
        }
        for value in values {
            if !self
                .version_header_values
                .iter()
                .any(|known| known == value)
            {
                self.version_header_values.push(value.to_owned());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::lower::tests::{document, id_parameter, operation};

    /// An operation with a header besides the parameter `id`.
    fn operation_with(header: Value) -> Value {
        let mut operation = operation();
        operation["parameters"] = json!([id_parameter(), header]);
        operation
    }

    #[test]
    fn the_version_header_is_not_a_parameter() {
        let header = json!({
            "name": "harbour-version",
            "in": "header",
            "schema": {"type": "string", "enum": ["1", "2"]},
        });
        let (api, _) = document(json!({
            "paths": {"/ships/{id}": {"get": operation_with(header)}},
            "x-version-header": "Harbour-Version",
        }))
        .unwrap();
        let parameters = &api.operations[0].parameters;
        let names: Vec<&str> = parameters.iter().map(|one| one.name.as_str()).collect();
        assert_eq!(names, ["id"]);
        assert_eq!(api.info.version_header.unwrap().values, ["1", "2"]);
    }

    /// RFC 9110, section 5.1: the name of a header is a token.
    #[test]
    fn a_name_that_no_header_has_is_an_error() {
        for name in ["", "harbour version", "X\r\nY", "Größe", "a:b"] {
            let found = document(json!({"paths": {}, "x-version-header": name})).unwrap_err();
            let codes: Vec<_> = found.iter().map(|one| one.code.as_str()).collect();
            assert_eq!(codes, ["invalid-version-header"], "{name}");
        }
    }

    #[test]
    fn an_operation_may_write_the_version_in_another_case() {
        let version = |values: Value| {
            let header = json!({
                "name": "Harbour-Version",
                "in": "header",
                "schema": {"type": "string", "enum": values},
            });
            let (api, _) = document(json!({
                "info": {"title": "Harbour", "version": "Spring"},
                "paths": {"/ships/{id}": {"get": operation_with(header)}},
                "x-version-header": "Harbour-Version",
            }))
            .unwrap();
            api.operations[0].version.clone()
        };
        assert_eq!(version(json!(["spring"])).as_deref(), Some("spring"));
        assert_eq!(version(json!(["spring", "Spring"])), None);
        assert_eq!(version(json!(["winter"])), None);
    }
}
