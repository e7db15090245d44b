//! Names of media types.

/// Returns a media type without its parameters, in lower case.
pub(crate) fn essence(media_type: &str) -> String {
    let essence = media_type.split(';').next().unwrap_or(media_type);
    essence.trim().to_lowercase()
}

/// Returns whether a media type is JSON: `application/json`, a name of it before its registration,
/// or the suffix `+json` (RFC 6839).
pub(crate) fn is_json(name: &str) -> bool {
    let essence = essence(name);
    matches!(
        essence.as_str(),
        "application/json" | "application/x-json" | "text/json" | "text/x-json"
    ) || essence.ends_with("+json")
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
            "text/json",
            "application/x-json; charset=utf-8",
        ] {
            assert!(is_json(name), "{name}");
        }
        for name in ["application/json-seq", "text/plain", "*/*", ""] {
            assert!(!is_json(name), "{name}");
        }
    }
}
