//! Changes of types.

use crate::diagnostic::Pointer;
use crate::hash::{HashMap, HashSet};
use crate::model::{Docs, EnumShape, EnumType, SchemaId, Shape, ShapeKind, ValueVariant};
use crate::neutral::{self, code_span};

use super::change::*;
use super::{Change, Rule, Side, rust};

pub(super) fn compare(old: &Side, new: &Side, changes: &mut Vec<Change>) {
    for (id, shape) in &old.api.shapes {
        if !new.api.shapes.contains_key(id) {
            let message = "the type was removed".to_owned();
            changes.push(Change {
                rule: &TYPE_REMOVED,
                rust_path: shape.rust_path(),
                pointer: old.locations.schema(id),
                message,
            });
        }
    }
    for (id, shape) in &new.api.shapes {
        let mut types = Types {
            old,
            new,
            id,
            name: shape.rust_path(),
            changes,
        };
        match old.api.shapes.get(id) {
            None => types.add(&TYPE_ADDED, "the type was added"),
            Some(before) => types.compare(before, shape),
        }
    }
}

/// The comparison of one type.
pub(super) struct Types<'a> {
    pub(super) old: &'a Side,
    pub(super) new: &'a Side,
    pub(super) id: &'a SchemaId,
    /// The Rust type.
    pub(super) name: String,
    changes: &'a mut Vec<Change>,
}

impl Types<'_> {
    pub(super) fn add(&mut self, rule: &'static Rule, message: impl Into<String>) {
        let pointer = self.new.locations.schema(self.id);
        self.add_at(rule, self.name.clone(), pointer, message);
    }

    pub(super) fn add_at(
        &mut self,
        rule: &'static Rule,
        rust_path: String,
        pointer: Pointer,
        message: impl Into<String>,
    ) {
        self.changes.push(Change {
            rule,
            rust_path,
            pointer,
            message: message.into(),
        });
    }

    pub(super) fn add_member(
        &mut self,
        rule: &'static Rule,
        member: &str,
        message: impl Into<String>,
    ) {
        let pointer = self.new.locations.schema(self.id);
        self.add_at(rule, format!("{}::{member}", self.name), pointer, message);
    }

    fn compare(&mut self, old: &Shape<SchemaId>, new: &Shape<SchemaId>) {
        if old.rust_path() != new.rust_path() {
            self.add(&TYPE_RENAMED, format!("was named `{}`", old.rust_path()));
        }
        if let Some(message) = docs_change(&old.docs, &new.docs) {
            self.add(&TYPE_DOCS, message);
        }
        match (&old.kind, &new.kind) {
            (ShapeKind::Struct(old), ShapeKind::Struct(new)) => self.structs(old, new),
            (ShapeKind::Enum(old), ShapeKind::Enum(new)) if old.ty == new.ty => {
                self.enums(old, new);
            }
            (ShapeKind::Union(old), ShapeKind::Union(new)) => self.unions(old, new),
            (ShapeKind::Alias(before), ShapeKind::Alias(after))
            | (ShapeKind::Recursive(before), ShapeKind::Recursive(after)) => {
                let before = rust::ty(&self.old.api, before);
                let after = rust::ty(&self.new.api, after);
                if before != after {
                    self.add(&TYPE_CHANGED, format!("was `{before}`, is `{after}`"));
                }
            }
            (old, new) => {
                let message = format!("was {}, is {}", kind(old), kind(new));
                self.add(&TYPE_CHANGED, message);
            }
        }
    }

    fn enums(&mut self, old: &EnumShape, new: &EnumShape) {
        let after: HashSet<&str> = new.variants.iter().map(|it| it.value.as_str()).collect();
        for variant in &old.variants {
            if !after.contains(variant.value.as_str()) {
                let message = format!("the value {} was removed", code_span(&variant.value));
                self.add_member(&VALUE_REMOVED, variant.rust_name.as_str(), message);
            }
        }
        let before: HashMap<&str, &ValueVariant> = old
            .variants
            .iter()
            .map(|variant| (variant.value.as_str(), variant))
            .collect();
        for variant in &new.variants {
            let ValueVariant {
                rust_name,
                value,
                docs,
            } = variant;
            let name = rust_name.as_str();
            let Some(before) = before.get(value.as_str()) else {
                let message = format!("the value {} was added", code_span(value));
                self.add_member(&VALUE_ADDED, name, message);
                continue;
            };
            if before.rust_name != *rust_name {
                let message = format!("was named `{}`", before.rust_name);
                self.add_member(&VALUE_RENAMED, name, message);
            }
            if let Some(message) = docs_change(&before.docs, docs) {
                self.add_member(&VALUE_DOCS, name, message);
            }
        }
    }
}

fn kind(kind: &ShapeKind<SchemaId>) -> &'static str {
    match kind {
        ShapeKind::Struct(_) => "a struct",
        ShapeKind::Enum(EnumShape { ty, .. }) => match ty {
            EnumType::String => "an enum of strings",
            EnumType::Integer => "an enum of integers",
        },
        ShapeKind::Union(_) => "an enum of types",
        ShapeKind::Alias(_) => "a type alias",
        ShapeKind::Recursive(_) => "a struct of itself",
    }
}

/// Returns the message about a change of an item's documentation: of the first part that differs,
/// short ones before the description.
pub(super) fn docs_change(old: &Docs, new: &Docs) -> Option<String> {
    match (old.deprecated, new.deprecated) {
        (false, true) => return Some("is deprecated".to_owned()),
        (true, false) => return Some("is no longer deprecated".to_owned()),
        _ => {}
    }
    if old.notes != new.notes {
        let notes = |docs: &Docs| {
            if docs.notes.is_empty() {
                "none".to_owned()
            } else {
                format!("“{}”", neutral::line(&docs.notes.join(" ")))
            }
        };
        let (old, new) = (notes(old), notes(new));
        return Some(format!("the documented constraints were {old}, are {new}"));
    }
    (old.text != new.text).then(|| "the description changed".to_owned())
}
