//! References by `$id`, `$anchor` and `$dynamicAnchor` (JSON Schema 2020-12, section 8.2), and by
//! the `$self` of a document.

use std::iter::successors;

use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Pointer};
use crate::document::grammar::{DEFAULT_MAPPING, ObjectKind};
use crate::document::nodes::{Node, nodes};
use crate::document::reference::{Target, local_reference};
use crate::document::source::Source;
use crate::document::uri;
use crate::hash::HashMap;

/// The keyword with the name of an anchor that other schemas may override.
const DYNAMIC_ANCHOR: &str = "$dynamicAnchor";

/// The keyword of a reference to such an anchor.
const DYNAMIC_REFERENCE: &str = "$dynamicRef";

/// The resources of a file and their anchors.
///
/// A resource is the file itself or a schema with an `$id`: its references are relative to its URI,
/// and its anchors and JSON pointers are relative to its location. The first schema with an
/// identifier has it.
#[derive(Debug, Default)]
pub(crate) struct Identifiers {
    /// The location of each resource with an identifier, by its URI.
    resources: HashMap<String, Pointer>,
    /// The URI of each resource, by its location.
    bases: HashMap<Pointer, String>,
    /// The location of each anchor, by the location of its resource.
    anchors: HashMap<Pointer, HashMap<String, Pointer>>,
    /// The location of the first anchor with a name in any resource.
    names: HashMap<String, Pointer>,
}

impl Identifiers {
    /// Returns the identifiers of the objects of a document.
    pub fn of_document(nodes: &[Node<'_>]) -> Self {
        let schemas = nodes
            .iter()
            .filter(|node| matches!(node.kind, ObjectKind::Schema | ObjectKind::Document));
        let mut identifiers = Self::default();
        for node in schemas {
            identifiers.add(&node.pointer, node.object);
        }
        identifiers
    }

    /// Returns the identifiers of a file that is read from `location`, relative to the others. The
    /// kinds of its objects are unknown.
    pub fn of_file(file: &Value, location: String) -> Self {
        let mut identifiers = Self::default();
        identifiers.bases.insert(Pointer::root(), location);
        objects(file, Pointer::root(), false, &mut |object, at| {
            identifiers.add(at, object);
        });
        identifiers
    }

    /// Adds the identifiers of an object, after those of the objects around it.
    fn add(&mut self, at: &Pointer, object: &Map<String, Value>) {
        let text = |keyword| object.get(keyword).and_then(Value::as_str);
        let own = if at.as_str().is_empty() {
            text("$self").or(text("$id"))
        } else {
            text("$id")
        };
        match own {
            // An anchor of earlier drafts.
            Some(id) if id.starts_with('#') => self.add_anchor(at, &id[1..]),
            Some(id) => {
                let uri = uri::resolve(self.resource(at).1, id);
                let resources = self.resources.entry(uri.clone());
                resources.or_insert_with(|| at.clone());
                self.bases.insert(at.clone(), uri);
            }
            None => {}
        }
        for keyword in ["$anchor", DYNAMIC_ANCHOR] {
            if let Some(name) = text(keyword) {
                self.add_anchor(at, name);
            }
        }
    }

    fn add_anchor(&mut self, at: &Pointer, name: &str) {
        let (resource, _) = self.resource(at);
        let anchors = self.anchors.entry(resource).or_default();
        for anchors in [anchors, &mut self.names] {
            anchors.entry(name.to_owned()).or_insert_with(|| at.clone());
        }
    }

    /// Returns the location and the URI of the resource that contains a location.
    pub fn resource(&self, at: &Pointer) -> (Pointer, &str) {
        let known = Some(at.clone()).filter(|_| !self.bases.is_empty());
        let mut around = successors(known, Pointer::parent);
        match around.find_map(|at| self.bases.get_key_value(&at)) {
            Some((resource, base)) => (resource.clone(), base),
            None => (Pointer::root(), ""),
        }
    }

    /// Returns the URIs of the resources, with their locations.
    pub fn resources(&self) -> impl Iterator<Item = (&String, &Pointer)> {
        self.resources.iter()
    }

    /// Returns the location of a fragment of a resource: a JSON pointer or the name of an anchor.
    pub fn fragment(&self, resource: &Pointer, fragment: &str) -> Option<Pointer> {
        let fragment = percent_decode_str(fragment).decode_utf8().ok()?;
        match Pointer::parse(&fragment) {
            Some(pointer) => Some(resource.join(&pointer)),
            None => {
                let anchors = self.anchors.get(resource);
                let anchor = anchors.and_then(|anchors| anchors.get(&*fragment));
                anchor.or_else(|| self.names.get(&*fragment)).cloned()
            }
        }
    }

    /// Returns the location of the target of a reference in a file, if the reference is by an
    /// identifier or within the resource that contains it.
    ///
    /// A pointer or an anchor that the resource lacks is one of the file.
    pub fn target(&self, file: &Value, at: &Pointer, reference: &str) -> Option<Pointer> {
        let (uri, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let (own, base) = self.resource(at);
        if uri.is_empty() {
            let root = Pointer::root();
            let target = self.fragment(&own, fragment);
            let exists = |at: &Pointer| own == root || file.pointer(at.as_str()).is_some();
            return target
                .filter(exists)
                .or_else(|| self.fragment(&root, fragment));
        }
        let resource = self.resources.get(&uri::resolve(base, uri))?;
        self.fragment(resource, fragment)
    }
}

/// The keywords whose values are maps from names to objects, or whose names are not keywords.
const MAPS: [&str; 8] = [
    "$defs",
    "components",
    "definitions",
    "dependentSchemas",
    "patternProperties",
    "properties",
    "responses",
    "schemas",
];

/// The keywords whose values are data and not objects of OpenAPI.
const DATA: [&str; 5] = ["const", "default", "enum", "example", "examples"];

/// Calls a function with each object of a file and its location, enclosing objects first, but not
/// with those of examples and other data.
pub(crate) fn objects<'v>(
    value: &'v Value,
    at: Pointer,
    is_map: bool,
    visitor: &mut impl FnMut(&'v Map<String, Value>, &Pointer),
) {
    match value {
        Value::Object(members) => {
            if !is_map {
                visitor(members, &at);
            }
            for (key, member) in members {
                if is_map || !DATA.contains(&key.as_str()) {
                    let is_map = !is_map && MAPS.contains(&key.as_str());
                    objects(member, at.child(key), is_map, visitor);
                }
            }
        }
        Value::Array(elements) => {
            for (index, element) in elements.iter().enumerate() {
                objects(element, at.index(index), false, visitor);
            }
        }
        _ => {}
    }
}

/// Replaces references to identifiers of the document by references to their locations.
///
/// Returns a warning for each dynamic reference whose target depends on the schema that leads to it,
/// since several declare its anchor. It is removed: any value is accepted.
pub(super) fn resolve(source: &Source, document: &mut Value) -> Diagnostics {
    let nodes = nodes(document);
    let identifiers = Identifiers::of_document(&nodes);
    let mut dynamic: HashMap<&str, usize> = HashMap::default();
    for node in &nodes {
        if let Some(name) = node.text(DYNAMIC_ANCHOR) {
            *dynamic.entry(name).or_default() += 1;
        }
    }
    let is_overridden = |target: &Pointer| {
        let anchor = document.pointer(target.as_str())?.get(DYNAMIC_ANCHOR)?;
        Some(
            dynamic
                .get(anchor.as_str()?)
                .is_some_and(|count| *count > 1),
        )
    };
    let mut overridden: Vec<(Pointer, String)> = Vec::new();
    let mut changes: Vec<(Pointer, String, Pointer)> = Vec::new();
    for node in &nodes {
        for (key, reference) in node.references() {
            let target = identifiers.target(document, &node.pointer, reference);
            if key == DYNAMIC_REFERENCE && target.as_ref().and_then(is_overridden) == Some(true) {
                overridden.push((node.pointer.clone(), reference.to_owned()));
                continue;
            }
            let changed = target.filter(|target| Target::local(reference).as_ref() != Some(target));
            changes.extend(changed.map(|target| (node.pointer.clone(), key.to_owned(), target)));
        }
    }
    for (at, key, target) in changes {
        if let Some(Value::Object(object)) = document.pointer_mut(at.as_str()) {
            replace_reference(object, &key, local_reference(&target).into());
        }
    }
    let mut found = Diagnostics::new();
    for (at, reference) in overridden {
        if let Some(Value::Object(object)) = document.pointer_mut(at.as_str()) {
            object.shift_remove(DYNAMIC_REFERENCE);
        }
        found.push(dynamic_reference(
            source,
            at.child(DYNAMIC_REFERENCE),
            &reference,
        ));
    }
    found
}

/// Returns the warning about a dynamic reference with several targets.
fn dynamic_reference(source: &Source, at: Pointer, reference: &str) -> Diagnostic {
    let message = format!(
        "`{reference}` is a dynamic reference to an anchor that several schemas declare: any value \
         is accepted"
    );
    let help = "refer to one of the schemas by `$ref`";
    source
        .diagnostic(Code::UnsupportedReference, at, message)
        .help(help)
}

/// Replaces a reference of an object, which has a key as in [`Node::references`].
pub(crate) fn replace_reference(object: &mut Map<String, Value>, key: &str, value: Value) {
    if matches!(key, "$ref" | DYNAMIC_REFERENCE | DEFAULT_MAPPING) {
        object.insert(key.to_owned(), value);
    } else if let Some(Value::Object(mapping)) = object.get_mut("mapping") {
        mapping.insert(key.to_owned(), value);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn target(document: &Value, at: &str, reference: &str) -> Option<String> {
        let identifiers = Identifiers::of_document(&nodes(document));
        let at = Pointer::parse(at).unwrap();
        let target = identifiers.target(document, &at, reference);
        target.map(|target| target.to_string())
    }

    /// JSON Schema 2020-12, section 8.2.
    #[test]
    fn references_are_relative_to_the_resource_that_contains_them() {
        let document = json!({
            "$self": "https://harbour.test/api",
            "components": {"schemas": {
                "ship": {
                    "$id": "schemas/ship",
                    "$defs": {"mast": {"$anchor": "mast"}},
                    "example": {"$id": "https://harbour.test/example"},
                },
                "fleet": {"$id": "/fleet", "items": {"$id": "urn:example:boat"}},
                "log": {"$anchor": "log"},
            }},
        });
        let (root, ship) = ("", "/components/schemas/ship");
        let fleet = "/components/schemas/fleet";
        let mast = format!("{ship}/$defs/mast");
        for (at, reference, expected) in [
            (root, "schemas/ship", Some(ship)),
            (root, "https://harbour.test/schemas/ship#", Some(ship)),
            (root, "./schemas/../schemas/ship#mast", Some(&mast)),
            (root, "schemas/ship#/$defs/mast", Some(&mast)),
            (root, "ship", None),
            (ship, "ship#mast", Some(&mast)),
            (ship, "#mast", Some(&mast)),
            (ship, "#/$defs/mast", Some(&mast)),
            (ship, "#", Some(ship)),
            (ship, "../fleet", Some(fleet)),
            (root, "urn:example:boat", Some(&format!("{fleet}/items"))),
            (root, "https://harbour.test/example", None),
            // A resource is often written as a part of the document that contains it.
            (
                ship,
                "#/components/schemas/log",
                Some("/components/schemas/log"),
            ),
            (ship, "#log", Some("/components/schemas/log")),
            (ship, "/api#log", Some("/components/schemas/log")),
        ] {
            assert_eq!(
                target(&document, at, reference).as_deref(),
                expected,
                "{reference}"
            );
        }
    }

    /// JSON Schema 2020-12, core, section 8.2.3.2: the outermost schema with the anchor is the target.
    #[test]
    fn dynamic_references_to_overridden_anchors_allow_any_value() {
        let mut document = json!({"components": {"schemas": {
            "Page": {
                "$id": "page",
                "properties": {"items": {"items": {"$dynamicRef": "#T"}}},
                "$defs": {"T": {"$dynamicAnchor": "T", "not": {}}},
            },
            "IntPage": {"$ref": "page", "$defs": {"T": {"$dynamicAnchor": "T", "type": "integer"}}},
            "Tree": {"$dynamicAnchor": "tree", "items": {"$dynamicRef": "#tree"}},
        }}});
        let found = resolve(&Source::new("x.json", ""), &mut document);
        let schemas = &document["components"]["schemas"];
        assert_eq!(schemas["Page"]["properties"]["items"], json!({"items": {}}));
        let tree = "#/components/schemas/Tree";
        assert_eq!(schemas["Tree"]["items"], json!({"$dynamicRef": tree}));
        let found: Vec<_> = found.iter().map(|one| one.pointer.as_ref()).collect();
        let at = "/components/schemas/Page/properties/items/items/$dynamicRef";
        assert_eq!(found, [Pointer::parse(at).as_ref()]);
    }

    #[test]
    fn examples_in_other_files_have_no_identifiers() {
        let file = json!({
            "Ship": {"$anchor": "ship", "example": {"$anchor": "example"}},
            "Boat": {"properties": {"example": {"$anchor": "boat"}}},
        });
        let identifiers = Identifiers::of_file(&file, "parts.yaml".to_owned());
        let anchor = |name| {
            let anchor = identifiers.fragment(&Pointer::root(), name);
            anchor.map(|anchor| anchor.to_string())
        };
        assert_eq!(anchor("ship").as_deref(), Some("/Ship"));
        assert_eq!(anchor("boat").as_deref(), Some("/Boat/properties/example"));
        assert_eq!(anchor("example"), None);
    }
}
