/// The documentation of an item: its description, and facts that only its documentation shows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
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
