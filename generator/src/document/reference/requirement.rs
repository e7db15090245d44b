//! Security requirements whose names are URIs.

use std::ops::RangeFrom;
use std::path::Path;

use serde_json::{Map, Value, json};

use super::name;
use super::target::Target;
use crate::diagnostic::Pointer;
use crate::document::component::{ComponentRef, Section};
use crate::document::dialect::Dialect;
use crate::document::grammar::ObjectKind;
use crate::document::history::Relocation;
use crate::document::nodes::visit;
use crate::document::source::Source;
use crate::hash::{HashMap, HashSet, IndexMap};

/// A security requirement with a name that is a URI.
struct Requirement {
    pointer: Pointer,
    name: String,
}

/// Replaces names that are URIs by those of components (OpenAPI 3.2, "Security Requirement Object"): a
/// component that refers to the URI is added, unless the URI is that of a component itself.
///
/// The name of a component is never read as a URI. `only_files` leaves the URIs of the document itself,
/// which overlays may address.
pub(in crate::document) fn name_requirements(
    source: &mut Source,
    document: &mut Value,
    only_files: bool,
) {
    if Dialect::declared(document) < Some(Dialect::V3_2) {
        return;
    }
    let schemes = document.pointer("/components/securitySchemes");
    let schemes = schemes.and_then(Value::as_object);
    let mut taken: HashSet<String> = schemes.into_iter().flat_map(Map::keys).cloned().collect();
    let mut found = Vec::new();
    visit(ObjectKind::Document, document, &mut |object, at, _| {
        if object.kind != ObjectKind::SecurityRequirement {
            return;
        }
        let names = object.members.keys().filter(|name| {
            is_uri(name) && !taken.contains(*name) && !(only_files && Target::is_local(name))
        });
        found.extend(names.map(|name| Requirement {
            pointer: at.pointer(),
            name: name.clone(),
        }));
    });
    let named = found.iter().filter_map(|one| component(&one.name));
    taken.extend(named.map(|component| component.name));
    let mut numbers: HashMap<String, RangeFrom<usize>> = HashMap::default();
    let mut components: IndexMap<String, String> = IndexMap::default();
    for Requirement { pointer, name } in found {
        let from = pointer.child(&name);
        let component = match component(&name) {
            Some(component) => component.name,
            None => {
                let known = components.entry(name.clone());
                let component = known.or_insert_with(|| {
                    let component = free_name(&name, &taken, &mut numbers);
                    taken.insert(component.clone());
                    let at = ComponentRef::new(Section::SecuritySchemes, &component).pointer();
                    source.record(at, Relocation::MovedFrom(from.clone()));
                    component
                });
                component.clone()
            }
        };
        rename(document, &pointer, &name, &component);
        source.record(pointer.child(&component), Relocation::MovedFrom(from));
    }
    let schemes = components.into_iter();
    add(
        document,
        schemes.map(|(uri, name)| (name, json!({ "$ref": uri }))),
    );
}

/// Returns the component that a URI refers to, declared or not, if it is a security scheme.
fn component(uri: &str) -> Option<ComponentRef> {
    let component = ComponentRef::parse(uri)?;
    (component.section == Section::SecuritySchemes).then_some(component)
}

/// Returns `true` for a name that is a URI: one of a single segment is an undeclared name.
fn is_uri(name: &str) -> bool {
    name.contains(['/', '#'])
}

/// Returns an unused name of a component for the target of a URI: its last part, or the name of the
/// file for a whole file, with a number if it is taken. `numbers` are those that each name has left.
fn free_name(
    uri: &str,
    taken: &HashSet<String>,
    numbers: &mut HashMap<String, RangeFrom<usize>>,
) -> String {
    let last = Target::parse(uri).and_then(|target| target.pointer.last());
    let last = last.unwrap_or_else(|| {
        let file = uri.split('#').next().unwrap_or_default();
        let stem = Path::new(file).file_stem().unwrap_or_default();
        stem.to_string_lossy().into_owned()
    });
    let is_allowed = |one: char| one.is_ascii_alphanumeric() || matches!(one, '.' | '-' | '_');
    let name: String = last.chars().filter(|one| is_allowed(*one)).collect();
    let name = if name.is_empty() {
        "scheme".to_owned()
    } else {
        name
    };
    let numbers = numbers.entry(name.clone()).or_insert(2..);
    name::free(&[name], '_', numbers, |name| !taken.contains(name))
}

/// Renames a member of a security requirement, which keeps its position.
fn rename(document: &mut Value, at: &Pointer, name: &str, to: &str) {
    let requirement = document.pointer_mut(at.as_str());
    if let Some(Value::Object(requirement)) = requirement {
        let members = std::mem::take(requirement).into_iter();
        requirement.extend(members.map(|(key, scopes)| {
            let key = if key == name { to.to_owned() } else { key };
            (key, scopes)
        }));
    }
}

/// Adds security schemes to the components of a document.
fn add(document: &mut Value, schemes: impl ExactSizeIterator<Item = (String, Value)>) {
    if schemes.len() == 0 {
        return;
    }
    let mut object = document;
    for key in ["components", "securitySchemes"] {
        let Value::Object(members) = object else {
            return;
        };
        object = members.entry(key).or_insert_with(|| json!({}));
    }
    if let Value::Object(known) = object {
        known.extend(schemes);
    }
}
