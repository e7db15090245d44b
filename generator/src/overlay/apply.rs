//! Applying an overlay to a document.

use serde_json::Value;
use serde_json_path::{JsonPath, PathElement};

use super::{Action, Change, Overlay};
use crate::diagnostic::{Code, Diagnostics, Pointer};
use crate::document::RawDocument;
use crate::document::Version;

impl Overlay {
    /// Applies the actions that are meant for the version, in order.
    ///
    /// An overlay that is limited to versions is not meant for a document without one.
    ///
    /// # Errors
    /// When an action finds nothing to change (`unmatched-overlay-action`) or a change does not fit
    /// what it finds (`overlay-type-mismatch`). The other actions are applied all the same, so that
    /// all errors are reported at once.
    pub fn apply(
        &self,
        document: &mut RawDocument,
        version: Option<&Version>,
    ) -> Result<(), Diagnostics> {
        let mut found = Diagnostics::new();
        for action in &self.actions {
            if action.is_meant_for(version) {
                let result = action.apply(&mut document.value);
                if let Err(problem) = result {
                    let file = document.source.path().display();
                    let label = version.map_or(String::new(), |it| format!(" (version {it})"));
                    let message = format!("{} in {file}{label}", problem.message);
                    found.push(
                        self.diagnostic(problem.code, action, message)
                            .help(problem.help),
                    );
                }
            }
        }
        found.into_result(())
    }
}

/// Why an action cannot be applied.
struct Problem {
    code: Code,
    message: String,
    help: &'static str,
}

impl Problem {
    fn matches_nothing(path: &JsonPath) -> Self {
        Self {
            code: Code::UnmatchedOverlayAction,
            message: format!("`{path}` matches nothing"),
            help: "if the document was corrected, remove the action or limit its `x-versions`",
        }
    }

    fn changes_nothing(path: &JsonPath) -> Self {
        Self {
            message: format!("`{path}` is already what the action would make of it"),
            ..Self::matches_nothing(path)
        }
    }

    fn does_not_fit(message: String) -> Self {
        Self {
            code: Code::OverlayTypeMismatch,
            message,
            help: "update an object with an object, a list with a list or an element, \
                   a scalar with a scalar; to replace something, remove it first",
        }
    }
}

/// One step of the way to a matched value. The order is that of positions in a document.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Token {
    Key(String),
    Index(usize),
}

impl Action {
    fn is_meant_for(&self, version: Option<&Version>) -> bool {
        match (&self.versions, version) {
            (None, _) => true,
            (Some(versions), Some(version)) => versions.contains(*version),
            (Some(_), None) => false,
        }
    }

    fn apply(&self, document: &mut Value) -> Result<(), Problem> {
        let targets = locate(&self.target, document);
        if targets.is_empty() {
            return Err(Problem::matches_nothing(&self.target));
        }
        let changed = match &self.change {
            Change::Remove => return remove(document, targets),
            Change::Update(update) => merge_all(document, &targets, update)?,
            Change::Copy(path) => {
                let update = copied(path, document)?;
                merge_all(document, &targets, &update)?
            }
        };
        if changed {
            Ok(())
        } else {
            Err(Problem::changes_nothing(&self.target))
        }
    }
}

/// The ways to the values that a path matches, each once.
fn locate(path: &JsonPath, document: &Value) -> Vec<Vec<Token>> {
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

fn copied(path: &JsonPath, document: &Value) -> Result<Value, Problem> {
    let nodes = path.query(document).all();
    match nodes.as_slice() {
        [] => Err(Problem::matches_nothing(path)),
        [one] => Ok((*one).clone()),
        _ => Err(Problem::does_not_fit(format!(
            "`{path}` must match one value to copy, but matches {}",
            nodes.len()
        ))),
    }
}

/// Removes from the end, so that no removal moves what is still to be removed.
fn remove(document: &mut Value, mut targets: Vec<Vec<Token>>) -> Result<(), Problem> {
    targets.sort_unstable_by(|one, other| other.cmp(one));
    for target in &targets {
        let Some((last, parent)) = target.split_last() else {
            return Err(Problem::does_not_fit(
                "the whole document cannot be removed".to_owned(),
            ));
        };
        match (value_at(document, parent), last) {
            (Some(Value::Object(object)), Token::Key(key)) => drop(object.shift_remove(key)),
            (Some(Value::Array(array)), Token::Index(index)) if *index < array.len() => {
                array.remove(*index);
            }
            _ => {}
        }
    }
    Ok(())
}

/// Updates every target; says whether one of them is different now.
fn merge_all(
    document: &mut Value,
    targets: &[Vec<Token>],
    update: &Value,
) -> Result<bool, Problem> {
    same_kind(document, targets)?;
    let mut changed = false;
    for target in targets {
        if let Some(value) = value_at(document, target) {
            changed |= update_target(value, update, &pointer(target))?;
        }
    }
    Ok(changed)
}

fn same_kind(document: &mut Value, targets: &[Vec<Token>]) -> Result<(), Problem> {
    let mut kinds = targets
        .iter()
        .filter_map(|target| value_at(document, target).map(|it| kind(it)));
    let first = kinds.next();
    match kinds.find(|kind| Some(*kind) != first) {
        None => Ok(()),
        Some(other) => Err(Problem::does_not_fit(format!(
            "the target matches {} as well as {other}",
            first.unwrap_or_default()
        ))),
    }
}

/// The update of a target itself: a list takes a list or one more element.
fn update_target(target: &mut Value, update: &Value, at: &Pointer) -> Result<bool, Problem> {
    match (target, update) {
        (Value::Array(array), update) if !update.is_array() => {
            array.push(update.clone());
            Ok(true)
        }
        (target, update) => merge(target, update, at),
    }
}

/// Merges recursively: members into objects, elements behind lists, scalars in place of scalars.
/// Says whether the target is different now.
fn merge(target: &mut Value, update: &Value, at: &Pointer) -> Result<bool, Problem> {
    match (target, update) {
        (Value::Object(target), Value::Object(update)) => {
            let mut changed = false;
            for (key, value) in update {
                changed |= match target.get_mut(key) {
                    Some(member) => merge(member, value, &at.child(key))?,
                    None => target.insert(key.clone(), value.clone()).is_none(),
                };
            }
            Ok(changed)
        }
        (Value::Array(target), Value::Array(update)) => {
            target.extend(update.iter().cloned());
            Ok(!update.is_empty())
        }
        (target, update) if is_scalar(target) && is_scalar(update) => {
            let changed = target != update;
            *target = update.clone();
            Ok(changed)
        }
        (target, update) => {
            let (is, by) = (kind(target), kind(update));
            Err(Problem::does_not_fit(format!(
                "{is} cannot be updated by {by}: `{at}`"
            )))
        }
    }
}

fn is_scalar(value: &Value) -> bool {
    !value.is_object() && !value.is_array()
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Object(_) => "an object",
        Value::Array(_) => "a list",
        _ => "a scalar",
    }
}

fn value_at<'v>(document: &'v mut Value, steps: &[Token]) -> Option<&'v mut Value> {
    steps.iter().try_fold(document, |value, step| match step {
        Token::Key(key) => value.get_mut(key),
        Token::Index(index) => value.get_mut(*index),
    })
}

fn pointer(steps: &[Token]) -> Pointer {
    steps.iter().fold(Pointer::root(), |at, step| match step {
        Token::Key(key) => at.child(key),
        Token::Index(index) => at.index(*index),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::document::Source;

    fn overlay(actions: &str) -> Result<Overlay, Diagnostics> {
        let head = "overlay: 1.1.0\ninfo: {title: T, version: '1'}\nactions:\n";
        Overlay::from_source(Source::new("overlay.yaml", format!("{head}{actions}")))
    }

    fn apply(value: Value, actions: &str) -> Result<Value, Diagnostics> {
        let mut document = RawDocument {
            source: Source::new("2.9.yaml", ""),
            value,
        };
        let version = "2.9".parse().unwrap();
        overlay(actions)
            .unwrap()
            .apply(&mut document, Some(&version))?;
        Ok(document.value)
    }

    fn refusal(value: Value, actions: &str) -> String {
        apply(value, actions).unwrap_err().to_string()
    }

    #[test]
    fn an_action_that_matches_nothing_is_named() {
        let actions = "- {description: d, target: $.a, update: {b: 1}}\n- {description: d, target: $.x, remove: true}";
        let text = refusal(json!({"a": {}}), actions);
        assert!(
            text.contains("`$.x` matches nothing in 2.9.yaml (version 2.9)"),
            "{text}"
        );
        assert!(text.contains("overlay.yaml:5:3\n  at /actions/1"), "{text}");
    }

    #[test]
    fn an_action_is_applied_to_its_versions_only() {
        let action = "- {description: d, target: $.x, remove: true, x-versions: ['2.10..']}";
        assert_eq!(apply(json!({}), action).unwrap(), json!({}));
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        for (target, update) in [
            ("$.o", "1"),
            ("$.o", "[1]"),
            ("$.s", "{}"),
            ("$", "{l: {}}"),
        ] {
            let action = format!("- {{description: d, target: '{target}', update: {update}}}");
            let text = refusal(json!({"o": {}, "s": 1, "l": []}), &action);
            assert!(text.contains("cannot be updated by"), "{text}");
        }
        let mixed = refusal(
            json!({"o": {}, "l": []}),
            "- {description: d, target: $.*, update: 1}",
        );
        assert!(mixed.contains("as well as"), "{mixed}");
    }

    #[test]
    fn an_incomplete_overlay_is_refused() {
        for (action, says) in [
            ("- {target: $.x, remove: true}", "lacks a `description`"),
            ("- {description: d, remove: true}", "lacks its `target`"),
            ("- {description: d, target: $.x}", "needs one of"),
            (
                "- {description: d, target: $.x, update: 1, remove: true}",
                "needs one of",
            ),
            (
                "- {description: d, target: 'x[', update: 1}",
                "is no JSONPath",
            ),
            (
                "- {description: d, target: $.x, updates: 1, update: 1}",
                "`updates` is none of",
            ),
            (
                "- {description: d, target: $.x, update: 1, x-versions: [2.10]}",
                "list of text",
            ),
        ] {
            let text = overlay(action).unwrap_err().to_string();
            assert!(text.contains(says), "{text}");
        }
    }
}
