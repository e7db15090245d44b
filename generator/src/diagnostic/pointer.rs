//! JSON pointers.

use std::borrow::Cow;
use std::fmt;

/// A location in a document: a JSON pointer (RFC 6901).
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pointer(String);

impl Pointer {
    /// Creates the pointer to the whole document.
    pub fn root() -> Self {
        Self::default()
    }

    /// Parses a pointer. Returns `None` if the text is neither empty nor begins with a slash.
    pub fn parse(text: &str) -> Option<Self> {
        if !text.is_empty() && !text.starts_with('/') {
            return None;
        }
        if !text.contains('~') {
            return Some(Self(text.to_owned()));
        }
        let tokens = text.split('/').skip(1).map(unescape);
        Some(Self::root().within(tokens))
    }

    /// Returns the pointer to the member `name` of the object at this pointer.
    pub fn child(&self, name: &str) -> Self {
        let mut pointer = Self(String::with_capacity(self.0.len() + name.len() + 1));
        pointer.0.push_str(&self.0);
        pointer.push(name);
        pointer
    }

    /// Returns the pointer to the value at a path of names and indices within the value at this
    /// pointer.
    pub(crate) fn within(&self, path: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        let mut pointer = self.clone();
        for name in path {
            pointer.push(name.as_ref());
        }
        pointer
    }

    /// Appends the name of a member, or the index of an element.
    pub(crate) fn push(&mut self, name: &str) {
        self.0.push('/');
        if name.bytes().any(|byte| matches!(byte, b'~' | b'/')) {
            self.0.push_str(&name.replace('~', "~0").replace('/', "~1"));
        } else {
            self.0.push_str(name);
        }
    }

    /// Returns the pointer to the element `index` of the array at this pointer.
    pub fn index(&self, index: usize) -> Self {
        Self(format!("{}/{index}", self.0))
    }

    /// Returns the pointer to the location `other` within the value at this pointer.
    pub fn join(&self, other: &Self) -> Self {
        Self(format!("{}{}", self.0, other.0))
    }

    /// Returns this location relative to `other`, or `None` if it is not within `other`.
    pub fn below(&self, other: &Self) -> Option<Self> {
        let rest = self.0.strip_prefix(&other.0)?;
        (rest.is_empty() || rest.starts_with('/')).then(|| Self(rest.to_owned()))
    }

    /// Returns the enclosing object or array, or `None` for the root.
    pub fn parent(&self) -> Option<Self> {
        let (parent, _) = self.0.rsplit_once('/')?;
        Some(Self(parent.to_owned()))
    }

    /// Returns the last part, unescaped: a member's name or an element's index. Returns `None` for
    /// the root.
    pub fn last(&self) -> Option<String> {
        let (_, last) = self.0.rsplit_once('/')?;
        Some(unescape(last).into_owned())
    }

    /// Returns the names of members and indices of elements from the root on, unescaped.
    pub fn parts(&self) -> impl Iterator<Item = Cow<'_, str>> {
        self.0.split('/').skip(1).map(unescape)
    }

    /// Returns the pointer for messages: characters that cannot be seen are escaped.
    pub fn in_message(&self) -> String {
        crate::diagnostic::escape_control(self.as_str())
    }

    /// Returns the pointer as text: empty for the root, otherwise it begins with a slash.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Decodes the escapes of a token (RFC 6901, section 4).
fn unescape(token: &str) -> Cow<'_, str> {
    if token.contains('~') {
        Cow::Owned(token.replace("~1", "/").replace("~0", "~"))
    } else {
        Cow::Borrowed(token)
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pointers_escape_tokens_and_have_parents() {
        let pointer = Pointer::root().child("paths").child("/a~b").index(3);
        assert_eq!(pointer.as_str(), "/paths/~1a~0b/3");
        let parent = pointer.parent().unwrap();
        assert_eq!(parent.as_str(), "/paths/~1a~0b");
        assert_eq!(parent.last().as_deref(), Some("/a~b"));
        assert_eq!(Pointer::root().parent(), None);
    }

    #[test]
    fn pointers_are_parsed() {
        let tokens = |text| {
            let pointer = Pointer::parse(text)?;
            Some(pointer.parts().map(Cow::into_owned).collect::<Vec<_>>())
        };
        assert_eq!(tokens(""), Some(vec![]));
        assert_eq!(
            tokens("/a~1b/~01/"),
            Some(["a/b", "~1", ""].map(str::to_owned).into())
        );
        assert_eq!(tokens("a"), None);
    }
}
