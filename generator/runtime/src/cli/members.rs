//! Access to the parts of JSON values.

use crate::exact_value::ExactValue;

impl ExactValue {
    pub(super) fn is_scalar(&self) -> bool {
        !matches!(self, Self::Null | Self::Array(_) | Self::Object(_))
    }

    pub(super) fn as_str(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(super) fn as_array(&self) -> Option<&[Self]> {
        match self {
            Self::Array(items) => Some(items),
            _ => None,
        }
    }

    pub(super) fn as_object(&self) -> Option<&[(String, Self)]> {
        match self {
            Self::Object(members) => Some(members),
            _ => None,
        }
    }

    /// Returns the member of an object; the last one, if it is repeated.
    pub(super) fn get(&self, key: &str) -> Option<&Self> {
        let members = self.as_object()?;
        let (_, value) = members.get(position(members, key)?)?;
        Some(value)
    }

    pub(super) fn get_mut(&mut self, key: &str) -> Option<&mut Self> {
        let Self::Object(members) = self else {
            return None;
        };
        let index = position(members, key)?;
        members.get_mut(index).map(|(_, value)| value)
    }

    /// Returns the member of an object, which is added if it does not exist. Returns `None` if the
    /// value is not an object.
    pub(super) fn member(&mut self, key: &str) -> Option<&mut Self> {
        let Self::Object(members) = self else {
            return None;
        };
        let index = position(members, key).unwrap_or_else(|| {
            members.push((key.to_owned(), Self::Null));
            members.len() - 1
        });
        members.get_mut(index).map(|(_, value)| value)
    }
}

/// Returns the index of a member; of the last one, if it is repeated.
fn position(members: &[(String, ExactValue)], key: &str) -> Option<usize> {
    members.iter().rposition(|(name, _)| name == key)
}
