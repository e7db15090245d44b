//! A part of a document: some of its operations, and what they refer to.

use std::collections::{BTreeSet, HashSet};

use serde_json::{Map, Value};

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::raw::RawDocument;

/// The operations that are wanted. Without any name, all are.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    tags: BTreeSet<String>,
    operations: BTreeSet<String>,
}

/// The keys of a path item that are operations.
const METHODS: &[&str] = &[
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

impl Selection {
    /// Adds the operations that have this tag among theirs.
    pub fn add_tag(&mut self, tag: impl Into<String>) {
        self.tags.insert(tag.into());
    }

    /// Adds an operation by its `operationId`, or by method and path: `GET /admins`.
    pub fn add_operation(&mut self, name: impl Into<String>) {
        self.operations.insert(name.into());
    }

    /// Whether nothing is left out.
    pub fn is_everything(&self) -> bool {
        self.tags.is_empty() && self.operations.is_empty()
    }

    /// Leaves out of a document which operations are not wanted, and the components that no other
    /// refers to. Tells which names of the selection it has.
    pub fn apply(&self, document: &mut RawDocument) -> HashSet<String> {
        let mut matched = HashSet::new();
        if self.is_everything() {
            return matched;
        }
        let Some(root) = document.value.as_object_mut() else {
            return matched;
        };
        if let Some(Value::Object(paths)) = root.get_mut("paths") {
            for (path, item) in paths.iter_mut() {
                let Value::Object(item) = item else { continue };
                item.retain(|method, operation| {
                    let is_operation = METHODS.contains(&method.as_str());
                    !is_operation || self.has(method, path, operation, &mut matched)
                });
            }
            paths.retain(|_, item| has_operations(item));
        }
        // What notifications carry is no operation.
        root.retain(|key, _| !key.starts_with("x-webhook"));
        keep_components(root);
        matched
    }

    fn has(
        &self,
        method: &str,
        path: &str,
        operation: &Value,
        matched: &mut HashSet<String>,
    ) -> bool {
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let tags = operation.get("tags").and_then(Value::as_array);
        let tags = tags.into_iter().flatten().filter_map(text);
        let tags = tags.filter(|tag| self.tags.contains(tag));
        let names = [
            operation.get("operationId").and_then(text),
            Some(format!("{} {path}", method.to_uppercase())),
        ];
        let names = names.into_iter().flatten();
        let names = names.filter(|name| self.operations.contains(name));
        let found: Vec<String> = tags.chain(names).collect();
        let is_wanted = !found.is_empty();
        matched.extend(found);
        is_wanted
    }

    /// Complains about names that no document has.
    ///
    /// # Errors
    /// When there is one.
    pub fn check(
        &self,
        matched: &HashSet<String>,
        document: Option<&RawDocument>,
    ) -> Result<(), Diagnostics> {
        let Some(document) = document else {
            return Ok(());
        };
        let missing = |names: &BTreeSet<String>, what: &str| -> Vec<String> {
            let missing = names.iter().filter(|name| !matched.contains(*name));
            missing
                .map(|name| format!("no operation {what} `{name}`"))
                .collect()
        };
        let mut messages = missing(&self.tags, "has the tag");
        messages.extend(missing(&self.operations, "is called"));
        let found: Diagnostics = messages
            .into_iter()
            .map(|message| {
                let file = document.source.path();
                Diagnostic::error(Code::SelectionMatchesNothing, file, message).help(
                    "select by tags, by operation ids, or by method and path such as `GET /admins`, \
                     as the document writes them",
                )
            })
            .collect();
        found.into_result(())
    }
}

fn has_operations(item: &Value) -> bool {
    let item = item.as_object();
    item.is_some_and(|item| {
        item.contains_key("$ref") || METHODS.iter().any(|method| item.contains_key(*method))
    })
}

/// Leaves the components out that nothing refers to. Security schemes are referred to by name;
/// they stay.
fn keep_components(root: &mut Map<String, Value>) {
    let Some(Value::Object(components)) = root.get("components") else {
        return;
    };
    let mut reached: HashSet<(String, String)> = HashSet::new();
    let mut open: Vec<(String, String)> = Vec::new();
    for (_, value) in root.iter().filter(|(key, _)| *key != "components") {
        references(value, &mut open);
    }
    while let Some((section, name)) = open.pop() {
        let component = components
            .get(&section)
            .and_then(|section| section.get(&name));
        if let Some(component) = component {
            references(component, &mut open);
            if component.get("discriminator").is_some() {
                open.extend(heirs(components, &name));
            }
        }
        reached.insert((section, name));
        open.retain(|one| !reached.contains(one));
    }
    let Some(Value::Object(components)) = root.get_mut("components") else {
        return;
    };
    for (section, items) in components.iter_mut() {
        if let (Value::Object(items), true) = (items, section != "securitySchemes") {
            items.retain(|name, _| reached.contains(&(section.clone(), name.clone())));
        }
    }
}

/// The components that a value refers to, in `$ref` and in the mappings of discriminators.
fn references(value: &Value, found: &mut Vec<(String, String)>) {
    match value {
        Value::String(text) => found.extend(component(text)),
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        Value::Object(members) => {
            if let Some(Value::Object(mapping)) = members
                .get("discriminator")
                .and_then(|discriminator| discriminator.get("mapping"))
            {
                // A name alone is that of a schema.
                let names = mapping.values().filter_map(Value::as_str);
                found.extend(names.map(|name| ("schemas".to_owned(), name.to_owned())));
            }
            members
                .values()
                .for_each(|member| references(member, found));
        }
        _ => {}
    }
}

/// Section and name of `#/components/schemas/boat`, or of anything inside it.
fn component(reference: &str) -> Option<(String, String)> {
    let (section, rest) = reference.strip_prefix("#/components/")?.split_once('/')?;
    let name = rest.split('/').next().unwrap_or(rest);
    let name = name.replace("~1", "/").replace("~0", "~");
    Some((section.to_owned(), name))
}

/// The schemas that inherit from one by `allOf`.
fn heirs(components: &Map<String, Value>, name: &str) -> Vec<(String, String)> {
    let Some(Value::Object(schemas)) = components.get("schemas") else {
        return Vec::new();
    };
    let parent = ("schemas".to_owned(), name.to_owned());
    let inherits = |schema: &Value| {
        let parts = schema.get("allOf").and_then(Value::as_array);
        let mut parts = parts.into_iter().flatten();
        parts.any(|part| {
            let reference = part.get("$ref").and_then(Value::as_str);
            reference.and_then(component).as_ref() == Some(&parent)
        })
    };
    let heirs = schemas.iter().filter(|(_, schema)| inherits(schema));
    heirs
        .map(|(name, _)| ("schemas".to_owned(), name.clone()))
        .collect()
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
    fn operations_come_with_what_they_reach() {
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
    fn names_that_no_document_has_are_reported() {
        let (_, selection, matched) = selected(&["Boats", "Sheep"], &["sinkBoat"]);
        let faults = selection.check(&matched, Some(&document())).unwrap_err();
        let messages: Vec<&str> = faults.iter().map(|one| one.message.as_str()).collect();
        assert_eq!(
            messages,
            [
                "no operation has the tag `Sheep`",
                "no operation is called `sinkBoat`"
            ]
        );
    }
}
