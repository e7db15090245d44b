//! Words that OpenAPI does not know.

use crate::document::grammar::ObjectKind;
use crate::lint::Findings;
use crate::lint::context::Context;

/// Keywords that are ignored because nobody knows them.
pub(super) fn unknown(context: &Context<'_>, found: &mut Findings) {
    for node in &context.nodes {
        // Their keys are paths and statuses; what is none is an error of its own.
        let is_map = matches!(node.kind, ObjectKind::Paths | ObjectKind::Responses);
        let is_reference = node.reference().is_some() && node.kind != ObjectKind::Schema;
        if is_map || is_reference {
            continue;
        }
        for key in node.object.keys() {
            if node.kind.keyword(key).is_none() && key != "$ref" {
                let message = format!("`{key}` is no keyword of a {}", node.kind.noun());
                let help = "correct it, put it where it belongs, or begin its name with `x-`";
                found.add(node.pointer.child(key), message, help);
            }
        }
    }
}
