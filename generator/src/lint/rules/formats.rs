//! Formats of schemas.

use crate::diagnostic::nearest;
use crate::document::grammar::ObjectKind;
use crate::lint::Findings;
use crate::lint::context::Context;

/// Reports formats that do not apply to the type.
pub(super) fn contradicts_type(context: &Context<'_>, found: &mut Findings) {
    for node in context.of(ObjectKind::Schema) {
        let (Some(ty), Some(format)) = (node.text("type"), node.text("format")) else {
            continue;
        };
        let types = types_of(format);
        if !types.is_empty() && !types.contains(&ty) {
            let types = types.join("` or `");
            found.add(
                node.pointer.child("format"),
                format!("format `{format}` applies to `{types}`, but the type is `{ty}`"),
                "correct the type or the format, or remove the format",
            );
        }
    }
}

/// Reports unknown formats that may be misspelled. Other unknown formats are valid.
pub(super) fn misspelled(context: &Context<'_>, found: &mut Findings) {
    for node in context.of(ObjectKind::Schema) {
        if let Some(format) = node.text("format")
            && let Some(known) = intended(format)
        {
            found.add(
                node.pointer.child("format"),
                format!("unknown format `{format}`"),
                format!("did you mean `{known}`?"),
            );
        }
    }
}

/// Returns the known format that an unknown one is a misspelling of. Formats with other digits are
/// intended: `int128` is not `int16`.
fn intended(format: &str) -> Option<&'static str> {
    let known = || FORMATS.iter().map(|(name, _)| *name);
    if known().any(|name| name == format) {
        return None;
    }
    let digits = |name: &str| {
        name.chars()
            .filter(char::is_ascii_digit)
            .collect::<String>()
    };
    nearest(
        format,
        known().filter(|name| digits(name) == digits(format)),
    )
}

/// Returns the types to which a format applies; none if any, or if the format is unknown.
fn types_of(format: &str) -> &'static [&'static str] {
    let known = FORMATS.iter().find(|(name, _)| *name == format);
    known.map_or(&[], |(_, types)| types)
}

const ANY: &[&str] = &[];
const STRING: &[&str] = &["string"];

/// The formats of the OpenAPI Format Registry, those that the generator reads, and those in wide
/// use that differ from them by a letter, each with the types to which it applies.
const FORMATS: &[(&str, &[&str])] = &[
    ("base64url", ANY),
    ("binary", STRING),
    ("byte", STRING),
    ("char", ANY),
    ("commonmark", ANY),
    ("cuid", ANY),
    ("date", STRING),
    // An integer is Unix seconds, which many APIs send and the generator reads as a timestamp.
    ("date-time", &["string", "integer"]),
    ("date-time-local", ANY),
    ("decimal", ANY),
    ("decimal128", ANY),
    ("double", &["number"]),
    ("double-int", ANY),
    ("duration", STRING),
    ("email", STRING),
    ("float", &["number"]),
    ("guid", ANY),
    ("hostname", STRING),
    ("html", ANY),
    ("http-date", ANY),
    ("idn-email", ANY),
    ("idn-hostname", ANY),
    ("int16", ANY),
    ("int32", &["integer", "number"]),
    ("int64", &["integer", "number"]),
    ("int8", ANY),
    ("ipv4", STRING),
    ("ipv6", STRING),
    ("iri", ANY),
    ("iri-reference", ANY),
    ("json-pointer", STRING),
    ("media-range", ANY),
    ("mime", ANY),
    ("password", STRING),
    ("regex", STRING),
    ("relative-json-pointer", ANY),
    ("sf-binary", ANY),
    ("sf-boolean", ANY),
    ("sf-decimal", ANY),
    ("sf-integer", ANY),
    ("sf-string", ANY),
    ("sf-token", ANY),
    ("time", STRING),
    ("time-local", ANY),
    ("timestamp", ANY),
    ("uint16", ANY),
    ("uint32", ANY),
    ("uint64", ANY),
    ("uint8", ANY),
    ("ulid", ANY),
    ("unixtime", ANY),
    ("uri", STRING),
    ("uri-reference", STRING),
    ("uri-template", ANY),
    ("url", STRING),
    ("uuid", STRING),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn misspelled_formats_have_a_suggestion() {
        for (format, known) in [
            ("datetime", "date-time"),
            ("DateTime", "date-time"),
            ("UUID", "uuid"),
            ("ipv-4", "ipv4"),
            ("in64", "int64"),
            ("bianry", "binary"),
        ] {
            assert_eq!(intended(format), Some(known), "{format}");
        }
    }

    #[test]
    fn other_formats_are_not_suggested_for() {
        for (format, _) in FORMATS {
            assert_eq!(intended(format), None, "{format}");
        }
        for format in [
            "int", "int128", "float32", "ipv5", "ip", "long", "phone", "cidr", "color", "currency",
        ] {
            assert_eq!(intended(format), None, "{format}");
        }
    }
}
