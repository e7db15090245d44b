//! Paths and what fills them.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use serde_json::Value;

use crate::document::grammar::ObjectKind;
use crate::lint::Findings;
use crate::lint::context::{Context, PathOperation, text};
use crate::model::PathTemplate;

const IN_OVERLAY: &str = "correct its place or its name, or remove it, in an overlay";

/// Variables of a path that no parameter fills.
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
                    "no path parameter fills `{{{variable}}}` of `{}`",
                    operation.path
                ),
                "declare it with `in: path`, in an overlay",
            );
        }
    }
}

/// Path parameters that stand in no path.
pub(super) fn unused(context: &Context<'_>, found: &mut Findings) {
    let mut items = HashSet::new();
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
                let message = format!("`{name}` does not stand in `{}`", operation.path);
                found.add(pointer, message, IN_OVERLAY);
            }
        }
    }
}

/// Path parameters that may be left out.
pub(super) fn optional_in_path(context: &Context<'_>, found: &mut Findings) {
    for node in context.of(ObjectKind::Parameter) {
        let required = node.object.get("required") == Some(&Value::Bool(true));
        if node.text("in") == Some("path") && !required {
            found.add(
                node.pointer.clone(),
                format!(
                    "the path parameter `{}` is not required",
                    text(node.object, "name")
                ),
                "write `required: true`",
            );
        }
    }
}

/// Parameters that stand twice in one list.
pub(super) fn duplicate(context: &Context<'_>, found: &mut Findings) {
    let holders = context
        .of(ObjectKind::Operation)
        .chain(context.of(ObjectKind::PathItem));
    for node in holders {
        let mut known = HashSet::new();
        for (parameter, pointer) in context.parameters(node) {
            let (name, place) = (text(parameter, "name"), text(parameter, "in"));
            if !known.insert((name, place)) {
                let message = format!("the {place} parameter `{name}` is declared twice");
                found.add(pointer, message, "remove one of the two");
            }
        }
    }
}

/// Paths that are told apart by nothing but the names of their variables.
pub(super) fn same_path(context: &Context<'_>, found: &mut Findings) {
    let mut known: HashMap<PathTemplate, String> = HashMap::new();
    for node in context.of(ObjectKind::PathItem) {
        let is_path = context
            .around(node)
            .is_some_and(|up| up.kind == ObjectKind::Paths);
        let Some(path) = PathTemplate::parse(&node.name()).filter(|_| is_path) else {
            continue;
        };
        match known.entry(path.anonymous()) {
            Entry::Vacant(entry) => {
                entry.insert(node.name());
            }
            Entry::Occupied(entry) => {
                let message = format!("`{}` is the same path as `{}`", node.name(), entry.get());
                let help = "move the operations of one of them to the other";
                found.add(node.pointer.clone(), message, help);
            }
        }
    }
}

/// The names of the path parameters that an operation has, by itself or from its path.
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
