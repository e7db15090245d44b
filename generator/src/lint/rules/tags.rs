//! Tags.

use crate::diagnostic::{MAX_SUGGESTIONS, did_you_mean};
use crate::document::grammar::ObjectKind;
use crate::document::nodes::Node;
use crate::hash::{HashMap, HashSet};
use crate::lint::Findings;
use crate::lint::context::Context;

/// Reports parents of tags that do not exist, and one tag of each circle of parents.
pub(super) fn invalid_parent(context: &Context<'_>, found: &mut Findings) {
    let tags: HashMap<&str, &Node<'_>> = context
        .of(ObjectKind::Tag)
        .filter_map(|node| Some((node.text("name")?, node)))
        .collect();
    let mut checked = HashSet::default();
    let mut suggestions = MAX_SUGGESTIONS;
    for start in context.of(ObjectKind::Tag) {
        let mut path = HashSet::default();
        let mut next = start.text("name");
        while let Some(name) = next.filter(|name| !checked.contains(name)) {
            let Some(tag) = tags.get(name) else { break };
            let pointer = tag.pointer.child("parent");
            if !path.insert(name) {
                let message = format!("tag `{name}` is below itself: its `parent` is circular");
                found.add(pointer, message, "remove `parent` of one of the tags");
                break;
            }
            next = tag.text("parent");
            if let Some(parent) = next.filter(|parent| !tags.contains_key(parent)) {
                // Each search takes the time of all tags.
                let known = tags.keys().copied().take_while(|_| suggestions > 0);
                let help = did_you_mean(parent, known, "add it to `tags`");
                suggestions = suggestions.saturating_sub(1);
                let message = format!("`parent` of tag `{name}` does not exist: `{parent}`");
                found.add(pointer, message, help);
            }
        }
        checked.extend(path);
    }
}
