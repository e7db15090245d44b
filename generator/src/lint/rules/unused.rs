//! Components that nobody uses.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::references::{mapping, schema_reference};
use crate::document::grammar::Kind;
use crate::lint::Findings;
use crate::lint::context::Context;

/// What stands outside of the components.
const OUTSIDE: &str = "";

/// Extensions that name schemas.
const NAMING: [&str; 2] = ["x-webhook-items", "x-webhook-events"];

/// Schemas that nothing outside of the components leads to.
pub(super) fn schemas(context: &Context<'_>, found: &mut Findings) {
    let used = used(context);
    for node in context.of(Kind::Schema) {
        let around = context.around(node).map(|around| around.kind);
        if around == Some(Kind::Components) && !used.contains(node.pointer.as_str()) {
            found.add(
                node.pointer.clone(),
                format!("the schema `{}` is used by no operation", node.name()),
                "remove it, or refer to it where it belongs",
            );
        }
    }
}

/// The components that are reached from outside, as pointers.
fn used(context: &Context<'_>) -> HashSet<String> {
    let uses = uses(context);
    let mut used = HashSet::new();
    let mut open = vec![OUTSIDE.to_owned()];
    while let Some(component) = open.pop() {
        for next in uses.get(&component).into_iter().flatten() {
            if used.insert(next.clone()) {
                open.push(next.clone());
            }
        }
    }
    used
}

/// The components that each component refers to, and those that what is outside does.
fn uses(context: &Context<'_>) -> HashMap<String, Vec<String>> {
    let mut uses: HashMap<String, Vec<String>> = HashMap::new();
    for node in &context.nodes {
        let references = mapping(node).map(|(_, reference)| schema_reference(reference));
        let references = references.chain(node.reference().map(str::to_owned));
        let targets = references.filter_map(|reference| component(reference.strip_prefix('#')?));
        let targets: Vec<String> = targets.collect();
        if !targets.is_empty() {
            let from = component(node.pointer.as_str()).unwrap_or_else(|| OUTSIDE.to_owned());
            uses.entry(from).or_default().extend(targets);
        }
    }
    let named = NAMING.iter().filter_map(|key| context.document.get(key));
    let outside = uses.entry(OUTSIDE.to_owned()).or_default();
    named.for_each(|value| texts(value, outside));
    uses
}

/// The pointer of the component that a place belongs to.
fn component(pointer: &str) -> Option<String> {
    let mut parts = pointer.strip_prefix("/components/")?.split('/');
    let (section, name) = (parts.next()?, parts.next()?);
    Some(format!("/components/{section}/{name}"))
}

/// Takes every text in a value as the name of a schema.
fn texts(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::String(name) => found.extend(component(&format!("/components/schemas/{name}"))),
        Value::Array(elements) => elements.iter().for_each(|one| texts(one, found)),
        Value::Object(members) => members.values().for_each(|one| texts(one, found)),
        _ => {}
    }
}
