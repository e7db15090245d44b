//! Unused components.

use std::borrow::Cow;

use serde_json::Value;

use super::references::{default_mapping, mapping};
use crate::document::grammar::ObjectKind;
use crate::document::{ComponentRef, mapping_reference};
use crate::hash::{HashMap, HashSet};
use crate::lint::Findings;
use crate::lint::context::Context;

/// Extensions that name schemas.
const NAMING: [&str; 2] = ["x-webhook-items", "x-webhook-events"];

/// Reports component schemas that no operation uses.
pub(super) fn schemas(context: &Context<'_>, found: &mut Findings) {
    let used = used(context);
    for node in context.of(ObjectKind::Schema) {
        let parent = context.parent(node).map(|parent| parent.kind);
        if parent == Some(ObjectKind::Components)
            && !used.contains(&ComponentRef::schema(node.name()))
        {
            found.add(
                node.pointer.clone(),
                format!("schema `{}` is not used by any operation", node.name()),
                "remove the schema, or refer to it",
            );
        }
    }
}

/// Returns the components that are reached from outside of the components.
fn used(context: &Context<'_>) -> HashSet<ComponentRef> {
    let uses = uses(context);
    let mut used = HashSet::default();
    let mut open: Vec<&ComponentRef> = uses.get(&None).into_iter().flatten().collect();
    while let Some(component) = open.pop() {
        if used.insert(component.clone()) {
            let next = uses.get(&Some(component.clone()));
            open.extend(next.into_iter().flatten());
        }
    }
    used
}

/// The components that are referred to, by the component that contains the reference: `None` for
/// references outside of the components.
type Uses = HashMap<Option<ComponentRef>, Vec<ComponentRef>>;

fn uses(context: &Context<'_>) -> Uses {
    let mut uses = Uses::default();
    for node in &context.nodes {
        let targets: Vec<ComponentRef> = mapping(node)
            .map(|(_, reference)| reference)
            .chain(default_mapping(node))
            .map(mapping_reference)
            .chain(context.references(node).map(Cow::Borrowed))
            .filter_map(|reference| context.location(&node.pointer, &reference))
            .filter_map(|target| ComponentRef::at_or_around(&target))
            .collect();
        if !targets.is_empty() {
            let from = ComponentRef::at_or_around(&node.pointer);
            uses.entry(from).or_default().extend(targets);
        }
    }
    let named = NAMING.iter().filter_map(|key| context.document.get(key));
    let outside = uses.entry(None).or_default();
    named.for_each(|value| named_schemas(value, outside));
    uses
}

/// Collects all strings in a value as names of schemas.
fn named_schemas(value: &Value, found: &mut Vec<ComponentRef>) {
    match value {
        Value::String(name) => found.push(ComponentRef::schema(name)),
        Value::Array(elements) => elements.iter().for_each(|one| named_schemas(one, found)),
        Value::Object(members) => members.values().for_each(|one| named_schemas(one, found)),
        _ => {}
    }
}
