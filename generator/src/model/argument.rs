/// The form in which a builder function accepts a value of some type `T`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Argument {
    /// `T`.
    Value,
    /// `impl Into<T>`.
    Into,
    /// `impl Display`: the text is sent verbatim.
    Text,
    /// `impl IntoIterator` over the items of a list.
    Items(Element),
    /// `impl IntoIterator` over the keys and values of a map.
    Entries(Element),
    /// The content of a box.
    Boxed(Element),
}

/// The form in which an item of a list, a value of a map or the content of a box is accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Element {
    /// `T`.
    Value,
    /// `impl Into<T>`.
    Into,
    /// `impl Display`.
    Text,
}
