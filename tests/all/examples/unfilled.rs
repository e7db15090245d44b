//! Properties that no example of a published document has, beside undeclared ones that examples do
//! have: most are misspelt, or declared under another name than the API sends.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

use intercom_codegen::find_documents;
use serde_json::Value;

use super::documents::{Example, erased, examples};
use crate::contract::alternatives::{Plain, alternatives};
use crate::contract::document::{Document, members};

/// The pairs that are correct: the schema, the declared property, the undeclared one, the reason.
const CORRECT: &[(&str, &str, &str, &str)] = &[
    (
        "activity_log_metadata",
        "auto",
        "after",
        "different things: who changed a setting, and its value after the change",
    ),
    (
        "company.notes",
        "notes",
        "data",
        "the only example with notes is of a search, whose companies have none",
    ),
];

/// The greatest number of edits between a name and its misspelling.
const MAX_EDITS: usize = 3;

/// The properties of one schema.
#[derive(Default)]
struct Properties {
    /// The declared ones, and whether their values are lists.
    declared: HashMap<String, bool>,
    filled: BTreeSet<String>,
    /// The undeclared ones of examples, and whether their values are lists.
    undeclared: HashMap<String, bool>,
}

#[test]
#[cfg_attr(
    not(has_upstream),
    ignore = "set INTERCOM_OPENAPI to the published documents"
)]
fn every_property_beside_an_undeclared_one_is_filled() {
    let folder = std::env::var_os("INTERCOM_OPENAPI").expect("INTERCOM_OPENAPI is set");
    let mut found: BTreeMap<(String, String, String), Vec<String>> = BTreeMap::new();
    for (version, path) in find_documents(Path::new(&folder)).unwrap() {
        let document = Document::of(&version.module());
        for pair in pairs(&document, &examples(&path)) {
            found.entry(pair).or_default().push(version.label());
        }
    }
    let is_correct = |(schema, declared, undeclared): &(String, String, String)| {
        let key = (schema.as_str(), declared.as_str(), undeclared.as_str());
        CORRECT
            .iter()
            .any(|(schema, declared, undeclared, _)| key == (*schema, *declared, *undeclared))
    };
    let wrong: Vec<String> = found
        .iter()
        .filter(|(pair, _)| !is_correct(pair))
        .map(|((schema, declared, undeclared), versions)| {
            let versions = versions.join(", ");
            format!("{schema}: `{declared}` is never filled, but `{undeclared}` is ({versions})")
        })
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    for (schema, declared, undeclared, _) in CORRECT {
        let pair = (
            (*schema).to_owned(),
            (*declared).to_owned(),
            (*undeclared).to_owned(),
        );
        assert!(
            found.contains_key(&pair),
            "{pair:?} no longer occurs: remove it from the list"
        );
    }
}

/// Returns the schema, the unfilled property and the undeclared one of each pair.
fn pairs(document: &Document, examples: &[Example]) -> BTreeSet<(String, String, String)> {
    let mut survey = Survey {
        root: &document.root,
        schemas: BTreeMap::new(),
    };
    let operations: HashMap<String, _> = document
        .operations
        .iter()
        .map(|it| (erased(&format!("{} {}", it.method, it.path)), it))
        .collect();
    for example in examples {
        let operation = operations[&erased(&example.operation)];
        let schema = match &example.status {
            None => operation.body.as_ref().map(|it| &it.schema),
            Some(status) => {
                let mut responses = operation.responses.iter();
                let declared = responses.find(|it| it.status == *status);
                declared
                    .and_then(|it| it.content.as_ref())
                    .map(|(_, schema)| schema)
            }
        };
        let is_success = example.status.as_ref().is_none_or(|it| it.starts_with('2'));
        if let Some(schema) = schema.filter(|_| is_success) {
            survey.value(&schema.definition, &example.value, &operation.id);
        }
    }
    let mut pairs = BTreeSet::new();
    for (schema, properties) in &survey.schemas {
        for (name, is_list) in &properties.declared {
            for (other, is_other_list) in &properties.undeclared {
                let is_similar = edits(name, other) <= MAX_EDITS || (*is_list && *is_other_list);
                if is_similar && !properties.filled.contains(name) {
                    pairs.insert((schema.clone(), name.clone(), other.clone()));
                }
            }
        }
    }
    pairs
}

struct Survey<'a> {
    root: &'a Value,
    schemas: BTreeMap<String, Properties>,
}

impl Survey<'_> {
    /// Records the properties of a value. Its schema is known by the name of the component, or else
    /// by the path in one.
    fn value(&mut self, schema: &Value, value: &Value, path: &str) {
        let component = schema["$ref"].as_str().and_then(|it| it.rsplit('/').next());
        let path = component.unwrap_or(path);
        let alternatives = alternatives(self.root, schema);
        match value {
            Value::Array(items) => {
                let list = alternatives.iter().find_map(|it| it.get("items"));
                for item in list
                    .into_iter()
                    .flat_map(|schema| items.iter().map(move |it| (schema, it)))
                {
                    self.value(item.0, item.1, &format!("{path}[]"));
                }
            }
            Value::Object(_) => {
                // The alternative with most of the properties.
                let known = |it: &&Plain| {
                    let declared = it.get("properties").unwrap_or(&Value::Null);
                    members(declared)
                        .filter(|(name, _)| value.get(name).is_some())
                        .count()
                };
                if let Some(schema) = alternatives.iter().rev().max_by_key(known) {
                    self.object(schema, value, path);
                }
            }
            _ => {}
        }
    }

    fn object(&mut self, schema: &Plain, value: &Value, path: &str) {
        let Some(declared) = schema.get("properties") else {
            return;
        };
        if schema.contains_key("additionalProperties") {
            return;
        }
        let is_list = |schema: &Value| {
            let alternatives = alternatives(self.root, schema);
            alternatives.iter().any(|it| it.contains_key("items"))
        };
        let properties: HashMap<String, bool> = members(declared)
            .map(|(name, schema)| (name.to_owned(), is_list(schema)))
            .collect();
        let known = self.schemas.entry(path.to_owned()).or_default();
        for (name, value) in members(value) {
            if properties.contains_key(name) {
                known.filled.insert(name.to_owned());
            } else {
                known.undeclared.insert(name.to_owned(), value.is_array());
            }
        }
        known.declared.extend(properties);
        for (name, schema) in members(declared) {
            if let Some(value) = value.get(name) {
                self.value(schema, value, &format!("{path}.{name}"));
            }
        }
    }
}

/// Returns the number of characters to insert, delete or replace between two names.
fn edits(one: &str, other: &str) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (index, left) in one.bytes().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], index + 1);
        for (column, right) in other.bytes().enumerate() {
            let replaced = diagonal + usize::from(left != right);
            diagonal = row[column + 1];
            row[column + 1] = replaced.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row[other.len()]
}

#[test]
fn edits_are_counted() {
    assert_eq!(edits("job_identfier", "job_identifier"), 1);
    assert_eq!(edits("conversions", "conversations"), 2);
    assert_eq!(edits("teammates", "admins"), 6);
}
