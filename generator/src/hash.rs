//! Hash maps and sets with a faster hash function than that of the standard library.
//!
//! Maps of `openapiv3` and `serde_json` have hash functions of their own.

use foldhash::fast::RandomState;

/// A map in no particular order.
pub(crate) type HashMap<K, V> = std::collections::HashMap<K, V, RandomState>;

/// A set in no particular order.
pub(crate) type HashSet<T> = std::collections::HashSet<T, RandomState>;

/// A map in the order of insertion.
pub(crate) type IndexMap<K, V> = indexmap::IndexMap<K, V, RandomState>;

/// A set in the order of insertion.
pub(crate) type IndexSet<T> = indexmap::IndexSet<T, RandomState>;
