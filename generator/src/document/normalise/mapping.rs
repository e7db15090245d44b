//! The values of discriminators.

use std::mem;

use serde_json::{Map, Value};

use super::Walk;
use crate::diagnostic::Code;
use crate::document::cursor::Cursor;
use crate::document::dialect::DEFAULT_MAPPING_EXTENSION;
use crate::document::grammar::DEFAULT_MAPPING;

impl Walk<'_> {
    /// Records the references of a discriminator. `defaultMapping` becomes an extension, which
    /// `openapiv3` preserves.
    pub(super) fn mapping(&mut self, discriminator: &mut Map<String, Value>, at: &Cursor<'_>) {
        if let Some(default) = discriminator.shift_remove(DEFAULT_MAPPING) {
            if let Some(target) = default.as_str() {
                self.references.add_mapping(target);
            }
            discriminator.insert(DEFAULT_MAPPING_EXTENSION.to_owned(), default);
        }
        let mapping = discriminator.get("mapping").and_then(Value::as_object);
        let at = at.key("mapping");
        for (value, target) in mapping.into_iter().flatten() {
            if let Some(target) = target.as_str() {
                self.references.add_mapping(target);
                let component = self.references.mapped_schema(target);
                let pointer = at.key(value).pointer();
                self.mapped.push((pointer, value.clone(), component));
            }
        }
    }

    /// Reports values of discriminators that select schemas which do not exist.
    pub(super) fn report_dangling_mappings(&mut self, document: &Value) {
        for (pointer, value, component) in mem::take(&mut self.mapped) {
            if component.declared_in(document).is_none() {
                let message =
                    format!("`{component}` does not exist: the value `{value}` selects no schema");
                let diagnostic = self
                    .source
                    .diagnostic(Code::DanglingReference, pointer, message)
                    .help("declare the schema, or correct the value of `mapping`");
                self.found.push(diagnostic);
            }
        }
    }
}
