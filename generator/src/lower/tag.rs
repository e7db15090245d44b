//! Tags: their descriptions and the names that are chosen for them.

use crate::diagnostic::Pointer;
use crate::document::TAG_KIND_EXTENSION;

use super::Lowering;

impl Lowering<'_> {
    /// Reads the names that are chosen for tags (`x-rust-name`).
    pub(super) fn tags(&mut self) {
        for (index, tag) in self.document.api.tags.iter().enumerate() {
            let pointer = Pointer::root().child("tags").index(index);
            if let Some(name) = self.chosen_name(&tag.extensions, &pointer) {
                self.tag_names.insert(tag.name.clone(), name);
            }
        }
    }
}

impl Lowering<'_> {
    /// Returns whether a tag is of another kind than `nav` (OpenAPI 3.2), such as a badge: it
    /// labels operations and does not group them.
    pub(super) fn is_label(&self, name: &str) -> bool {
        let mut tags = self.document.api.tags.iter();
        let tag = tags.find(|tag| tag.name == name);
        let kind = tag.and_then(|tag| tag.extensions.get(TAG_KIND_EXTENSION));
        kind.is_some_and(|kind| kind != "nav")
    }
}

/// Returns the name and the description of a tag that has one.
pub(super) fn described(tag: &openapiv3::Tag) -> Option<(String, String)> {
    let text = tag.description.as_deref()?.trim();
    (!text.is_empty()).then(|| (tag.name.clone(), text.to_owned()))
}
