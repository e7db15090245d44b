//! Application of an overlay to a document.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;
use serde_json_path::JsonPath;

use super::problem::Problem;
use super::target::{Target, Token, pointer, value_at};
use super::update::{Addition, update_all};
use super::{Action, Change, Overlay};
use crate::diagnostic::{Code, Diagnostics, Pointer};
use crate::document::{RawDocument, Relocation, RemovedElements, Source, Version};
use crate::hash::HashSet;

impl Overlay {
    /// Applies the actions for the version, in order.
    ///
    /// Actions that are limited to some versions do not apply to a document without a version.
    ///
    /// # Errors
    /// Returns an error for each action that changes nothing (`unmatched-overlay-action`) or whose
    /// change is incompatible with the target (`overlay-type-mismatch`). The other actions are
    /// applied nevertheless, so that all errors are reported at once.
    pub fn apply(
        &self,
        document: &mut RawDocument,
        version: Option<&Version>,
    ) -> Result<(), Diagnostics> {
        let mut found = Diagnostics::new();
        for action in &self.actions {
            if !action.applies_to(version) {
                continue;
            }
            let applied = action
                .apply(&mut document.value, &self.source)
                .map(|changes| {
                    for (at, change) in changes {
                        document.source.record(at, change);
                    }
                });
            if let Err(problem) = applied {
                let file = document
                    .source
                    .path()
                    .file_name()
                    .unwrap_or_default()
                    .display();
                let label = version.map_or(String::new(), |it| format!(" (version {it})"));
                let message = format!("{} in {file}{label}", problem.message);
                found.push(
                    self.diagnostic(problem.code, action, message)
                        .help(problem.help),
                );
            }
        }
        found.into_result(())
    }

    /// Returns an error for each element of `x-versions` that matches none of the versions.
    pub(crate) fn check_versions(&self, known: &[Version]) -> Diagnostics {
        let labels: Vec<String> = known.iter().map(Version::label).collect();
        let help = format!(
            "the versions of the documents are `{}`",
            labels.join("`, `")
        );
        let mut found = Diagnostics::new();
        for (pointer, versions) in &self.declared_versions {
            for (index, range) in versions.unmatched(known) {
                let message = format!("`{range}` in `x-versions` matches no document");
                let (code, pointer) = (Code::UnmatchedOverlayAction, pointer.index(index));
                let diagnostic = self.source.diagnostic(code, pointer, message);
                found.push(diagnostic.help(help.as_str()));
            }
        }
        found
    }
}

impl Action {
    fn applies_to(&self, version: Option<&Version>) -> bool {
        match (&self.versions, version) {
            (None, _) => true,
            (Some(versions), Some(version)) => versions.contains(*version),
            (Some(_), None) => false,
        }
    }

    /// Returns the changes of the document. `overlay` is the file of the action.
    fn apply(
        &self,
        document: &mut Value,
        overlay: &Arc<Source>,
    ) -> Result<Vec<(Pointer, Relocation)>, Problem> {
        let targets = self.target.locate(document);
        if targets.is_empty() {
            return Err(Problem::matches_nothing(&self.target.path));
        }
        let added = match &self.change {
            Change::Remove => return remove(document, targets),
            Change::Update(update) => {
                let from = self.pointer.child("update");
                update_all(document, &targets, update, &from)?
            }
            Change::Copy(path) => {
                let update = value_to_copy(path, document)?;
                let from = self.pointer.child("copy");
                update_all(document, &targets, &update, &from)?
            }
        };
        if added.is_empty() {
            return Err(Problem::changes_nothing(&self.target.path));
        }
        let changes = added.into_iter().map(|Addition { to, from }| {
            let change = Relocation::AddedFrom(Arc::clone(overlay), from);
            (to, change)
        });
        Ok(changes.collect())
    }
}

fn value_to_copy(path: &JsonPath, document: &Value) -> Result<Value, Problem> {
    let nodes = path.query(document).all();
    match nodes.as_slice() {
        [] => Err(Problem::matches_nothing(path)),
        [one] => Ok((*one).clone()),
        _ => Err(Problem {
            help: "limit the path of `copy` to one value, for example with an index or a filter",
            ..Problem::type_mismatch(format!(
                "`{path}` must match exactly one value to copy, but matches {}",
                nodes.len()
            ))
        }),
    }
}

/// Removes the targets. Returns the changes of the lists that contained some of them.
fn remove(
    document: &mut Value,
    targets: Vec<Target>,
) -> Result<Vec<(Pointer, Relocation)>, Problem> {
    let mut by_parent: BTreeMap<Target, HashSet<Token>> = BTreeMap::new();
    for mut target in targets {
        let Some(last) = target.pop() else {
            return Err(Problem {
                help: "limit `target` to the members to remove, such as `$.servers`",
                ..Problem::type_mismatch("the whole document cannot be removed".to_owned())
            });
        };
        by_parent.entry(target).or_default().insert(last);
    }
    let mut changes = Vec::new();
    // A removal from a list moves the values in it, whose targets are therefore removed before.
    for (parent, members) in by_parent.into_iter().rev() {
        match value_at(document, &parent) {
            Some(Value::Object(object)) => {
                object.retain(|key, _| !members.contains(&Token::Key(key.clone())));
            }
            Some(Value::Array(array)) => {
                let removed = RemovedElements::retain(array, |index, _| {
                    !members.contains(&Token::Index(index))
                });
                changes.push((pointer(&parent), Relocation::Removed(removed)));
            }
            _ => {}
        }
    }
    Ok(changes)
}

#[cfg(test)]
mod tests;
