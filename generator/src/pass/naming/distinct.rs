//! A name of its own for each of several words.

use std::collections::{HashMap, HashSet};

use crate::model::RustName;

/// A way to make a name of a word.
pub(in crate::pass) type Form = fn(&str) -> Option<RustName>;

/// A word that needs a name.
#[derive(Clone, Copy)]
pub(in crate::pass) struct Word<'a> {
    /// The word as the document has it.
    pub text: &'a str,
    /// The name that an overlay gives it, which stays as it is.
    pub chosen: Option<&'a RustName>,
}

/// Names every word by the first form, and those that would have the same name, or a reserved one,
/// by the next. `None` for each that is left without a name of its own.
///
/// All words that share a name take the next form, whichever comes first: `+1` and `-1` are
/// `plus_1` and `minus_1`.
pub(in crate::pass) fn distinct(
    words: &[Word<'_>],
    forms: &[Form],
    reserved: &[&str],
) -> Vec<Option<RustName>> {
    let mut names: Vec<Option<RustName>> = words.iter().map(|word| word.chosen.cloned()).collect();
    for form in forms {
        let unclear = unclear(&names, reserved);
        for ((name, word), unclear) in names.iter_mut().zip(words).zip(unclear) {
            if unclear && word.chosen.is_none() {
                *name = form(word.text);
            }
        }
    }
    let mut taken: HashSet<RustName> = HashSet::new();
    let is_free = |name: &RustName| !reserved.contains(&name.as_str());
    names
        .into_iter()
        .map(|name| name.filter(|name| is_free(name) && taken.insert(name.clone())))
        .collect()
}

/// Which of the names are not there, reserved, or not the only ones of their kind.
fn unclear(names: &[Option<RustName>], reserved: &[&str]) -> Vec<bool> {
    let mut counts: HashMap<&RustName, usize> = HashMap::new();
    for name in names.iter().flatten() {
        *counts.entry(name).or_default() += 1;
    }
    let is_unclear = |name: &Option<RustName>| match name {
        None => true,
        Some(name) => {
            reserved.contains(&name.as_str()) || counts.get(name).is_some_and(|count| *count > 1)
        }
    };
    names.iter().map(is_unclear).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const FORMS: &[Form] = &[
        |word| RustName::upper_camel([word]),
        RustName::spelled_upper_camel,
        RustName::capitalised,
    ];

    fn names(words: &[&str], reserved: &[&str]) -> Vec<String> {
        let words: Vec<Word<'_>> = words
            .iter()
            .map(|&text| Word { text, chosen: None })
            .collect();
        let names = distinct(&words, FORMS, reserved).into_iter();
        names
            .map(|name| name.map_or("…".to_owned(), |name| name.to_string()))
            .collect()
    }

    #[test]
    fn words_that_differ_in_symbols_are_spelled() {
        assert_eq!(names(&["+1", "-1"], &[]), ["Plus1", "Minus1"]);
        assert_eq!(names(&["name", "-name"], &[]), ["Name", "MinusName"]);
        assert_eq!(names(&["asc", "ASC"], &[]), ["Asc", "ASC"]);
        assert_eq!(names(&["", "*", "empty"], &[]), ["…", "Star", "Empty"]);
    }

    #[test]
    fn what_no_form_tells_apart_is_left() {
        assert_eq!(names(&["last_port", "lastPort"], &[]), ["LastPort", "…"]);
        assert_eq!(names(&["new"], &["New"]), ["…"]);
    }
}
