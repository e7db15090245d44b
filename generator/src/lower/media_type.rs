//! Classification of media types.

use crate::document::essence;
use crate::model::StreamFormat;

/// Returns whether a media type is `application/json`, which JSON is requested as by default.
pub(super) fn is_plain_json(name: &str) -> bool {
    essence(&without_charset(name)) == "application/json" && !without_charset(name).contains(';')
}

/// Returns whether a media type is the one that JSON is sent as by default.
pub(super) fn is_default_json(name: &str) -> bool {
    name.eq_ignore_ascii_case("application/json")
}

/// Returns whether a media type is the one that text is sent as by default.
pub(super) fn is_default_text(name: &str) -> bool {
    name.eq_ignore_ascii_case("text/plain")
}

/// Returns the charset of a media type, in lower case.
pub(super) fn charset(name: &str) -> Option<String> {
    let mut parameters = name.split(';').skip(1);
    let charset = parameters.find_map(charset_of)?;
    Some(charset.trim_matches('"').to_lowercase())
}

/// Returns the media type without its charset, which a client does not select.
pub(super) fn without_charset(name: &str) -> String {
    let parts = name.split(';');
    let kept: Vec<&str> = parts.filter(|part| charset_of(part).is_none()).collect();
    kept.join(";").trim().to_owned()
}

fn charset_of(parameter: &str) -> Option<&str> {
    let (name, value) = parameter.split_once('=')?;
    (name.trim().eq_ignore_ascii_case("charset")).then_some(value.trim())
}

/// Returns whether a media type is a range that contains `application/json`.
pub(super) fn is_range_of_json(name: &str) -> bool {
    is_range(name) && (!is_valid(name) || matches!(essence(name).as_str(), ANY | "application/*"))
}

/// Returns the precedence of a key of `content`: the most specific key that matches a media type
/// applies (OpenAPI 3.0, "Response Object").
pub(super) fn specificity(name: &str) -> Specificity {
    if !is_range(name) {
        Specificity::Exact
    } else if is_valid(name) && essence(name) != ANY {
        Specificity::Type
    } else {
        Specificity::Any
    }
}

/// The precedence of a key of `content`, the most specific first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Specificity {
    /// A media type: `image/png`.
    Exact,
    /// A range of subtypes: `image/*`.
    Type,
    /// The range of all media types.
    Any,
}

/// Returns the format of a media type whose content is a stream of items.
pub(super) fn stream_format(name: &str) -> Option<StreamFormat> {
    match essence(name).as_str() {
        "text/event-stream" => Some(StreamFormat::Events),
        "application/jsonl"
        | "application/jsonlines"
        | "application/x-jsonlines"
        | "application/ndjson"
        | "application/x-ndjson" => Some(StreamFormat::Lines),
        "application/json-seq" => Some(StreamFormat::Sequence),
        // RFC 8091
        essence if essence.ends_with("+json-seq") => Some(StreamFormat::Sequence),
        _ => None,
    }
}

pub(super) fn is_multipart(name: &str) -> bool {
    essence(name) == "multipart/form-data"
}

pub(super) fn is_url_encoded(name: &str) -> bool {
    essence(name) == "application/x-www-form-urlencoded"
}

pub(super) fn is_text(name: &str) -> bool {
    essence(name).starts_with("text/")
}

/// Returns whether a media type is XML, or one based on it (RFC 7303).
pub(super) fn is_xml(name: &str) -> bool {
    let essence = essence(name);
    essence == "application/xml" || essence.ends_with("+xml")
}

/// The range of all media types.
pub(super) const ANY: &str = "*/*";

/// Returns whether a media type is a range: `image/*`. An invalid media type is read as the range
/// of all media types.
pub(super) fn is_range(name: &str) -> bool {
    essence(name).ends_with("/*") || !is_valid(name)
}

/// Returns the media type as a value of `Accept`.
pub(super) fn in_accept(name: &str) -> &str {
    if is_valid(name) { name } else { ANY }
}

/// Returns whether a media type is a multipart type other than `multipart/form-data`.
pub(super) fn is_other_multipart(name: &str) -> bool {
    essence(name).starts_with("multipart/") && !is_multipart(name)
}

/// Returns whether a media type is valid in a header: `type/subtype`, optionally with parameters.
pub(super) fn is_valid(name: &str) -> bool {
    let is_token = |text: &str| {
        !text.is_empty()
            && text.chars().all(|character| {
                character.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(character)
            })
    };
    let essence = essence(name);
    let is_value = http::HeaderValue::from_str(name).is_ok();
    is_value
        && essence
            .split_once('/')
            .is_some_and(|(ty, subtype)| is_token(ty) && is_token(subtype))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn charsets_are_no_part_of_a_request_for_a_media_type() {
        for (name, expected, of) in [
            ("text/plain", "text/plain", None),
            ("text/plain; charset=UTF-8", "text/plain", Some("utf-8")),
            (
                "text/csv;Charset=\"utf-8\";header=present",
                "text/csv;header=present",
                Some("utf-8"),
            ),
        ] {
            assert_eq!(without_charset(name), expected);
            assert_eq!(charset(name).as_deref(), of);
        }
        assert!(is_plain_json("application/json; charset=utf-8"));
        assert!(!is_plain_json("application/json; version=2"));
    }

    #[test]
    fn exact_media_types_precede_ranges() {
        let mut names = ["*/*", "json", "image/*", "image/png", "Application/*"];
        names.sort_by_key(|name| specificity(name));
        assert_eq!(
            names,
            ["image/png", "image/*", "Application/*", "*/*", "json"]
        );
        let ranges_of_json = names.into_iter().filter(|name| is_range_of_json(name));
        assert_eq!(
            ranges_of_json.collect::<Vec<_>>(),
            ["Application/*", "*/*", "json"]
        );
    }

    #[test]
    fn invalid_media_types_are_recognized() {
        assert!(is_valid("image/png"));
        assert!(is_valid("text/plain; charset=utf-8"));
        assert!(is_valid("*/*"));
        for name in ["", "json", "a/", "a/b c", "a/b\n"] {
            assert!(!is_valid(name), "{name:?}");
        }
    }
}
