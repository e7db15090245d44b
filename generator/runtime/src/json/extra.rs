use std::fmt;
use std::iter::Flatten;
use std::option;

use serde_json::Value;

type Members = serde_json::Map<String, Value>;

/// The undocumented properties of an object, in the order in which they were read.
///
/// Properties of a response that its type does not declare are preserved here and serialized again;
/// properties that an application inserts are sent. A declared property must be set by its field:
/// inserted here as well, it would be serialized twice.
///
/// Of one response, at most 1,000,000 values are preserved as JSON, or one for each 16 bytes of a
/// larger one. A property beyond that is left out and reported as an [`Anomaly`](crate::Anomaly).
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
#[derive(Clone, Default, PartialEq)]
pub struct Extra(Option<Box<Members>>);

impl Extra {
    /// Creates an empty `Extra`.
    #[must_use]
    pub const fn new() -> Self {
        Self(None)
    }

    /// Returns the value of `key`.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.0.as_ref()?.get(key)
    }

    /// Inserts a property and returns the previous value of `key`.
    pub fn insert(&mut self, key: impl Into<String>, value: impl Into<Value>) -> Option<Value> {
        let members = self.0.get_or_insert_with(Box::default);
        members.insert(key.into(), value.into())
    }

    /// Removes `key` and returns its value. The order of the other properties is preserved.
    pub fn remove(&mut self, key: &str) -> Option<Value> {
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

impl fmt::Debug for Extra {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self).finish()
    }
}

impl<'a> IntoIterator for &'a Extra {
    type Item = (&'a String, &'a Value);
    type IntoIter = Flatten<option::IntoIter<&'a Members>>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.as_deref().into_iter().flatten()
    }
}

impl IntoIterator for Extra {
    type Item = (String, Value);
    type IntoIter = Flatten<option::IntoIter<Members>>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.map(|members| *members).into_iter().flatten()
    }
}

impl<K: Into<String>, V: Into<Value>> Extend<(K, V)> for Extra {
    fn extend<I: IntoIterator<Item = (K, V)>>(&mut self, members: I) {
        for (key, value) in members {
            self.insert(key, value);
        }
    }
}

impl<K: Into<String>, V: Into<Value>> FromIterator<(K, V)> for Extra {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(members: I) -> Self {
        let mut extra = Self::new();
        extra.extend(members);
        extra
    }
}
