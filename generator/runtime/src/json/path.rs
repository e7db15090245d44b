//! The path of a value in a body.

/// A path from the innermost segment outwards, which costs nothing until it is read.
#[derive(Clone, Copy, Debug)]
pub(super) enum Path<'c> {
    Root,
    Key(&'c Path<'c>, &'c str),
    Index(&'c Path<'c>, usize),
}

/// A segment of a path.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Segment {
    Key(Box<str>),
    Index(usize),
}

impl Path<'_> {
    pub(super) fn key_bytes(&self) -> usize {
        let mut bytes = 0;
        let mut path = self;
        loop {
            path = match path {
                Self::Root => return bytes,
                Self::Key(outer, key) => {
                    bytes += key.len();
                    outer
                }
                Self::Index(outer, _) => outer,
            };
        }
    }

    pub(super) fn segments(&self) -> Vec<Segment> {
        let mut segments = Vec::new();
        let mut path = self;
        loop {
            let (outer, segment) = match path {
                Self::Root => break,
                Self::Key(outer, key) => (outer, Segment::Key((*key).into())),
                Self::Index(outer, index) => (outer, Segment::Index(*index)),
            };
            segments.push(segment);
            path = outer;
        }
        segments.reverse();
        segments
    }
}

/// Writes a path as in `data[3].owner_id`.
pub(super) fn display(path: &[Segment]) -> String {
    let mut text = String::new();
    for segment in path {
        match segment {
            Segment::Key(key) => {
                if !text.is_empty() {
                    text.push('.');
                }
                text.push_str(key);
            }
            Segment::Index(index) => text.push_str(&format!("[{index}]")),
        }
    }
    text
}
