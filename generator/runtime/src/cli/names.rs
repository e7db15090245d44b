//! The names of subcommands and options.

use std::collections::HashMap;

/// The terms that are left out of a name: `list_companies_for_a_contact`.
const ARTICLES: [&str; 3] = ["a", "an", "the"];

/// The terms that a name does not end with: `list_tags_for` becomes `list-tags`.
const PREPOSITIONS: [&str; 8] = ["by", "for", "from", "in", "of", "on", "to", "with"];

/// The names of the subcommand of an operation.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Names {
    /// The name that the help shows.
    pub(super) shown: String,
    /// The name of the method in Rust, in kebab case.
    pub(super) full: String,
}

/// Returns a name in kebab case.
pub(super) fn kebab(name: &str) -> String {
    terms(name).join("-")
}

/// Returns the terms of a name in lower case: `perPage`, `per_page` and `PerPage` have the same.
fn terms(name: &str) -> Vec<String> {
    let mut terms = vec![String::new()];
    let mut characters = name.chars().peekable();
    let mut is_after_lower = false;
    while let Some(character) = characters.next() {
        let is_before_lower = characters.peek().is_some_and(|next| next.is_lowercase());
        let last = terms.last().map_or(0, String::len);
        if !character.is_alphanumeric() {
            terms.push(String::new());
            is_after_lower = false;
            continue;
        }
        if character.is_uppercase() && (is_after_lower || (is_before_lower && last > 0)) {
            terms.push(String::new());
        }
        is_after_lower = character.is_lowercase() || character.is_numeric();
        if let Some(word) = terms.last_mut() {
            word.extend(character.to_lowercase());
        }
    }
    terms.retain(|word| !word.is_empty());
    terms
}

/// Returns the names of the operations of a tag, in their order: without the terms of the tag if
/// no other operation has that name.
///
/// Of `contacts`, `list_contacts` becomes `list`, and `list_companies_for_a_contact` becomes
/// `list-companies`. The first term, which is the verb, remains.
pub(super) fn of_tag(tag: &str, operations: &[&str]) -> Vec<Names> {
    let tag = terms(tag);
    let full: Vec<String> = operations.iter().map(|name| kebab(name)).collect();
    let short: Vec<String> = operations
        .iter()
        .map(|name| shorten(&tag, terms(name)).join("-"))
        .collect();
    let mut owners: HashMap<&str, usize> = HashMap::new();
    for (short, full) in short.iter().zip(&full) {
        *owners.entry(short).or_default() += 1;
        if short != full {
            *owners.entry(full).or_default() += 1;
        }
    }
    let names = short.iter().zip(&full).map(|(short, full)| Names {
        shown: if owners.get(short.as_str()) == Some(&1) {
            short.clone()
        } else {
            full.clone()
        },
        full: full.clone(),
    });
    names.collect()
}

/// Removes the terms of the tag, and the articles and prepositions that remain without a noun.
fn shorten(tag: &[String], name: Vec<String>) -> Vec<String> {
    let mut short = name.clone();
    short.retain(|word| !ARTICLES.contains(&word.as_str()));
    let found = (1..short.len()).find(|start| {
        let rest = short.get(*start..*start + tag.len());
        rest.is_some_and(|rest| rest.iter().zip(tag).all(|(one, other)| is_same(one, other)))
    });
    let Some(start) = found.filter(|_| !tag.is_empty()) else {
        return name;
    };
    short.drain(start..start + tag.len());
    while short.len() > 1
        && short
            .last()
            .is_some_and(|word| PREPOSITIONS.contains(&word.as_str()))
    {
        short.pop();
    }
    short
}

/// Returns `true` if two terms are the same, or one is the plural of the other.
fn is_same(one: &str, other: &str) -> bool {
    one == other || is_plural(one, other) || is_plural(other, one)
}

fn is_plural(plural: &str, singular: &str) -> bool {
    let ies = || {
        let stem = plural.strip_suffix("ies")?;
        Some(singular.strip_suffix('y')? == stem)
    };
    plural.strip_suffix('s') == Some(singular)
        || plural.strip_suffix("es") == Some(singular)
        || ies().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(tag: &str, operations: &[&str]) -> Vec<String> {
        let names = of_tag(tag, operations);
        names.into_iter().map(|one| one.shown).collect()
    }

    #[test]
    fn names_are_in_kebab_case() {
        for (name, expected) in [
            ("per_page", "per-page"),
            ("perPage", "per-page"),
            ("ListContacts", "list-contacts"),
            ("getHTTPStatus", "get-http-status"),
            ("v2_16", "v2-16"),
            ("filter[name]", "filter-name"),
            ("X-Request-Id", "x-request-id"),
            ("", ""),
        ] {
            assert_eq!(kebab(name), expected, "{name}");
        }
    }

    #[test]
    fn the_terms_of_the_tag_are_left_out() {
        for (tag, name, expected) in [
            ("contacts", "list_contacts", "list"),
            ("contacts", "get_contact", "get"),
            (
                "contacts",
                "get_contact_by_external_id",
                "get-by-external-id",
            ),
            ("contacts", "list_companies_for_a_contact", "list-companies"),
            ("companies", "create_or_update_company", "create-or-update"),
            ("companies", "attach_contact_to_a_company", "attach-contact"),
            ("ticket_types", "list_ticket_types", "list"),
            (
                "office_hours",
                "list_office_hours_schedules",
                "list-schedules",
            ),
            ("boxes", "open_box", "open"),
            ("boxes", "open_boat", "open-boat"),
            // The tag as a whole, and never the verb.
            (
                "ai_content",
                "create_content_import",
                "create-content-import",
            ),
            ("search", "search", "search"),
            ("tags", "tag_company", "tag-company"),
            ("", "list", "list"),
        ] {
            assert_eq!(shown(tag, &[name]), [expected], "{name} of {tag}");
        }
    }

    #[test]
    fn names_that_would_be_the_same_remain_whole() {
        let names = ["list_contacts", "list_contact", "get_contact", "list_tags"];
        let expected = ["list-contacts", "list-contact", "get", "list-tags"];
        assert_eq!(shown("contacts", &names), expected);
        // In any order.
        let names = ["list", "list_contacts"];
        assert_eq!(shown("contacts", &names), ["list", "list-contacts"]);
        let names = ["list_contacts", "list"];
        assert_eq!(shown("contacts", &names), ["list-contacts", "list"]);
    }
}
