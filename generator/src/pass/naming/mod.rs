//! Gives everything its Rust name, and sees that no two are the same.
//!
//! What the document names itself comes first. What it does not (inline schemas, the place of a
//! parameter) makes way for that and for what the emitted code has of its own, with a warning.
//! Where two names of the document's own come to the same, it is the document's to say which is
//! which: an error, with the lines of an overlay to paste.

mod distinct;
mod inputs;
mod operations;
mod types;

use indexmap::IndexMap;

use crate::diagnostic::{Code, Diagnostics, Pointer, Severity};
use crate::document::Document;
use crate::model::{Api, RustName, SchemaId};

pub(super) use distinct::{Form, Word, distinct};

/// The names of a type.
#[derive(Clone, Debug)]
pub(super) struct TypeName {
    /// The type itself.
    pub name: RustName,
    /// The module that it stands in.
    pub module: RustName,
}

/// The names of all types, with what was named otherwise than it asks for. Operations, parameters
/// and tags are named in place.
pub(super) fn names(
    api: &mut Api,
    document: &Document,
) -> Result<(IndexMap<SchemaId, TypeName>, Diagnostics), Diagnostics> {
    let mut names = Names {
        document,
        diagnostics: Diagnostics::default(),
    };
    operations::tags(api, &mut names);
    operations::operations(api, &mut names);
    inputs::inputs(api, &mut names);
    let types = types::types(api, &mut names);
    if names.diagnostics.has_errors() {
        Err(names.diagnostics)
    } else {
        Ok((types, names.diagnostics))
    }
}

/// What is said while names are given.
struct Names<'a> {
    document: &'a Document,
    diagnostics: Diagnostics,
}

impl Names<'_> {
    fn error(&mut self, code: Code, pointer: &Pointer, message: String, help: &str) {
        let diagnostic = self.document.diagnostic(code, pointer.clone(), message);
        self.diagnostics.push(diagnostic.help(help));
    }

    fn warn(&mut self, code: Code, pointer: &Pointer, message: String, help: &str) {
        let mut diagnostic = self.document.diagnostic(code, pointer.clone(), message);
        diagnostic.severity = Severity::Warning;
        self.diagnostics.push(diagnostic.help(help));
    }
}

/// The lines that rename what stands at a pointer, ready to paste into an overlay.
pub(super) fn rename_help(pointer: &Pointer, name: &str) -> String {
    format!(
        "name it in an overlay:\n  - target: {}\n    description: why it needs another name\n    \
         update:\n      x-rust-name: {name}",
        json_path(pointer),
    )
}

/// Keywords whose value is a list; elsewhere a number in a pointer is a name, such as a status.
const LISTS: &[&str] = &["allOf", "anyOf", "oneOf", "parameters", "tags"];

/// The JSONPath (RFC 9535) that selects what stands at a pointer.
pub(super) fn json_path(pointer: &Pointer) -> String {
    let mut path = "$".to_owned();
    let mut in_list = false;
    for part in pointer.parts() {
        match part.parse::<usize>() {
            Ok(index) if in_list => path.push_str(&format!("[{index}]")),
            _ => path.push_str(&format!("['{}']", part.replace('\'', "\\'"))),
        }
        in_list = LISTS.contains(&part.as_str());
    }
    path
}
