/// The documentation of an item.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Docs {
    /// The description, or else the summary (CommonMark).
    pub text: Option<String>,
    /// Notes that follow the description: units, limits, defaults.
    pub notes: Vec<String>,
    /// The page of the operation in the reference of the API (`externalDocs`, `x-docs-url`).
    pub url: Option<String>,
    /// Rust code that calls the operation.
    pub example: Option<String>,
    /// `true` if the document marks the item as deprecated.
    pub deprecated: bool,
}
