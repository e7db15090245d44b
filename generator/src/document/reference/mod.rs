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

use crate::document::grammar::Kind;

/// How often one reference may lead to another, before it is taken for one that leads nowhere.
const MAX_STEPS: usize = 64;

/// The part of `components` that holds objects of a kind, where they may be referred to.
fn section(kind: Kind) -> Option<&'static str> {
    Some(match kind {
        Kind::Schema => "schemas",
        Kind::Response => "responses",
        Kind::Parameter => "parameters",
        Kind::RequestBody => "requestBodies",
        Kind::Header => "headers",
        Kind::SecurityScheme => "securitySchemes",
        _ => return None,
    })
}

/// Whether anything is made of objects of a kind. Links and callbacks are left out.
fn is_read(kind: Kind) -> bool {
    section(kind).is_some() || kind == Kind::PathItem
}
