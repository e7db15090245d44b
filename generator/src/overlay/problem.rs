//! The reasons why an action cannot be applied.

use serde_json_path::JsonPath;

use crate::diagnostic::Code;

/// The reason why an action cannot be applied.
pub(super) struct Problem {
    pub(super) code: Code,
    pub(super) message: String,
    pub(super) help: &'static str,
}

impl Problem {
    pub(super) fn matches_nothing(path: &JsonPath) -> Self {
        Self {
            code: Code::UnmatchedOverlayAction,
            message: format!("`{path}` matches nothing"),
            help: "remove the action if the document was corrected, or limit its `x-versions`",
        }
    }

    pub(super) fn changes_nothing(path: &JsonPath) -> Self {
        Self {
            message: format!("the action does not change `{path}`"),
            ..Self::matches_nothing(path)
        }
    }

    pub(super) fn type_mismatch(message: String) -> Self {
        Self {
            code: Code::OverlayTypeMismatch,
            message,
            help: "update an object with an object, an array with an array or an element, and a \
                   scalar with a scalar; to replace a value, remove it first",
        }
    }
}
