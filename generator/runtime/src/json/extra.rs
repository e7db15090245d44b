use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::iter::Flatten;
use std::option;

use serde_json::Value;

use super::Map;

/// The undocumented properties of an object, in the order in which they were read.
///
/// Properties of a response that its type does not declare are preserved here and serialized again;
/// properties that an application inserts are sent. A declared property may be inserted instead of
/// setting its field, for a value that its type does not allow, such as null; with both, sending the
/// request is an error.
///
/// The values are any JSON, or the type `T` if the specification declares one.
///
/// Of one response, at most 1,000,000 values are preserved as JSON, or one for each 16 bytes of a
/// larger one. A property beyond that is left out and reported as an [`Anomaly`](crate::Anomaly).
///
/// An integer of more than 64 bits is rounded in JSON without a schema, which is an anomaly, too.
///
/// An empty `Extra` is the size of a pointer and allocates nothing.
///
/// ```
/// # use intercom_codegen_runtime::Extra;
/// let mut extra = Extra::new();
/// extra.insert("beta_flag", true);
/// assert_eq!(extra.get("beta_flag"), Some(&true.into()));
/// ```
// Invariant: never `Some` of an empty map, so that the derived equality holds.
#[derive(Clone, PartialEq, Eq)]
pub struct Extra<T = Value>(Option<Box<Map<T>>>);

/// The order of the properties is insignificant, as it is for equality.
impl<T: Hash> Hash for Extra<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let hash = |member: (&String, &T)| {
            let mut hasher = DefaultHasher::new();
            member.hash(&mut hasher);
            hasher.finish()
        };
        let hashes = self.iter().map(hash);
        hashes.fold(0, u64::wrapping_add).hash(state);
    }
}

impl<T> Default for Extra<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl Extra {
    /// Creates an empty `Extra`.
    #[must_use]
    pub const fn new() -> Self {
        Self(None)
    }
}

impl<T> Extra<T> {
    /// Returns the value of `key`.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&T> {
        self.0.as_ref()?.get(key)
    }

    /// Inserts a property and returns the previous value of `key`.
    pub fn insert(&mut self, key: impl Into<String>, value: impl Into<T>) -> Option<T> {
        let members = self.0.get_or_insert_with(Box::default);
        members.insert(key.into(), value.into())
    }

    /// Removes `key` and returns its value. The order of the other properties is preserved.
    pub fn remove(&mut self, key: &str) -> Option<T> {
        let members = self.0.as_mut()?;
        let value = members.shift_remove(key);
        if members.is_empty() {
            self.0 = None;
        }
        value
    }

    /// Returns an iterator over the properties, in order.
    pub fn iter(&self) -> <&Self as IntoIterator>::IntoIter {
        self.into_iter()
    }

    /// Returns the number of properties.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.as_ref().map_or(0, |members| members.len())
    }

    /// Returns `true` if there are no properties.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }
}

impl<T: fmt::Debug> fmt::Debug for Extra<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self).finish()
    }
}

impl<'a, T> IntoIterator for &'a Extra<T> {
    type Item = (&'a String, &'a T);
    type IntoIter = Flatten<option::IntoIter<&'a Map<T>>>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.as_deref().into_iter().flatten()
    }
}

impl<T> IntoIterator for Extra<T> {
    type Item = (String, T);
    type IntoIter = Flatten<option::IntoIter<Map<T>>>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.map(|members| *members).into_iter().flatten()
    }
}

impl<T, K: Into<String>, V: Into<T>> Extend<(K, V)> for Extra<T> {
    fn extend<I: IntoIterator<Item = (K, V)>>(&mut self, members: I) {
        for (key, value) in members {
            self.insert(key, value);
        }
    }
}

impl<T, K: Into<String>, V: Into<T>> FromIterator<(K, V)> for Extra<T> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(members: I) -> Self {
        let mut extra = Self::default();
        extra.extend(members);
        extra
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_properties_have_equal_hashes() {
        let hash = |keys: [&str; 2]| {
            let extra: Extra = keys.into_iter().map(|key| (key, key)).collect();
            let mut hasher = DefaultHasher::new();
            extra.hash(&mut hasher);
            hasher.finish()
        };
        assert_eq!(hash(["a", "b"]), hash(["b", "a"]));
        assert_ne!(hash(["a", "b"]), hash(["a", "c"]));
    }
}
