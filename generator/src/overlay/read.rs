//! Parsing of overlays.

use std::path::Path;
use std::sync::Arc;

use serde_json::{Map, Value};
use serde_json_path::JsonPath;

use super::target::TargetPath;
use super::versions::Versions;
use super::{Action, Change, Overlay};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Pointer};
use crate::document::{Source, documents_in, parse};

impl Overlay {
    /// Reads an overlay from a YAML or JSON file.
    ///
    /// # Errors
    /// Returns an error if the file cannot be read or is not a valid overlay of version 1.0 or 1.1.
    pub fn load(path: impl AsRef<Path>) -> Result<Self, Diagnostics> {
        Self::from_source(Source::read(path)?)
    }

    /// Reads every overlay of a folder, in the order of their names.
    ///
    /// # Errors
    /// Returns an error if the folder cannot be read or any file is not a valid overlay.
    pub fn load_folder(folder: impl AsRef<Path>) -> Result<Vec<Self>, Diagnostics> {
        let mut overlays = Vec::new();
        let mut found = Diagnostics::new();
        for (_, path) in documents_in(folder.as_ref())? {
            match Self::load(path) {
                Ok(overlay) => overlays.push(overlay),
                Err(errors) => found.extend(errors),
            }
        }
        found.into_result(overlays)
    }

    /// Parses an overlay.
    ///
    /// # Errors
    /// Returns an error if the source is not a valid overlay of version 1.0 or 1.1.
    pub fn from_source(source: Source) -> Result<Self, Diagnostics> {
        let root = parse(&source)?;
        let mut parser = OverlayParser {
            source: &source,
            found: Diagnostics::new(),
            declared_versions: Vec::new(),
        };
        let actions = parser.overlay(root);
        let declared_versions = parser.declared_versions;
        let actions = parser.found.into_result(actions)?;
        Ok(Self {
            source: Arc::new(source),
            actions,
            declared_versions,
        })
    }
}

struct OverlayParser<'s> {
    source: &'s Source,
    found: Diagnostics,
    declared_versions: Vec<(Pointer, Versions)>,
}

impl OverlayParser<'_> {
    fn error(&mut self, at: &Pointer, message: impl Into<String>) {
        self.found.push(self.diagnostic(at, message));
    }

    fn diagnostic(&self, at: &Pointer, message: impl Into<String>) -> Diagnostic {
        self.source
            .diagnostic(Code::InvalidOverlay, at.clone(), message)
    }

    fn overlay(&mut self, root: Value) -> Vec<Action> {
        let at = Pointer::root();
        let Value::Object(mut root) = root else {
            self.error(&at, "an overlay must be an object");
            return Vec::new();
        };
        self.known_keys(&root, &["overlay", "info", "extends", "actions"], &at);
        match root.get("overlay").and_then(Value::as_str) {
            Some(version) if version.starts_with("1.0.") || version.starts_with("1.1.") => {}
            _ => {
                let message = "`overlay` must be the specification version `1.0.x` or `1.1.x`";
                let diagnostic = self.diagnostic(&at.child("overlay"), message);
                self.found.push(diagnostic.help("declare `overlay: 1.1.0`"));
            }
        }
        for key in ["title", "version"] {
            let text = root.get("info").and_then(|info| info.get(key));
            if !text.is_some_and(Value::is_string) {
                self.error(
                    &at.child("info"),
                    format!("the overlay requires the string `info.{key}`"),
                );
            }
        }
        if root
            .get("extends")
            .is_some_and(|extends| !extends.is_string())
        {
            self.error(
                &at.child("extends"),
                "`extends` must be a string (a URI reference)",
            );
        }
        let versions = self.versions(&root, &at);
        match root.shift_remove("actions") {
            Some(Value::Array(actions)) if !actions.is_empty() => {
                self.actions(actions, versions.as_ref(), &at.child("actions"))
            }
            _ => {
                self.error(&at.child("actions"), "`actions` must be a non-empty array");
                Vec::new()
            }
        }
    }

    fn actions(
        &mut self,
        actions: Vec<Value>,
        versions: Option<&Versions>,
        at: &Pointer,
    ) -> Vec<Action> {
        let mut parsed = Vec::new();
        for (index, action) in actions.into_iter().enumerate() {
            let at = at.index(index);
            match action {
                Value::Object(action) => parsed.extend(self.action(action, versions, at)),
                _ => self.error(&at, "an action must be an object"),
            }
        }
        parsed
    }

    fn action(
        &mut self,
        mut action: Map<String, Value>,
        versions: Option<&Versions>,
        pointer: Pointer,
    ) -> Option<Action> {
        let known = ["target", "description", "update", "copy", "remove"];
        self.known_keys(&action, &known, &pointer);
        if action.get("description").is_some_and(|it| !it.is_string()) {
            self.error(
                &pointer.child("description"),
                "`description` must be a string",
            );
        }
        let own = self.versions(&action, &pointer);
        let target = match action.get("target") {
            Some(target) => {
                let path = self.path(target, &pointer.child("target"));
                path.map(|path| TargetPath::new(target.as_str().unwrap_or_default(), path))
            }
            None => {
                self.error(&pointer, "the action requires a `target`");
                None
            }
        };
        let change = self.change(&mut action, &pointer);
        Some(Action {
            target: target?,
            versions: own.or_else(|| versions.cloned()),
            change: change?,
            pointer,
        })
    }

    /// Returns the change of an action. `remove` precedes `update`, which precedes `copy` (Overlay
    /// 1.1, "Action Object").
    fn change(&mut self, action: &mut Map<String, Value>, at: &Pointer) -> Option<Change> {
        let update = action.shift_remove("update");
        let copy = action.shift_remove("copy");
        let remove = action
            .shift_remove("remove")
            .filter(|remove| remove != false);
        match (remove, update, copy) {
            (Some(Value::Bool(_)), _, _) => Some(Change::Remove),
            (Some(_), _, _) => {
                self.error(&at.child("remove"), "`remove` must be a boolean");
                None
            }
            (None, Some(update), _) => Some(Change::Update(update)),
            (None, None, Some(copy)) => self.path(&copy, &at.child("copy")).map(Change::Copy),
            (None, None, None) => {
                self.error(
                    at,
                    "the action requires one of `update`, `copy` and `remove: true`",
                );
                None
            }
        }
    }

    fn path(&mut self, value: &Value, at: &Pointer) -> Option<JsonPath> {
        let Some(text) = value.as_str() else {
            self.error(at, "a JSONPath must be a string");
            return None;
        };
        if let Some(limit) = exceeded_limit(text) {
            self.error(at, format!("the JSONPath {limit}"));
            return None;
        }
        match JsonPath::parse(text) {
            Ok(path) => Some(path),
            Err(error) => {
                let message = format!("`{text}` is not a valid JSONPath (RFC 9535): {error}");
                self.error(at, message);
                None
            }
        }
    }

    fn versions(&mut self, object: &Map<String, Value>, at: &Pointer) -> Option<Versions> {
        let value = object.get("x-versions")?;
        let at = at.child("x-versions");
        let texts: Option<Vec<&str>> = match value {
            Value::Array(elements) => elements.iter().map(Value::as_str).collect(),
            _ => None,
        };
        let Some(texts) = texts else {
            // An unquoted 2.10 is the number 2.1.
            let help = "quote the versions: `x-versions: [\"2.7..2.11\", \"Preview\"]`";
            let diagnostic = self.diagnostic(&at, "`x-versions` must be an array of strings");
            self.found.push(diagnostic.help(help));
            return None;
        };
        if texts.is_empty() {
            let diagnostic =
                self.diagnostic(&at, "`x-versions` is empty: it applies to no document");
            let help = "list versions, or remove `x-versions` for all documents";
            self.found.push(diagnostic.help(help));
            return None;
        }
        match Versions::parse(texts.into_iter()) {
            Ok(versions) => {
                self.declared_versions.push((at, versions.clone()));
                Some(versions)
            }
            Err(message) => {
                self.error(&at, message);
                None
            }
        }
    }

    fn known_keys(&mut self, object: &Map<String, Value>, known: &[&str], at: &Pointer) {
        for key in object.keys() {
            if !known.contains(&key.as_str()) && !key.starts_with("x-") {
                let known = known.join("`, `");
                let message = format!("unknown key `{key}`: expected one of `{known}`");
                self.error(&at.child(key), message);
            }
        }
    }
}

/// The greatest length of a JSONPath in bytes.
const MAX_PATH: usize = 4096;

/// The greatest nesting of brackets and parentheses, since parsing them is recursive.
const MAX_NESTING: usize = 32;

/// The greatest number of descendant segments (`..`): each multiplies the number of matches.
const MAX_DESCENDANTS: usize = 2;

/// Returns the limit that a JSONPath exceeds, as the end of a sentence.
fn exceeded_limit(path: &str) -> Option<String> {
    let mut depth = 0_usize;
    let mut deepest = 0;
    for character in path.bytes() {
        match character {
            b'(' | b'[' => depth += 1,
            b')' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    if path.len() > MAX_PATH {
        Some(format!("is longer than {MAX_PATH} bytes"))
    } else if deepest > MAX_NESTING {
        Some(format!("nests more than {MAX_NESTING} brackets"))
    } else if path.matches("..").count() > MAX_DESCENDANTS {
        Some(format!("has more than {MAX_DESCENDANTS} segments `..`"))
    } else {
        None
    }
}
