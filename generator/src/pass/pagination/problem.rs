//! Problems of paginations that do not match their operations.

use crate::model::KeyPath;
use crate::pass::types::Missing;

/// A mismatch of pagination and operation.
pub(super) struct Problem {
    /// The key with the problem; `None` for the pagination as a whole.
    pub key: Option<&'static str>,
    pub message: String,
    pub help: String,
}

/// Returns the problem of a path into a value whose type the user chose, so that its members are
/// unknown.
pub(super) fn in_chosen_type(key: &'static str, owner: &str, path: &KeyPath, ty: &str) -> Problem {
    let member = if path.0.is_empty() {
        owner.to_owned()
    } else {
        format!("`{path}` of {owner}")
    };
    Problem {
        key: Some(key),
        message: format!("{member} is in a value of the type `{ty}`, which replaces its schema"),
        help: "do not replace the schema (`replace`, `format`), or remove `x-pagination`"
            .to_owned(),
    }
}

impl Missing {
    pub(super) fn problem(self, key: &'static str, owner: &str, path: &KeyPath) -> Problem {
        if let Some(ty) = &self.chosen {
            return in_chosen_type(key, owner, path, ty);
        }
        let missing = KeyPath(path.0.iter().take(self.found + 1).cloned().collect());
        Problem {
            key: Some(key),
            message: format!("{owner} has no `{missing}`"),
            help: format!(
                "{}; declare `{missing}` in the schema if the API has it",
                declared("properties", &self.known)
            ),
        }
    }
}

/// Returns the names that are declared, for a help.
pub(super) fn declared(kind: &str, names: &[impl AsRef<str>]) -> String {
    let names: Vec<String> = names
        .iter()
        .map(|name| format!("`{}`", name.as_ref()))
        .collect();
    match names.as_slice() {
        [] => format!("no {kind} are declared"),
        names => format!("declared {kind}: {}", names.join(", ")),
    }
}
