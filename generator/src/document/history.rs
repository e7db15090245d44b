//! The changes of a document since its files were read.

use std::iter::successors;
use std::sync::Arc;

use crate::diagnostic::Pointer;
use crate::document::source::Source;
use crate::hash::HashMap;

/// The changes of a document in their order, which lead from a location to the original one.
#[derive(Clone, Debug, Default)]
pub(super) struct History {
    changes: Vec<Relocation>,
    /// The indices of the changes, by their locations.
    by_location: HashMap<Pointer, Vec<usize>>,
}

/// A change of the value at a location.
#[derive(Clone, Debug)]
pub(crate) enum Relocation {
    /// The value was elsewhere in the document.
    MovedFrom(Pointer),
    /// The value is a part of another file of the document.
    BundledFrom(Arc<Source>, Pointer),
    /// The value is a part of an overlay.
    AddedFrom(Arc<Source>, Pointer),
    /// The value is a list without some of its elements.
    Removed(RemovedElements),
}

/// The elements that were removed from a list.
#[derive(Clone, Debug, Default)]
pub(crate) struct RemovedElements {
    /// The number of elements that remain before each of them, ascending.
    remaining: Vec<usize>,
}

impl RemovedElements {
    /// Removes the elements of a list for which a function, which receives their indices, returns
    /// `false`.
    pub fn retain<T>(list: &mut Vec<T>, mut keep: impl FnMut(usize, &mut T) -> bool) -> Self {
        let mut remaining = Vec::new();
        let mut index = 0;
        list.retain_mut(|element| {
            let keeps = keep(index, element);
            if !keeps {
                remaining.push(index - remaining.len());
            }
            index += 1;
            keeps
        });
        Self { remaining }
    }

    /// Returns `true` if no element was removed.
    pub fn is_empty(&self) -> bool {
        self.remaining.is_empty()
    }

    /// Returns the index that an element had before.
    fn original(&self, index: usize) -> usize {
        index + self.remaining.partition_point(|before| *before <= index)
    }
}

impl History {
    /// Adds a change of the value at a location.
    pub fn record(&mut self, at: Pointer, relocation: Relocation) {
        let index = self.changes.len();
        self.changes.push(relocation);
        self.by_location.entry(at).or_default().push(index);
    }

    /// Returns the other files that contain parts of the document.
    pub fn files(&self) -> impl Iterator<Item = &Arc<Source>> {
        self.changes.iter().filter_map(|change| match change {
            Relocation::BundledFrom(file, _) => Some(file),
            _ => None,
        })
    }

    /// Returns the location of a value before the document was changed, and the file if it is a part
    /// of another one.
    pub fn origin(&self, pointer: Pointer) -> (Option<&Source>, Pointer) {
        let (pointer, added) = self.trace(pointer);
        match added {
            Some((file, from)) => (Some(file), from),
            None => (None, pointer),
        }
    }

    /// Returns the location of a value in the document, or in the value that was added from another
    /// file, before any other change.
    pub fn before_moves(&self, pointer: Pointer) -> Pointer {
        self.trace(pointer).0
    }

    /// Undoes the changes around a location, the last one first, up to an addition, whose file and
    /// location are returned, too.
    fn trace(&self, pointer: Pointer) -> (Pointer, Option<(&Source, Pointer)>) {
        let mut last = self.changes.len();
        let mut pointer = pointer;
        while let Some((index, rest)) = self.last_around(&pointer, last) {
            pointer = match &self.changes[index] {
                Relocation::MovedFrom(from) => from.join(&rest),
                Relocation::BundledFrom(file, from) | Relocation::AddedFrom(file, from) => {
                    let from = from.join(&rest);
                    return (pointer, Some((file, from)));
                }
                Relocation::Removed(removed) => element_before(removed, &pointer, &rest),
            };
            last = index;
        }
        (pointer, None)
    }

    /// Returns the last of the first `count` changes of the values around a location, which is
    /// returned relative to that value.
    fn last_around(&self, pointer: &Pointer, count: usize) -> Option<(usize, Pointer)> {
        let around = successors(Some(pointer.clone()), Pointer::parent);
        let changes = around.filter_map(|around| {
            let indices = self.by_location.get(&around)?;
            let known = indices.partition_point(|index| *index < count);
            Some((*indices[..known].last()?, pointer.below(&around)?))
        });
        changes.max_by_key(|(index, _)| *index)
    }
}

/// Returns the location of a value in a list before elements were removed. `rest` is its location
/// relative to the list.
fn element_before(removed: &RemovedElements, pointer: &Pointer, rest: &Pointer) -> Pointer {
    let index = rest.parts().next().and_then(|part| part.parse().ok());
    let Some(index) = index else {
        return pointer.clone();
    };
    let element = Pointer::root().index(index);
    let list = pointer.as_str().strip_suffix(rest.as_str());
    match (list.and_then(Pointer::parse), rest.below(&element)) {
        (Some(list), Some(inner)) => list.index(removed.original(index)).join(&inner),
        _ => pointer.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Pointer {
        Pointer::parse(text).unwrap()
    }

    fn without(count: usize, removed: &[usize]) -> Relocation {
        let mut list: Vec<usize> = (0..count).collect();
        Relocation::Removed(RemovedElements::retain(&mut list, |index, _| {
            !removed.contains(&index)
        }))
    }

    #[test]
    fn elements_have_their_original_indices() {
        let mut history = History::default();
        history.record(at("/a"), without(6, &[0, 3, 4]));
        let before = |pointer: &str| history.before_moves(at(pointer)).to_string();
        let found = ["/a/0", "/a/1/a/0", "/a/2", "/a/3", "/a", "/b/0"].map(before);
        assert_eq!(found, ["/a/1", "/a/2/a/0", "/a/5", "/a/6", "/a", "/b/0"]);
    }

    /// A change has the locations at its time: an element that a later one has taken the place of is
    /// another.
    #[test]
    fn the_last_change_is_undone_first() {
        let mut history = History::default();
        history.record(at("/a"), without(3, &[1]));
        history.record(at("/a/0/x/0"), Relocation::MovedFrom(at("/a/0/x")));
        history.record(at("/a/1/x/0"), Relocation::MovedFrom(at("/a/1/y")));
        history.record(at("/a"), without(2, &[0]));
        history.record(at("/b"), Relocation::MovedFrom(at("/a")));
        let before = |pointer: &str| history.before_moves(at(pointer)).to_string();
        assert_eq!(before("/b/0/x/0/z"), "/a/2/y/z");
    }

    #[test]
    fn values_of_other_files_are_located_there() {
        let file = Arc::new(Source::new("other.yaml", ""));
        let mut history = History::default();
        history.record(at("/a"), Relocation::BundledFrom(file, at("/x")));
        history.record(at("/a/b"), without(2, &[0]));
        let (file, pointer) = history.origin(at("/a/b/0/c"));
        assert_eq!(file.unwrap().path().to_str(), Some("other.yaml"));
        assert_eq!(pointer, at("/x/b/1/c"));
        assert_eq!(history.before_moves(at("/a/b/0/c")), at("/a/b/1/c"));
    }
}
