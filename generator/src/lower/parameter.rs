//! Parameters in path, query and header.

use openapiv3::{
    HeaderStyle, ParameterData, ParameterSchemaOrContent, PathStyle, QueryStyle, ReferenceOr,
};

use crate::diagnostic::{Code, Pointer};
use crate::ir::{Docs, Location, Parameter, RustName, SchemaId, SchemaKind, Style, Type};

use super::facets::{Facets, SchemaRef};
use super::operation::Source;
use super::{Lowering, docs};

impl<'a> Lowering<'a> {
    /// The parameters of an operation: its own, and those of its path item that it does not
    /// replace.
    pub(super) fn parameters(&mut self, source: &Source<'a>) -> Vec<Parameter<SchemaId>> {
        let own = self.parameter_list(source, &source.operation.parameters, &source.pointer);
        let shared = self.parameter_list(source, &source.item.parameters, &source.item_pointer);
        let mut parameters: Vec<Parameter<SchemaId>> = Vec::new();
        for parameter in own.into_iter().chain(shared) {
            let same = |known: &Parameter<SchemaId>| {
                known.name == parameter.name
                    && std::mem::discriminant(&known.location)
                        == std::mem::discriminant(&parameter.location)
            };
            if !parameters.iter().any(same) {
                parameters.push(parameter);
            }
        }
        self.check_path_variables(source, &mut parameters);
        parameters
    }

    fn parameter_list(
        &mut self,
        source: &Source<'a>,
        list: &'a [ReferenceOr<openapiv3::Parameter>],
        parent: &Pointer,
    ) -> Vec<Parameter<SchemaId>> {
        list.iter()
            .enumerate()
            .filter_map(|(index, parameter)| {
                let pointer = parent.child("parameters").index(index);
                let (parameter, _) =
                    self.referenced(parameter, "parameters", |all| &all.parameters, &pointer)?;
                self.parameter(source, parameter, pointer)
            })
            .collect()
    }

    fn parameter(
        &mut self,
        source: &Source<'a>,
        parameter: &'a openapiv3::Parameter,
        pointer: Pointer,
    ) -> Option<Parameter<SchemaId>> {
        let data = parameter.parameter_data_ref();
        let schema = match &data.format {
            ParameterSchemaOrContent::Schema(schema) => SchemaRef::from(schema),
            ParameterSchemaOrContent::Content(_) => {
                self.unsupported(&pointer, &data.name, "has `content` in place of a schema");
                return None;
            }
        };
        if self.is_version_header(parameter, schema) {
            return None;
        }
        let rust_name = self.parameter_name(data, &pointer)?;
        let place = source.place(rust_name.as_str(), pointer.child("schema"));
        let ty = match self.schema(schema, &place).ty {
            Type::Json => Type::String,
            ty => ty,
        };
        let location = self.location(parameter, &ty, &pointer)?;
        let facts = match schema {
            SchemaRef::Inline(schema) => docs::of_schema(&Facets::of(schema), &ty).facts,
            SchemaRef::Reference(_) => Vec::new(),
        };
        Some(Parameter {
            name: data.name.clone(),
            rust_name,
            location,
            required: data.required || location == Location::Path,
            ty,
            pointer,
            docs: Docs {
                text: data.description.clone(),
                facts,
                example: None,
                deprecated: data.deprecated.unwrap_or(false),
            },
        })
    }

    /// The client sends the version header itself; only its values are of interest.
    fn is_version_header(
        &mut self,
        parameter: &openapiv3::Parameter,
        schema: SchemaRef<'a>,
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
            SchemaRef::Reference(reference) => self
                .resolve(reference, &Pointer::root())
                .map(|(_, schema)| schema),
            inline => Some(inline),
        };
        if let Some(SchemaRef::Inline(schema)) = schema {
            for value in Facets::of(schema).values {
                let Some(value) = value.as_str() else {
                    continue;
                };
                if !self
                    .version_header_values
                    .iter()
                    .any(|known| known == value)
                {
                    self.version_header_values.push(value.to_owned());
                }
            }
        }
        true
    }

    fn parameter_name(&mut self, data: &ParameterData, pointer: &Pointer) -> Option<RustName> {
        let chosen = data
            .extensions
            .get("x-rust-name")
            .and_then(serde_json::Value::as_str);
        let name = match chosen {
            Some(name) => RustName::verbatim(name),
            None => RustName::snake(&data.name),
        };
        if name.is_none() {
            let message = format!("the parameter `{}` gives no Rust name", data.name);
            let help = "name it with `x-rust-name` in an overlay";
            self.error(Code::InvalidRustName, pointer, message, help);
        }
        name
    }

    fn location(
        &mut self,
        parameter: &openapiv3::Parameter,
        ty: &Type<SchemaId>,
        pointer: &Pointer,
    ) -> Option<Location> {
        let data = parameter.parameter_data_ref();
        let form = self.form(ty, DEPTH);
        match (parameter, form) {
            (
                openapiv3::Parameter::Path {
                    style: PathStyle::Simple,
                    ..
                },
                Some(Form::Scalar),
            ) => Some(Location::Path),
            (
                openapiv3::Parameter::Header {
                    style: HeaderStyle::Simple,
                    ..
                },
                Some(Form::Scalar),
            ) => Some(Location::Header),
            (openapiv3::Parameter::Query { style, .. }, Some(form)) => {
                match query_style(style, data.explode, form) {
                    Some(style) => Some(Location::Query(style)),
                    None => {
                        self.unsupported(pointer, &data.name, "is written in a style");
                        None
                    }
                }
            }
            (openapiv3::Parameter::Query { .. }, None) => {
                self.unsupported(pointer, &data.name, "has a type");
                None
            }
            _ => {
                self.unsupported(pointer, &data.name, "stands in a place or style");
                None
            }
        }
    }

    /// What values of the type are; `None` when they cannot be written as a parameter, or are not
    /// all of one form. `depth` ends unions and references that hold themselves.
    fn form(&self, ty: &Type<SchemaId>, depth: usize) -> Option<Form> {
        let depth = depth.checked_sub(1)?;
        match ty {
            Type::String
            | Type::Integer
            | Type::Number
            | Type::Boolean
            | Type::Timestamp
            | Type::Json => Some(Form::Scalar),
            Type::Array(items) if self.form(items, depth) == Some(Form::Scalar) => Some(Form::List),
            Type::Map(_) => Some(Form::Object),
            Type::Array(_) | Type::Nullable(_) | Type::Boxed(_) => None,
            Type::Named(id) => match &self.schemas.get(id)?.kind {
                SchemaKind::Enum(_) => Some(Form::Scalar),
                SchemaKind::Object(_) => Some(Form::Object),
                SchemaKind::Alias(ty) => self.form(ty, depth),
                SchemaKind::Union(union) => {
                    let mut forms = union.members.iter().map(|one| self.form(&one.ty, depth));
                    let first = forms.next()?.filter(|form| *form != Form::List)?;
                    forms.all(|form| form == Some(first)).then_some(first)
                }
            },
        }
    }

    fn unsupported(&mut self, pointer: &Pointer, name: &str, what: &str) {
        let message = format!("the parameter `{name}` {what} that has no Rust form yet");
        let help = "change the parameter, or remove it, in an overlay";
        self.error(Code::UnsupportedParameter, pointer, message, help);
    }

    fn check_path_variables(
        &mut self,
        source: &Source<'a>,
        parameters: &mut [Parameter<SchemaId>],
    ) {
        let in_path = |parameter: &Parameter<SchemaId>| parameter.location == Location::Path;
        for variable in source.path.variables() {
            if !parameters
                .iter()
                .any(|known| in_path(known) && known.name == variable)
            {
                self.error(
                    Code::UndeclaredPathVariable,
                    &source.pointer,
                    format!(
                        "no path parameter fills `{{{variable}}}` of `{}`",
                        source.path
                    ),
                    "declare it with `in: path`, in an overlay",
                );
            }
        }
        let unused = |parameter: &Parameter<SchemaId>| {
            in_path(parameter) && !source.path.variables().any(|name| name == parameter.name)
        };
        for parameter in parameters.iter().filter(|parameter| unused(parameter)) {
            self.error(
                Code::UnusedPathParameter,
                &parameter.pointer,
                format!("`{}` does not stand in `{}`", parameter.name, source.path),
                "correct its place or its name, or remove it, in an overlay",
            );
        }
        // Arguments come in the order in which the path has them.
        let position = |parameter: &Parameter<SchemaId>| {
            let variable = source
                .path
                .variables()
                .position(|name| name == parameter.name);
            variable
                .filter(|_| in_path(parameter))
                .unwrap_or(usize::MAX)
        };
        parameters.sort_by_key(position);
    }
}

/// What the values of a parameter are.
#[derive(Clone, Copy, PartialEq)]
enum Form {
    /// Something that is written as one piece of text.
    Scalar,
    /// A list of such.
    List,
    /// An object.
    Object,
}

/// How many references and unions deep a parameter's type is looked through.
const DEPTH: usize = 16;

/// How a query parameter is written (OpenAPI 3.0, "Style Values").
fn query_style(style: &QueryStyle, explode: Option<bool>, form: Form) -> Option<Style> {
    let explode = explode.unwrap_or(matches!(style, QueryStyle::Form));
    match (style, form) {
        (QueryStyle::Form, Form::Scalar) => Some(Style::Plain),
        (QueryStyle::Form, Form::List) if explode => Some(Style::Repeated),
        (QueryStyle::Form, Form::List) => Some(Style::CommaSeparated),
        (QueryStyle::SpaceDelimited, Form::List) if !explode => Some(Style::SpaceSeparated),
        (QueryStyle::PipeDelimited, Form::List) if !explode => Some(Style::PipeSeparated),
        (QueryStyle::Form, Form::Object) if explode => Some(Style::Exploded),
        _ => None,
    }
}
