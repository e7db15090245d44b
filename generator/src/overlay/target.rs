//! The targets of actions: the locations in a document that a JSONPath matches.

use serde_json::Value;
use serde_json_path::{JsonPath, PathElement};

use crate::diagnostic::Pointer;

/// The location of a matched value.
pub(super) type Target = Vec<Token>;

/// A step of the path to a matched value, ordered by position in the document.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Token {
    Key(String),
    Index(usize),
}

/// The JSONPath of an action.
#[derive(Clone, Debug)]
pub(super) struct TargetPath {
    pub(super) path: JsonPath,
    /// The path by parts, which are evaluated faster. `None` for paths of other kinds.
    parts: Option<Parts>,
}

/// A path that selects values of a document and then evaluates another path in each of them.
///
/// `serde_json_path` allocates the location of every value of the document for `$..`, and evaluates
/// filters where they cannot match.
#[derive(Clone, Debug)]
struct Parts {
    scope: Scope,
    path: JsonPath,
    condition: Option<Alternatives>,
}

/// The values that the first part of a path selects.
#[derive(Clone, Debug)]
enum Scope {
    /// Every object and array: `$..`.
    Everywhere,
    /// The children of a member of the document: `$.name[*]`.
    ChildrenOf(String),
}

/// Conditions on the children of a value: the path matches nothing in it if none of the children
/// meets any of them.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Alternatives(Vec<Condition>);

impl Alternatives {
    fn are_met_in(&self, value: &Value) -> bool {
        let is_met_by = |child: &Value| self.0.iter().any(|one| one.is_met_by(child));
        match value {
            Value::Object(members) => members.values().any(is_met_by),
            Value::Array(elements) => elements.iter().any(is_met_by),
            _ => false,
        }
    }
}

/// A condition on a value: a member exists and, if there is a text, is that text.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Condition {
    member: String,
    text: Option<String>,
}

impl Condition {
    fn is_met_by(&self, value: &Value) -> bool {
        let is_met = |(name, member): (&String, &Value)| {
            *name == self.member && self.text.as_ref().is_none_or(|text| member == text)
        };
        // Comparing the few names of an object is faster than hashing one.
        value
            .as_object()
            .is_some_and(|members| members.iter().any(is_met))
    }
}

impl TargetPath {
    /// Creates the path from its text, and the result of parsing it.
    pub(super) fn new(text: &str, path: JsonPath) -> Self {
        Self {
            path,
            parts: Parts::of(text),
        }
    }

    /// Returns the distinct locations that the path matches.
    pub(super) fn locate(&self, document: &Value) -> Vec<Target> {
        let Some(parts) = &self.parts else {
            return matches(&self.path, document, &[]).collect();
        };
        let mut walk = Walk {
            path: &parts.path,
            condition: parts.condition.as_ref(),
            at: Vec::new(),
            found: Vec::new(),
        };
        match &parts.scope {
            Scope::Everywhere => walk.everywhere(document),
            Scope::ChildrenOf(name) => {
                if let Some(value) = document.get(name) {
                    walk.enter(name, value, Walk::in_children);
                }
            }
        }
        // Ordered as by `dedup`.
        walk.found.sort_unstable();
        walk.found
    }
}

impl Parts {
    fn of(text: &str) -> Option<Self> {
        let (scope, rest) = match text.strip_prefix("$..") {
            Some(rest) => (Scope::Everywhere, rest),
            None => {
                let (name, rest) = text.strip_prefix("$.")?.split_once("[*]")?;
                let is_name = !name.is_empty() && name.chars().all(is_name);
                (is_name.then(|| Scope::ChildrenOf(name.to_owned()))?, rest)
            }
        };
        // A `$` of a filter is the document, and a second `..` matches a value from several others.
        if rest.contains('$') || rest.contains("..") {
            return None;
        }
        let is_named = matches!(scope, Scope::Everywhere) && !rest.starts_with('[');
        let dot = if is_named { "." } else { "" };
        Some(Self {
            scope,
            path: JsonPath::parse(&format!("${dot}{rest}")).ok()?,
            condition: conditions(rest),
        })
    }
}

/// Returns the conditions of `[?@.name == …]…` and `[?@.name.… == … && … || @.name == …]…`, where
/// `…` is a literal.
fn conditions(path: &str) -> Option<Alternatives> {
    let query = path.strip_prefix("[?")?;
    // Another selector might select other values, and a function might return nothing, which is equal
    // to an absent member.
    if query.contains([',', '(']) {
        return None;
    }
    let conditions: Option<_> = query.split("||").map(condition).collect();
    conditions.map(Alternatives)
}

/// Returns the condition of `@.name == …` and `@.name.… == … && …`.
fn condition(comparison: &str) -> Option<Condition> {
    let query = comparison.trim_start().strip_prefix("@.")?;
    let rest = query.trim_start_matches(|one| is_name(one) || one == '.');
    let literal = rest.trim_start().strip_prefix("==")?.trim_start();
    let is_literal = literal.starts_with(|one: char| one.is_alphanumeric() || "'\"-".contains(one));
    let compared = &query[..query.len() - rest.len()];
    let (member, text) = match compared.split_once('.') {
        Some((member, _)) => (member, None),
        None => (compared, plain_text(literal)),
    };
    (is_literal && !member.is_empty()).then(|| Condition {
        member: member.to_owned(),
        text: text.map(str::to_owned),
    })
}

fn is_name(character: char) -> bool {
    character == '_' || character.is_ascii_alphanumeric()
}

/// Returns the text of the string that a path begins with, if nothing in it is escaped.
fn plain_text(path: &str) -> Option<&str> {
    let quote = path
        .chars()
        .next()
        .filter(|one| matches!(one, '\'' | '"'))?;
    let (text, _) = path[1..].split_once(quote)?;
    (!text.contains('\\')).then_some(text)
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

/// The evaluation of a path in several values of a document.
struct Walk<'p, 'v> {
    path: &'p JsonPath,
    condition: Option<&'p Alternatives>,
    at: Vec<PathElement<'v>>,
    found: Vec<Target>,
}

impl<'v> Walk<'_, 'v> {
    /// Evaluates the path in a value and everywhere below it.
    fn everywhere(&mut self, value: &'v Value) {
        if value.is_object() || value.is_array() {
            self.evaluate(value);
            self.children(value, Self::everywhere);
        }
    }

    /// Evaluates the path in the children of a value.
    fn in_children(&mut self, value: &'v Value) {
        self.children(value, Self::evaluate);
    }

    fn children(&mut self, value: &'v Value, visit: fn(&mut Self, &'v Value)) {
        match value {
            Value::Object(members) => {
                for (name, member) in members {
                    self.enter(name, member, visit);
                }
            }
            Value::Array(elements) => {
                for (index, element) in elements.iter().enumerate() {
                    self.enter(index, element, visit);
                }
            }
            _ => {}
        }
    }

    fn enter(
        &mut self,
        step: impl Into<PathElement<'v>>,
        value: &'v Value,
        visit: fn(&mut Self, &'v Value),
    ) {
        self.at.push(step.into());
        visit(self, value);
        self.at.pop();
    }

    fn evaluate(&mut self, value: &'v Value) {
        let may_match = self.condition.is_none_or(|it| it.are_met_in(value));
        if may_match && !self.path.query(value).is_empty() {
            self.found.extend(matches(self.path, value, &self.at));
        }
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
            "$..[?@.a.t==1].a",
            "$..[?@.t == 1 || @.a.t == 2]",
            "$..[?@.missing == @.absent]",
            "$..[?@.t == 1, 'b']",
            "$..[?@.t != 1]",
            "$..t.t",
            "$..missing",
        ] {
            let path = JsonPath::parse(text).unwrap();
            let expected: Vec<Target> = matches(&path, &document, &[]).collect();
            let path = TargetPath::new(text, path);
            assert!(path.parts.is_some(), "{text}");
            assert!(path.locate(&document) == expected, "{text}");
        }
    }

    #[test]
    fn children_of_members_are_located_as_by_the_library() {
        let document = json!({
            "paths": {
                "/b": {"get": {"id": "a", "x": {"y": 1}}, "put": {"id": "b"}, "list": ["a"]},
                "/a": {"get": {"id": "a"}, "list": [{"id": "a"}]},
            },
            "list": [{"id": "a"}],
        });
        for text in [
            "$.paths[*]",
            "$.paths[*].get",
            "$.paths[*][?@.id == 'a']",
            "$.paths[*][?@.id == 'a' && @.x].x",
            "$.paths[*][?@.x.y == 1]",
            "$.paths[*][?@.id == 'c']",
            "$.paths[*][?@.id == 'b' || @.x.y == 1]",
            "$.list[*]",
            "$.missing[*][?@.id == 'a']",
        ] {
            let path = JsonPath::parse(text).unwrap();
            let expected: Vec<Target> = matches(&path, &document, &[]).collect();
            let path = TargetPath::new(text, path);
            assert!(path.parts.is_some(), "{text}");
            assert!(path.locate(&document) == expected, "{text}");
        }
    }

    #[test]
    fn filters_that_compare_members_with_literals_have_conditions() {
        let found = |path: &str| {
            let conditions = conditions(path)?.0.into_iter();
            let conditions = conditions.map(|it| match it.text {
                Some(text) => format!("{} is {text}", it.member),
                None => it.member,
            });
            Some(conditions.collect::<Vec<_>>().join(" or "))
        };
        for (path, expected) in [
            ("[?@.a_1.t == 'x' && !@.a_1.f].a_1", Some("a_1")),
            ("[?@.a == -1]", Some("a")),
            ("[?@.a == true]", Some("a")),
            ("[?@.a=='x'].b", Some("a is x")),
            ("[?@.a == \"it's\" && @.b == 'y']", Some("a is it's")),
            (r"[?@.a == 'it\'s']", Some("a")),
            ("[?@.a == 'x' || @.b == 1].c", Some("a is x or b")),
            ("[?@.a == 'x||y']", None),
            ("[?@.a == 'x||@.b == 1']", Some("a or b")),
            ("[?@.a == 1 || @.b]", None),
            ("[?@.a=='x,y']", None),
            ("[?@.a == @.b]", None),
            ("[?@.a == value(@.b)]", None),
            ("[?@.a != 1]", None),
            ("[?@.a]", None),
            ("[?!@.a]", None),
            ("[?@['a'] == 1]", None),
            ("[?@.a[0] == 1]", None),
            ("[?@.* == 1]", None),
            ("[?@.é == 1]", None),
            ("[?@.a == 1, 0]", None),
            ("a[?@.a == 1]", None),
        ] {
            assert_eq!(found(path).as_deref(), expected, "{path}");
        }
    }

    #[test]
    fn paths_that_depend_on_the_document_are_evaluated_at_its_root() {
        let document = json!({"t": 1, "a": {"b": {"t": 1}, "t": 2}});
        for (text, count) in [("$..[?@.t == $.t]", 1), ("$..*..t", 2), ("$.a..t", 2)] {
            let path = TargetPath::new(text, JsonPath::parse(text).unwrap());
            assert!(path.parts.is_none(), "{text}");
            assert_eq!(path.locate(&document).len(), count, "{text}");
        }
    }
}
