//! Adds descriptions to undocumented items.

use rayon::prelude::*;

use crate::descriptions::Descriptions;
use crate::diagnostic::Pointer;
use crate::document::{Document, Version};
use crate::hash::{HashMap, HashSet};
use crate::model::{Api, Body, Choice, Docs, Operation, Schema, SchemaId, SchemaKind};

/// Adds descriptions to all items of the documents that have none of their own, and examples to the
/// operations.
///
/// This is a pass over the model because only there a property that is a reference can have a
/// description of its own.
///
/// Returns the locations of the descriptions that apply to a document, and of the examples of
/// operations of the newest numbered version.
pub fn describe<'d>(
    apis: &mut [(&Document, &mut Api)],
    descriptions: &'d Descriptions,
) -> HashSet<&'d Pointer> {
    let newest = newest(apis.iter().map(|(_, api)| api.info.version));
    apis.par_iter_mut()
        .enumerate()
        .flat_map_iter(|(index, (document, api))| {
            let mut describer = Describer::new(document, api, descriptions, Some(index) == newest);
            describer.api(api);
            describer.used
        })
        .collect()
}

/// Returns the index of the default version: the newest one that has a number, or else the last.
/// The versions are sorted, oldest first.
pub(crate) fn newest(
    versions: impl DoubleEndedIterator<Item = Option<Version>> + ExactSizeIterator,
) -> Option<usize> {
    let last = versions.len().checked_sub(1);
    let mut from_last = versions.enumerate().rev();
    let numbered = from_last.find(|(_, version)| *version != Some(Version::Preview));
    numbered.map(|(index, _)| index).or(last)
}

struct Describer<'a, 'd> {
    document: &'a Document,
    descriptions: &'d Descriptions,
    /// `true` if examples are written for this version.
    has_examples: bool,
    /// The ids of operations by their locations.
    operations: HashMap<Pointer, String>,
    /// The entries of `descriptions` that apply to the version.
    used: HashSet<&'d Pointer>,
}

impl<'a, 'd> Describer<'a, 'd> {
    fn new(
        document: &'a Document,
        api: &Api,
        descriptions: &'d Descriptions,
        has_examples: bool,
    ) -> Self {
        Self {
            document,
            descriptions,
            has_examples,
            operations: api
                .operations
                .iter()
                .map(|one| (one.pointer(), one.id.clone()))
                .collect(),
            used: HashSet::default(),
        }
    }

    fn api(&mut self, api: &mut Api) {
        for operation in &mut api.operations {
            self.operation(operation);
            for parameter in &operation.parameters {
                // An inline schema of a parameter has the description of the parameter.
                let id = parameter.ty.named();
                let schema = id.and_then(|id| api.schemas.get_mut(id));
                let pointer = parameter.pointer.child("schema");
                if let Some(schema) = schema.filter(|schema| schema.pointer == pointer) {
                    fill(&mut schema.docs, parameter.docs.text.clone());
                }
            }
            let tag = &operation.tag.name;
            if let Some(text) = self.text(["tags", tag]) {
                let tags = &mut api.info.tags;
                tags.entry(tag.clone()).or_insert(text);
            }
        }
        for (id, schema) in &mut api.schemas {
            self.schema(id, schema);
        }
    }

    fn operation(&mut self, operation: &mut Operation<SchemaId, Choice>) {
        let id = operation.id.clone();
        let text = self.text(["operations", &id]);
        fill(&mut operation.docs, text);
        let example = Pointer::root().child("examples").child(&id);
        let example = self.descriptions.get_key_value(&example);
        operation.docs.example = example.map(|(_, text)| text.to_owned());
        if let Some((location, _)) = example.filter(|_| self.has_examples) {
            self.used.insert(location);
        }
        for parameter in &mut operation.parameters {
            let name = &parameter.name;
            let text = self.text(["operation_parameters", &id, name]);
            let text = text.or_else(|| self.text(["parameters", name]));
            fill(&mut parameter.docs, text);
        }
        if let Some(Body::Form { fields, .. }) = &mut operation.body {
            let root = format!("{id}.request");
            for field in fields {
                let text = self.property(&root, std::slice::from_ref(&field.name));
                fill(&mut field.docs, text);
            }
        }
    }

    fn schema(&mut self, id: &SchemaId, schema: &mut Schema) {
        let text = match id.component_name() {
            Some(name) => self.text(["schemas", name]),
            None => match self.target(&schema.pointer) {
                Some(target) if target.is_whole && target.path.is_empty() => {
                    self.text(["schemas", &target.root])
                }
                Some(target) if target.is_whole => self.property(&target.root, &target.path),
                _ => None,
            },
        };
        fill(&mut schema.docs, text);
        if let SchemaKind::Object(object) = &mut schema.kind {
            for property in object.properties.values_mut() {
                let target = self.target(&property.pointer);
                let text = target.and_then(|target| self.property(&target.root, &target.path));
                fill(&mut property.docs, text);
            }
        }
    }

    fn property(&mut self, root: &str, path: &[String]) -> Option<String> {
        let own = self.text(["schema_properties", root, &path.join(".")]);
        own.or_else(|| self.text(["properties", path.last()?]))
    }

    /// Returns the description at a path of keys, and records that it is used.
    fn text<const N: usize>(&mut self, keys: [&str; N]) -> Option<String> {
        let pointer = Pointer::root().within(keys);
        let (location, text) = self.descriptions.get_key_value(&pointer)?;
        self.used.insert(location);
        Some(text.to_owned())
    }

    /// Returns the keys under which the item at a location of the document is described.
    fn target(&self, pointer: &Pointer) -> Option<Target> {
        let pointer = self.document.original(pointer);
        let parts: Vec<_> = pointer.parts().collect();
        let parts: Vec<&str> = parts.iter().map(|part| &**part).collect();
        let (root, rest) = match parts.as_slice() {
            ["components", "schemas", name, rest @ ..] => ((*name).to_owned(), rest),
            ["components", _, name, rest @ ..] => ((*name).to_owned(), schema_of(rest)?),
            ["paths", path, method, part, rest @ ..] => {
                let operation = Pointer::root().within(["paths", path, method]);
                let id = self.operations.get(&operation)?;
                let part = match *part {
                    "requestBody" => "request",
                    "responses" => "response",
                    "parameters" => "parameters",
                    _ => return None,
                };
                (format!("{id}.{part}"), schema_of(rest)?)
            }
            _ => return None,
        };
        Some(Target::below(root, rest))
    }
}

/// Sets a description, unless the document has one itself.
fn fill(docs: &mut Docs, text: Option<String>) {
    if docs.text.as_deref().is_none_or(|own| own.trim().is_empty()) {
        docs.text = text;
    }
}

/// Returns the path below the `schema` of a body or parameter.
fn schema_of<'p>(parts: &'p [&'p str]) -> Option<&'p [&'p str]> {
    let schema = parts.iter().position(|part| *part == "schema")?;
    parts.get(schema + 1..)
}

/// The keys of a described schema or property.
struct Target {
    /// A component, or `operationId.request`, `.response` or `.parameters`.
    root: String,
    /// The names of the nested properties.
    path: Vec<String>,
    /// `true` if it is the property itself, not an item or an alternative of it.
    is_whole: bool,
}

impl Target {
    fn below(root: String, parts: &[&str]) -> Self {
        let mut target = Self {
            root,
            path: Vec::new(),
            is_whole: true,
        };
        let mut rest = parts;
        loop {
            rest = match rest {
                ["properties", name, rest @ ..] => {
                    target.path.push((*name).to_owned());
                    target.is_whole = true;
                    rest
                }
                ["allOf", _, rest @ ..] => rest,
                [_, rest @ ..] => {
                    target.is_whole = false;
                    rest
                }
                [] => return target,
            };
        }
    }
}
