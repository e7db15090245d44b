//! The targets of actions: the locations in a document that a JSONPath matches.

use serde_json::Value;
use serde_json_path::{JsonPath, PathElement};

use crate::diagnostic::Pointer;

/// The location of a matched value.
pub(super) type Target = Vec<Token>;

/// A step of the path to a matched value, ordered by position in the document.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Token {
    Key(String),
    Index(usize),
}

/// Returns the distinct locations that a path matches.
pub(super) fn locate(path: &JsonPath, document: &Value) -> Vec<Target> {
    let nodes = path.query_located(document).dedup();
    let steps = |element: &PathElement<'_>| match element {
        PathElement::Name(name) => Token::Key((*name).to_owned()),
        PathElement::Index(index) => Token::Index(*index),
    };
    nodes
        .locations()
        .map(|location| location.iter().map(steps).collect())
        .collect()
}

/// Returns the value at a location.
pub(super) fn value_at<'v>(document: &'v mut Value, steps: &[Token]) -> Option<&'v mut Value> {
    steps.iter().try_fold(document, |value, step| match step {
        Token::Key(key) => value.get_mut(key),
        Token::Index(index) => value.get_mut(*index),
    })
}

/// Returns a location as a JSON pointer.
pub(super) fn pointer(steps: &[Token]) -> Pointer {
    steps.iter().fold(Pointer::root(), |at, step| match step {
        Token::Key(key) => at.child(key),
        Token::Index(index) => at.index(*index),
    })
}
