//! Path, query, header and cookie parameters.

mod keywords;
mod path;
mod value;

use crate::diagnostic::{Code, Pointer};
use crate::hash::HashSet;
use crate::model::{Choice, Docs, Location, Parameter, RustName, SchemaId, Step};
use openapiv3::ReferenceOr;

use super::facets::{Facets, SchemaRef};
use super::operation::OperationSource;
use super::{Lowering, docs};

use keywords::location;
pub(super) use keywords::query_style;
use value::Typed;

/// The consequence of a value that cannot be serialized.
pub(super) const AS_TEXT: &str = "its value is taken as text";

impl<'a> Lowering<'a> {
    /// Returns the parameters of an operation: its own, and those of its path item that it does not
    /// override.
    pub(super) fn parameters(
        &mut self,
        source: &OperationSource<'a>,
    ) -> Vec<Parameter<SchemaId, Choice>> {
        let own = self.parameter_list(source, &source.operation.parameters, &source.pointer);
        let shared = self.parameter_list(source, &source.item.parameters, &source.item_pointer);
        let mut known: HashSet<(Location, String)> = HashSet::default();
        let all = own.into_iter().chain(shared);
        let mut parameters: Vec<Parameter<SchemaId, Choice>> = all
            .filter(|one| known.insert((one.location, one.name.clone())))
            .collect();
        self.complete_path_variables(source, &mut parameters);
        parameters
    }

    fn parameter_list(
        &mut self,
        source: &OperationSource<'a>,
        list: &'a [ReferenceOr<openapiv3::Parameter>],
        parent: &Pointer,
    ) -> Vec<Parameter<SchemaId, Choice>> {
        let mut known = HashSet::default();
        list.iter()
            .enumerate()
            .filter_map(|(index, parameter)| {
                let pointer = parent.child("parameters").index(index);
                let (parameter, component) = self.referenced(parameter, &pointer)?;
                let (location, name) = (location(parameter), &*parameter.parameter_data_ref().name);
                if !known.insert((location, name)) {
                    self.report_duplicate(location, name, &pointer);
                    return None;
                }
                if self.is_unused(source, parameter, &pointer) {
                    return None;
                }
                let mut lowered = self.parameter(source, parameter, pointer)?;
                lowered.component = component.map(str::to_owned);
                if let Some(text) = self.document.description_of_reference(&lowered.pointer) {
                    lowered.docs.text = Some(text.to_owned());
                }
                Some(lowered)
            })
            .collect()
    }

    fn report_duplicate(&mut self, location: Location, name: &str, pointer: &Pointer) {
        let message = format!(
            "{location} parameter `{name}` is declared twice: the first declaration is used"
        );
        let help = "remove one of the declarations";
        self.report(Code::DuplicateParameter, pointer, message, help);
    }

    fn parameter(
        &mut self,
        source: &OperationSource<'a>,
        parameter: &'a openapiv3::Parameter,
        pointer: Pointer,
    ) -> Option<Parameter<SchemaId, Choice>> {
        let data = parameter.parameter_data_ref();
        let declared = self.declared(parameter, &pointer);
        let schema = declared.schema;
        if self.is_version_header(parameter, schema)
            || self.is_ignored(source, parameter)
            || self.has_invalid_name(parameter, &pointer)
        {
            return None;
        }
        let rust_name = self.chosen_name(&data.extensions, &pointer);
        let step = rust_name.as_ref().map_or(&*data.name, RustName::as_str);
        let site = source.site(Step::Parameter(step.to_owned()), declared.pointer);
        let Typed {
            ty,
            constant,
            serialization,
        } = self.typed(parameter, schema, declared.is_json, &site, &pointer);
        let location = location(parameter);
        let encodings = self.parameter_encodings(source, parameter, &ty, &pointer);
        self.report_ignored(parameter, &pointer);
        let is_required = data.required || location == Location::Path;
        let constant = constant.filter(|constant| is_required && constant.is_of(&ty));
        let facts = match schema {
            Some(SchemaRef::Inline(schema)) => docs::of_schema(&Facets::of(schema), &ty).notes,
            Some(SchemaRef::Reference(_)) | None => Vec::new(),
        };
        Some(Parameter {
            name: data.name.clone(),
            rust_name,
            location,
            serialization,
            encodings,
            required: is_required && constant.is_none(),
            constant,
            ty,
            pointer,
            component: None,
            docs: Docs {
                text: data.description.clone(),
                notes: facts,
                url: None,
                example: None,
                deprecated: data.deprecated.unwrap_or(false),
            },
        })
    }

    /// Returns `true` if the name of a header cannot be sent, which is reported.
    fn has_invalid_name(&mut self, parameter: &openapiv3::Parameter, pointer: &Pointer) -> bool {
        let name = parameter.parameter_data_ref().name.as_str();
        let is_invalid = matches!(parameter, openapiv3::Parameter::Header { .. })
            && http::HeaderName::try_from(name).is_err();
        if is_invalid {
            let problem = "is not a valid HTTP header name: the parameter is left out";
            self.unsupported(pointer, name, problem);
        }
        is_invalid
    }

    /// Returns whether a parameter is ignored (OpenAPI 3.0, "Parameter Object", `name`): the media
    /// types of the body and of the responses are declared there, and the credentials in
    /// `security`.
    ///
    /// The header `Authorization` of an operation without `security` is kept: its author declares
    /// the credentials in this way only.
    fn is_ignored(&self, source: &OperationSource<'a>, parameter: &openapiv3::Parameter) -> bool {
        let name = parameter.parameter_data_ref().name.to_ascii_lowercase();
        location(parameter) == Location::Header
            && match name.as_str() {
                "accept" | "content-type" => true,
                "authorization" => self.declares_security(source),
                _ => false,
            }
    }

    fn unsupported(&mut self, pointer: &Pointer, name: &str, problem: &str) {
        let message = format!("parameter `{name}` {problem}");
        let help = "correct or remove the parameter";
        self.report(Code::UnsupportedParameter, pointer, message, help);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::lower::tests::{id_parameter, lowered, messages, operation, with_operation};
    use crate::model::Type;

    /// An operation with a parameter besides `id`.
    fn operation_with(parameter: Value) -> Value {
        let mut operation = operation();
        operation["parameters"] = json!([id_parameter(), parameter]);
        operation
    }

    #[test]
    fn path_parameters_are_required() {
        let mut id = id_parameter();
        id["required"] = json!(false);
        let mut operation = operation();
        operation["parameters"] = json!([id]);
        let api = lowered(&operation, &json!({}));
        assert!(api.operations[0].parameters[0].required);
    }

    #[test]
    fn null_items_are_not_serialized() {
        let items = json!({"type": "string", "nullable": true});
        let flags = json!({
            "name": "flags",
            "in": "query",
            "schema": {"type": "array", "items": items},
        });
        let api = lowered(&operation_with(flags), &json!({}));
        let ty = &api.operations[0].parameters[1].ty;
        assert_eq!(*ty, Type::Array(Box::new(Type::String)));
    }

    /// OpenAPI 3.0, "Parameter Object", `name`.
    #[test]
    fn headers_that_are_declared_elsewhere_are_ignored() {
        let parameters = |name: &str, security: Value| {
            let header = json!({"name": name, "in": "header", "schema": {"type": "string"}});
            let mut operation = operation_with(header);
            if !security.is_null() {
                operation["security"] = security;
            }
            let key = json!({"type": "http", "scheme": "bearer"});
            let api = lowered(&operation, &json!({"securitySchemes": {"key": key}}));
            api.operations[0].parameters.len() - 1
        };
        let key = json!([{"key": []}]);
        assert_eq!(parameters("Accept", json!(null)), 0);
        assert_eq!(parameters("content-type", json!(null)), 0);
        assert_eq!(parameters("Authorization", key.clone()), 0);
        assert_eq!(parameters("authorization", json!([{}, {"key": []}])), 0);
        assert_eq!(parameters("Authorization", json!(null)), 1);
        assert_eq!(parameters("Authorization", json!([])), 1);
        assert_eq!(parameters("X-Authorization", key), 1);
    }

    #[test]
    fn content_has_one_media_type() {
        let content = json!({"application/json": {}, "text/plain": {}});
        let chart = json!({"name": "chart", "in": "query", "content": content});
        let (api, found) = with_operation(&operation_with(chart), &json!({})).unwrap();
        assert_eq!(api.operations[0].parameters[1].ty, Type::String);
        assert_eq!(
            messages(&found),
            [
                "parameter `chart` has content `application/json` or `text/plain`, but only JSON is \
                 supported: its value is taken as text"
            ]
        );
    }

    /// OpenAPI 3.0, "Parameter Object": the map must contain one entry.
    #[test]
    fn content_has_a_media_type() {
        let chart = json!({"name": "chart", "in": "query", "content": {}});
        let (_, found) = with_operation(&operation_with(chart), &json!({})).unwrap();
        assert_eq!(
            messages(&found),
            ["parameter `chart` has a `content` without a media type: its value is taken as text"]
        );
    }

    #[test]
    fn an_unsupported_path_parameter_is_not_reported_as_undeclared() {
        let mut id = id_parameter();
        id["schema"] = json!({"type": "array", "items": {"type": "array", "items": {}}});
        let mut operation = operation();
        operation["parameters"] = json!([id]);
        let (api, found) = with_operation(&operation, &json!({})).unwrap();
        assert_eq!(found.len(), 1, "{found}");
        assert_eq!(api.operations[0].parameters[0].ty, Type::String);
    }
}
