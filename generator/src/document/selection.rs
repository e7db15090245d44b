//! Selection of operations of a document, with the components that they reach.

use std::collections::BTreeSet;

use crate::document::grammar::ADDITIONAL_OPERATIONS;
use crate::hash::HashSet;
use serde_json::{Map, Value};

use crate::config::ConfigFile;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, did_you_mean};
use crate::document::component::{ComponentRef, Section};
use crate::document::inheritance::Subtypes;
use crate::document::raw::RawDocument;
use crate::document::reference::Target;

/// The selected operations; all of them if the selection is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    tags: BTreeSet<String>,
    operations: BTreeSet<String>,
}

/// The keys of the operations of a path item, besides [`ADDITIONAL_OPERATIONS`].
const METHODS: &[&str] = &[
    "get", "put", "post", "delete", "options", "head", "patch", "trace", "query",
];

impl Selection {
    /// Adds the operations with a tag.
    pub fn add_tag(&mut self, tag: impl Into<String>) {
        self.tags.insert(tag.into());
    }

    /// Adds an operation by its `operationId`, or by method and path: `GET /admins`.
    pub fn add_operation(&mut self, name: impl Into<String>) {
        self.operations.insert(name.into());
    }

    /// Returns `true` if every operation is selected.
    pub fn is_everything(&self) -> bool {
        self.tags.is_empty() && self.operations.is_empty()
    }

    /// Removes the other operations and the components that become unreachable.
    ///
    /// Returns the tags and operation names of the selection that the document contains.
    pub fn apply(&self, document: &mut RawDocument) -> HashSet<String> {
        let mut matched = HashSet::default();
        if self.is_everything() {
            return matched;
        }
        let Some(root) = document.value.as_object_mut() else {
            return matched;
        };
        if let Some(Value::Object(paths)) = root.get_mut("paths") {
            let of_jobs = self.of_jobs(paths);
            let mut keeps = |method: &str, path: &str, operation: &Value| {
                let id = operation.get("operationId").and_then(Value::as_str);
                let is_of_job = id.is_some_and(|id| of_jobs.contains(id));
                self.selects(method, path, operation, &mut matched) || is_of_job
            };
            for (path, item) in paths.iter_mut() {
                let Value::Object(item) = item else { continue };
                item.retain(|key, operation| {
                    if let (ADDITIONAL_OPERATIONS, Value::Object(others)) =
                        (key.as_str(), &mut *operation)
                    {
                        others.retain(|method, operation| keeps(method, path, operation));
                        return !others.is_empty();
                    }
                    let is_operation = METHODS.contains(&key.as_str());
                    !is_operation || keeps(key, path, operation)
                });
            }
            paths.retain(|_, item| has_operations(item));
        }
        // Webhooks are not operations.
        root.retain(|key, _| key != "webhooks" && !key.starts_with("x-webhook"));
        remove_unreachable_components(root);
        matched
    }

    /// Returns the ids of the operations that return the states and results of the jobs that
    /// selected operations start.
    fn of_jobs(&self, paths: &Map<String, Value>) -> HashSet<String> {
        let mut ids = HashSet::default();
        for (path, item) in paths {
            for (method, operation) in item.as_object().into_iter().flat_map(operations) {
                let Some(job) = operation.get("x-job") else {
                    continue;
                };
                if self.selects(method, path, operation, &mut HashSet::default()) {
                    let others = ["poll", "result"].into_iter();
                    let others = others.filter_map(|key| job.get(key)?.as_str());
                    ids.extend(others.map(str::to_owned));
                }
            }
        }
        ids
    }

    fn selects(
        &self,
        method: &str,
        path: &str,
        operation: &Value,
        matched: &mut HashSet<String>,
    ) -> bool {
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let tags = operation
            .get("tags")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(text)
            .filter(|tag| self.tags.contains(tag));
        let names = [
            operation.get("operationId").and_then(text),
            Some(format!("{} {path}", method.to_uppercase())),
        ]
        .into_iter()
        .flatten()
        .filter(|name| self.operations.contains(name));
        let found: Vec<String> = tags.chain(names).collect();
        let is_selected = !found.is_empty();
        matched.extend(found);
        is_selected
    }

    /// Checks that every tag and operation of the selection exists in some document.
    ///
    /// # Errors
    /// Returns an error for each name that no document has. `known` are the names of the documents.
    pub fn check(
        &self,
        matched: &HashSet<String>,
        known: &Names,
        document: &RawDocument,
        config: &ConfigFile,
    ) -> Result<(), Diagnostics> {
        let mut found = Diagnostics::new();
        let mut check = |key: &str, names: &BTreeSet<String>, known: &BTreeSet<String>| {
            let verb = if key == "tags" {
                "has the tag"
            } else {
                "matches"
            };
            for name in names.iter().filter(|name| !matched.contains(*name)) {
                let message = format!("no operation {verb} `{name}`");
                let help = did_you_mean(
                    name,
                    known.iter().map(String::as_str),
                    "use a tag, an `operationId`, or a method and path such as `GET /admins`, \
                     spelled as in the document",
                );
                let file = document.source.path();
                let one = Diagnostic::error(Code::UnmatchedSelection, file, message).help(help);
                found.push(config.locate(one, key, name));
            }
        };
        check("tags", &self.tags, &known.tags);
        check("operations", &self.operations, &known.operations);
        found.into_result(())
    }
}

/// The names by which the operations of documents can be selected.
#[derive(Clone, Debug, Default)]
pub struct Names {
    tags: BTreeSet<String>,
    operations: BTreeSet<String>,
}

impl Names {
    /// Adds the names of the operations of a document.
    pub fn collect(&mut self, document: &RawDocument) {
        let paths = document.value.get("paths").and_then(Value::as_object);
        for (path, item) in paths.into_iter().flatten() {
            for (method, operation) in item.as_object().into_iter().flat_map(operations) {
                let text = |value: &Value| value.as_str().map(str::to_owned);
                let tags = operation.get("tags").and_then(Value::as_array);
                self.tags
                    .extend(tags.into_iter().flatten().filter_map(text));
                self.operations
                    .insert(format!("{} {path}", method.to_uppercase()));
                self.operations
                    .extend(operation.get("operationId").and_then(text));
            }
        }
    }
}

fn has_operations(item: &Value) -> bool {
    item.as_object()
        .is_some_and(|item| item.contains_key("$ref") || operations(item).next().is_some())
}

/// Returns the operations of a path item by their methods.
fn operations(item: &Map<String, Value>) -> impl Iterator<Item = (&String, &Value)> {
    let others = item.get(ADDITIONAL_OPERATIONS).and_then(Value::as_object);
    let own = item
        .iter()
        .filter(|(key, _)| METHODS.contains(&key.as_str()));
    own.chain(others.into_iter().flatten())
}

/// Removes the components that are not reachable by references. Security schemes, which are
/// referred to by name, remain.
fn remove_unreachable_components(root: &mut Map<String, Value>) {
    let Some(Value::Object(components)) = root.get("components") else {
        return;
    };
    let subtypes = match components.get("schemas") {
        Some(Value::Object(schemas)) => Subtypes::of(schemas),
        _ => Subtypes::of(&Map::new()),
    };
    let mut reached: HashSet<ComponentRef> = HashSet::default();
    let mut pending: Vec<ComponentRef> = Vec::new();
    for (_, value) in root.iter().filter(|(key, _)| *key != "components") {
        references(value, &mut pending);
    }
    while let Some(component) = pending.pop() {
        if !reached.insert(component.clone()) {
            continue;
        }
        let section = components.get(component.section.key());
        let Some(value) = section.and_then(|section| section.get(&component.name)) else {
            continue;
        };
        references(value, &mut pending);
        if value.get("discriminator").is_some() {
            let names = subtypes.direct(&component.name).iter();
            pending.extend(names.map(ComponentRef::schema));
        }
    }
    let Some(Value::Object(components)) = root.get_mut("components") else {
        return;
    };
    for (key, items) in components.iter_mut() {
        let section = Section::of_key(key);
        if let Value::Object(items) = items
            && section != Some(Section::SecuritySchemes)
        {
            items.retain(|name, _| {
                section.is_some_and(|section| reached.contains(&ComponentRef::new(section, name)))
            });
        }
    }
}

/// Collects the components that a value refers to as a whole or in part.
///
/// References are in `$ref` and in the mappings of discriminators.
fn references(value: &Value, found: &mut Vec<ComponentRef>) {
    match value {
        Value::String(text) => {
            let target = Target::local(text);
            found.extend(target.and_then(|pointer| ComponentRef::at_or_around(&pointer)));
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        Value::Object(members) => {
            if let Some(Value::Object(mapping)) = members
                .get("discriminator")
                .and_then(|discriminator| discriminator.get("mapping"))
            {
                // Values may be plain schema names.
                let names = mapping.values().filter_map(Value::as_str);
                found.extend(names.map(ComponentRef::schema));
            }
            members
                .values()
                .for_each(|member| references(member, found));
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests;
