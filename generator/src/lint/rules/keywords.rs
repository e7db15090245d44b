//! Unknown keywords.

use crate::document::grammar::ObjectKind;
use crate::lint::Findings;
use crate::lint::context::Context;

/// Reports keywords that OpenAPI does not define.
pub(super) fn unknown(context: &Context<'_>, found: &mut Findings) {
    for node in &context.nodes {
        // Their keys are paths and statuses, which other rules check.
        let is_map = matches!(node.kind, ObjectKind::Paths | ObjectKind::Responses);
        let is_reference = node.reference().is_some() && node.kind != ObjectKind::Schema;
        if is_map || is_reference {
            continue;
        }
        for key in node.object.keys() {
            if node.kind.keyword(key).is_none() && key != "$ref" {
                let message = format!("unknown keyword `{key}` of {}", node.kind.noun());
                let help = "correct the keyword, remove it, or prefix it with `x-`";
                found.add(node.pointer.child(key), message, help);
            }
        }
    }
}
