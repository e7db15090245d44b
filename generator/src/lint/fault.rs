//! What is wrong with a value, as the library says it, made short.

use jsonschema::error::{TypeKind, ValidationErrorKind};
use jsonschema::{JsonType, ValidationError};

/// A fault of a value.
pub(super) struct Fault {
    /// Where in the value it is, part by part.
    pub path: Vec<String>,
    /// What is wrong there.
    pub message: String,
}

/// The faults that an error stands for. That no member of a composition fits says little: if one
/// of them was meant, its faults are told instead.
pub(super) fn faults(error: &ValidationError<'_>) -> Vec<Fault> {
    if let ValidationErrorKind::AnyOf { context } = error.kind()
        && let Some(member) = meant(error, context)
    {
        return member.iter().flat_map(faults).collect();
    }
    let path = error.instance_path().as_str().split('/').skip(1);
    let unescaped = |part: &str| part.replace("~1", "/").replace("~0", "~");
    vec![Fault {
        path: path.map(unescaped).collect(),
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
