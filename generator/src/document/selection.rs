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
            for (path, item) in paths.iter_mut() {
                let Value::Object(item) = item else { continue };
                item.retain(|key, operation| {
                    if let (ADDITIONAL_OPERATIONS, Value::Object(others)) =
                        (key.as_str(), &mut *operation)
                    {
                        others.retain(|method, operation| {
                            self.selects(method, path, operation, &mut matched)
                        });
                        return !others.is_empty();
                    }
                    let is_operation = METHODS.contains(&key.as_str());
                    !is_operation || self.selects(key, path, operation, &mut matched)
                });
            }
            paths.retain(|_, item| has_operations(item));
        }
        // Webhooks are not operations.
        root.retain(|key, _| key != "webhooks" && !key.starts_with("x-webhook"));
        remove_unreachable_components(root);
        matched
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
mod tests {
    use serde_json::json;

    use super::*;
    use crate::document::source::Source;

    fn document() -> RawDocument {
        let value = json!({
            "openapi": "3.0.3",
            "paths": {
                "/boats": {
                    "parameters": [{"$ref": "#/components/parameters/page"}],
                    "get": {"operationId": "listBoats", "tags": ["Boats", "Fleet"], "responses": {
                        "200": {"content": {"application/json": {"schema":
                            {"$ref": "#/components/schemas/vessel"}}}},
                    }},
                    "post": {"operationId": "addBoat", "tags": ["Boats"]},
                },
                "/crew": {"get": {"tags": ["Crew"], "responses": {
                    "200": {"$ref": "#/components/responses/crew"},
                }}},
            },
            "components": {
                "parameters": {"page": {}, "other": {}},
                "responses": {"crew": {"content": {"application/json": {"schema":
                    {"$ref": "#/components/schemas/crew"}}}}},
                "schemas": {
                    "vessel": {"discriminator": {"propertyName": "kind"}},
                    "ferry": {"allOf": [{"$ref": "#/components/schemas/vessel"},
                        {"properties": {"berth": {"$ref": "#/components/schemas/berth"}}}]},
                    "berth": {"properties": {"vessel": {"$ref": "#/components/schemas/vessel"}}},
                    "crew": {},
                    "unused": {},
                },
                "securitySchemes": {"token": {}},
            },
        });
        let source = Source::new("harbour.yaml", value.to_string());
        RawDocument::from_source(source).unwrap()
    }

    fn selected(tags: &[&str], operations: &[&str]) -> (Value, Selection, HashSet<String>) {
        let mut selection = Selection::default();
        tags.iter().for_each(|tag| selection.add_tag(*tag));
        operations
            .iter()
            .for_each(|name| selection.add_operation(*name));
        let mut document = document();
        let matched = selection.apply(&mut document);
        (document.value, selection, matched)
    }

    fn keys(value: &Value) -> Vec<&str> {
        let members = value.as_object().unwrap().keys();
        members.map(String::as_str).collect()
    }

    #[test]
    fn reachable_components_are_kept() {
        let (value, _, _) = selected(&["Fleet"], &[]);
        assert_eq!(keys(&value["paths"]), ["/boats"]);
        assert_eq!(keys(&value["paths"]["/boats"]), ["parameters", "get"]);
        let components = &value["components"];
        assert_eq!(keys(&components["schemas"]), ["vessel", "ferry", "berth"]);
        assert_eq!(keys(&components["parameters"]), ["page"]);
        assert_eq!(keys(&components["securitySchemes"]), ["token"]);
        let (value, _, _) = selected(&[], &["GET /crew", "addBoat"]);
        assert_eq!(keys(&value["components"]["schemas"]), ["crew"]);
    }

    #[test]
    fn escaped_and_partial_references_reach_components() {
        let schema = |reference: &str| json!({"schema": {"$ref": reference}});
        let value = json!({
            "paths": {
                "/crew": {"get": {
                    "operationId": "listCrew",
                    "requestBody": schema("#/components/schemas/a~1b%7Bc%7D"),
                    "responses": schema("#/components/schemas/d%20e/properties/f"),
                }},
            },
            "components": {"schemas": {"a/b{c}": {}, "d e": {}, "a": {}, "a/b": {}}},
        });
        let source = Source::new("crew.json", value.to_string());
        let mut document = RawDocument::from_source(source).unwrap();
        let mut selection = Selection::default();
        selection.add_operation("listCrew");
        selection.apply(&mut document);
        assert_eq!(
            keys(&document.value["components"]["schemas"]),
            ["a/b{c}", "d e"]
        );
    }

    #[test]
    fn unmatched_names_are_reported() {
        let (_, selection, matched) = selected(&["Boats", "fleets"], &["sinkBoat", "GET /boat"]);
        let mut known = Names::default();
        known.collect(&document());
        let errors = selection.check(&matched, &known, &document(), &ConfigFile::default());
        let errors = errors.unwrap_err();
        let text = |one: &Diagnostic| {
            let help = one.help.as_deref().unwrap_or_default();
            format!("{}; {help}", one.message)
        };
        let texts: Vec<String> = errors.iter().map(text).collect();
        assert_eq!(
            texts[0],
            "no operation has the tag `fleets`; did you mean `Fleet`?"
        );
        assert_eq!(
            texts[1],
            "no operation matches `GET /boat`; did you mean `GET /boats`?"
        );
        assert!(
            texts[2].starts_with("no operation matches `sinkBoat`; use a tag, "),
            "{}",
            texts[2]
        );
    }
}
