//! The location of a traversal of a document.

use crate::diagnostic::Pointer;

/// The maximum nesting depth, since `openapiv3` parses recursively with large stack frames.
pub(super) const MAX_DEPTH: usize = 64;

/// The current location. It is converted to a pointer only for diagnostics.
pub(super) struct Cursor<'a> {
    up: Option<(&'a Cursor<'a>, Part<'a>)>,
    /// The number of enclosing values.
    pub(super) depth: usize,
}

#[derive(Clone, Copy)]
pub(super) enum Part<'a> {
    Key(&'a str),
    Index(usize),
}

impl<'a> Cursor<'a> {
    pub(super) const ROOT: Cursor<'static> = Cursor { up: None, depth: 0 };

    pub(super) fn enter(&'a self, part: Part<'a>) -> Cursor<'a> {
        Cursor {
            up: Some((self, part)),
            depth: self.depth + 1,
        }
    }

    pub(super) fn key(&'a self, key: &'a str) -> Cursor<'a> {
        self.enter(Part::Key(key))
    }

    pub(super) fn pointer(&self) -> Pointer {
        self.pointer_below(0, &Pointer::root())
    }

    /// Returns the pointer to the location, given that of the enclosing location at a depth.
    pub(super) fn pointer_below(&self, depth: usize, enclosing: &Pointer) -> Pointer {
        let mut pointer = enclosing.clone();
        self.append_below(depth, &mut pointer);
        pointer
    }

    fn append_below(&self, depth: usize, pointer: &mut Pointer) {
        if let Some((up, part)) = &self.up
            && self.depth > depth
        {
            up.append_below(depth, pointer);
            match part {
                Part::Key(key) => pointer.push(key),
                Part::Index(index) => pointer.push(&index.to_string()),
            }
        }
    }

    /// Returns the designation of the location in messages: the key, or the index in an array.
    pub(super) fn name(&self) -> String {
        match &self.up {
            None => "the document".to_owned(),
            Some((_, Part::Key(key))) => format!("`{key}`"),
            Some((up, Part::Index(index))) => format!("element {index} of {}", up.name()),
        }
    }
}
