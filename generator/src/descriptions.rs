//! Descriptions of operations, parameters, schemas and properties that the document leaves without
//! one.

use std::path::Path;

use serde_json::{Map, Value};

use crate::diagnostic::{Code, Diagnostics, Pointer, did_you_mean};
use crate::document::{Source, parse};
use crate::hash::IndexMap;

/// The sections of the file.
const SECTIONS: [Section; 8] = [
    Section::flat("tags"),
    Section::flat("operations"),
    Section::flat("examples"),
    Section::flat("parameters"),
    Section::nested("operation_parameters"),
    Section::flat("schemas"),
    Section::flat("properties"),
    Section::nested("schema_properties"),
];

struct Section {
    name: &'static str,
    /// `true` if the section maps names to mappings of texts, rather than to texts.
    is_nested: bool,
}

impl Section {
    const fn flat(name: &'static str) -> Self {
        let is_nested = false;
        Self { name, is_nested }
    }

    const fn nested(name: &'static str) -> Self {
        let is_nested = true;
        Self { name, is_nested }
    }
}

/// Descriptions in a separate file. See [`Generator::descriptions`](crate::Generator::descriptions)
/// for its structure.
#[derive(Clone, Debug)]
pub struct Descriptions {
    source: Source,
    texts: IndexMap<Pointer, String>,
}

impl Descriptions {
    /// Reads a file of descriptions.
    ///
    /// # Errors
    /// Returns an error if the file cannot be read or has another structure.
    pub fn load(path: impl AsRef<Path>) -> Result<Self, Diagnostics> {
        Self::from_source(Source::read(path)?)
    }

    /// Parses descriptions.
    ///
    /// # Errors
    /// Returns an error if the source has another structure.
    pub fn from_source(source: Source) -> Result<Self, Diagnostics> {
        let root = parse(&source)?;
        let mut reader = Reader {
            source: &source,
            texts: IndexMap::default(),
            found: Diagnostics::new(),
        };
        reader.root(root);
        let Reader { texts, found, .. } = reader;
        found.into_result(texts).map(|texts| Self { source, texts })
    }

    /// Returns the text at a location of the file, such as `/operations/listAdmins`, and this
    /// location.
    pub fn get_key_value(&self, location: &Pointer) -> Option<(&Pointer, &str)> {
        let (location, text) = self.texts.get_key_value(location)?;
        Some((location, text))
    }

    /// Checks that every text describes something.
    ///
    /// # Errors
    /// Returns an error (`unused-description`) for each text whose location is not `used`.
    pub fn check(&self, used: impl Fn(&Pointer) -> bool) -> Result<(), Diagnostics> {
        let mut found = Diagnostics::new();
        for location in self.texts.keys().filter(|location| !used(location)) {
            let name = location.last().unwrap_or_default();
            let message = format!("the description of `{name}` applies to nothing in any document");
            let help = "correct the name; remove the line if no document has this name, or if every \
                        item of this name has a description of its own";
            let diagnostic =
                self.source
                    .diagnostic(Code::UnusedDescription, location.clone(), message);
            found.push(diagnostic.help(help));
        }
        found.into_result(())
    }
}

struct Reader<'s> {
    source: &'s Source,
    texts: IndexMap<Pointer, String>,
    found: Diagnostics,
}

impl Reader<'_> {
    fn refuse(&mut self, at: &Pointer, message: String, help: &str) {
        let diagnostic = self
            .source
            .diagnostic(Code::InvalidDescriptions, at.clone(), message);
        self.found.push(diagnostic.help(help));
    }

    fn object(&mut self, value: Value, at: &Pointer, noun: &str) -> Map<String, Value> {
        match value {
            Value::Object(members) => members,
            _ => {
                let message = format!("{noun} must be an object");
                self.refuse(at, message, "write a line `name: text` for each item");
                Map::new()
            }
        }
    }

    fn root(&mut self, value: Value) {
        let root = Pointer::root();
        for (name, value) in self.object(value, &root, "a file of descriptions") {
            let at = root.child(&name);
            match SECTIONS.iter().find(|section| section.name == name) {
                Some(section) if section.is_nested => {
                    for (inner, value) in self.object(value, &at, &format!("`{name}`")) {
                        self.section(value, &at.child(&inner));
                    }
                }
                Some(_) => self.section(value, &at),
                None => {
                    let known = SECTIONS.map(|section| section.name);
                    let otherwise = format!("use one of `{}`", known.join("`, `"));
                    let help = did_you_mean(&name, known, &otherwise);
                    self.refuse(&at, format!("unknown section `{name}`"), &help);
                }
            }
        }
    }

    fn section(&mut self, value: Value, at: &Pointer) {
        let noun = format!("`{}`", at.last().unwrap_or_default());
        for (name, value) in self.object(value, at, &noun) {
            let at = at.child(&name);
            match value {
                Value::String(text) if !text.trim().is_empty() => {
                    self.texts.insert(at, text.trim().to_owned());
                }
                _ => {
                    let message = format!("the description of `{name}` must be a non-empty string");
                    let help = "write a sentence, in quotes where YAML requires them";
                    self.refuse(&at, message, help);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn descriptions(text: &str) -> Result<Descriptions, Diagnostics> {
        Descriptions::from_source(Source::new("docs.yaml", text))
    }

    fn location(parts: &[&str]) -> Pointer {
        parts
            .iter()
            .fold(Pointer::root(), |at, part| at.child(part))
    }

    #[test]
    fn texts_are_found_by_location() {
        let text = "operations: {a/b: ' One. '}\nschema_properties: {s: {p.q: Two.}}\n";
        let descriptions = descriptions(text).unwrap();
        let get = |parts: &[&str]| Some(descriptions.get_key_value(&location(parts))?.1);
        assert_eq!(get(&["operations", "a/b"]), Some("One."));
        assert_eq!(get(&["schema_properties", "s", "p.q"]), Some("Two."));
        assert_eq!(get(&["operations", "c"]), None);
    }

    #[test]
    fn unused_descriptions_are_reported_with_their_line() {
        let text = "properties:\n  known: One.\n  unknown: Two.\n";
        let descriptions = descriptions(text).unwrap();
        let found = descriptions.check(|location| location.last().as_deref() == Some("known"));
        let text = found.unwrap_err().to_string();
        assert!(text.contains("`unknown` applies to nothing"), "{text}");
        assert!(
            text.contains("docs.yaml:3:3\n  at /properties/unknown"),
            "{text}"
        );
    }

    #[test]
    fn other_structures_are_refused() {
        for (text, expected) in [
            ("[]", "a file of descriptions must be an object"),
            ("operation: {}", "unknown section `operation`"),
            ("operation: {}", "did you mean `operations`?"),
            ("vessels: {}", "help: use one of `tags`, `operations`"),
            ("operations: [a]", "`operations` must be an object"),
            ("schemas: {a: 1}", "`a` must be a non-empty string"),
            ("schemas: {a: ' '}", "`a` must be a non-empty string"),
            ("schema_properties: {s: text}", "`s` must be an object"),
        ] {
            let found = descriptions(text).unwrap_err().to_string();
            assert!(found.contains(expected), "{found}");
        }
    }
}
