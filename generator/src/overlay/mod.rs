//! Corrections and annotations of a document: the OpenAPI Overlay Specification 1.1.
//!
//! What is different here, and why:
//!
//! - An action that finds nothing to change, because its target is not there or has what it says
//!   already, is an error (`unmatched-overlay-action`). The specification has it succeed; here, a
//!   correction goes when its cause has gone.
//! - Every action has a `description`, which the specification leaves to the author: it says why the
//!   action is there.
//! - An action does one thing. Of `update`, `copy` and `remove: true` in one action, the
//!   specification lets one win; here, two of them are an error, and so is none.
//! - `extends` is not looked at: an overlay is applied to all documents of a run that it is meant
//!   for, by `x-versions`.
//! - Overlays of 1.0 follow the rules of 1.1, which say what 1.0 leaves open: a list is joined to a
//!   list, and a scalar can be the target.

mod apply;
mod read;
#[cfg(test)]
mod tests;
mod versions;

use serde_json::Value;
use serde_json_path::JsonPath;

use crate::diagnostic::{Code, Diagnostic, Pointer};
use crate::document::Source;
use versions::Versions;

/// An overlay: actions that are applied in order.
///
/// The extension `x-versions`, on the overlay or on an action (where it counts instead of the
/// overlay's), says for which versions it is meant: `["2.7..2.11", "2.16", "Preview"]`. Both ends
/// of a range belong to it, and either may be left out. Without it, it is meant for every
/// document.
#[derive(Clone, Debug)]
pub struct Overlay {
    source: Source,
    actions: Vec<Action>,
}

#[derive(Clone, Debug)]
struct Action {
    /// Where the action stands in the overlay.
    pointer: Pointer,
    target: JsonPath,
    versions: Option<Versions>,
    change: Change,
}

#[derive(Clone, Debug)]
enum Change {
    Update(Value),
    Copy(JsonPath),
    Remove,
}

impl Overlay {
    fn diagnostic(&self, code: Code, action: &Action, message: String) -> Diagnostic {
        self.source
            .diagnostic(code, action.pointer.clone(), message)
    }
}
