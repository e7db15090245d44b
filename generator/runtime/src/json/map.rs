/// An object with keys of the caller's choosing, in the order of the document.
pub type Map<T> = indexmap::IndexMap<String, T>;
