//! Classification of media types.

use openapiv3::MediaType;

use crate::model::StreamFormat;

use super::facets::{Facets, SchemaRef};

/// Returns the media type without its parameters, in lower case.
pub(super) fn essence(media_type: &str) -> String {
    let essence = media_type.split(';').next().unwrap_or(media_type);
    essence.trim().to_lowercase()
}

/// Returns whether a media type is JSON: `application/json` or the suffix `+json` (RFC 6839).
pub(super) fn is_json(name: &str) -> bool {
    let essence = essence(name);
    essence == "application/json" || essence.ends_with("+json")
}

/// Returns whether a media type is `application/json`.
pub(super) fn is_plain_json(name: &str) -> bool {
    essence(name) == "application/json"
}

/// Returns whether content is JSON. The content of a range (`*/*`) is JSON if it has a schema that
/// is not a string: documents that are generated from code often declare no exact media type.
pub(super) fn is_json_content(name: &str, media: &MediaType) -> bool {
    let is_structured = || match media.schema.as_ref().map(SchemaRef::from) {
        Some(SchemaRef::Inline(schema)) => Facets::of(schema).ty != Some("string"),
        Some(SchemaRef::Reference(_)) => true,
        None => false,
    };
    is_json(name) || (is_range(name) && !is_text(name) && is_structured())
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

pub(super) fn is_plain_text(name: &str) -> bool {
    essence(name) == "text/plain"
}

/// Returns whether a media type is a range: `image/*`.
pub(super) fn is_range(name: &str) -> bool {
    essence(name).ends_with("/*")
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
    fn json_is_recognized_by_name_and_suffix() {
        for name in [
            "application/json",
            "Application/JSON; charset=utf-8",
            "application/vnd.harbour+json",
            "application/problem+json",
        ] {
            assert!(is_json(name), "{name}");
        }
        for name in ["application/json-seq", "text/plain", "*/*", ""] {
            assert!(!is_json(name), "{name}");
        }
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
