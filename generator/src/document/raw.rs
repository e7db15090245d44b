//! A document as it is written, before OpenAPI gives it a meaning.

use std::path::Path;

use serde_json::Value;

use crate::diagnostic::Diagnostics;
use crate::document::parse::parse;
use crate::document::reference;
use crate::document::source::Source;

/// A document before anything about OpenAPI is known of it.
#[derive(Clone, Debug)]
pub struct RawDocument {
    /// The file it was read from.
    pub source: Source,
    /// Its content, keys in document order.
    pub value: Value,
}

impl RawDocument {
    /// Reads a YAML or JSON file, and the files that it refers to, whose content becomes part of
    /// the document's components.
    ///
    /// # Errors
    /// When a file cannot be read, has a syntax error or a key twice in one object, or is outside
    /// the document's folder.
    pub fn load(path: impl AsRef<Path>) -> Result<Self, Diagnostics> {
        let mut document = Self::from_source(Source::read(path)?)?;
        reference::bundle(&mut document.source, &mut document.value)?;
        Ok(document)
    }

    /// Reads a text that is already there.
    ///
    /// # Errors
    /// When it has a syntax error or a key twice in one object.
    pub fn from_source(source: Source) -> Result<Self, Diagnostics> {
        let value = parse(&source)?;
        Ok(Self { source, value })
    }

    /// How many schemas stand in `components/schemas`.
    pub fn schema_count(&self) -> usize {
        let schemas = self.value.pointer("/components/schemas");
        schemas
            .and_then(Value::as_object)
            .map_or(0, |schemas| schemas.len())
    }
}
