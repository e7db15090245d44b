//! References to any location of any file become references to components of the document.
//!
//! The stages after this one resolve components alone. [`bundle`] turns the targets in other files
//! into components, before overlays are applied; [`settle`] does so with targets elsewhere in the
//! document, after them.

mod bundle;
mod error;
mod name;
mod settle;
mod target;

pub(super) use bundle::bundle;
pub(super) use settle::settle;
#[cfg(feature = "lint")]
pub(crate) use target::similar_reference;
pub(crate) use target::{Target, is_mapping_reference, local_reference, mapping_reference};

use super::component::Section;
use super::grammar::ObjectKind;

/// How many references may lead to one another before the first is taken for a dangling one.
const MAX_STEPS: usize = 64;

/// Returns the section of `components` that holds objects of a kind, if any is made of them.
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

/// Returns `true` if anything is generated from objects of a kind, unlike links and callbacks.
fn is_read(kind: ObjectKind) -> bool {
    section(kind).is_some() || kind == ObjectKind::PathItem
}
