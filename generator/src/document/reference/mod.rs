//! Conversion of references to any location of any file into references to components.
//!
//! Later stages resolve only components. [`bundle`] converts references to other files before
//! overlays are applied; [`hoist`] converts references to other locations of the document
//! afterwards.

mod bundle;
mod description;
mod error;
mod files;
mod hoist;
mod media_type;
mod name;
mod path_item;
mod requirement;
mod target;

pub(super) use bundle::bundle;
pub(super) use description::{descriptions, inherit_descriptions};
pub(super) use hoist::hoist;
pub(super) use media_type::inline_media_types;
pub(super) use requirement::name_requirements;
pub(super) use target::follow;
pub(crate) use target::{
    Target, child, is_mapping_reference, local_reference, mapping_reference, similar_reference,
};

use super::component::Section;
use super::grammar::ObjectKind;
use super::source::Source;
use crate::diagnostic::{Code, Diagnostic, Pointer};

/// The maximum length of a chain of references; a longer one counts as dangling.
pub(super) const MAX_STEPS: usize = 64;

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
    let is_copied = matches!(
        kind,
        ObjectKind::MediaType | ObjectKind::Operation | ObjectKind::PathItem
    );
    section(kind).is_some() || is_copied
}

/// The help about a cycle of references.
pub(crate) const CYCLE_HELP: &str = "declare the object at one of these locations";

/// The maximum number of members of a cycle that its message names.
const NAMED_MEMBERS: usize = 8;

/// Returns the problem of a reference whose target is among references that lead to each other.
pub(crate) fn cycle(reference: &str, members: &[String]) -> String {
    let named = members.iter().take(NAMED_MEMBERS);
    let mut named: Vec<String> = named.map(|member| format!("`{member}`")).collect();
    if members.len() > NAMED_MEMBERS {
        named.push("…".to_owned());
    }
    named.extend(members.first().map(|member| format!("`{member}`")));
    format!(
        "`{reference}` leads to a cycle of references, {}",
        named.join(" → ")
    )
}

/// Returns the consequence of a reference whose target cannot be used.
fn consequence(kind: ObjectKind) -> &'static str {
    match kind {
        ObjectKind::Schema => "any value is accepted",
        ObjectKind::Operation => "the operation is left out",
        ObjectKind::PathItem => "its operations are left out",
        ObjectKind::Parameter | ObjectKind::RequestBody => "the operations with it are left out",
        ObjectKind::Response => "the response is ignored",
        ObjectKind::MediaType => "content of any schema is accepted",
        _ => "it is ignored",
    }
}

/// Returns the warning about an operation that is a reference.
fn operation_reference(source: &Source, pointer: Pointer, reference: &str) -> Diagnostic {
    let message = format!(
        "the operation is a reference to `{reference}`, which OpenAPI does not allow: the target is \
         read in its place"
    );
    let help = "write the operation inline, or refer to a path item";
    source
        .diagnostic(Code::OperationReference, pointer, message)
        .help(help)
}
