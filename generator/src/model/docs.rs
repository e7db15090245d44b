use std::hash::{Hash, Hasher};

/// What the document says in words about an item, and the facts that only its documentation shows.
///
/// Documentation is no part of what an item *is*: two items that differ in nothing else are equal,
/// so that a reworded description does not make a second Rust type. Hence all values of this type
/// are equal to each other.
#[derive(Clone, Debug, Default)]
pub struct Docs {
    /// The description, or else the summary, as the document has it (CommonMark).
    pub text: Option<String>,
    /// Facts worth a line each: units, limits, defaults.
    pub facts: Vec<String>,
    /// Rust that shows how an operation is called.
    pub example: Option<String>,
    /// Whether the document marks the item as deprecated.
    pub deprecated: bool,
}

impl PartialEq for Docs {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Docs {}

impl Hash for Docs {
    fn hash<H: Hasher>(&self, _: &mut H) {}
}
