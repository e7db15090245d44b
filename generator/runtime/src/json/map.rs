/// A JSON object with arbitrary keys, which preserves their order.
pub type Map<T> = indexmap::IndexMap<String, T>;
