//! Assigns unique names within a scope.

use crate::hash::HashMap;
use crate::model::RustName;

/// The naming convention of one kind of item.
pub(super) struct Convention {
    /// Returns the plain name of an item.
    pub plain: fn(&str) -> RustName,
    /// Alternative spellings for items whose names clash, in order. `None` if a spelling does not
    /// apply.
    pub alternatives: &'static [fn(&str) -> Option<RustName>],
    /// Returns a name with a number appended.
    pub numbered: fn(&RustName, usize) -> RustName,
}

/// An item that needs a name.
#[derive(Clone, Copy)]
pub(super) struct Candidate<'a> {
    /// Its name in the document.
    pub document_name: &'a str,
    /// The name that `x-rust-name` chooses.
    pub chosen: Option<&'a RustName>,
    /// The names that are reserved for the generated code.
    pub reserved: &'a [&'a str],
}

/// The name that is assigned to an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct AssignedName {
    /// The name.
    pub name: RustName,
    /// The clash because of which it is not the plain or chosen name.
    pub clash: Option<Clash>,
}

/// The owner of a name that is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Clash {
    /// The generated code.
    Reserved,
    /// The item with this index.
    Candidate(usize),
}

impl Candidate<'_> {
    /// Returns whether a name is reserved.
    fn is_reserved(&self, name: &RustName) -> bool {
        self.reserved.contains(&name.as_str())
    }
}

/// Assigns a unique name to every item.
///
/// An item has its plain name unless it clashes with another or is reserved. Items that clash have
/// the next alternative spelling: `+1` and `-1` are `Plus1` and `Minus1`. If no spelling is unique,
/// an item with a chosen name or else the first item has the plain name, and the others have a
/// number appended: `Replace` and `Replace2`.
pub(super) fn distinct(candidates: &[Candidate<'_>], convention: &Convention) -> Vec<AssignedName> {
    let plain: Vec<RustName> = candidates
        .iter()
        .map(|candidate| plain(candidate, convention))
        .collect();
    let mut names: Vec<Option<RustName>> = plain.iter().cloned().map(Some).collect();
    let mut ambiguous = find_ambiguous(&names, candidates);
    for spelling in convention.alternatives {
        if !ambiguous.contains(&true) {
            break;
        }
        for ((name, candidate), ambiguous) in names.iter_mut().zip(candidates).zip(ambiguous) {
            if ambiguous && candidate.chosen.is_none() {
                *name = spelling(candidate.document_name);
            }
        }
        ambiguous = find_ambiguous(&names, candidates);
    }
    let mut scope = Scope::new(convention.numbered);
    let mut assigned: Vec<Option<AssignedName>> = vec![None; candidates.len()];
    for (index, name) in names.into_iter().enumerate() {
        let Some(name) = name.filter(|_| !ambiguous[index]) else {
            continue;
        };
        scope.take(name.clone(), index);
        let is_reserved = candidates[index].is_reserved(&plain[index]);
        assigned[index] = Some(AssignedName {
            name,
            clash: is_reserved.then_some(Clash::Reserved),
        });
    }
    let is_chosen = |index: &usize| candidates[*index].chosen.is_some();
    let (chosen, others): (Vec<usize>, Vec<usize>) = (0..candidates.len())
        .filter(|index| ambiguous[*index])
        .partition(is_chosen);
    for index in chosen.into_iter().chain(others) {
        let is_reserved = |name: &RustName| candidates[index].is_reserved(name);
        assigned[index] = Some(scope.assign(&plain[index], index, is_reserved));
    }
    assigned.into_iter().flatten().collect()
}

fn plain(candidate: &Candidate<'_>, convention: &Convention) -> RustName {
    let plain = || (convention.plain)(candidate.document_name);
    candidate.chosen.cloned().unwrap_or_else(plain)
}

/// Returns for each name whether it is missing, reserved, or not unique.
fn find_ambiguous(names: &[Option<RustName>], candidates: &[Candidate<'_>]) -> Vec<bool> {
    let mut counts: HashMap<&RustName, usize> = HashMap::default();
    for name in names.iter().flatten() {
        *counts.entry(name).or_default() += 1;
    }
    let named = names.iter().zip(candidates);
    named
        .map(|(name, candidate)| {
            let is_unique =
                |name: &RustName| !candidate.is_reserved(name) && counts.get(name) == Some(&1);
            !name.as_ref().is_some_and(is_unique)
        })
        .collect()
}

/// The names that are taken, each with the index of its owner.
pub(super) struct Scope {
    owners: HashMap<RustName, usize>,
    /// The next number to append to a name that is taken.
    numbers: HashMap<RustName, usize>,
    numbered: fn(&RustName, usize) -> RustName,
}

impl Scope {
    pub fn new(numbered: fn(&RustName, usize) -> RustName) -> Self {
        Self {
            owners: HashMap::default(),
            numbers: HashMap::default(),
            numbered,
        }
    }

    pub fn owner(&self, name: &RustName) -> Option<usize> {
        self.owners.get(name).copied()
    }

    pub fn take(&mut self, name: RustName, owner: usize) {
        self.owners.insert(name, owner);
    }

    /// Assigns the plain name if it is free, or else the plain name with the first free number.
    pub fn assign(
        &mut self,
        plain: &RustName,
        index: usize,
        is_reserved: impl Fn(&RustName) -> bool,
    ) -> AssignedName {
        let clash = if is_reserved(plain) {
            Some(Clash::Reserved)
        } else {
            self.owner(plain).map(Clash::Candidate)
        };
        let name = match clash {
            Some(_) => self.number(plain, is_reserved),
            None => plain.clone(),
        };
        self.take(name.clone(), index);
        AssignedName { name, clash }
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
        plain: |name| RustName::upper_camel([name]),
        alternatives: &[
            |name| Some(RustName::spelled_upper_camel(name)),
            RustName::capitalised,
        ],
        numbered: RustName::numbered_upper_camel,
    };

    fn assigned(candidates: &[(&str, Option<&str>)], reserved: &[&str]) -> Vec<AssignedName> {
        let chosen: Vec<Option<RustName>> = candidates
            .iter()
            .map(|(_, chosen)| RustName::verbatim((*chosen)?))
            .collect();
        let candidates: Vec<Candidate<'_>> = candidates
            .iter()
            .zip(&chosen)
            .map(|((text, _), chosen)| Candidate {
                document_name: text,
                chosen: chosen.as_ref(),
                reserved,
            })
            .collect();
        distinct(&candidates, &VALUES)
    }

    fn names(candidates: &[&str], reserved: &[&str]) -> Vec<String> {
        let candidates: Vec<_> = candidates.iter().map(|text| (*text, None)).collect();
        let assigned = assigned(&candidates, reserved);
        assigned
            .iter()
            .map(|assigned| assigned.name.to_string())
            .collect()
    }

    #[test]
    fn names_that_differ_in_symbols_are_spelled_out() {
        assert_eq!(names(&["+1", "-1"], &[]), ["Plus1", "Minus1"]);
        assert_eq!(names(&["name", "-name"], &[]), ["Name", "MinusName"]);
        assert_eq!(names(&["asc", "ASC"], &[]), ["Asc", "ASC"]);
        assert_eq!(names(&["", "*", "empty"], &[]), ["Empty2", "Star", "Empty"]);
    }

    #[test]
    fn names_without_a_unique_spelling_are_numbered() {
        assert_eq!(
            names(&["last_port", "lastPort", "last port"], &[]),
            ["LastPort", "LastPort2", "LastPort3"]
        );
        assert_eq!(names(&["v1", "V1"], &[]), ["V1", "V1_2"]);
        assert_eq!(names(&["new"], &["New"]), ["New2"]);
    }

    #[test]
    fn numbers_do_not_clash_with_other_names() {
        assert_eq!(
            names(&["port", "Port", "port2"], &[]),
            ["Port", "Port3", "Port2"]
        );
    }

    #[test]
    fn chosen_names_come_first() {
        let assigned = assigned(&[("Port", None), ("harbour", Some("Port"))], &[]);
        assert_eq!(assigned[0].name.as_str(), "Port2");
        assert_eq!(assigned[0].clash, Some(Clash::Candidate(1)));
        assert_eq!(assigned[1].name.as_str(), "Port");
        assert_eq!(assigned[1].clash, None);
    }

    #[test]
    fn equal_chosen_names_are_numbered() {
        let assigned = assigned(&[("a", Some("Port")), ("b", Some("Port"))], &[]);
        assert_eq!(assigned[1].name.as_str(), "Port2");
        assert_eq!(assigned[1].clash, Some(Clash::Candidate(0)));
    }
}
