//! Warnings about renamed items.

use crate::diagnostic::{Code, Diagnostics, Pointer, Severity};
use crate::document::Document;
use crate::hash::HashMap;
use crate::model::RustName;

/// The warnings about items that do not have their plain or chosen names.
pub(in crate::pass) struct Report<'a> {
    document: &'a Document,
    pub diagnostics: Diagnostics,
}

/// The owner of a name that clashes.
#[derive(Clone, Copy)]
pub(super) enum Owner<'a> {
    /// The generated code.
    Generated,
    /// Another item of the document, by its name there.
    Document(&'a str),
    /// A tag of the document.
    Tag(&'a str),
}

impl<'a> Report<'a> {
    pub fn new(document: &'a Document) -> Self {
        Self {
            document,
            diagnostics: Diagnostics::default(),
        }
    }

    /// Returns the location of a value as the document was read, which overlays address.
    pub(super) fn original(&self, pointer: &Pointer) -> Pointer {
        self.document.original(pointer)
    }

    /// Returns the tags that the document declares, each with its location there.
    pub(super) fn declared_tags(&self) -> HashMap<&'a str, Pointer> {
        let tags = Pointer::root().child("tags");
        self.document
            .api
            .tags
            .iter()
            .enumerate()
            .map(|(index, tag)| (tag.name.as_str(), self.original(&tags.index(index))))
            .collect()
    }

    /// Warns that an item has the name `renamed` instead of its plain name. `kind` is the kind of
    /// the item in Rust.
    pub(super) fn renamed(
        &mut self,
        pointer: &Pointer,
        name: &str,
        owner: Owner<'_>,
        kind: &str,
        renamed: &RustName,
        help: &str,
    ) {
        let clash = clash(name, owner);
        let message = format!("{clash}: the {kind} is renamed `{renamed}`");
        self.warn(owner.code(), pointer, message, help);
    }

    pub(super) fn warn(&mut self, code: Code, pointer: &Pointer, message: String, help: &str) {
        let mut diagnostic = self.document.diagnostic(code, pointer.clone(), message);
        diagnostic.severity = Severity::Warning;
        self.diagnostics.push(diagnostic.help(help));
    }
}

impl Owner<'_> {
    pub fn code(self) -> Code {
        match self {
            Self::Generated | Self::Tag(_) => Code::ReservedName,
            Self::Document(_) => Code::NameCollision,
        }
    }
}

/// Returns the first part of a message: "`Replace` clashes with `replace`".
pub(super) fn clash(name: &str, owner: Owner<'_>) -> String {
    match owner {
        Owner::Generated => format!("`{name}` clashes with a name of the generated code"),
        Owner::Document(owner) => format!("`{name}` clashes with `{owner}`"),
        Owner::Tag(tag) => format!("`{name}` clashes with the tag `{tag}`"),
    }
}
