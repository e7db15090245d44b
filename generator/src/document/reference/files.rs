//! The files that references lead to.

use std::collections::{BTreeSet, VecDeque};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use percent_encoding::percent_decode_str;
use serde_json::Value;

use crate::diagnostic::{Diagnostics, Pointer};
use crate::document::dialect::{Dialect, Identifiers, objects};
use crate::document::grammar::ObjectKind;
use crate::document::nodes::nodes;
use crate::document::parse::parse_lenient;
use crate::document::source::Source;
use crate::document::uri;
use crate::hash::{HashMap, HashSet};

use super::MAX_STEPS;
use super::error::ReferenceError;
use super::target::{child, is_alias, local_reference, reference, similar_reference};

/// The index of a file; 0 is the document itself.
pub(super) type FileId = usize;

pub(super) const DOCUMENT: FileId = 0;

/// A location of a file.
pub(super) type Location = (FileId, Pointer);

/// A file, with the value that was read.
pub(super) struct File {
    pub path: PathBuf,
    pub source: Arc<Source>,
    pub value: Value,
    identifiers: Identifiers,
}

/// The document and the files that its references lead to, which are read on first use.
pub(super) struct Files {
    pub list: Vec<File>,
    /// The location of each schema and document with a URI of its own, by the URI.
    resources: HashMap<String, Location>,
    /// The files that cannot be read, with their errors until these are reported.
    unreadable: HashMap<PathBuf, Diagnostics>,
    /// The files that do not exist.
    pub missing: BTreeSet<PathBuf>,
    /// `true` if all files are read that references may lead to.
    is_complete: bool,
    /// The problems in the files.
    pub found: Diagnostics,
}

impl Files {
    pub fn new(source: &Source, value: Value) -> Self {
        let path = normal(source.path());
        let identifiers = match Dialect::declared(&value) {
            Some(Dialect::V3_1 | Dialect::V3_2) => Identifiers::of_document(&nodes(&value)),
            Some(Dialect::V3_0) | None => Identifiers::default(),
        };
        let mut files = Self {
            list: Vec::new(),
            resources: HashMap::default(),
            unreadable: HashMap::default(),
            missing: BTreeSet::new(),
            is_complete: false,
            found: Diagnostics::new(),
        };
        files.add(File {
            path,
            source: Arc::new(source.clone()),
            value,
            identifiers,
        });
        files
    }

    fn add(&mut self, file: File) -> FileId {
        let id = self.list.len();
        for (uri, at) in file.identifiers.resources() {
            let known = self.resources.entry(uri.clone());
            known.or_insert_with(|| (id, at.clone()));
        }
        self.list.push(file);
        id
    }

    /// Returns the file and location of the target of a reference in the object at `from`, through
    /// other references.
    pub fn resolve(
        &mut self,
        from: &Location,
        text: &str,
        kind: ObjectKind,
    ) -> Result<Location, ReferenceError> {
        match self.resolve_within(from, text, kind, &mut Vec::new()) {
            Err(ReferenceError::Remote | ReferenceError::MissingFile(_)) if !self.is_complete => {
                self.read_all();
                self.resolve_within(from, text, kind, &mut Vec::new())
            }
            resolved => resolved,
        }
    }

    /// Resolves a reference. `followed` are the locations of the references that lead to it.
    fn resolve_within(
        &mut self,
        from: &Location,
        text: &str,
        kind: ObjectKind,
        followed: &mut Vec<Location>,
    ) -> Result<Location, ReferenceError> {
        let (mut file, target) = self.located(from, text)?;
        let mut at = Pointer::root();
        let mut rest: VecDeque<_> = target.parts().collect();
        loop {
            let value = self.list[file]
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
                is_alias(value, kind) && (file != DOCUMENT || kind != ObjectKind::Schema)
            } else {
                true
            };
            if !continues {
                return Ok((file, at));
            }
            let next = reference(value).ok_or(ReferenceError::Missing)?.to_owned();
            let link = (file, at);
            if let Some(start) = followed.iter().position(|known| *known == link) {
                return Err(ReferenceError::Cycle(self.texts(&followed[start..])));
            }
            if followed.len() == MAX_STEPS {
                return Err(ReferenceError::Missing);
            }
            followed.push(link.clone());
            (file, at) = self.resolve_within(&link, &next, kind, followed)?;
        }
    }

    /// Returns the file of a reference and the location in it, which may not exist.
    fn located(&mut self, from: &Location, text: &str) -> Result<Location, ReferenceError> {
        let (file, at) = from;
        let (path, fragment) = text.split_once('#').unwrap_or((text, ""));
        let own = &self.list[*file];
        if path.is_empty() {
            let target = own.identifiers.target(&own.value, at, text);
            return Ok((*file, target.ok_or(ReferenceError::Missing)?));
        }
        let identified = if self.resources.is_empty() {
            None
        } else {
            let (_, base) = own.identifiers.resource(at);
            self.resources.get(&uri::resolve(base, path)).cloned()
        };
        let (file, resource) = match identified {
            Some(resource) => resource,
            None => {
                let path = percent_decode_str(path).decode_utf8();
                let path = path.map_err(|_| ReferenceError::Missing)?;
                (self.file(*file, &path)?, Pointer::root())
            }
        };
        let target = self.list[file].identifiers.fragment(&resource, fragment);
        Ok((file, target.ok_or(ReferenceError::Missing)?))
    }

    /// Returns the reference that may be meant by one whose target does not exist in its file.
    pub fn similar(&mut self, from: FileId, reference: &str) -> Option<String> {
        let (path, _) = reference.split_once('#')?;
        let file = self.file(from, path).ok()?;
        similar_reference(&self.list[file].value, reference)
    }

    /// Returns the path of a file, relative to the folder of the document.
    pub fn relative_path(&self, file: FileId) -> &Path {
        self.relative(&self.list[file].path)
    }

    fn relative<'p>(&self, path: &'p Path) -> &'p Path {
        let folder = self.list[DOCUMENT].path.parent();
        let relative = folder.and_then(|folder| path.strip_prefix(folder).ok());
        relative.unwrap_or(path)
    }

    /// Returns the references to locations, relative to the document.
    pub fn texts(&self, locations: &[Location]) -> Vec<String> {
        let text = |(file, at): &Location| {
            let path = match *file {
                DOCUMENT => Path::new(""),
                file => self.relative_path(file),
            };
            match at.as_str() {
                "" => slashed(path),
                _ => format!("{}{}", slashed(path), local_reference(at)),
            }
        };
        locations.iter().map(text).collect()
    }

    /// Reads the files that references in any file lead to, since one of them may have the
    /// identifier that a reference names.
    fn read_all(&mut self) {
        self.is_complete = true;
        let mut file = 0;
        while file < self.list.len() {
            let mut paths: HashSet<String> = HashSet::default();
            objects(
                &self.list[file].value,
                Pointer::root(),
                false,
                &mut |object, _| {
                    let reference = object.get("$ref").and_then(Value::as_str);
                    let path = reference.and_then(|reference| reference.split('#').next());
                    let path = path.and_then(|path| percent_decode_str(path).decode_utf8().ok());
                    paths.extend(path.map(|path| path.into_owned()));
                },
            );
            let mut paths: Vec<String> = paths.into_iter().collect();
            paths.sort();
            for path in paths {
                if let Ok(path) = self.path(file, &path) {
                    // Errors are reported for a reference that is followed.
                    let _ = self.read(path);
                }
            }
            file += 1;
        }
    }

    /// Returns the file that a reference names, and reads it on first use.
    fn file(&mut self, from: FileId, relative: &str) -> Result<FileId, ReferenceError> {
        if relative.is_empty() {
            return Ok(from);
        }
        let path = self.path(from, relative)?;
        let file = self.read(path.clone());
        if let Some(errors) = self.unreadable.get_mut(&path) {
            self.found.extend(std::mem::take(errors));
        }
        file
    }

    /// Returns the path of the file that a reference names.
    fn path(&mut self, from: FileId, relative: &str) -> Result<PathBuf, ReferenceError> {
        if relative.starts_with("//") || uri::is_absolute(relative) {
            return Err(ReferenceError::Remote);
        }
        let folder = |path: &Path| path.parent().map(Path::to_owned).unwrap_or_default();
        let path = normal(&folder(&self.list[from].path).join(relative));
        let root = folder(&self.list[DOCUMENT].path);
        if Path::new(relative).is_absolute() {
            return Err(ReferenceError::Outside);
        }
        if !path.exists() {
            self.missing.insert(path.clone());
            return Err(ReferenceError::MissingFile(path));
        }
        if is_inside(&path, &root) {
            Ok(path)
        } else {
            Err(ReferenceError::Outside)
        }
    }

    /// Returns the file at a path, and reads it on first use.
    fn read(&mut self, path: PathBuf) -> Result<FileId, ReferenceError> {
        if let Some(known) = self.list.iter().position(|file| file.path == path) {
            return Ok(known);
        }
        if self.unreadable.contains_key(&path) {
            return Err(ReferenceError::Unreadable);
        }
        match read(&path) {
            Ok((source, value, found)) => {
                self.found.extend(found);
                let location = slashed(self.relative(&path));
                let identifiers = Identifiers::of_file(&value, location);
                Ok(self.add(File {
                    path,
                    source: Arc::new(source),
                    value,
                    identifiers,
                }))
            }
            Err(errors) => {
                self.unreadable.insert(path, errors);
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

/// Returns a path as it is written in a URI.
fn slashed(path: &Path) -> String {
    let parts: Vec<_> = path
        .components()
        .map(|part| part.as_os_str().to_string_lossy())
        .collect();
    parts.join("/")
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
