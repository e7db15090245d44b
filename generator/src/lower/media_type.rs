//! What the names of media types say.

use openapiv3::MediaType;

use super::facets::{Facets, SchemaRef};

/// The media type without its parameters, in lower case.
fn essence(media_type: &str) -> String {
    let essence = media_type.split(';').next().unwrap_or(media_type);
    essence.trim().to_lowercase()
}

/// `application/json` and every type that is JSON by its suffix (RFC 6839).
pub(super) fn is_json(name: &str) -> bool {
    let essence = essence(name);
    essence == "application/json" || essence.ends_with("+json")
}

/// `application/json` and no other.
pub(super) fn is_plain_json(name: &str) -> bool {
    essence(name) == "application/json"
}

/// Whether values are JSON by name, or by default: documents that are made of code often leave the
/// media type open.
pub(super) fn is_json_content(name: &str, media: &MediaType) -> bool {
    let is_structured = || match media.schema.as_ref().map(SchemaRef::from) {
        Some(SchemaRef::Inline(schema)) => Facets::of(schema).ty != Some("string"),
        Some(SchemaRef::Reference(_)) => true,
        None => false,
    };
    is_json(name) || (is_range(name) && !is_text(name) && is_structured())
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

/// Whether it stands for many: `image/*`.
pub(super) fn is_range(name: &str) -> bool {
    essence(name).ends_with("/*")
}

/// Whether it consists of parts in a form that only `multipart/form-data` has here.
pub(super) fn is_other_multipart(name: &str) -> bool {
    essence(name).starts_with("multipart/") && !is_multipart(name)
}

/// Whether HTTP can have it in a header: `type/subtype`, with parameters.
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
    fn json_is_known_by_name_and_suffix() {
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
    fn what_is_no_media_type_is_known() {
        assert!(is_valid("image/png"));
        assert!(is_valid("text/plain; charset=utf-8"));
        assert!(is_valid("*/*"));
        for name in ["", "json", "a/", "a/b c", "a/b\n"] {
            assert!(!is_valid(name), "{name:?}");
        }
    }
}
