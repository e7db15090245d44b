//! The parameters of a path, and its variables.

use crate::diagnostic::{Code, Pointer};
use crate::lower::Lowering;
use crate::lower::operation::OperationSource;
use crate::model::{Choice, Docs, Location, Parameter, SchemaId, Serialization, Style, Type};

use super::location;

impl<'a> Lowering<'a> {
    /// Returns whether a parameter is in the path, but not used there, and reports it.
    pub(super) fn is_unused(
        &mut self,
        source: &OperationSource<'a>,
        parameter: &openapiv3::Parameter,
        pointer: &Pointer,
    ) -> bool {
        let name = &parameter.parameter_data_ref().name;
        let is_used = source.path.variables().any(|variable| variable == name);
        if location(parameter) != Location::Path || is_used {
            return false;
        }
        let message = format!(
            "path parameter `{name}` is not used in `{}`: it is left out",
            source.path
        );
        let help = "correct `in` or `name`, or remove the parameter";
        self.report(Code::UnusedPathParameter, pointer, message, help);
        true
    }

    /// Adds parameters for path variables without one, and sorts the parameters.
    pub(super) fn complete_path_variables(
        &mut self,
        source: &OperationSource<'a>,
        parameters: &mut Vec<Parameter<SchemaId, Choice>>,
    ) {
        let in_path =
            |parameter: &Parameter<SchemaId, Choice>| parameter.location == Location::Path;
        for variable in source.path.variables() {
            let is_declared = parameters
                .iter()
                .any(|known| in_path(known) && known.name == variable);
            // A dangling parameter, for which the operation is left out, may be the one.
            if is_declared || self.omits {
                continue;
            }
            let message = format!(
                "path variable `{{{variable}}}` of `{}` has no parameter: it is a string",
                source.path
            );
            let help = format!("declare the parameter `{variable}` with `in: path`");
            let code = Code::UndeclaredPathVariable;
            self.report(code, &source.pointer, message, &help);
            parameters.push(undeclared(variable, &source.pointer));
        }
        // Arguments are in the order of the path.
        let position = |parameter: &Parameter<SchemaId, Choice>| {
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

/// Returns the parameter of a path variable for which the operation declares none.
fn undeclared(variable: &str, pointer: &Pointer) -> Parameter<SchemaId, Choice> {
    Parameter {
        name: variable.to_owned(),
        rust_name: None,
        location: Location::Path,
        serialization: Serialization::text(Style::Simple),
        encodings: Vec::new(),
        required: true,
        constant: None,
        ty: Type::String,
        pointer: pointer.clone(),
        component: None,
        docs: Docs::default(),
    }
}
