//! Gives words to what a document leaves without any.

use std::collections::{HashMap, HashSet};

use rayon::prelude::*;

use crate::descriptions::Descriptions;
use crate::diagnostic::{Diagnostics, Pointer};
use crate::document::Version;
use crate::model::{Api, Body, Choice, Docs, Operation, Schema, SchemaId, SchemaKind};

/// Describes everything in the documents that has no description of its own.
///
/// This is done on the model, where a property that is nothing but a reference has words as any
/// other.
///
/// # Errors
/// Words that apply to nothing in any of the documents. Examples count for the newest version that
/// has a number.
pub fn describe(apis: &mut [&mut Api], words: &Descriptions) -> Result<(), Diagnostics> {
    let newest = newest(apis.iter().map(|api| api.info.version));
    let used: HashSet<Pointer> = apis
        .par_iter_mut()
        .enumerate()
        .flat_map_iter(|(index, api)| {
            let mut describer = Describer::new(api, words, Some(index) == newest);
            describer.api(api);
            describer.used
        })
        .collect();
    words.check(|place| used.contains(place))
}

/// Which of the versions, oldest first, an application gets that asks for none.
pub(crate) fn newest(
    versions: impl DoubleEndedIterator<Item = Option<Version>> + ExactSizeIterator,
) -> Option<usize> {
    let last = versions.len().checked_sub(1);
    let mut from_last = versions.enumerate().rev();
    let numbered = from_last.find(|(_, version)| *version != Some(Version::Preview));
    numbered.map(|(index, _)| index).or(last)
}

struct Describer<'w> {
    words: &'w Descriptions,
    /// Whether examples are written for this version.
    has_examples: bool,
    /// The id of the operation that is written at each place.
    operations: HashMap<Pointer, String>,
    used: HashSet<Pointer>,
}

impl<'w> Describer<'w> {
    fn new(api: &Api, words: &'w Descriptions, has_examples: bool) -> Self {
        let operations = api.operations.iter();
        Self {
            words,
            has_examples,
            operations: operations
                .map(|one| (one.pointer(), one.id.clone()))
                .collect(),
            used: HashSet::new(),
        }
    }

    fn api(&mut self, api: &mut Api) {
        for operation in &mut api.operations {
            self.operation(operation);
            for parameter in &operation.parameters {
                // What a parameter is one of is said by the parameter.
                let id = parameter.ty.named();
                let schema = id.and_then(|id| api.schemas.get_mut(id));
                let place = parameter.pointer.child("schema");
                if let Some(schema) = schema.filter(|schema| schema.pointer == place) {
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
        operation.docs.example = self.words.get(&example).map(str::to_owned);
        if self.has_examples {
            self.used.insert(example);
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
            None => match self.place(&schema.pointer) {
                Some(place) if place.is_whole && place.path.is_empty() => {
                    self.text(["schemas", &place.root])
                }
                Some(place) if place.is_whole => self.property(&place.root, &place.path),
                _ => None,
            },
        };
        fill(&mut schema.docs, text);
        if let SchemaKind::Object(object) = &mut schema.kind {
            for property in object.properties.values_mut() {
                let place = self.place(&property.pointer);
                let text = place.and_then(|place| self.property(&place.root, &place.path));
                fill(&mut property.docs, text);
            }
        }
    }

    fn property(&mut self, root: &str, path: &[String]) -> Option<String> {
        let own = self.text(["schema_properties", root, &path.join(".")]);
        own.or_else(|| self.text(["properties", path.last()?]))
    }

    /// The text at a place of the words, which is used then.
    fn text<const N: usize>(&mut self, place: [&str; N]) -> Option<String> {
        let place = place
            .iter()
            .fold(Pointer::root(), |at, part| at.child(part));
        let text = self.words.get(&place)?.to_owned();
        self.used.insert(place);
        Some(text)
    }

    /// How the words call what is written at a place of the document.
    fn place(&self, pointer: &Pointer) -> Option<Place> {
        let parts: Vec<String> = pointer.parts().collect();
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        let (root, rest) = match parts.as_slice() {
            ["components", "schemas", name, rest @ ..] => ((*name).to_owned(), rest),
            ["components", _, name, rest @ ..] => ((*name).to_owned(), schema_of(rest)?),
            ["paths", path, method, part, rest @ ..] => {
                let operation = Pointer::root().child("paths").child(path).child(method);
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
        Some(Place::below(root, rest))
    }
}

/// The words of the document itself stay.
fn fill(docs: &mut Docs, text: Option<String>) {
    if docs.text.as_deref().is_none_or(|own| own.trim().is_empty()) {
        docs.text = text;
    }
}

/// What comes below the `schema` of a body or parameter.
fn schema_of<'p>(parts: &'p [&'p str]) -> Option<&'p [&'p str]> {
    let schema = parts.iter().position(|part| *part == "schema")?;
    parts.get(schema + 1..)
}

/// A place in the terms of the words.
struct Place {
    /// A component, or `operationId.request`, `.response` or `.parameters`.
    root: String,
    /// The names of the properties on the way, which are written inside each other.
    path: Vec<String>,
    /// Whether it is all of what the property holds, not an element or an alternative.
    is_whole: bool,
}

impl Place {
    fn below(root: String, parts: &[&str]) -> Self {
        let mut place = Self {
            root,
            path: Vec::new(),
            is_whole: true,
        };
        let mut rest = parts;
        loop {
            rest = match rest {
                ["properties", name, rest @ ..] => {
                    place.path.push((*name).to_owned());
                    place.is_whole = true;
                    rest
                }
                ["allOf", _, rest @ ..] => rest,
                [_, rest @ ..] => {
                    place.is_whole = false;
                    rest
                }
                [] => return place,
            };
        }
    }
}
