use std::fmt;
use std::iter::Flatten;
use std::option;

use serde_json::Value;

type Members = serde_json::Map<String, Value>;

/// Members of an object that its type does not name, in the order they were read.
///
/// Undocumented members of a response are preserved here and written back unchanged; members that
/// an application inserts are sent. A key that the type does name belongs in its field: put
/// here as well, it would be written twice.
///
/// Takes one pointer of space and no allocation while it is empty.
// Invariant: never `Some` of an empty map, so that the derived equality holds.
#[derive(Clone, Default, PartialEq)]
pub struct Extra(Option<Box<Members>>);

impl Extra {
    /// No members.
    #[must_use]
    pub const fn new() -> Self {
        Self(None)
    }

    /// The value of `key`, if it is here.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.0.as_ref()?.get(key)
    }

    /// Sets `key` and gives back the value that it had.
    pub fn insert(&mut self, key: impl Into<String>, value: impl Into<Value>) -> Option<Value> {
        let members = self.0.get_or_insert_with(Box::default);
        members.insert(key.into(), value.into())
    }

    /// Takes `key` out, keeping the order of the others.
    pub fn remove(&mut self, key: &str) -> Option<Value> {
        let members = self.0.as_mut()?;
        let value = members.shift_remove(key);
        if members.is_empty() {
            self.0 = None;
        }
        value
    }

    /// The members in order.
    pub fn iter(&self) -> <&Self as IntoIterator>::IntoIter {
        self.into_iter()
    }

    /// How many members there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.as_ref().map_or(0, |members| members.len())
    }

    /// Whether there are none.
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
