//! References: what `$ref` points to, wherever that is.
//!
//! OpenAPI lets a reference point into any place of any file. The stages after this one know
//! components of the document alone, so what is elsewhere becomes a component: [`bundle`] brings
//! in what stands in other files, before overlays are applied; [`settle`] makes components of what
//! stands elsewhere in the document, after them.

mod bundle;
mod fault;
mod name;
mod settle;
mod target;

pub(super) use bundle::bundle;
pub(super) use settle::settle;
pub(crate) use target::{Target, is_mapping_reference, local_reference, mapping_reference};

use super::component::Section;
use super::grammar::ObjectKind;

/// How often one reference may lead to another, before it is taken for one that leads nowhere.
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

/// Whether anything is made of objects of a kind. Links and callbacks are left out.
fn is_read(kind: ObjectKind) -> bool {
    section(kind).is_some() || kind == ObjectKind::PathItem
}
