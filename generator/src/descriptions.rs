//! What is said about operations, parameters, schemas and properties whose document says nothing.

use std::path::Path;

use indexmap::IndexMap;
use serde_json::{Map, Value};

use crate::diagnostic::{Code, Diagnostics, Pointer};
use crate::document::{Source, parse};

/// The sections of the file, and whether the texts of each stand one level deeper.
const SECTIONS: [(&str, bool); 8] = [
    ("tags", false),
    ("operations", false),
    ("examples", false),
    ("parameters", false),
    ("operation_parameters", true),
    ("schemas", false),
    ("properties", false),
    ("schema_properties", true),
];

/// Descriptions that are kept apart from the documents. Their form is documented at
/// [`Generator::words`](crate::Generator::words).
#[derive(Clone, Debug)]
pub struct Descriptions {
    source: Source,
    texts: IndexMap<Pointer, String>,
}

impl Descriptions {
    /// Reads a file of words.
    ///
    /// # Errors
    /// When the file cannot be read, or is not made of these sections.
    pub fn load(path: impl AsRef<Path>) -> Result<Self, Diagnostics> {
        Self::from_source(Source::read(path)?)
    }

    /// Reads words whose text is already there.
    ///
    /// # Errors
    /// When it is not made of these sections.
    pub fn from_source(source: Source) -> Result<Self, Diagnostics> {
        let root = parse(&source)?;
        let mut reader = Reader {
            source: &source,
            texts: IndexMap::new(),
            found: Diagnostics::new(),
        };
        reader.root(root);
        let Reader { texts, found, .. } = reader;
        found.into_result(texts).map(|texts| Self { source, texts })
    }

    /// The text at a place of the file, such as `/operations/listAdmins`.
    pub fn get(&self, place: &Pointer) -> Option<&str> {
        self.texts.get(place).map(String::as_str)
    }

    /// Refuses texts that describe nothing.
    ///
    /// # Errors
    /// One for each text whose place is not among those `used` (`unused-description`).
    pub fn check(&self, used: impl Fn(&Pointer) -> bool) -> Result<(), Diagnostics> {
        let mut found = Diagnostics::new();
        for place in self.texts.keys().filter(|place| !used(place)) {
            let name = place.last().unwrap_or_default();
            let message = format!("the words about `{name}` apply to nothing in any document");
            let help = "correct the name; if nothing is called so any more, or each such thing has \
                        words of its own, remove the line";
            let diagnostic =
                self.source
                    .diagnostic(Code::UnusedDescription, place.clone(), message);
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

    fn object(&mut self, value: Value, at: &Pointer, what: &str) -> Map<String, Value> {
        match value {
            Value::Object(members) => members,
            _ => {
                let message = format!("{what} must be an object");
                self.refuse(at, message, "write `name: text` on a line for each");
                Map::new()
            }
        }
    }

    fn root(&mut self, value: Value) {
        let root = Pointer::root();
        for (section, value) in self.object(value, &root, "a file of words") {
            let at = root.child(&section);
            match SECTIONS.iter().find(|(known, _)| *known == section) {
                Some((_, false)) => self.section(value, &at),
                Some((_, true)) => {
                    for (name, value) in self.object(value, &at, &format!("`{section}`")) {
                        self.section(value, &at.child(&name));
                    }
                }
                None => {
                    let known: Vec<_> = SECTIONS.iter().map(|(name, _)| *name).collect();
                    let help = format!("use one of `{}`", known.join("`, `"));
                    self.refuse(&at, format!("`{section}` is no section of words"), &help);
                }
            }
        }
    }

    fn section(&mut self, value: Value, at: &Pointer) {
        let what = format!("`{}`", at.last().unwrap_or_default());
        for (name, value) in self.object(value, at, &what) {
            let at = at.child(&name);
            match value {
                Value::String(text) if !text.trim().is_empty() => {
                    self.texts.insert(at, text.trim().to_owned());
                }
                _ => {
                    let message = format!("the words about `{name}` must be text");
                    self.refuse(
                        &at,
                        message,
                        "write a sentence, in quotes where YAML needs them",
                    );
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Result<Descriptions, Diagnostics> {
        Descriptions::from_source(Source::new("docs.yaml", text))
    }

    fn place(parts: &[&str]) -> Pointer {
        parts
            .iter()
            .fold(Pointer::root(), |at, part| at.child(part))
    }

    #[test]
    fn texts_are_found_by_their_place() {
        let text = "operations: {a/b: ' One. '}\nschema_properties: {s: {p.q: Two.}}\n";
        let words = words(text).unwrap();
        assert_eq!(words.get(&place(&["operations", "a/b"])), Some("One."));
        let nested = place(&["schema_properties", "s", "p.q"]);
        assert_eq!(words.get(&nested), Some("Two."));
        assert_eq!(words.get(&place(&["operations", "c"])), None);
    }

    #[test]
    fn what_describes_nothing_is_named_with_its_line() {
        let words = words("properties:\n  known: One.\n  unknown: Two.\n").unwrap();
        let found = words.check(|place| place.last().as_deref() == Some("known"));
        let text = found.unwrap_err().to_string();
        assert!(text.contains("`unknown` apply to nothing"), "{text}");
        assert!(
            text.contains("docs.yaml:3:3\n  at /properties/unknown"),
            "{text}"
        );
    }

    #[test]
    fn other_forms_are_refused() {
        for (text, says) in [
            ("[]", "a file of words must be an object"),
            ("operation: {}", "`operation` is no section"),
            ("operations: [a]", "`operations` must be an object"),
            ("schemas: {a: 1}", "`a` must be text"),
            ("schemas: {a: ' '}", "`a` must be text"),
            ("schema_properties: {s: text}", "`s` must be an object"),
        ] {
            let found = words(text).unwrap_err().to_string();
            assert!(found.contains(says), "{found}");
        }
    }
}
