//! Bundling: targets of references to other files become components of the document.

use std::collections::VecDeque;
use std::sync::Arc;

use serde_json::{Map, Value, json};

use crate::diagnostic::{Code, Diagnostics, Pointer, Severity};
use crate::document::dialect::replace_reference;
use crate::document::grammar::ObjectKind;
use crate::document::history::Relocation;
use crate::document::nodes::{nodes_of, visit};
use crate::document::source::Source;
use crate::hash::{HashMap, HashSet};

use super::error::ReferenceError;
use super::files::{DOCUMENT, FileId, Files, Location};
use super::target::{Target, local_reference};
use super::{is_read, media_type, name, operation_reference, path_item, section};
use crate::document::component::{ComponentRef, DeclaredNames, Section};

/// Copies the targets of references to other files into the document's `components`, transitively.
/// Path items, operations and media types are copied in place of the reference. Files must be in the
/// document's folder or a subfolder.
///
/// Returns the names of the targets in their files, with a warning for each target that does not
/// exist or is in a file outside the folder, and for each operation that is a reference.
///
/// # Errors
/// Returns the diagnostics if a file cannot be read.
pub(in crate::document) fn bundle(
    source: &mut Source,
    document: &mut Value,
) -> Result<(DeclaredNames, Diagnostics), Diagnostics> {
    let mut has_external_references = false;
    visit(ObjectKind::Document, document, &mut |object, _, _| {
        let mut references = object.references();
        has_external_references |= references.any(|(_, reference)| !Target::is_local(reference));
    });
    if !has_external_references {
        return Ok((DeclaredNames::default(), Diagnostics::new()));
    }
    let mut bundle = Bundle::new(source, std::mem::take(document));
    bundle.run();
    let Bundle {
        files,
        names,
        moved,
        found,
        ..
    } = bundle;
    let Files {
        list,
        missing,
        found: mut problems,
        ..
    } = files;
    source.missing = missing;
    problems.extend(found);
    if let Some(file) = list.into_iter().next() {
        *document = file.value;
    }
    for (to, from, file) in moved {
        source.record(to, Relocation::BundledFrom(file, from));
    }
    if problems.has_errors() {
        Err(problems)
    } else {
        Ok((names, problems))
    }
}

/// The target of a reference, and the section of its component.
type Key = (FileId, Pointer, Section);

/// The replacement of a reference to another file.
enum Replacement {
    /// A reference to a component.
    Reference(String),
    /// A path item, an operation or a media type, and where it was copied from.
    Copy(Value, Location),
}

/// The location of an object, the key of its reference, which is empty if the whole object is
/// replaced, and the new value, which is null if the reference is removed.
type Change = (Pointer, String, Value);

struct Bundle {
    files: Files,
    /// The component of each target in another file.
    components: HashMap<Key, ComponentRef>,
    /// The names of the targets in their files.
    names: DeclaredNames,
    /// The components in use.
    assigned: HashSet<ComponentRef>,
    /// The targets that remain to be copied.
    pending: VecDeque<(Key, ObjectKind)>,
    moved: Vec<(Pointer, Pointer, Arc<Source>)>,
    /// The path items and other objects that are being copied, each within the one before.
    copied: Vec<Location>,
    found: Diagnostics,
}

impl Bundle {
    fn new(source: &Source, value: Value) -> Self {
        Self {
            files: Files::new(source, value),
            components: HashMap::default(),
            names: DeclaredNames::default(),
            assigned: HashSet::default(),
            pending: VecDeque::new(),
            moved: Vec::new(),
            copied: Vec::new(),
            found: Diagnostics::new(),
        }
    }

    fn run(&mut self) {
        let mut document = self.files.list[DOCUMENT].value.clone();
        self.name_aliased_targets(&document);
        self.rewrite(
            DOCUMENT,
            ObjectKind::Document,
            &mut document,
            &Pointer::root(),
        );
        self.files.list[DOCUMENT].value = document;
        while let Some((key, kind)) = self.pending.pop_front() {
            let (file, pointer, _) = &key;
            let value = self.files.list[*file].value.pointer(pointer.as_str());
            let (Some(mut value), Some(component)) = (value.cloned(), self.components.get(&key))
            else {
                continue;
            };
            let component = component.clone();
            self.rewrite(*file, kind, &mut value, pointer);
            let source = Arc::clone(&self.files.list[*file].source);
            self.moved.push((component.pointer(), key.1, source));
            insert(&mut self.files.list[DOCUMENT].value, component, value);
        }
    }

    /// Assigns the components of the document that are references to other files to their targets.
    fn name_aliased_targets(&mut self, document: &Value) {
        for node in nodes_of(ObjectKind::Document, document) {
            let (Some(section), Some(reference)) = (section(node.kind), node.reference()) else {
                continue;
            };
            let component = ComponentRef::new(section, node.name());
            let is_component = component.pointer() == node.pointer;
            let is_alias = node.kind != ObjectKind::Schema || node.object.len() == 1;
            if !is_component || !is_alias || Target::is_local(reference) {
                continue;
            }
            let from = (DOCUMENT, node.pointer.clone());
            let found = self.files.resolve(&from, reference, node.kind);
            if let Ok((file, pointer)) = found
                && file != DOCUMENT
            {
                let key = (file, pointer, section);
                if !self.components.contains_key(&key) {
                    self.assign(key, component, node.kind);
                }
            }
        }
    }

    /// Rewrites the references in a value of a file.
    fn rewrite(&mut self, file: FileId, kind: ObjectKind, value: &mut Value, at: &Pointer) {
        let mut changes: Vec<Change> = Vec::new();
        for node in nodes_of(kind, value) {
            for (key, reference) in node
                .references()
                .filter(|_| is_read(node.kind) || node.kind == ObjectKind::Discriminator)
            {
                if file == DOCUMENT && Target::is_local(reference) {
                    continue;
                }
                let kind = match node.kind {
                    ObjectKind::Discriminator => ObjectKind::Schema,
                    kind => kind,
                };
                let at = at.join(&node.pointer);
                match self.replacement(&(file, at.clone()), kind, reference) {
                    Ok(Replacement::Copy(new, from)) => {
                        if kind == ObjectKind::Operation {
                            let source = &self.files.list[file].source;
                            let one = operation_reference(source, at.clone(), reference);
                            self.found.push(one);
                        }
                        let new = match new {
                            Value::Object(target) if kind == ObjectKind::PathItem => {
                                let item = node.object.clone();
                                Value::Object(self.merge_path_item((file, at), item, target, from))
                            }
                            new => {
                                self.record_move(file, at, from);
                                new
                            }
                        };
                        changes.push((node.pointer.clone(), String::new(), new));
                    }
                    Ok(Replacement::Reference(new)) => {
                        changes.push((node.pointer.clone(), key.to_owned(), json!(new)));
                    }
                    // A dangling value of a discriminator's `mapping` is ignored.
                    Err(_) if node.kind == ObjectKind::Discriminator => {}
                    Err(ReferenceError::Unreadable) => {}
                    Err(error) => {
                        let similar = self.files.similar(file, reference);
                        let source = &self.files.list[file].source;
                        self.found
                            .push(error.at(source, kind, at, reference, similar));
                        let at = node.pointer.clone();
                        match kind {
                            ObjectKind::Schema | ObjectKind::PathItem => {
                                changes.push((at, key.to_owned(), Value::Null));
                            }
                            ObjectKind::MediaType => changes.push((at, String::new(), json!({}))),
                            _ => {}
                        }
                    }
                }
            }
        }
        apply(changes, value);
    }

    /// Returns a path item with the fields of its target, which are from another location, in place
    /// of its reference.
    fn merge_path_item(
        &mut self,
        (file, at): Location,
        mut item: Map<String, Value>,
        target: Map<String, Value>,
        (origin, from): Location,
    ) -> Map<String, Value> {
        item.shift_remove("$ref");
        let merged = path_item::merge(&mut item, target);
        for key in merged.added {
            self.record_move(file, at.child(&key), (origin, from.child(&key)));
        }
        for key in merged.on_both_sides {
            let source = &self.files.list[file].source;
            self.found.push(path_item::both_sides(source, &at, &key));
        }
        item
    }

    /// Records the origin of a value that was copied into a file, if it is the document.
    fn record_move(&mut self, file: FileId, to: Pointer, (origin, from): Location) {
        if file == DOCUMENT {
            let source = Arc::clone(&self.files.list[origin].source);
            self.moved.push((to, from, source));
        }
    }

    /// Returns the replacement of a reference in the object at `from`.
    fn replacement(
        &mut self,
        from: &Location,
        kind: ObjectKind,
        reference: &str,
    ) -> Result<Replacement, ReferenceError> {
        let (file, pointer) = self.files.resolve(from, reference, kind)?;
        let Some(section) = section(kind) else {
            let target = (file, pointer);
            if let Some(start) = self.copied.iter().position(|known| *known == target) {
                let members = self.files.texts(&self.copied[start..]);
                return Err(ReferenceError::Cycle(members));
            }
            let (file, pointer) = &target;
            let item = self.files.list[*file].value.pointer(pointer.as_str());
            let item = item.ok_or(ReferenceError::Missing)?;
            let mut item = match kind {
                ObjectKind::MediaType => media_type::copy(item, pointer),
                _ => item.clone(),
            };
            self.copied.push(target.clone());
            self.rewrite(*file, kind, &mut item, pointer);
            self.copied.pop();
            return Ok(Replacement::Copy(item, target));
        };
        if file == DOCUMENT {
            return Ok(Replacement::Reference(local_reference(&pointer)));
        }
        let key = (file, pointer, section);
        if let Some(component) = self.components.get(&key) {
            return Ok(Replacement::Reference(component.to_string()));
        }
        let component = self.free_component(&key, from, reference);
        let reference = component.to_string();
        self.names
            .record(component.clone(), self.declared_name(&key));
        self.assign(key, component, kind);
        Ok(Replacement::Reference(reference))
    }

    /// Assigns a component to a target that remains to be copied.
    fn assign(&mut self, key: Key, component: ComponentRef, kind: ObjectKind) {
        self.assigned.insert(component.clone());
        self.components.insert(key.clone(), component);
        self.pending.push_back((key, kind));
    }

    /// Returns the name of a target in its file: its key or, for a whole file, the name of the file.
    fn declared_name(&self, (file, pointer, _): &Key) -> Option<String> {
        let file = &self.files.list[*file];
        if pointer.parts().next().is_none() {
            let stem = file.path.file_stem()?;
            return Some(stem.to_string_lossy().into_owned());
        }
        name::declared(&file.value, pointer)
    }

    /// Returns an unused component for the target of the reference in the object at `from`.
    ///
    /// It is named after the location or, for a whole file, after the file. If that name is taken,
    /// it is named after both, then after the path of the file as well, with a warning.
    fn free_component(
        &mut self,
        (file, pointer, section): &Key,
        from: &Location,
        reference: &str,
    ) -> ComponentRef {
        let location = name::from_location(&self.files.list[*file].value, pointer);
        let path = self.files.relative_path(*file).with_extension("");
        let path: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
        let stem = path.last().map_or("", |stem| stem).to_owned();
        let path = path.join(".");
        let candidates = if location.is_empty() {
            vec![stem, path]
        } else {
            let inner = |file: &str| format!("{file}.{location}");
            vec![location.clone(), inner(&stem), inner(&path)]
        };
        let document = &self.files.list[DOCUMENT].value;
        let free = name::free(&candidates, '.', 2.., |name| {
            let component = ComponentRef::new(*section, name);
            !self.assigned.contains(&component) && component.declared_in(document).is_none()
        });
        let component = ComponentRef::new(*section, free);
        let plain = candidates.into_iter().next().unwrap_or_default();
        if component.name != plain {
            let (file, at) = from;
            let message = format!(
                "`{reference}` clashes with the component `{plain}`: it is named `{}`",
                component.name
            );
            let help = format!(
                "declare it in `components/{}` under another name",
                section.key()
            );
            let source = &self.files.list[*file].source;
            let mut one = source.diagnostic(Code::NameCollision, at.clone(), message);
            one.severity = Severity::Warning;
            self.found.push(one.help(help));
        }
        component
    }
}

/// Applies changes to a value.
fn apply(changes: Vec<Change>, value: &mut Value) {
    for (pointer, key, new) in changes {
        let Some(slot) = value.pointer_mut(pointer.as_str()) else {
            continue;
        };
        match slot {
            _ if key.is_empty() => *slot = new,
            Value::Object(object) if new.is_null() => drop(object.shift_remove(&key)),
            Value::Object(object) => replace_reference(object, &key, new),
            _ => {}
        }
    }
}

fn insert(document: &mut Value, component: ComponentRef, value: Value) {
    let Value::Object(root) = document else {
        return;
    };
    let empty = || Value::Object(Map::new());
    let components = root.entry("components").or_insert_with(empty);
    let Value::Object(components) = components else {
        return;
    };
    let entries = components.entry(component.section.key());
    if let Value::Object(entries) = entries.or_insert_with(empty) {
        entries.insert(component.name, value);
    }
}

#[cfg(test)]
mod tests;
