//! Chains of references.

use std::sync::Arc;

use serde_json::Value;

use crate::diagnostic::Pointer;
use crate::document::grammar::ObjectKind;
use crate::document::reference::NAMED_MEMBERS;
use crate::document::reference::target::{Target, follow, is_alias, local_reference, reference};
use crate::hash::HashMap;

/// The end of a chain of references.
#[derive(Clone, Debug)]
pub(super) enum End {
    /// The location of an object that is not a reference.
    Object(Pointer),
    /// A reference whose target does not exist.
    Missing(Arc<str>),
    /// References that lead to each other.
    Cycle(Cycle),
}

/// References that lead to each other, from one of them on.
#[derive(Clone, Debug)]
pub(super) struct Cycle {
    members: Arc<[String]>,
    start: usize,
}

impl Cycle {
    /// Returns the first members, as many as a message needs.
    pub fn first(&self) -> Vec<String> {
        let (before, after) = self.members.split_at(self.start);
        let members = after.iter().chain(before);
        members.take(NAMED_MEMBERS + 1).cloned().collect()
    }
}

/// The ends of chains of references, each of which is followed once.
#[derive(Default)]
pub(super) struct Chains {
    ends: HashMap<(ObjectKind, Pointer), End>,
}

impl Chains {
    /// Returns the end of the chain of references to objects of a kind that begins at a location.
    pub fn end(&mut self, document: &Value, kind: ObjectKind, start: Pointer) -> End {
        let mut followed: Vec<Pointer> = Vec::new();
        let mut indices: HashMap<Pointer, usize> = HashMap::default();
        let mut at = start;
        let end = loop {
            if let Some(known) = self.ends.get(&(kind, at.clone())) {
                break known.clone();
            }
            if let Some(first) = indices.get(&at) {
                return self.cycle(kind, followed, *first);
            }
            let value = document.pointer(at.as_str());
            let Some(text) = value
                .filter(|value| is_alias(value, kind))
                .and_then(reference)
            else {
                break End::Object(at);
            };
            let target = Target::local(text).and_then(|target| follow(document, &target, None));
            indices.insert(at.clone(), followed.len());
            followed.push(at);
            match target {
                Some(target) => at = target,
                None => break End::Missing(text.into()),
            }
        };
        let ends = followed.into_iter().map(|at| ((kind, at), end.clone()));
        self.ends.extend(ends);
        end
    }

    /// Records a cycle of the last of the references that were followed, and returns its end for the
    /// first one.
    fn cycle(&mut self, kind: ObjectKind, followed: Vec<Pointer>, first: usize) -> End {
        let members: Arc<[String]> = followed[first..].iter().map(local_reference).collect();
        let end = |index: usize| {
            End::Cycle(Cycle {
                members: Arc::clone(&members),
                start: index.saturating_sub(first),
            })
        };
        let ends = followed.into_iter().enumerate();
        self.ends
            .extend(ends.map(|(index, at)| ((kind, at), end(index))));
        end(0)
    }
}
