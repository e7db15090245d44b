//! A document as plain JSON, to which overlays are applied.

use std::path::Path;

use serde_json::Value;

use crate::diagnostic::Diagnostics;
use crate::document::parse::parse_lenient;
use crate::document::reference;
use crate::document::source::Source;

/// The greatest size in bytes of a document whose positions are indexed in advance.
const MAX_INDEXED: usize = 4 << 20;

/// A document as plain JSON, before it is checked against OpenAPI.
#[derive(Clone, Debug)]
pub struct RawDocument {
    /// The file that contains the document.
    pub source: Source,
    /// The content, with keys in document order.
    pub value: Value,
    /// The problems that did not stop reading. [`Document`](super::Document) reports them.
    pub found: Diagnostics,
}

impl RawDocument {
    /// Reads a YAML or JSON file and bundles the files that it refers to into its components.
    ///
    /// # Errors
    /// Returns an error if a file cannot be read, or contains a syntax error or a duplicate key.
    pub fn load(path: impl AsRef<Path>) -> Result<Self, Diagnostics> {
        Self::from_source(Source::read(path)?)?.bundled()
    }

    /// Reads a file like [`load`](Self::load), and indexes the positions of its values at the same
    /// time, for diagnostics. JSON is read much faster than its positions, and those of a large
    /// document take much memory: they are indexed for the first diagnostic.
    ///
    /// # Errors
    /// Returns the errors of [`load`](Self::load).
    pub(crate) fn load_located(path: impl AsRef<Path>) -> Result<Self, Diagnostics> {
        let source = Source::read(path)?;
        let index = || {
            if !source.is_json() && source.text().len() <= MAX_INDEXED {
                source.index();
            }
        };
        let (parsed, ()) = rayon::join(|| parse_lenient(&source), index);
        let (value, found) = parsed?;
        let document = Self {
            source,
            value,
            found,
        };
        document.bundled()
    }

    fn bundled(mut self) -> Result<Self, Diagnostics> {
        let bundled = reference::bundle(&mut self.source, &mut self.value);
        self.found.extend(bundled?);
        Ok(self)
    }

    /// Parses a source. References to other files remain.
    ///
    /// # Errors
    /// Returns an error if the text contains a syntax error or a duplicate key.
    pub fn from_source(source: Source) -> Result<Self, Diagnostics> {
        let (value, found) = parse_lenient(&source)?;
        Ok(Self {
            source,
            value,
            found,
        })
    }

    /// Returns the number of `components/schemas`.
    pub fn schema_count(&self) -> usize {
        self.schema_names().count()
    }

    /// Returns the names of `components/schemas`.
    pub fn schema_names(&self) -> impl Iterator<Item = &String> {
        let schemas = self.value.pointer("/components/schemas");
        let schemas = schemas.and_then(Value::as_object);
        schemas.into_iter().flat_map(|schemas| schemas.keys())
    }
}
