//! Reading an overlay's file.

use std::path::Path;

use serde_json::{Map, Value};
use serde_json_path::JsonPath;

use super::versions::Versions;
use super::{Action, Change, Overlay};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Pointer};
use crate::document::{Source, documents_in, parse};

impl Overlay {
    /// Reads an overlay.
    ///
    /// # Errors
    /// When the file cannot be read, is no overlay 1.x, or an action lacks its reason, has no
    /// single change, or a path that is none.
    pub fn load(path: impl AsRef<Path>) -> Result<Self, Diagnostics> {
        Self::from_source(Source::read(path)?)
    }

    /// Reads every overlay of a folder, in the order of their names.
    ///
    /// # Errors
    /// When the folder cannot be read, and as [`Overlay::load`].
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

    /// Reads an overlay whose text is already there.
    ///
    /// # Errors
    /// As [`Overlay::load`].
    pub fn from_source(source: Source) -> Result<Self, Diagnostics> {
        let root = parse(&source)?;
        let mut reader = OverlayReader {
            source: &source,
            found: Diagnostics::new(),
        };
        let actions = reader.overlay(root);
        reader
            .found
            .into_result(actions)
            .map(|actions| Self { source, actions })
    }
}

struct OverlayReader<'s> {
    source: &'s Source,
    found: Diagnostics,
}

impl OverlayReader<'_> {
    fn refuse(&mut self, at: &Pointer, message: impl Into<String>) {
        self.found.push(self.invalid(at, message));
    }

    fn invalid(&self, at: &Pointer, message: impl Into<String>) -> Diagnostic {
        self.source
            .diagnostic(Code::InvalidOverlay, at.clone(), message)
    }

    fn overlay(&mut self, root: Value) -> Vec<Action> {
        let at = Pointer::root();
        let Value::Object(mut root) = root else {
            self.refuse(&at, "an overlay is an object");
            return Vec::new();
        };
        self.known_keys(&root, &["overlay", "info", "extends", "actions"], &at);
        match root.get("overlay").and_then(Value::as_str) {
            Some(version) if version.starts_with("1.0.") || version.starts_with("1.1.") => {}
            _ => self.refuse(
                &at.child("overlay"),
                "the overlay must say `overlay: 1.1.0`",
            ),
        }
        for key in ["title", "version"] {
            let text = root.get("info").and_then(|info| info.get(key));
            if !text.is_some_and(Value::is_string) {
                self.refuse(
                    &at.child("info"),
                    format!("the overlay lacks the text `info.{key}`"),
                );
            }
        }
        if root
            .get("extends")
            .is_some_and(|extends| !extends.is_string())
        {
            self.refuse(&at.child("extends"), "`extends` is text: a URI reference");
        }
        let versions = self.versions(&root, &at);
        match root.shift_remove("actions") {
            Some(Value::Array(actions)) if !actions.is_empty() => {
                self.actions(actions, versions.as_ref(), &at.child("actions"))
            }
            _ => {
                self.refuse(&at.child("actions"), "the overlay has no list of `actions`");
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
        let mut read = Vec::new();
        for (index, action) in actions.into_iter().enumerate() {
            let at = at.index(index);
            match action {
                Value::Object(action) => read.extend(self.action(action, versions, at)),
                _ => self.refuse(&at, "an action is an object"),
            }
        }
        read
    }

    fn action(
        &mut self,
        mut action: Map<String, Value>,
        versions: Option<&Versions>,
        pointer: Pointer,
    ) -> Option<Action> {
        let known = ["target", "description", "update", "copy", "remove"];
        self.known_keys(&action, &known, &pointer);
        let reason = action
            .get("description")
            .and_then(Value::as_str)
            .unwrap_or_default();
        if reason.trim().is_empty() {
            self.refuse(
                &pointer,
                "the action lacks a `description` that says why it is there",
            );
        }
        let own = self.versions(&action, &pointer);
        let target = match action.get("target") {
            Some(target) => self.path(target, &pointer.child("target")),
            None => {
                self.refuse(&pointer, "the action lacks its `target`");
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

    fn change(&mut self, action: &mut Map<String, Value>, at: &Pointer) -> Option<Change> {
        let update = action.shift_remove("update");
        let copy = action.shift_remove("copy");
        let remove = action
            .shift_remove("remove")
            .filter(|remove| remove != false);
        match (update, copy, remove) {
            (Some(update), None, None) => Some(Change::Update(update)),
            (None, Some(copy), None) => self.path(&copy, &at.child("copy")).map(Change::Copy),
            (None, None, Some(Value::Bool(_))) => Some(Change::Remove),
            (None, None, Some(_)) => {
                self.refuse(&at.child("remove"), "`remove` must be true or false");
                None
            }
            _ => {
                self.refuse(
                    at,
                    "the action needs one of `update`, `copy` and `remove: true`",
                );
                None
            }
        }
    }

    fn path(&mut self, value: &Value, at: &Pointer) -> Option<JsonPath> {
        let Some(text) = value.as_str() else {
            self.refuse(at, "a JSONPath is text");
            return None;
        };
        match JsonPath::parse(text) {
            Ok(path) => Some(path),
            Err(error) => {
                self.refuse(at, format!("`{text}` is no JSONPath (RFC 9535): {error}"));
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
            let help = "write `[\"2.7..2.11\", \"Preview\"]`, each in quotes";
            let diagnostic = self.invalid(&at, "`x-versions` must be a list of text");
            self.found.push(diagnostic.help(help));
            return None;
        };
        match Versions::parse(texts.into_iter()) {
            Ok(versions) => Some(versions),
            Err(message) => {
                self.refuse(&at, message);
                None
            }
        }
    }

    fn known_keys(&mut self, object: &Map<String, Value>, known: &[&str], at: &Pointer) {
        for key in object.keys() {
            if !known.contains(&key.as_str()) && !key.starts_with("x-") {
                let message = format!("`{key}` is none of `{}`", known.join("`, `"));
                self.refuse(&at.child(key), message);
            }
        }
    }
}
