//! References by `$id`, `$anchor` and `$dynamicAnchor`.

use std::collections::HashMap;

use serde_json::Value;

use crate::diagnostic::Pointer;
use crate::document::grammar::ObjectKind;
use crate::document::nodes::{Node, nodes};
use crate::document::reference::local_reference;

/// Returns the locations of the schemas with identifiers.
///
/// An identifier is the text of a reference: `#anchor`, or the `$id` as it is written. The first
/// schema with an identifier has it.
pub(crate) fn identified(nodes: &[Node<'_>]) -> HashMap<String, Pointer> {
    let mut identified = HashMap::new();
    for node in nodes.iter().filter(|node| node.kind == ObjectKind::Schema) {
        for (keyword, prefix) in [("$id", ""), ("$anchor", "#"), ("$dynamicAnchor", "#")] {
            if let Some(name) = node.text(keyword) {
                identified
                    .entry(format!("{prefix}{name}"))
                    .or_insert_with(|| node.pointer.clone());
            }
        }
    }
    identified
}

/// Replaces references to identifiers of schemas by references to their locations.
pub(super) fn resolve(document: &mut Value) {
    let nodes = nodes(document);
    let identified = identified(&nodes);
    let mut references: Vec<(Pointer, &'static str, String)> = Vec::new();
    for node in nodes.iter().filter(|node| node.kind == ObjectKind::Schema) {
        for keyword in ["$ref", "$dynamicRef"] {
            if let Some(reference) = node.text(keyword) {
                references.push((node.pointer.clone(), keyword, reference.to_owned()));
            }
        }
    }
    for (pointer, keyword, reference) in references {
        let target = identified.get(&reference);
        if let (Some(target), Some(Value::Object(schema))) =
            (target, document.pointer_mut(pointer.as_str()))
        {
            schema.insert(keyword.to_owned(), local_reference(target).into());
        }
    }
}
