//! Conversion of references to any location of any file into references to components.
//!
//! Later stages resolve only components. [`bundle`] converts references to other files before
//! overlays are applied; [`hoist`] converts references to other locations of the document
//! afterwards.

mod bundle;
mod error;
mod hoist;
mod name;
mod target;

pub(super) use bundle::bundle;
pub(super) use hoist::hoist;
#[cfg(feature = "lint")]
pub(crate) use target::similar_reference;
pub(crate) use target::{Target, is_mapping_reference, local_reference, mapping_reference};

use super::component::Section;
use super::grammar::ObjectKind;

/// The maximum length of a chain of references; a longer one counts as dangling.
const MAX_STEPS: usize = 64;

/// Returns the section of `components` for objects of a kind, if anything is generated from them.
fn section(kind: ObjectKind) -> Option<Section> {
    Some(match kind {
        ObjectKind::Schema => Section::Schemas,
        ObjectKind::Response => Section::Responses,
        ObjectKind::Parameter => Section::Parameters,
        ObjectKind::RequestBody => Section::RequestBodies,
        ObjectKind::Header => Section::Headers,
        ObjectKind::SecurityScheme => Section::SecuritySchemes,
        _ => return None,
    })
}

/// Returns `true` if code is generated from objects of a kind, unlike links and callbacks.
fn is_read(kind: ObjectKind) -> bool {
    section(kind).is_some() || kind == ObjectKind::PathItem
}
