//! Resolution of URI references (RFC 3986, section 5).
//!
//! The base of a document without `$self` is its path, which is relative. The crates for URIs resolve
//! references only against absolute ones.

/// The components of a URI reference without its fragment.
struct Components<'a> {
    /// The scheme, with its colon.
    scheme: Option<&'a str>,
    /// The authority, without its slashes.
    authority: Option<&'a str>,
    path: &'a str,
    /// The query, with its question mark.
    query: Option<&'a str>,
}

impl<'a> Components<'a> {
    fn of(reference: &'a str) -> Self {
        let (rest, _) = reference.split_once('#').unwrap_or((reference, ""));
        let (scheme, rest) = match rest.find([':', '/', '?']) {
            Some(end) if rest[end..].starts_with(':') && is_scheme(&rest[..end]) => {
                let (scheme, rest) = rest.split_at(end + 1);
                (Some(scheme), rest)
            }
            _ => (None, rest),
        };
        let (rest, query) = match rest.find('?') {
            Some(start) => (&rest[..start], Some(&rest[start..])),
            None => (rest, None),
        };
        let (authority, path) = match rest.strip_prefix("//") {
            Some(rest) => {
                let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
                (Some(authority), path)
            }
            None => (None, rest),
        };
        Self {
            scheme,
            authority,
            path,
            query,
        }
    }
}

/// Returns `true` if a reference is not relative: it has a scheme.
pub(crate) fn is_absolute(reference: &str) -> bool {
    Components::of(reference).scheme.is_some()
}

fn is_scheme(text: &str) -> bool {
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte);
    text.starts_with(|first: char| first.is_ascii_alphabetic()) && text.bytes().all(is_allowed)
}

/// Returns the target of a reference in a resource with the URI `base`, without its fragment. The
/// base may itself be relative; the result then is, too.
pub(crate) fn resolve(base: &str, reference: &str) -> String {
    let base = Components::of(base);
    let target = Components::of(reference);
    let is_complete = target.scheme.is_some() || target.authority.is_some();
    let path = if is_complete || target.path.starts_with('/') {
        without_dots(target.path)
    } else if target.path.is_empty() {
        base.path.to_owned()
    } else {
        let folder = match base.path.rfind('/') {
            Some(slash) => &base.path[..=slash],
            None if base.authority.is_some() => "/",
            None => "",
        };
        without_dots(&format!("{folder}{}", target.path))
    };
    let query = match target.query {
        None if !is_complete && target.path.is_empty() => base.query,
        query => query,
    };
    let scheme = target.scheme.or(base.scheme).unwrap_or_default();
    let authority = if is_complete {
        target.authority
    } else {
        base.authority
    };
    let slashes = authority.map_or("", |_| "//");
    let (authority, query) = (authority.unwrap_or_default(), query.unwrap_or_default());
    format!("{scheme}{slashes}{authority}{path}{query}")
}

/// Removes the segments `.` and `..` from a path (RFC 3986, section 5.2.4).
fn without_dots(path: &str) -> String {
    let mut segments: Vec<&str> = Vec::new();
    let (root, relative) = match path.strip_prefix('/') {
        Some(relative) => ("/", relative),
        None => ("", path),
    };
    let mut ends_in_folder = false;
    for segment in relative.split('/') {
        ends_in_folder = matches!(segment, "." | "..");
        match segment {
            "." => {}
            ".." => drop(segments.pop()),
            segment => segments.push(segment),
        }
    }
    if ends_in_folder && !segments.is_empty() {
        segments.push("");
    }
    format!("{root}{}", segments.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 3986, sections 5.4.1 and 5.4.2.
    #[test]
    fn references_are_resolved_as_in_the_specification() {
        for (reference, expected) in [
            ("g:h", "g:h"),
            ("g", "http://a/b/c/g"),
            ("./g", "http://a/b/c/g"),
            ("g/", "http://a/b/c/g/"),
            ("/g", "http://a/g"),
            ("//g", "http://g"),
            ("?y", "http://a/b/c/d;p?y"),
            ("g?y", "http://a/b/c/g?y"),
            ("#s", "http://a/b/c/d;p?q"),
            ("g#s", "http://a/b/c/g"),
            (";x", "http://a/b/c/;x"),
            ("", "http://a/b/c/d;p?q"),
            (".", "http://a/b/c/"),
            ("./", "http://a/b/c/"),
            ("..", "http://a/b/"),
            ("../g", "http://a/b/g"),
            ("../..", "http://a/"),
            ("../../g", "http://a/g"),
            ("../../../g", "http://a/g"),
            ("/./g", "http://a/g"),
            ("/../g", "http://a/g"),
            ("g..", "http://a/b/c/g.."),
            ("./g/.", "http://a/b/c/g/"),
            ("g/../h", "http://a/b/c/h"),
            ("g;x=1/../y", "http://a/b/c/y"),
        ] {
            assert_eq!(
                resolve("http://a/b/c/d;p?q", reference),
                expected,
                "{reference}"
            );
        }
    }

    #[test]
    fn a_base_may_be_relative() {
        for (base, reference, expected) in [
            ("", "pet", "pet"),
            ("api/harbour.yaml", "pets/cat", "api/pets/cat"),
            ("api/harbour.yaml", "../pet", "pet"),
            (
                "api/harbour.yaml",
                "https://x.test/pet",
                "https://x.test/pet",
            ),
            ("https://x.test", "pet", "https://x.test/pet"),
            ("urn:example:pet", "", "urn:example:pet"),
        ] {
            assert_eq!(resolve(base, reference), expected, "{reference}");
        }
    }
}
