//! Overlays, which correct and annotate a document: the OpenAPI Overlay Specification 1.1.
//!
//! Differences from the specification:
//!
//! - An action that changes nothing, because its target does not exist or already has the requested
//!   value, is an error (`unmatched-overlay-action`) so that obsolete corrections are noticed. The
//!   specification ignores it.
//! - For the same reason, an action has `update`, `copy` or `remove: true`, of which the specification
//!   allows none, and each element of `x-versions` matches the version of a document.
//! - `extends` is ignored: an overlay is applied to all documents of a run, unless `x-versions`
//!   limits it to some.
//! - Overlays of version 1.0 follow the rules of 1.1, which define cases that 1.0 leaves undefined:
//!   arrays are concatenated, and targets may be scalars.

mod apply;
mod problem;
mod read;
mod target;
#[cfg(test)]
mod tests;
mod update;
mod versions;

use std::sync::Arc;

use serde_json::Value;
use serde_json_path::JsonPath;

use crate::diagnostic::{Code, Diagnostic, Pointer};
use crate::document::Source;
use target::TargetPath;
use versions::Versions;

/// An overlay: actions that are applied in order.
///
/// The extension `x-versions` limits an overlay or an action to some versions: `["2.7..2.11",
/// "2.16", "Preview"]`. Ranges are inclusive, and either end may be omitted. The list of an action
/// overrides that of its overlay. Defaults to all documents.
#[derive(Clone, Debug)]
pub struct Overlay {
    source: Arc<Source>,
    actions: Vec<Action>,
    /// The values of `x-versions`, with their locations.
    declared_versions: Vec<(Pointer, Versions)>,
}

#[derive(Clone, Debug)]
struct Action {
    /// The location of the action in the overlay.
    pointer: Pointer,
    target: TargetPath,
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
