//! The names that overlays choose.

use indexmap::IndexMap;
use serde_json::Value;

use crate::diagnostic::{Code, Pointer};
use crate::model::{Choice, RustName};

use super::facets::Facets;
use super::{Lowering, Site};

impl<'a> Lowering<'a> {
    /// Returns the name that an object has by `x-rust-name`.
    pub(super) fn chosen_name(
        &mut self,
        extensions: &IndexMap<String, Value>,
        pointer: &Pointer,
    ) -> Choice {
        let name = extensions.get("x-rust-name")?.as_str()?;
        self.checked_name(name, &pointer.child("x-rust-name"))
    }

    /// Returns the name that the type of a schema has by `x-rust-type-name`, or by `x-rust-name`
    /// where that names nothing else.
    pub(super) fn chosen_type_name(&mut self, facets: &Facets<'a>, site: &Site) -> Choice {
        if let Some(name) = facets.extension("x-rust-type-name") {
            return self.checked_name(name, &site.pointer.child("x-rust-type-name"));
        }
        let name = self.chosen_name(&facets.data.extensions, &site.pointer);
        name.filter(|_| site.id.is_whole())
    }

    /// Returns a name that is a Rust identifier, and reports another.
    pub(super) fn checked_name(&mut self, name: &str, pointer: &Pointer) -> Choice {
        let rust_name = RustName::verbatim(name);
        if rust_name.is_none() {
            let message = format!("`{name}` is not a Rust identifier");
            let help = "use letters, digits and `_`";
            self.error(Code::InvalidRustName, pointer, message, help);
        }
        rust_name
    }
}
