//! Servers.

use crate::document::grammar::ObjectKind;
use crate::hash::HashSet;
use crate::lint::Findings;
use crate::lint::context::Context;

/// Reports servers of one list with the same name.
pub(super) fn duplicate_name(context: &Context<'_>, found: &mut Findings) {
    let mut known = HashSet::default();
    for node in context.of(ObjectKind::Server) {
        let Some(name) = node.text("name") else {
            continue;
        };
        if !known.insert((node.parent, name)) {
            let pointer = node.pointer.child("name");
            let message = format!("another server has the name `{name}`");
            found.add(pointer, message, "choose another name for one of them");
        }
    }
}
