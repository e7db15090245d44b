//! Violations of a schema, as `jsonschema` reports them, shortened.

use jsonschema::error::{TypeKind, ValidationErrorKind};
use jsonschema::{JsonType, ValidationError};

use crate::diagnostic::Pointer;

/// A violation of a schema by a value.
pub(super) struct Violation {
    /// The location in the value.
    pub pointer: Pointer,
    /// What is wrong there.
    pub message: String,
}

/// Returns the violations that an error consists of. That no member of a composition matches says
/// little: if the value was meant for one of them, these are its violations.
pub(super) fn violations(error: &ValidationError<'_>) -> Vec<Violation> {
    if let ValidationErrorKind::AnyOf { context } = error.kind()
        && let Some(member) = meant(error, context)
    {
        return member.iter().flat_map(violations).collect();
    }
    let pointer = Pointer::parse(error.instance_path().as_str());
    vec![Violation {
        pointer: pointer.unwrap_or_default(),
        message: error.masked_with("it").to_string(),
    }]
}

/// The errors of the member that the value was meant for: the only one whose type it has, or the
/// one beside null.
fn meant<'e>(
    error: &ValidationError<'_>,
    members: &'e [Vec<ValidationError<'static>>],
) -> Option<&'e [ValidationError<'static>]> {
    let is_of_type = |member: &&Vec<ValidationError<'_>>| {
        let place = error.instance_path();
        let at_place = |one: &&ValidationError<'_>| one.instance_path() == place;
        !member
            .iter()
            .filter(at_place)
            .any(|one| matches!(one.kind(), ValidationErrorKind::Type { .. }))
    };
    let mut fitting = members.iter().filter(is_of_type);
    match (fitting.next(), fitting.next(), members) {
        (Some(only), None, _) => Some(only),
        (None, _, [null, other]) if is_null(null) => Some(other),
        _ => None,
    }
}

/// Whether a member allows nothing but null.
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
