//! What stands in other files becomes part of the document.

use std::collections::{HashMap, VecDeque};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use serde_json::{Map, Value, json};

use crate::diagnostic::{Diagnostics, Pointer};
use crate::document::grammar::ObjectKind;
use crate::document::nodes::nodes_of;
use crate::document::parse::parse;
use crate::document::source::Source;

use super::fault::Fault;
use super::target::{Target, child, is_only_reference, local_reference, reference};
use super::{MAX_STEPS, is_read, name, section};
use crate::document::component::{ComponentRef, Section};

/// Brings what the document refers to in other files into its `components`, and what these refer
/// to, and so on. Path items are written out in place. Files are read from the document's folder
/// and the folders in it.
///
/// # Errors
/// Files that cannot be read, that are elsewhere, or that do not have what is referred to.
pub(in crate::document) fn bundle(
    source: &mut Source,
    document: &mut Value,
) -> Result<(), Diagnostics> {
    let is_foreign = |reference: &str| !Target::is_local(reference);
    let mut references = nodes_of(ObjectKind::Document, document).into_iter();
    if !references.any(|node| {
        node.references()
            .any(|(_, reference)| is_foreign(reference))
    }) {
        return Ok(());
    }
    let mut bundle = Bundle::new(source, std::mem::take(document));
    bundle.document();
    let Bundle {
        files,
        moved,
        found,
        ..
    } = bundle;
    if let Some(file) = files.into_iter().next() {
        *document = file.value;
    }
    for (to, from, file) in moved {
        source.moved_from(to, from, file);
    }
    found.into_result(())
}

/// A file, by its number. The document itself is number 0.
type FileId = usize;

const DOCUMENT: FileId = 0;

struct File {
    path: PathBuf,
    source: Arc<Source>,
    value: Value,
}

/// What is referred to, as what.
type Key = (FileId, Pointer, Section);

struct Bundle {
    files: Vec<File>,
    /// The names of the components that are made of what stands in other files.
    names: HashMap<Key, String>,
    /// What is still to be brought in.
    todo: VecDeque<(Key, ObjectKind)>,
    moved: Vec<(Pointer, Pointer, Arc<Source>)>,
    found: Diagnostics,
}

impl Bundle {
    fn new(source: &Source, value: Value) -> Self {
        let document = File {
            path: normal(source.path()),
            source: Arc::new(source.clone()),
            value,
        };
        Self {
            files: vec![document],
            names: HashMap::new(),
            todo: VecDeque::new(),
            moved: Vec::new(),
            found: Diagnostics::new(),
        }
    }

    fn document(&mut self) {
        let mut document = self.files[DOCUMENT].value.clone();
        self.adopt(&document);
        self.link(
            DOCUMENT,
            ObjectKind::Document,
            &mut document,
            &Pointer::root(),
            0,
        );
        self.files[DOCUMENT].value = document;
        while let Some(((file, pointer, section), kind)) = self.todo.pop_front() {
            let value = self.files[file].value.pointer(pointer.as_str());
            let Some(mut value) = value.cloned() else {
                continue;
            };
            self.link(file, kind, &mut value, &pointer, 0);
            let name = self.names.get(&(file, pointer.clone(), section)).cloned();
            let Some(name) = name else { continue };
            let source = Arc::clone(&self.files[file].source);
            let component = ComponentRef::new(section, name);
            self.moved.push((component.pointer(), pointer, source));
            insert(&mut self.files[DOCUMENT].value, component, value);
        }
    }

    /// Components of the document that are but references to other files name what stands there.
    fn adopt(&mut self, document: &Value) {
        for node in nodes_of(ObjectKind::Document, document) {
            let (Some(section), Some(reference)) = (section(node.kind), node.reference()) else {
                continue;
            };
            let component = ComponentRef::new(section, node.name());
            let is_component = component.pointer() == node.pointer;
            if !is_component || node.object.len() != 1 || Target::is_local(reference) {
                continue;
            }
            let found = self.find(DOCUMENT, reference, node.kind);
            if let Ok((file, pointer)) = found
                && file != DOCUMENT
            {
                let key = (file, pointer, section);
                if !self.names.contains_key(&key) {
                    self.names.insert(key.clone(), component.name);
                    self.todo.push_back((key, node.kind));
                }
            }
        }
    }

    /// Rewrites the references in a value of a file.
    fn link(
        &mut self,
        file: FileId,
        kind: ObjectKind,
        value: &mut Value,
        at: &Pointer,
        depth: usize,
    ) {
        let mut changes: Vec<(Pointer, String, Value)> = Vec::new();
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
                match self.linked(file, kind, reference, depth) {
                    Ok(new) if kind == ObjectKind::PathItem && new.is_object() => {
                        changes.push((node.pointer.clone(), String::new(), new));
                    }
                    Ok(new) => changes.push((node.pointer.clone(), key, new)),
                    // A value of a discriminator that means nothing selects nothing.
                    Err(_) if node.kind == ObjectKind::Discriminator => {}
                    Err(fault) => {
                        let place = at.join(&node.pointer);
                        self.found
                            .push(fault.at(&self.files[file].source, place, reference));
                    }
                }
            }
        }
        for (pointer, key, new) in changes {
            let Some(slot) = value.pointer_mut(pointer.as_str()) else {
                continue;
            };
            match slot {
                _ if key.is_empty() => *slot = new,
                Value::Object(object) if key == "$ref" => drop(object.insert(key, new)),
                Value::Object(object) => {
                    if let Some(Value::Object(mapping)) = object.get_mut("mapping") {
                        mapping.insert(key, new);
                    }
                }
                _ => {}
            }
        }
    }

    /// What stands in place of a reference: another one, or the path item that it means.
    fn linked(
        &mut self,
        file: FileId,
        kind: ObjectKind,
        reference: &str,
        depth: usize,
    ) -> Result<Value, Fault> {
        let (file, pointer) = self.find(file, reference, kind)?;
        let Some(section) = section(kind) else {
            if depth >= MAX_STEPS {
                return Err(Fault::Missing);
            }
            let mut item = self.files[file]
                .value
                .pointer(pointer.as_str())
                .cloned()
                .ok_or(Fault::Missing)?;
            self.link(file, kind, &mut item, &pointer, depth + 1);
            return Ok(item);
        };
        if file == DOCUMENT {
            return Ok(json!(local_reference(&pointer)));
        }
        let key = (file, pointer, section);
        let name = match self.names.get(&key) {
            Some(name) => name.clone(),
            None => {
                let name = self.free_name(&key).ok_or(Fault::NameTaken)?;
                self.names.insert(key.clone(), name.clone());
                self.todo.push_back((key, kind));
                name
            }
        };
        Ok(json!(ComponentRef::new(section, name).to_string()))
    }

    /// The last word of the place, or else the name of the file; with the name of the file where
    /// that is taken.
    fn free_name(&self, (file, pointer, section): &Key) -> Option<String> {
        let file = &self.files[*file];
        let stem = file.path.file_stem().unwrap_or_default().to_string_lossy();
        let words = name::of_place(&file.value, pointer);
        let first = match words.as_str() {
            "" => stem.to_string(),
            words => words.to_owned(),
        };
        let is_free = |name: &String| {
            let place = ComponentRef::new(*section, name).pointer();
            let is_given = self
                .names
                .iter()
                .any(|((_, _, other), given)| other == section && given == name);
            !is_given && self.files[DOCUMENT].value.pointer(place.as_str()).is_none()
        };
        let second = format!("{stem}.{words}");
        [first, second].into_iter().find(is_free)
    }

    /// The file and the place that a reference means, whatever other references are on the way.
    fn find(
        &mut self,
        file: FileId,
        reference: &str,
        kind: ObjectKind,
    ) -> Result<(FileId, Pointer), Fault> {
        let mut steps = 0;
        self.find_within(file, reference, kind, &mut steps)
    }

    fn find_within(
        &mut self,
        file: FileId,
        text: &str,
        kind: ObjectKind,
        steps: &mut usize,
    ) -> Result<(FileId, Pointer), Fault> {
        *steps += 1;
        if *steps > MAX_STEPS {
            return Err(Fault::Missing);
        }
        let target = Target::parse(text).ok_or(Fault::Missing)?;
        let mut file = self.file(file, &target.file)?;
        let mut at = Pointer::root();
        let mut rest: VecDeque<String> = target.pointer.parts().collect();
        loop {
            let value = self.files[file]
                .value
                .pointer(at.as_str())
                .ok_or(Fault::Missing)?;
            if let Some(part) = rest.front()
                && child(value, part).is_some()
            {
                at = at.child(part);
                rest.pop_front();
                continue;
            }
            let goes_on = if rest.is_empty() {
                is_only_reference(value) && (file != DOCUMENT || kind != ObjectKind::Schema)
            } else {
                true
            };
            if !goes_on {
                return Ok((file, at));
            }
            let next = reference(value).ok_or(Fault::Missing)?.to_owned();
            (file, at) = self.find_within(file, &next, kind, steps)?;
        }
    }

    /// The file that a reference names, read on first use.
    fn file(&mut self, from: FileId, relative: &str) -> Result<FileId, Fault> {
        if relative.is_empty() {
            return Ok(from);
        }
        let scheme = relative.split_once(':').map(|(scheme, _)| scheme);
        if relative.starts_with("//")
            || scheme.is_some_and(|scheme| scheme.bytes().all(|b| b.is_ascii_alphanumeric()))
        {
            return Err(Fault::Remote);
        }
        let folder = |path: &Path| path.parent().map(Path::to_owned).unwrap_or_default();
        let path = normal(&folder(&self.files[from].path).join(relative));
        let root = folder(&self.files[DOCUMENT].path);
        if Path::new(relative).is_absolute() || !is_inside(&path, &root) {
            return Err(Fault::Outside);
        }
        if let Some(known) = self.files.iter().position(|file| file.path == path) {
            return Ok(known);
        }
        let source = Source::read(&path).map_err(Fault::Unreadable)?;
        let value = parse(&source).map_err(Fault::Unreadable)?;
        self.files.push(File {
            path,
            source: Arc::new(source),
            value,
        });
        Ok(self.files.len() - 1)
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

/// The path without `.` and `..`, as far as its text goes.
fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir
                if matches!(normal.components().next_back(), Some(Component::Normal(_))) =>
            {
                normal.pop();
            }
            other => normal.push(other),
        }
    }
    normal
}

/// Whether a file is below a folder, whatever links lead to it.
fn is_inside(path: &Path, folder: &Path) -> bool {
    let folder = if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    };
    match (path.canonicalize(), folder.canonicalize()) {
        (Ok(path), Ok(folder)) => path.starts_with(folder),
        // A file that is not there: what reading it says is the better message.
        _ => !path.components().any(|part| part == Component::ParentDir),
    }
}
