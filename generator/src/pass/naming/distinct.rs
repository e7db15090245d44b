//! Gives each of several words a name of its own.

use std::collections::HashMap;

use crate::model::RustName;

/// How names of one kind are made.
pub(super) struct Convention {
    /// Makes the plain name of a word.
    pub plain: fn(&str) -> RustName,
    /// Further forms for words that share a name, in order. `None` where a form is no help.
    pub others: &'static [fn(&str) -> Option<RustName>],
    /// The form that adds a number to a name which another word has.
    pub numbered: fn(&RustName, usize) -> RustName,
}

/// A word that needs a name.
#[derive(Clone, Copy)]
pub(super) struct Word<'a> {
    /// The word in the document.
    pub text: &'a str,
    /// The name that an overlay gives it.
    pub chosen: Option<&'a RustName>,
    /// Names that it cannot have.
    pub reserved: &'a [&'a str],
}

/// The name of a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Given {
    /// The name.
    pub name: RustName,
    /// Why it is not the plain or chosen one.
    pub clash: Option<Clash>,
}

/// What has the name that a word would have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Clash {
    /// The generated code.
    Reserved,
    /// The word of this index.
    Word(usize),
}

impl Word<'_> {
    fn cannot_be(&self, name: &RustName) -> bool {
        self.reserved.contains(&name.as_str())
    }
}

/// Gives every word its plain name, and all words that share a name, or would have a reserved
/// one, the next form: `+1` and `-1` are `Plus1` and `Minus1`. Of the words that no form tells
/// apart, one that an overlay names or else the first has the plain name, and the others have it
/// with a number: `Replace` and `Replace2`.
pub(super) fn distinct(words: &[Word<'_>], convention: &Convention) -> Vec<Given> {
    let plain: Vec<RustName> = words.iter().map(|word| plain(word, convention)).collect();
    let mut names: Vec<Option<RustName>> = plain.iter().cloned().map(Some).collect();
    for form in convention.others {
        let unclear = unclear(&names, words);
        for ((name, word), unclear) in names.iter_mut().zip(words).zip(unclear) {
            if unclear && word.chosen.is_none() {
                *name = form(word.text);
            }
        }
    }
    let unclear = unclear(&names, words);
    let mut scope = Scope::new(convention.numbered);
    let mut given: Vec<Option<Given>> = vec![None; words.len()];
    for (index, name) in names.into_iter().enumerate() {
        let Some(name) = name.filter(|_| !unclear[index]) else {
            continue;
        };
        scope.take(name.clone(), index);
        let is_reserved = words[index].cannot_be(&plain[index]);
        given[index] = Some(Given {
            name,
            clash: is_reserved.then_some(Clash::Reserved),
        });
    }
    let is_chosen = |index: &usize| words[*index].chosen.is_some();
    let (chosen, others): (Vec<usize>, Vec<usize>) = (0..words.len())
        .filter(|index| unclear[*index])
        .partition(is_chosen);
    for index in chosen.into_iter().chain(others) {
        let is_reserved = |name: &RustName| words[index].cannot_be(name);
        given[index] = Some(scope.name(&plain[index], index, is_reserved));
    }
    given.into_iter().flatten().collect()
}

fn plain(word: &Word<'_>, convention: &Convention) -> RustName {
    let form = || (convention.plain)(word.text);
    word.chosen.cloned().unwrap_or_else(form)
}

/// Which of the names are missing, reserved, or not the only ones of their kind.
fn unclear(names: &[Option<RustName>], words: &[Word<'_>]) -> Vec<bool> {
    let mut counts: HashMap<&RustName, usize> = HashMap::new();
    for name in names.iter().flatten() {
        *counts.entry(name).or_default() += 1;
    }
    let named = names.iter().zip(words);
    named
        .map(|(name, word)| {
            let is_clear = |name: &RustName| !word.cannot_be(name) && counts.get(name) == Some(&1);
            !name.as_ref().is_some_and(is_clear)
        })
        .collect()
}

/// The names that are taken, each with the index of its owner.
pub(super) struct Scope {
    owners: HashMap<RustName, usize>,
    /// The next number to try for a name that is taken.
    numbers: HashMap<RustName, usize>,
    numbered: fn(&RustName, usize) -> RustName,
}

impl Scope {
    pub fn new(numbered: fn(&RustName, usize) -> RustName) -> Self {
        Self {
            owners: HashMap::new(),
            numbers: HashMap::new(),
            numbered,
        }
    }

    pub fn owner(&self, name: &RustName) -> Option<usize> {
        self.owners.get(name).copied()
    }

    pub fn take(&mut self, name: RustName, owner: usize) {
        self.owners.insert(name, owner);
    }

    /// Takes the plain name where it is free, or else the first number of it that is.
    pub fn name(
        &mut self,
        plain: &RustName,
        index: usize,
        is_reserved: impl Fn(&RustName) -> bool,
    ) -> Given {
        let clash = if is_reserved(plain) {
            Some(Clash::Reserved)
        } else {
            self.owner(plain).map(Clash::Word)
        };
        let name = match clash {
            Some(_) => self.number(plain, is_reserved),
            None => plain.clone(),
        };
        self.take(name.clone(), index);
        Given { name, clash }
    }

    fn number(&mut self, plain: &RustName, is_reserved: impl Fn(&RustName) -> bool) -> RustName {
        let number = self.numbers.entry(plain.clone()).or_insert(2);
        loop {
            let name = (self.numbered)(plain, *number);
            *number += 1;
            if !is_reserved(&name) && !self.owners.contains_key(&name) {
                return name;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const VALUES: Convention = Convention {
        plain: |word| RustName::upper_camel([word]),
        others: &[
            |word| Some(RustName::spelled_upper_camel(word)),
            RustName::capitalised,
        ],
        numbered: RustName::numbered_upper_camel,
    };

    fn given(words: &[(&str, Option<&str>)], reserved: &[&str]) -> Vec<Given> {
        let chosen: Vec<Option<RustName>> = words
            .iter()
            .map(|(_, chosen)| RustName::verbatim((*chosen)?))
            .collect();
        let words: Vec<Word<'_>> = words
            .iter()
            .zip(&chosen)
            .map(|((text, _), chosen)| Word {
                text,
                chosen: chosen.as_ref(),
                reserved,
            })
            .collect();
        distinct(&words, &VALUES)
    }

    fn names(words: &[&str], reserved: &[&str]) -> Vec<String> {
        let words: Vec<_> = words.iter().map(|text| (*text, None)).collect();
        let given = given(&words, reserved);
        given.iter().map(|given| given.name.to_string()).collect()
    }

    #[test]
    fn words_that_differ_in_symbols_are_spelled() {
        assert_eq!(names(&["+1", "-1"], &[]), ["Plus1", "Minus1"]);
        assert_eq!(names(&["name", "-name"], &[]), ["Name", "MinusName"]);
        assert_eq!(names(&["asc", "ASC"], &[]), ["Asc", "ASC"]);
        assert_eq!(names(&["", "*", "empty"], &[]), ["Empty2", "Star", "Empty"]);
    }

    #[test]
    fn words_that_no_form_tells_apart_are_numbered() {
        assert_eq!(
            names(&["last_port", "lastPort", "last port"], &[]),
            ["LastPort", "LastPort2", "LastPort3"]
        );
        assert_eq!(names(&["v1", "V1"], &[]), ["V1", "V1_2"]);
        assert_eq!(names(&["new"], &["New"]), ["New2"]);
    }

    #[test]
    fn numbers_leave_other_words_alone() {
        assert_eq!(
            names(&["port", "Port", "port2"], &[]),
            ["Port", "Port3", "Port2"]
        );
    }

    #[test]
    fn chosen_names_come_first() {
        let given = given(&[("Port", None), ("harbour", Some("Port"))], &[]);
        assert_eq!(given[0].name.as_str(), "Port2");
        assert_eq!(given[0].clash, Some(Clash::Word(1)));
        assert_eq!(given[1].name.as_str(), "Port");
        assert_eq!(given[1].clash, None);
    }

    #[test]
    fn chosen_names_that_are_the_same_are_numbered() {
        let given = given(&[("a", Some("Port")), ("b", Some("Port"))], &[]);
        assert_eq!(given[1].name.as_str(), "Port2");
        assert_eq!(given[1].clash, Some(Clash::Word(0)));
    }
}
