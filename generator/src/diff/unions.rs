//! Changes of unions: their variants, what selects them, and search queries.

use crate::hash::HashSet;
use crate::model::{JsonKind, RustName, SchemaId, SearchGrammar, Tag, UnionShape};
use crate::neutral::code_span;

use super::change::*;
use super::rust;
use super::types::Types;

impl Types<'_> {
    pub(super) fn unions(&mut self, old: &UnionShape<SchemaId>, new: &UnionShape<SchemaId>) {
        // Names the members so that a new one is not forgotten.
        let UnionShape {
            variants,
            patterns: _, // `selectors`
            search,
        } = new;
        for variant in &old.variants {
            let mut after = variants.iter();
            if !after.any(|it| it.rust_name == variant.rust_name) {
                let name = variant.rust_name.as_str();
                self.add_member(&VARIANT_REMOVED, name, "the variant was removed");
            }
        }
        for variant in variants {
            let name = variant.rust_name.as_str();
            let mut before = old.variants.iter();
            let after = rust::ty(&self.new.api, &variant.ty);
            let Some(before) = before.find(|it| it.rust_name == variant.rust_name) else {
                let message = format!("the variant was added: `{after}`");
                self.add_member(&VARIANT_ADDED, name, message);
                continue;
            };
            let before = rust::ty(&self.old.api, &before.ty);
            if before != after {
                let message = format!("was `{before}`, is `{after}`");
                self.add_member(&VARIANT_TYPE, name, message);
                continue;
            }
            let before = selectors(old, &variant.rust_name);
            let after = selectors(new, &variant.rust_name);
            if before != after {
                let message = format!("was selected by {before}, is by {after}");
                self.add_member(&VARIANT_SELECTION, name, message);
            }
        }
        match (&old.search, search) {
            (None, None) => {}
            (None, Some(_)) => self.add(&SEARCH_ADDED, "is created from search filters"),
            (Some(_), None) => {
                self.add(&SEARCH_REMOVED, "is no longer created from search filters");
            }
            (Some(old), Some(new)) => self.search(old, new),
        }
    }

    fn search(&mut self, old: &SearchGrammar, new: &SearchGrammar) {
        let SearchGrammar {
            operators,
            mixes,
            max_depth,
            max_filters,
        } = new;
        let before: HashSet<&String> = old.operators.iter().collect();
        let after: HashSet<&String> = operators.iter().collect();
        for operator in old.operators.iter().filter(|one| !after.contains(one)) {
            let message = format!("the operator {} was removed", code_span(operator));
            self.add(&SEARCH_OPERATOR_REMOVED, message);
        }
        for operator in operators.iter().filter(|one| !before.contains(one)) {
            let message = format!("the operator {} was added", code_span(operator));
            self.add(&SEARCH_OPERATOR_ADDED, message);
        }
        if old.mixes != *mixes {
            let (rule, verb) = if *mixes {
                (&SEARCH_LIMITS_RAISED, "may")
            } else {
                (&SEARCH_LIMITS_LOWERED, "may no longer")
            };
            let message = format!("a group {verb} contain both conditions and groups");
            self.add(rule, message);
        }
        for (limit, old, new) in [
            ("nested groups", old.max_depth, *max_depth),
            ("filters in a group", old.max_filters, *max_filters),
        ] {
            let rule = match old.cmp(&new) {
                std::cmp::Ordering::Equal => continue,
                std::cmp::Ordering::Less => &SEARCH_LIMITS_RAISED,
                std::cmp::Ordering::Greater => &SEARCH_LIMITS_LOWERED,
            };
            self.add(rule, format!("the limit of {limit} was {old}, is {new}"));
        }
    }
}

/// Returns the kinds of JSON that select a variant, as a phrase. The keys of an object that has no
/// distinguishing value follow from its fields.
fn selectors(union: &UnionShape<SchemaId>, name: &RustName) -> String {
    let patterns = union.patterns.iter().filter(|pattern| {
        let variant = union.variants.get(pattern.variant);
        variant.is_some_and(|variant| variant.rust_name == *name)
    });
    let mut kinds: Vec<String> = patterns.map(|pattern| kind(&pattern.kind)).collect();
    kinds.sort();
    kinds.dedup();
    if kinds.is_empty() {
        "nothing".to_owned()
    } else {
        kinds.join(" or ")
    }
}

fn kind(kind: &JsonKind) -> String {
    match kind {
        JsonKind::Any => "any value".to_owned(),
        JsonKind::String => "a string".to_owned(),
        JsonKind::Integer => "an integer".to_owned(),
        JsonKind::Number => "a number".to_owned(),
        JsonKind::Boolean => "a boolean".to_owned(),
        JsonKind::Array(items) if items.is_empty() => "a list".to_owned(),
        JsonKind::Array(items) => {
            let items: Vec<String> = items.iter().map(self::kind).collect();
            format!("a list of {}", items.join(" or "))
        }
        JsonKind::Object {
            tag: Some(Tag { property, values }),
            ..
        } => {
            let values: Vec<String> = values.iter().map(|value| code_span(value)).collect();
            format!("{} {}", code_span(property), values.join(" or "))
        }
        JsonKind::Object { constants, .. } if constants.is_empty() => "an object".to_owned(),
        JsonKind::Object { constants, .. } => {
            let constants: Vec<String> = constants
                .iter()
                .map(|(key, value)| {
                    let value = value.json().to_string();
                    format!("{} {}", code_span(key), code_span(&value))
                })
                .collect();
            constants.join(" and ")
        }
    }
}
