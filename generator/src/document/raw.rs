//! A document as plain JSON, to which overlays are applied.

use std::path::Path;

use serde_json::Value;

use crate::diagnostic::Diagnostics;
use crate::document::component::{ComponentRef, DeclaredNames};
use crate::document::parse::parse_lenient;
use crate::document::reference;
use crate::document::source::Source;
use crate::hash::HashSet;

/// A document as plain JSON, before it is checked against OpenAPI.
#[derive(Clone, Debug)]
pub struct RawDocument {
    /// The file that contains the document.
    pub source: Source,
    /// The content, with keys in document order.
    pub value: Value,
    /// The names of components that were declared in other files.
    pub(super) names: DeclaredNames,
    /// The problems that did not stop reading. [`Document`](super::Document) reports them.
    pub found: Diagnostics,
}

impl RawDocument {
    /// Reads a YAML or JSON file and bundles the files that it refers to into its components.
    ///
    /// # Errors
    /// Returns an error if a file cannot be read, or contains a syntax error or a duplicate key.
    pub fn load(path: impl AsRef<Path>) -> Result<Self, Diagnostics> {
        let mut document = Self::from_source(Source::read(path)?)?;
        reference::name_requirements(&mut document.source, &mut document.value, true);
        let (names, bundled) = reference::bundle(&mut document.source, &mut document.value)?;
        document.names = names;
        document.found.extend(bundled);
        Ok(document)
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
            names: DeclaredNames::default(),
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

    /// Returns the formats of strings, and of values without a type.
    pub fn string_formats(&self) -> HashSet<&str> {
        let mut formats = HashSet::default();
        let mut pending = vec![&self.value];
        while let Some(value) = pending.pop() {
            match value {
                Value::Object(members) => {
                    let format = members.get("format").and_then(Value::as_str);
                    let has_strings = members.get("type").is_none_or(allows_strings);
                    formats.extend(format.filter(|_| has_strings));
                    pending.extend(members.values());
                }
                Value::Array(items) => pending.extend(items),
                _ => {}
            }
        }
        formats
    }

    /// Returns `true` if a component was declared in another file.
    pub(crate) fn is_bundled(&self, component: &ComponentRef) -> bool {
        self.names.contains(component)
    }
}

/// Returns `true` if a `type`, or one of a list (OpenAPI 3.1), is that of strings.
fn allows_strings(ty: &Value) -> bool {
    match ty {
        Value::Array(types) => types.iter().any(|ty| ty == "string"),
        ty => ty == "string",
    }
}
