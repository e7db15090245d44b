/// How a function of a builder accepts a value of some type `T`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Argument {
    /// `T`
    Value,
    /// `impl Into<T>`
    Into,
    /// `impl Display`: any text is sent as it is.
    Text,
    /// `impl IntoIterator` of the items of a list.
    Items(Element),
    /// `impl IntoIterator` of the keys and values of a map.
    Entries(Element),
    /// The value inside a box.
    Boxed(Element),
}

/// How an item of a list, a value of a map or the content of a box is accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Element {
    /// `T`
    Value,
    /// `impl Into<T>`
    Into,
    /// `impl Display`
    Text,
}
