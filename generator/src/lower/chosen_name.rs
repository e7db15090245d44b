//! The Rust names that the document chooses, usually by an overlay.

use indexmap::IndexMap;
use serde_json::Value;

use crate::diagnostic::{Code, Pointer};
use crate::model::{Choice, RustName};

use super::facets::Facets;
use super::{Lowering, Site};

impl<'a> Lowering<'a> {
    /// Returns the name that `x-rust-name` chooses for an object.
    pub(super) fn chosen_name(
        &mut self,
        extensions: &IndexMap<String, Value>,
        pointer: &Pointer,
    ) -> Choice {
        let name = extensions.get("x-rust-name")?.as_str()?;
        self.checked_name(name, &pointer.child("x-rust-name"))
    }

    /// Returns the name that `x-rust-type-name` chooses for the type of a schema, or `x-rust-name`
    /// if it does not name a property.
    pub(super) fn chosen_type_name(&mut self, facets: &Facets<'a>, site: &Site) -> Choice {
        if let Some(name) = facets.extension("x-rust-type-name") {
            return self.checked_name(name, &site.pointer.child("x-rust-type-name"));
        }
        let name = self.chosen_name(&facets.data.extensions, &site.pointer);
        name.filter(|_| site.id.is_whole())
    }

    /// Returns a name if it is a Rust identifier, or else reports it.
    pub(super) fn checked_name(&mut self, name: &str, pointer: &Pointer) -> Choice {
        let rust_name = RustName::verbatim(name);
        if rust_name.is_none() {
            let message = format!("`{name}` is not a Rust identifier");
            let help = "use letters, digits and `_`";
            self.report(Code::InvalidRustName, pointer, message, help);
        }
        rust_name
    }
}
