//! Suggestions for misspelled names.

/// The largest number of edits that still counts as a typo.
const MAX_EDITS: usize = 2;

/// The maximum number of dangling references of a document for which similar names are searched.
pub(crate) const MAX_SUGGESTIONS: usize = 64;

/// The maximum length in bytes of a name that may be a typo, since comparing is quadratic in it.
const MAX_LENGTH: usize = 128;

/// Returns the known name that is nearest to `name`, if `name` may be a typo of it: they differ in
/// case only, or by at most two edits (Damerau-Levenshtein) that are no more than a third of
/// `name`. Of several names equally near, returns the first.
pub(crate) fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if name.len() > MAX_LENGTH {
        return None;
    }
    let limit = MAX_EDITS.min(name.chars().count() / 3);
    let lowercase = name.to_lowercase();
    // An edit changes the length by at most one character, of at most four bytes in each case.
    let is_near = |other: &str| other.len().abs_diff(name.len()) <= 8 * (limit + 1);
    known
        .into_iter()
        .filter(|other| *other != name && other.len() <= MAX_LENGTH && is_near(other))
        .map(|other| {
            let edits = strsim::damerau_levenshtein(&lowercase, &other.to_lowercase());
            (edits, other)
        })
        .filter(|(edits, _)| *edits <= limit)
        .min_by_key(|(edits, _)| *edits)
        .map(|(_, other)| other)
}

/// Returns a help that suggests the nearest known name, or `otherwise` if none is near.
pub(crate) fn did_you_mean<'a>(
    name: &str,
    known: impl IntoIterator<Item = &'a str>,
    otherwise: &str,
) -> String {
    match nearest(name, known) {
        Some(nearest) => format!("did you mean `{nearest}`?"),
        None => otherwise.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typos_are_recognized() {
        let known = ["path", "query", "header", "cookie"];
        for (name, expected) in [
            ("qurey", Some("query")),
            ("Query", Some("query")),
            ("heade", Some("header")),
            ("haeders", Some("header")),
            ("bath", Some("path")),
            ("body", None),
            ("query", None),
            ("", None),
        ] {
            assert_eq!(nearest(name, known), expected, "{name}");
        }
    }

    #[test]
    fn short_names_are_not_guessed() {
        assert_eq!(nearest("a", ["b"]), None);
        assert_eq!(nearest("id", ["ids"]), None);
        assert_eq!(nearest("2.99", ["2.9", "2.16"]), Some("2.9"));
    }

    #[test]
    fn the_nearest_name_wins() {
        assert_eq!(
            nearest("contact", ["contacts", "contract"]),
            Some("contacts")
        );
        assert_eq!(nearest("contrct", ["contact", "contract"]), Some("contact"));
        let help = did_you_mean("admin", ["ship"], "add it");
        assert_eq!(help, "add it");
    }
}
