//! Paths and parameters.

use std::collections::hash_map::Entry;

use serde_json::Value;

use crate::diagnostic::Pointer;
use crate::document::grammar::ObjectKind;
use crate::hash::{HashMap, HashSet};
use crate::lint::Findings;
use crate::lint::context::{Context, PathOperation, text};
use crate::model::PathTemplate;

/// Reports path variables without a parameter.
pub(super) fn undeclared_variable(context: &Context<'_>, found: &mut Findings) {
    for operation in context.operations() {
        let Some(path) = PathTemplate::parse(&operation.path) else {
            continue;
        };
        let declared: HashSet<&str> = path_parameters(context, &operation).collect();
        for variable in path.variables().filter(|name| !declared.contains(name)) {
            found.add(
                operation.node.pointer.clone(),
                format!(
                    "path variable `{{{variable}}}` of `{}` has no parameter",
                    operation.path
                ),
                format!("declare the parameter `{variable}` with `in: path`"),
            );
        }
    }
}

/// Reports path parameters that are not used in the path.
pub(super) fn unused(context: &Context<'_>, found: &mut Findings) {
    let mut items = HashSet::default();
    for operation in context.operations() {
        let Some(path) = PathTemplate::parse(&operation.path) else {
            continue;
        };
        let of_item = if items.insert(operation.item.pointer.clone()) {
            Some(context.parameters(operation.item))
        } else {
            None
        };
        let parameters = of_item.into_iter().flatten();
        for (parameter, pointer) in parameters.chain(context.parameters(operation.node)) {
            let name = text(parameter, "name");
            let is_used = path.variables().any(|variable| variable == name);
            if text(parameter, "in") == "path" && !is_used {
                let message = format!(
                    "path parameter `{name}` is not used in `{}`",
                    operation.path
                );
                let help = "correct `in` or `name`, or remove the parameter";
                found.add(pointer, message, help);
            }
        }
    }
}

/// Reports path parameters that are not required.
pub(super) fn optional_in_path(context: &Context<'_>, found: &mut Findings) {
    for node in context.of(ObjectKind::Parameter) {
        // Parsing reports other values.
        let is_optional = match node.object.get("required") {
            None => true,
            Some(required) => required == &Value::Bool(false),
        };
        if node.text("in") == Some("path") && is_optional {
            found.add(
                node.pointer.clone(),
                format!(
                    "path parameter `{}` is not `required: true`",
                    text(node.object, "name")
                ),
                "add `required: true`",
            );
        }
    }
}

/// Reports parameters that are declared twice in one list.
pub(super) fn duplicate(context: &Context<'_>, found: &mut Findings) {
    let holders = context
        .of(ObjectKind::Operation)
        .chain(context.of(ObjectKind::PathItem));
    for node in holders {
        let mut known = HashSet::default();
        for (parameter, pointer) in context.parameters(node) {
            let (name, location) = (text(parameter, "name"), text(parameter, "in"));
            if !known.insert((name, location)) {
                let message = format!("{location} parameter `{name}` is declared twice");
                found.add(pointer, message, "remove one of the declarations");
            }
        }
    }
}

/// Reports parameters for the whole query beside others of the query.
pub(super) fn query_string_beside_query(context: &Context<'_>, found: &mut Findings) {
    let mut reported = HashSet::default();
    for operation in context.operations() {
        let of_item = context.parameters(operation.item);
        let parameters = of_item.chain(context.parameters(operation.node));
        let of_query = parameters.filter_map(|(parameter, pointer)| {
            let is_whole = match text(parameter, "in") {
                "querystring" => true,
                "query" => false,
                _ => return None,
            };
            Some((text(parameter, "name"), is_whole, pointer))
        });
        let of_query: Vec<(&str, bool, Pointer)> = of_query.collect();
        let whole = of_query.iter().find(|(_, is_whole, _)| *is_whole);
        let Some((name, _, pointer)) = whole else {
            continue;
        };
        // An operation may redeclare the parameter of its path.
        let mut others = of_query.iter();
        let other = others.find(|(other, is_whole, _)| !is_whole || other != name);
        if let Some((other, ..)) = other
            && reported.insert(pointer.clone())
        {
            let message = format!(
                "parameter `{name}` is the whole query of `{}`, but `{other}` is in the query, too",
                operation.name()
            );
            let help = "make the other one a property of the whole query, or remove one of them";
            found.add(pointer.clone(), message, help);
        }
    }
}

/// Reports paths that differ only in the names of their variables.
pub(super) fn same_path(context: &Context<'_>, found: &mut Findings) {
    let mut known: HashMap<PathTemplate, String> = HashMap::default();
    for node in context.of(ObjectKind::PathItem) {
        let is_path = context
            .parent(node)
            .is_some_and(|parent| parent.kind == ObjectKind::Paths);
        let Some(path) = PathTemplate::parse(&node.name()).filter(|_| is_path) else {
            continue;
        };
        match known.entry(path.anonymous()) {
            Entry::Vacant(entry) => {
                entry.insert(node.name());
            }
            Entry::Occupied(entry) => {
                let message = format!(
                    "paths `{}` and `{}` differ only in the names of their variables",
                    entry.get(),
                    node.name()
                );
                let help = "move the operations of one path to the other";
                found.add(node.pointer.clone(), message, help);
            }
        }
    }
}

/// Reports paths that contain a variable twice.
pub(super) fn repeated_variable(context: &Context<'_>, found: &mut Findings) {
    for node in context.of(ObjectKind::Paths) {
        for path in node.object.keys() {
            let Some(template) = PathTemplate::parse(path).filter(|_| path.starts_with('/')) else {
                continue;
            };
            let mut known = HashSet::default();
            let mut variables = template.variables();
            if let Some(repeated) = variables.find(|variable| !known.insert(*variable)) {
                found.add(
                    node.pointer.child(path),
                    format!("path `{path}` contains the variable `{{{repeated}}}` twice"),
                    "rename one of the variables, and declare its parameter",
                );
            }
        }
    }
}

/// Returns the names of the path parameters of an operation and its path item.
fn path_parameters<'a>(
    context: &Context<'a>,
    operation: &PathOperation<'_, 'a>,
) -> impl Iterator<Item = &'a str> {
    context
        .parameters(operation.item)
        .chain(context.parameters(operation.node))
        .filter(|(parameter, _)| text(parameter, "in") == "path")
        .map(|(parameter, _)| text(parameter, "name"))
}
