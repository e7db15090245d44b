//! Dangling references.

use serde_json::Value;

use crate::diagnostic::{MAX_SUGGESTIONS, Pointer};
use crate::document::grammar::{DEFAULT_MAPPING, ObjectKind};
use crate::document::nodes::Node;
use crate::document::{mapping_reference, similar_reference};
use crate::lint::Findings;
use crate::lint::context::Context;

/// Reports references to targets that do not exist, including those of discriminators. Other files
/// are not loaded, so references to them are reported, too.
pub(super) fn dangling(context: &Context<'_>, found: &mut Findings) {
    let mut suggestions = MAX_SUGGESTIONS;
    let mut check = |reference: &str, node: &Node<'_>, pointer: Pointer| {
        if context.target_from(&node.pointer, reference).is_none() {
            let is_compared = suggestions > 0;
            suggestions = suggestions.saturating_sub(1);
            let similar = is_compared.then(|| similar_reference(context.document, reference));
            let help = match similar.flatten() {
                Some(similar) => format!("did you mean `{similar}`?"),
                None => "declare the component, or correct the reference".to_owned(),
            };
            found.add(pointer, format!("`{reference}` does not exist"), help);
        }
    };
    for node in &context.nodes {
        for reference in context.references(node) {
            check(reference, node, node.pointer.clone());
        }
        if let Some(reference) = default_mapping(node) {
            let pointer = node.pointer.child(DEFAULT_MAPPING);
            check(&mapping_reference(reference), node, pointer);
        }
        for (name, reference) in mapping(node) {
            let pointer = node.pointer.child("mapping").child(name);
            check(&mapping_reference(reference), node, pointer);
        }
    }
}

/// Returns the schema that a discriminator selects for values without a known tag.
pub(super) fn default_mapping<'a>(node: &Node<'a>) -> Option<&'a str> {
    let default = node.text(DEFAULT_MAPPING);
    default.filter(|_| node.kind == ObjectKind::Discriminator)
}

/// Returns the values of a discriminator with the schemas that they select.
pub(super) fn mapping<'a>(node: &Node<'a>) -> impl Iterator<Item = (&'a str, &'a str)> {
    let object = match node.kind {
        ObjectKind::Discriminator => node.object.get("mapping").and_then(Value::as_object),
        _ => None,
    };
    let members = object.into_iter().flatten();
    members.filter_map(|(name, value)| Some((name.as_str(), value.as_str()?)))
}
