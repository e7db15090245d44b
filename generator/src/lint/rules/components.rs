//! The names of components.

use crate::document::grammar::ObjectKind;
use crate::document::{ComponentRef, Section};
use crate::lint::Findings;
use crate::lint::context::Context;

/// Reports names with characters that OpenAPI does not allow, except those of components that
/// bundling named.
pub(super) fn invalid_name(context: &Context<'_>, found: &mut Findings) {
    for node in context.of(ObjectKind::Components) {
        let sections = node.object.iter().filter(|(key, _)| !key.starts_with("x-"));
        for (key, section) in sections {
            let names = section.as_object().into_iter().flat_map(|map| map.keys());
            for name in names.filter(|name| !is_valid(name)) {
                let is_bundled = Section::of_key(key).is_some_and(|section| {
                    let component = ComponentRef::new(section, name.as_str());
                    context.raw.is_bundled(&component)
                });
                if !is_bundled {
                    found.add(
                        node.pointer.child(key).child(name),
                        format!("component name `{name}` has other characters than `A-Za-z0-9.-_`"),
                        "rename the component, and correct the references to it",
                    );
                }
            }
        }
    }
}

/// Returns whether a name matches `^[a-zA-Z0-9\.\-_]+$` (OpenAPI, "Components Object").
fn is_valid(name: &str) -> bool {
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_');
    !name.is_empty() && name.bytes().all(is_allowed)
}
