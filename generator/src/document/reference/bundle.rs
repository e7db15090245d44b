//! Bundling: targets of references to other files become components of the document.

use std::collections::{HashMap, HashSet, VecDeque};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use serde_json::{Map, Value, json};

use crate::diagnostic::{Diagnostics, Pointer};
use crate::document::grammar::ObjectKind;
use crate::document::nodes::{nodes_of, visit};
use crate::document::parse::parse_lenient;
use crate::document::source::Source;

use super::error::ReferenceError;
use super::target::{
    Target, child, is_only_reference, local_reference, reference, similar_reference,
};
use super::{MAX_STEPS, is_read, name, operation_reference, section};
use crate::document::component::{ComponentRef, DeclaredNames, Section};

/// Copies the targets of references to other files into the document's `components`, transitively.
/// Path items and operations are copied in place of the reference. Files must be in the document's
/// folder or a subfolder.
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
    if let Some(file) = files.into_iter().next() {
        *document = file.value;
    }
    for (to, from, file) in moved {
        source.record_move_from(to, from, file);
    }
    if found.has_errors() {
        Err(found)
    } else {
        Ok((names, found))
    }
}

/// The index of a file; 0 is the document itself.
type FileId = usize;

const DOCUMENT: FileId = 0;

struct File {
    path: PathBuf,
    source: Arc<Source>,
    value: Value,
}

/// The target of a reference, and the section of its component.
type Key = (FileId, Pointer, Section);

/// The replacement of a reference to another file.
enum Replacement {
    /// A reference to a component.
    Reference(String),
    /// A path item or an operation, and where it was copied from.
    Copy(Value, (FileId, Pointer)),
}

struct Bundle {
    files: Vec<File>,
    /// The component of each target in another file.
    components: HashMap<Key, ComponentRef>,
    /// The names of the targets in their files.
    names: DeclaredNames,
    /// The components in use.
    assigned: HashSet<ComponentRef>,
    /// The targets that remain to be copied.
    pending: VecDeque<(Key, ObjectKind)>,
    moved: Vec<(Pointer, Pointer, Arc<Source>)>,
    /// The files that cannot be read, whose errors are in `found`.
    unreadable: HashSet<PathBuf>,
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
            components: HashMap::new(),
            names: DeclaredNames::default(),
            assigned: HashSet::new(),
            pending: VecDeque::new(),
            moved: Vec::new(),
            unreadable: HashSet::new(),
            found: Diagnostics::new(),
        }
    }

    fn run(&mut self) {
        let mut document = self.files[DOCUMENT].value.clone();
        self.name_aliased_targets(&document);
        self.rewrite(
            DOCUMENT,
            ObjectKind::Document,
            &mut document,
            &Pointer::root(),
            0,
        );
        self.files[DOCUMENT].value = document;
        while let Some((key, kind)) = self.pending.pop_front() {
            let (file, pointer, _) = &key;
            let value = self.files[*file].value.pointer(pointer.as_str());
            let (Some(mut value), Some(component)) = (value.cloned(), self.components.get(&key))
            else {
                continue;
            };
            let component = component.clone();
            self.rewrite(*file, kind, &mut value, pointer, 0);
            let source = Arc::clone(&self.files[*file].source);
            self.moved.push((component.pointer(), key.1, source));
            insert(&mut self.files[DOCUMENT].value, component, value);
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
            if !is_component || node.object.len() != 1 || Target::is_local(reference) {
                continue;
            }
            let found = self.resolve(DOCUMENT, reference, node.kind);
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
    fn rewrite(
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
                match self.replacement(file, kind, reference, depth) {
                    Ok(Replacement::Copy(new, (origin, target))) => {
                        let at = at.join(&node.pointer);
                        if kind == ObjectKind::Operation {
                            let source = &self.files[file].source;
                            let one = operation_reference(source, at.clone(), reference);
                            self.found.push(one);
                        }
                        if file == DOCUMENT {
                            let source = Arc::clone(&self.files[origin].source);
                            self.moved.push((at, target, source));
                        }
                        changes.push((node.pointer.clone(), String::new(), new));
                    }
                    Ok(Replacement::Reference(new)) => {
                        changes.push((node.pointer.clone(), key.to_owned(), json!(new)));
                    }
                    // A dangling value of a discriminator's `mapping` is ignored.
                    Err(_) if node.kind == ObjectKind::Discriminator => {}
                    Err(ReferenceError::Unreadable) => {}
                    Err(error) => {
                        let pointer = at.join(&node.pointer);
                        let similar = self.similar(file, reference);
                        let source = &self.files[file].source;
                        self.found
                            .push(error.at(source, kind, pointer, reference, similar));
                        if kind == ObjectKind::Schema {
                            changes.push((node.pointer.clone(), key.to_owned(), Value::Null));
                        }
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
                Value::Object(object) if new.is_null() => drop(object.shift_remove(&key)),
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

    /// Returns the replacement of a reference.
    fn replacement(
        &mut self,
        file: FileId,
        kind: ObjectKind,
        reference: &str,
        depth: usize,
    ) -> Result<Replacement, ReferenceError> {
        let (file, pointer) = self.resolve(file, reference, kind)?;
        let Some(section) = section(kind) else {
            if depth >= MAX_STEPS {
                return Err(ReferenceError::Missing);
            }
            let mut item = self.files[file]
                .value
                .pointer(pointer.as_str())
                .cloned()
                .ok_or(ReferenceError::Missing)?;
            self.rewrite(file, kind, &mut item, &pointer, depth + 1);
            return Ok(Replacement::Copy(item, (file, pointer)));
        };
        if file == DOCUMENT {
            return Ok(Replacement::Reference(local_reference(&pointer)));
        }
        let key = (file, pointer, section);
        if let Some(component) = self.components.get(&key) {
            return Ok(Replacement::Reference(component.to_string()));
        }
        let component = self.free_component(&key).ok_or(ReferenceError::NameTaken)?;
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
        let file = &self.files[*file];
        if pointer.parts().next().is_none() {
            let stem = file.path.file_stem()?;
            return Some(stem.to_string_lossy().into_owned());
        }
        name::declared(&file.value, pointer)
    }

    /// Returns an unused component for a target.
    ///
    /// It is named after the location or, for a whole file, after the file. If that name is taken,
    /// it is named after both.
    fn free_component(&self, (file, pointer, section): &Key) -> Option<ComponentRef> {
        let file = &self.files[*file];
        let stem = file.path.file_stem().unwrap_or_default().to_string_lossy();
        let location = name::from_location(&file.value, pointer);
        let first = match location.as_str() {
            "" => stem.to_string(),
            location => location.to_owned(),
        };
        let document = &self.files[DOCUMENT].value;
        let second = format!("{stem}.{location}");
        let components = [first, second].map(|name| ComponentRef::new(*section, name));
        components.into_iter().find(|component| {
            !self.assigned.contains(component) && component.declared_in(document).is_none()
        })
    }

    /// Returns the file and location of the target of a reference, through other references.
    fn resolve(
        &mut self,
        file: FileId,
        reference: &str,
        kind: ObjectKind,
    ) -> Result<(FileId, Pointer), ReferenceError> {
        let mut steps = 0;
        self.resolve_within(file, reference, kind, &mut steps)
    }

    fn resolve_within(
        &mut self,
        file: FileId,
        text: &str,
        kind: ObjectKind,
        steps: &mut usize,
    ) -> Result<(FileId, Pointer), ReferenceError> {
        *steps += 1;
        if *steps > MAX_STEPS {
            return Err(ReferenceError::Missing);
        }
        let target = Target::parse(text).ok_or(ReferenceError::Missing)?;
        let mut file = self.file(file, &target.file)?;
        let mut at = Pointer::root();
        let mut rest: VecDeque<_> = target.pointer.parts().collect();
        loop {
            let value = self.files[file]
                .value
                .pointer(at.as_str())
                .ok_or(ReferenceError::Missing)?;
            if let Some(part) = rest.front()
                && child(value, part).is_some()
            {
                at = at.child(part);
                rest.pop_front();
                continue;
            }
            let continues = if rest.is_empty() {
                is_only_reference(value) && (file != DOCUMENT || kind != ObjectKind::Schema)
            } else {
                true
            };
            if !continues {
                return Ok((file, at));
            }
            let next = reference(value).ok_or(ReferenceError::Missing)?.to_owned();
            (file, at) = self.resolve_within(file, &next, kind, steps)?;
        }
    }

    /// Returns the reference that may be meant by one whose target does not exist in its file.
    fn similar(&mut self, from: FileId, reference: &str) -> Option<String> {
        let target = Target::parse(reference)?;
        let file = self.file(from, &target.file).ok()?;
        similar_reference(&self.files[file].value, reference)
    }

    /// Returns the file that a reference names, and reads it on first use.
    fn file(&mut self, from: FileId, relative: &str) -> Result<FileId, ReferenceError> {
        if relative.is_empty() {
            return Ok(from);
        }
        let scheme = relative.split_once(':').map(|(scheme, _)| scheme);
        if relative.starts_with("//")
            || scheme.is_some_and(|scheme| scheme.bytes().all(|b| b.is_ascii_alphanumeric()))
        {
            return Err(ReferenceError::Remote);
        }
        let folder = |path: &Path| path.parent().map(Path::to_owned).unwrap_or_default();
        let path = normal(&folder(&self.files[from].path).join(relative));
        let root = folder(&self.files[DOCUMENT].path);
        if Path::new(relative).is_absolute() {
            return Err(ReferenceError::Outside);
        }
        if !path.exists() {
            return Err(ReferenceError::MissingFile(path));
        }
        if !is_inside(&path, &root) {
            return Err(ReferenceError::Outside);
        }
        if let Some(known) = self.files.iter().position(|file| file.path == path) {
            return Ok(known);
        }
        if self.unreadable.contains(&path) {
            return Err(ReferenceError::Unreadable);
        }
        match read(&path) {
            Ok((source, value, found)) => {
                self.found.extend(found);
                self.files.push(File {
                    path,
                    source: Arc::new(source),
                    value,
                });
                Ok(self.files.len() - 1)
            }
            Err(errors) => {
                self.found.extend(errors);
                self.unreadable.insert(path);
                Err(ReferenceError::Unreadable)
            }
        }
    }
}

fn read(path: &Path) -> Result<(Source, Value, Diagnostics), Diagnostics> {
    let source = Source::read(path)?;
    let (value, found) = parse_lenient(&source)?;
    Ok((source, value, found))
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

/// Removes `.` and `..` from a path, without reading the file system.
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

/// Returns `true` if a file is in a folder, with symbolic links resolved.
fn is_inside(path: &Path, folder: &Path) -> bool {
    let folder = if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    };
    match (path.canonicalize(), folder.canonicalize()) {
        (Ok(path), Ok(folder)) => path.starts_with(folder),
        _ => false,
    }
}
