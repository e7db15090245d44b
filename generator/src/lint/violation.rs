//! Violations of a schema, simplified from the errors of `jsonschema`.

use jsonschema::error::{TypeKind, ValidationErrorKind};
use jsonschema::{JsonType, ValidationError};

use crate::diagnostic::Pointer;

/// A violation of a schema by a value.
pub(super) struct Violation {
    /// The location in the value.
    pub pointer: Pointer,
    /// The description of the violation.
    pub message: String,
}

/// Returns the violations that an error consists of. An error of a composition is replaced by those
/// of the member that the value is intended for, if there is one.
pub(super) fn violations(error: &ValidationError<'_>) -> Vec<Violation> {
    if let ValidationErrorKind::AnyOf { context } = error.kind()
        && let Some(member) = intended_member(error, context)
    {
        return member.iter().flat_map(violations).collect();
    }
    let pointer = Pointer::parse(error.instance_path().as_str());
    vec![Violation {
        pointer: pointer.unwrap_or_default(),
        message: error.masked_with("it").to_string(),
    }]
}

/// Returns the errors of the member that a value is intended for: the only one whose type matches,
/// or the one beside null.
fn intended_member<'e>(
    error: &ValidationError<'_>,
    members: &'e [Vec<ValidationError<'static>>],
) -> Option<&'e [ValidationError<'static>]> {
    let is_of_type = |member: &&Vec<ValidationError<'_>>| {
        let location = error.instance_path();
        !member
            .iter()
            .filter(|one| one.instance_path() == location)
            .any(|one| matches!(one.kind(), ValidationErrorKind::Type { .. }))
    };
    let mut matching = members.iter().filter(is_of_type);
    match (matching.next(), matching.next(), members) {
        (Some(only), None, _) => Some(only),
        (None, _, [null, other]) if is_null(null) => Some(other),
        _ => None,
    }
}

/// Returns whether a member allows only null.
fn is_null(member: &[ValidationError<'_>]) -> bool {
    let [error] = member else {
        return false;
    };
    matches!(
        error.kind(),
        ValidationErrorKind::Type {
            kind: TypeKind::Single(JsonType::Null)
        }
    )
}
