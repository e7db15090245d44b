//! Every paginated operation is annotated, equally in all versions.
//!
//! Paginated operations are found in the corrected documents, independently of the generator: by
//! response properties about other pages, or by parameters that select a page.

use std::collections::{BTreeMap, BTreeSet};

use intercom_codegen::Generator;
use serde_json::Value;

use crate::workspace::folder;

/// The response properties about other pages.
const IN_RESPONSES: [&str; 6] = [
    "has_more",
    "next_cursor",
    "pages",
    "scroll_param",
    "total_count",
    "total_pages",
];

/// The parameters and request properties that select a page.
const IN_REQUESTS: [&str; 7] = [
    "cursor",
    "page",
    "pagination",
    "per_page",
    "scroll_param",
    "starting_after",
    "offset",
];

/// Operations that seem to be paginated, and why they are not.
const UNPAGINATED: [(&str, &str); 2] = [
    (
        "listHelpCenters",
        "only 2.11 declares the page parameters; no response, declared or example, contains the \
         page number or whether there is another page",
    ),
    (
        "listSegments",
        "`pages` is declared as any object; the examples contain all segments and no `pages`",
    ),
];

/// An operation of a corrected document.
struct Operation {
    version: String,
    id: String,
    /// The names that indicate pagination.
    indicators: BTreeSet<String>,
    annotation: Option<Value>,
}

fn operations() -> Vec<Operation> {
    let spec = Generator::documents(folder("spec")).overlays(folder("spec/overlays"));
    let mut operations = Vec::new();
    for (version, root) in spec.corrected_documents().unwrap() {
        let root = &root;
        for item in root["paths"].as_object().unwrap().values() {
            let members = item.as_object().unwrap().values();
            for operation in members.filter(|it| it["operationId"].is_string()) {
                operations.push(Operation {
                    version: version.unwrap().label(),
                    id: operation["operationId"].as_str().unwrap().to_owned(),
                    indicators: indicators(root, item, operation),
                    annotation: pages(operation),
                });
            }
        }
    }
    operations
}

/// Returns the annotation, unless it declares that the list has no pages.
fn pages(operation: &Value) -> Option<Value> {
    let annotation = operation.get("x-pagination")?;
    (annotation["type"] != "whole").then(|| annotation.clone())
}

fn indicators(root: &Value, item: &Value, operation: &Value) -> BTreeSet<String> {
    let mut indicators = BTreeSet::new();
    for parameter in [&item["parameters"], &operation["parameters"]] {
        for parameter in parameter.as_array().into_iter().flatten() {
            let parameter = resolved(root, parameter);
            let name = parameter["name"].as_str().unwrap();
            if parameter["in"] == "query" && IN_REQUESTS.contains(&name) {
                indicators.insert(name.to_owned());
            }
        }
    }
    let body = resolved(root, &operation["requestBody"]);
    indicators.extend(known(properties(root, body), &IN_REQUESTS));
    for (status, response) in operation["responses"].as_object().unwrap() {
        if status.starts_with('2') {
            let response = resolved(root, response);
            indicators.extend(known(properties(root, response), &IN_RESPONSES));
        }
    }
    indicators
}

fn known(names: BTreeSet<String>, list: &[&str]) -> impl Iterator<Item = String> {
    names
        .into_iter()
        .filter(|name| list.contains(&name.as_str()))
}

/// Returns the names of the properties that JSON content can have.
fn properties(root: &Value, content: &Value) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut schemas = vec![&content["content"]["application/json"]["schema"]];
    while let Some(schema) = schemas.pop() {
        let schema = resolved(root, schema);
        let members = schema["properties"].as_object().into_iter().flatten();
        names.extend(members.map(|(name, _)| name.clone()));
        for key in ["allOf", "oneOf", "anyOf"] {
            schemas.extend(schema[key].as_array().into_iter().flatten());
        }
    }
    names
}

fn resolved<'a>(root: &'a Value, mut value: &'a Value) -> &'a Value {
    while let Some(reference) = value["$ref"].as_str() {
        value = root.pointer(reference.trim_start_matches('#')).unwrap();
    }
    value
}

#[test]
fn every_paginated_operation_is_annotated() {
    let mut unpaginated = BTreeSet::new();
    let mut missing = Vec::new();
    for operation in operations() {
        if operation.annotation.is_some() || operation.indicators.is_empty() {
            continue;
        }
        match UNPAGINATED.iter().find(|(id, _)| *id == operation.id) {
            Some((id, _)) => drop(unpaginated.insert(*id)),
            None => missing.push(format!(
                "{} {}: {:?}",
                operation.version, operation.id, operation.indicators
            )),
        }
    }
    assert!(
        missing.is_empty(),
        "annotate in spec/overlays/pagination.yaml, or add to `UNPAGINATED`:\n{}",
        missing.join("\n")
    );
    for (id, _) in UNPAGINATED {
        assert!(unpaginated.contains(id), "remove `{id}` from `UNPAGINATED`");
    }
}

#[test]
fn annotations_are_the_same_in_all_versions() {
    let mut by_id: BTreeMap<String, Vec<Operation>> = BTreeMap::new();
    for operation in operations() {
        by_id
            .entry(operation.id.clone())
            .or_default()
            .push(operation);
    }
    let mut annotated = 0;
    for (id, operations) in by_id {
        for operation in &operations {
            let version = &operation.version;
            assert_eq!(
                operation.annotation, operations[0].annotation,
                "{id} in {version}"
            );
        }
        annotated += usize::from(operations[0].annotation.is_some());
    }
    assert_eq!(annotated, 43);
}
