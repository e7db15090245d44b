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

/// The JSONPath of an action.
#[derive(Clone, Debug)]
pub(super) struct TargetPath {
    pub(super) path: JsonPath,
    /// The path that follows `$..`, which is evaluated at every object and array. `None` for other
    /// paths.
    ///
    /// `serde_json_path` allocates the location of every value of the document for `$..`.
    descendant: Option<JsonPath>,
}

impl TargetPath {
    /// Creates the path from its text, and the result of parsing it.
    pub(super) fn new(text: &str, path: JsonPath) -> Self {
        Self {
            path,
            descendant: descendant(text),
        }
    }

    /// Returns the distinct locations that the path matches.
    pub(super) fn locate(&self, document: &Value) -> Vec<Target> {
        let Some(path) = &self.descendant else {
            return matches(&self.path, document, &[]).collect();
        };
        let mut walk = Walk {
            path,
            at: Vec::new(),
            found: Vec::new(),
        };
        walk.visit(document);
        // Ordered as by `dedup`.
        walk.found.sort_unstable();
        walk.found
    }
}

/// Returns `$[…]` for `$..[…]`, and `$.name` for `$..name`.
fn descendant(text: &str) -> Option<JsonPath> {
    let rest = text.strip_prefix("$..")?;
    // A `$` of a filter is the document, and a second `..` matches a value from several others.
    if rest.contains('$') || rest.contains("..") {
        return None;
    }
    let dot = if rest.starts_with('[') { "" } else { "." };
    JsonPath::parse(&format!("${dot}{rest}")).ok()
}

/// Returns the distinct locations that a path matches in the value at a location.
fn matches<'v>(
    path: &JsonPath,
    value: &'v Value,
    at: &[PathElement<'v>],
) -> impl Iterator<Item = Target> {
    let nodes = path.query_located(value).dedup().into_iter();
    nodes.map(move |node| at.iter().chain(node.location().iter()).map(token).collect())
}

fn token(element: &PathElement<'_>) -> Token {
    match element {
        PathElement::Name(name) => Token::Key((*name).to_owned()),
        PathElement::Index(index) => Token::Index(*index),
    }
}

/// A traversal that evaluates a path at every object and array, enclosing ones first.
struct Walk<'p, 'v> {
    path: &'p JsonPath,
    at: Vec<PathElement<'v>>,
    found: Vec<Target>,
}

impl<'v> Walk<'_, 'v> {
    fn visit(&mut self, value: &'v Value) {
        if !value.is_object() && !value.is_array() {
            return;
        }
        if !self.path.query(value).is_empty() {
            self.found.extend(matches(self.path, value, &self.at));
        }
        match value {
            Value::Object(members) => {
                for (name, member) in members {
                    self.enter(PathElement::Name(name), member);
                }
            }
            Value::Array(elements) => {
                for (index, element) in elements.iter().enumerate() {
                    self.enter(PathElement::Index(index), element);
                }
            }
            _ => {}
        }
    }

    fn enter(&mut self, step: PathElement<'v>, value: &'v Value) {
        self.at.push(step);
        self.visit(value);
        self.at.pop();
    }
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn descendants_are_located_as_by_the_library() {
        let document = json!({
            "a": {"a": [{"a": {"t": 1}}, {"a": 2}], "b": {"a": {"t": 1, "f": 0}}},
            "b": [[{"t": 1}], {"a": {"t": 2}}],
            "t": {"t": {"t": 1}},
        });
        for text in [
            "$..a",
            "$..*",
            "$..[0]",
            "$..[0, 0]['a', 'a']",
            "$..[?@.t == 1]",
            "$..[?@.a.t == 1 && !@.a.f].a",
            "$..t.t",
            "$..missing",
        ] {
            let path = JsonPath::parse(text).unwrap();
            let expected: Vec<Target> = matches(&path, &document, &[]).collect();
            let path = TargetPath::new(text, path);
            assert!(path.descendant.is_some(), "{text}");
            assert!(path.locate(&document) == expected, "{text}");
        }
    }

    #[test]
    fn paths_that_depend_on_the_document_are_evaluated_at_its_root() {
        let document = json!({"t": 1, "a": {"b": {"t": 1}, "t": 2}});
        for (text, count) in [("$..[?@.t == $.t]", 1), ("$..*..t", 2), ("$.a..t", 2)] {
            let path = TargetPath::new(text, JsonPath::parse(text).unwrap());
            assert!(path.descendant.is_none(), "{text}");
            assert_eq!(path.locate(&document).len(), count, "{text}");
        }
    }
}
