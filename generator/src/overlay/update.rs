//! Updates: values of the overlay that are merged into the targets of an action.

use serde_json::Value;

use super::problem::Problem;
use super::target::{Target, pointer, value_at};
use crate::diagnostic::{Code, Pointer};

/// A value that an action added.
pub(super) struct Addition {
    /// The location in the document.
    pub(super) to: Pointer,
    /// The location in the overlay.
    pub(super) from: Pointer,
}

/// Updates every target with the value at `from` of the overlay. Returns the values that were
/// added.
pub(super) fn update_all(
    document: &mut Value,
    targets: &[Target],
    update: &Value,
    from: &Pointer,
) -> Result<Vec<Addition>, Problem> {
    check_same_kind(document, targets)?;
    check_growth(targets, update)?;
    let mut added = Vec::new();
    for target in targets {
        if let Some(value) = value_at(document, target) {
            let at = Addition {
                to: pointer(target),
                from: from.clone(),
            };
            update_target(value, update, at, &mut added)?;
        }
    }
    Ok(added)
}

/// The greatest number of values that an action adds to a document. An action may match what the
/// one before it has added, so that the document would double with each.
const MAX_ADDED: usize = 500_000;

/// The greatest nesting of values in a document.
const MAX_DEPTH: usize = 128;

/// Checks that an update does not make the document too large or too deep.
fn check_growth(targets: &[Target], update: &Value) -> Result<(), Problem> {
    let (values, depth) = extent(update);
    if values.saturating_mul(targets.len()) > MAX_ADDED {
        return Err(Problem {
            code: Code::ExcessiveExpansion,
            message: format!("the action adds more than {MAX_ADDED} values"),
            help: "limit the target to fewer values",
        });
    }
    if targets
        .iter()
        .any(|target| target.len() + depth > MAX_DEPTH)
    {
        return Err(Problem {
            code: Code::NestingTooDeep,
            message: format!("the action nests values more than {MAX_DEPTH} levels deep"),
            help: "move the update to a target that is nested less",
        });
    }
    Ok(())
}

/// Returns the number of values in a value, itself included, and its depth.
fn extent(value: &Value) -> (usize, usize) {
    let inner: Vec<&Value> = match value {
        Value::Array(elements) => elements.iter().collect(),
        Value::Object(members) => members.values().collect(),
        _ => Vec::new(),
    };
    inner
        .into_iter()
        .map(extent)
        .fold((1, 0), |(values, depth), (more, below)| {
            (values + more, depth.max(below + 1))
        })
}

/// Checks that all targets are of one kind, which the specification requires.
fn check_same_kind(document: &mut Value, targets: &[Target]) -> Result<(), Problem> {
    let mut kinds = targets
        .iter()
        .filter_map(|target| value_at(document, target).map(|it| kind(it)));
    let first = kinds.next();
    match kinds.find(|kind| Some(*kind) != first) {
        None => Ok(()),
        Some(other) => Err(Problem::type_mismatch(format!(
            "`target` matches values of different kinds: {} and {other}",
            first.unwrap_or_default()
        ))),
    }
}

/// Updates a target itself. An array may also be updated with an element, which is appended.
fn update_target(
    target: &mut Value,
    update: &Value,
    at: Addition,
    added: &mut Vec<Addition>,
) -> Result<(), Problem> {
    match (target, update) {
        (Value::Array(array), update) if !update.is_array() => {
            added.push(Addition {
                to: at.to.index(array.len()),
                from: at.from,
            });
            array.push(update.clone());
            Ok(())
        }
        (target, update) => merge(target, update, at, added),
    }
}

/// Merges objects recursively, concatenates arrays and replaces scalars.
fn merge(
    target: &mut Value,
    update: &Value,
    at: Addition,
    added: &mut Vec<Addition>,
) -> Result<(), Problem> {
    match (target, update) {
        (Value::Object(target), Value::Object(update)) => {
            for (key, value) in update {
                let at = Addition {
                    to: at.to.child(key),
                    from: at.from.child(key),
                };
                match target.get_mut(key) {
                    Some(member) => merge(member, value, at, added)?,
                    None => {
                        target.insert(key.clone(), value.clone());
                        added.push(at);
                    }
                }
            }
        }
        (Value::Array(target), Value::Array(update)) => {
            for (index, element) in update.iter().enumerate() {
                added.push(Addition {
                    to: at.to.index(target.len()),
                    from: at.from.index(index),
                });
                target.push(element.clone());
            }
        }
        (target, update) if is_scalar(target) && is_scalar(update) => {
            if target != update {
                target.clone_from(update);
                added.push(at);
            }
        }
        (target, update) => {
            let (target, update, at) = (kind(target), kind(update), at.to);
            return Err(Problem::type_mismatch(format!(
                "{target} cannot be updated with {update} at `{at}`"
            )));
        }
    }
    Ok(())
}

fn is_scalar(value: &Value) -> bool {
    !value.is_object() && !value.is_array()
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Object(_) => "an object",
        Value::Array(_) => "an array",
        _ => "a scalar",
    }
}
