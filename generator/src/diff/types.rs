//! Changes of types.

use crate::diagnostic::Pointer;
use crate::hash::HashMap;
use crate::model::{
    Docs, EnumShape, EnumType, Field, Presence, SchemaId, Shape, ShapeKind, Struct, UnionShape,
};
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
struct Types<'a> {
    old: &'a Side,
    new: &'a Side,
    id: &'a SchemaId,
    /// The Rust type.
    name: String,
    changes: &'a mut Vec<Change>,
}

impl Types<'_> {
    fn add(&mut self, rule: &'static Rule, message: impl Into<String>) {
        let pointer = self.new.locations.schema(self.id);
        self.add_at(rule, self.name.clone(), pointer, message);
    }

    fn add_at(
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

    fn add_member(&mut self, rule: &'static Rule, member: &str, message: impl Into<String>) {
        let pointer = self.new.locations.schema(self.id);
        self.add_at(rule, format!("{}::{member}", self.name), pointer, message);
    }

    fn compare(&mut self, old: &Shape<SchemaId>, new: &Shape<SchemaId>) {
        if old.name != new.name {
            self.add(&TYPE_RENAMED, format!("was named `{}`", old.name));
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

    fn structs(&mut self, old: &Struct<SchemaId>, new: &Struct<SchemaId>) {
        match (old.role.is_sent(), new.role.is_sent()) {
            (true, false) => self.add(&TYPE_NO_LONGER_SENT, "no longer has `new` and setters"),
            (false, true) => self.add(&TYPE_NOW_SENT, "has `new` and setters"),
            _ => {}
        }
        let before: HashMap<&str, &Field<SchemaId>> = by_name(&old.fields);
        let after: HashMap<&str, &Field<SchemaId>> = by_name(&new.fields);
        for field in &old.fields {
            if !after.contains_key(field.json_name.as_str()) {
                let rust_path = format!("{}.{}", self.name, field.rust_name);
                let pointer = self.old.locations.property(self.id, &field.json_name);
                let message = format!(
                    "the field was removed, its type was `{}`",
                    rust::field(&self.old.api, field)
                );
                self.add_at(&FIELD_REMOVED, rust_path, pointer, message);
            }
        }
        for field in &new.fields {
            match before.get(field.json_name.as_str()) {
                None => self.new_field(field),
                Some(before) => self.field(before, field),
            }
        }
    }

    fn new_field(&mut self, field: &Field<SchemaId>) {
        let ty = rust::field(&self.new.api, field);
        let (rule, message) = if field.is_argument {
            (
                &REQUIRED_FIELD_ADDED,
                format!("the field was added as an argument of `new`: `{ty}`"),
            )
        } else {
            (&FIELD_ADDED, format!("the field was added: `{ty}`"))
        };
        self.add_field(rule, field, message);
    }

    fn field(&mut self, old: &Field<SchemaId>, new: &Field<SchemaId>) {
        if old.rust_name != new.rust_name {
            let message = format!("was named `{}`", old.rust_name);
            self.add_field(&FIELD_RENAMED, new, message);
        }
        let (before, after) = (
            rust::ty(&self.old.api, &old.ty),
            rust::ty(&self.new.api, &new.ty),
        );
        let whole = format!(
            "was `{}`, is `{}`",
            rust::field(&self.old.api, old),
            rust::field(&self.new.api, new)
        );
        match (old.presence, new.presence) {
            _ if before != after => self.add_field(&FIELD_TYPE, new, whole),
            (before, after) if before == after => match (old.is_argument, new.is_argument) {
                (false, true) => {
                    self.add_field(&FIELD_REQUIRED, new, "is an argument of `new`");
                }
                (true, false) => {
                    self.add_field(&FIELD_OPTIONAL, new, "is no longer an argument of `new`");
                }
                _ => {}
            },
            (_, Presence::Required) => self.add_field(&FIELD_REQUIRED, new, whole),
            (Presence::Required, _) => self.add_field(&FIELD_OPTIONAL, new, whole),
            _ => self.add_field(&FIELD_TYPE, new, whole),
        }
        if old.constant != new.constant {
            self.add_field(&FIELD_CONSTANT, new, "the constant changed");
        }
        if let Some(message) = docs_change(&old.docs, &new.docs) {
            self.add_field(&FIELD_DOCS, new, message);
        }
    }

    fn add_field(
        &mut self,
        rule: &'static Rule,
        field: &Field<SchemaId>,
        message: impl Into<String>,
    ) {
        let rust_path = format!("{}.{}", self.name, field.rust_name);
        let pointer = self.new.locations.property(self.id, &field.json_name);
        self.add_at(rule, rust_path, pointer, message);
    }

    fn enums(&mut self, old: &EnumShape, new: &EnumShape) {
        for variant in &old.variants {
            if !new.variants.iter().any(|it| it.value == variant.value) {
                let message = format!("the value {} was removed", code_span(&variant.value));
                self.add_member(&VALUE_REMOVED, variant.rust_name.as_str(), message);
            }
        }
        for variant in &new.variants {
            if !old.variants.iter().any(|it| it.value == variant.value) {
                let message = format!("the value {} was added", code_span(&variant.value));
                self.add_member(&VALUE_ADDED, variant.rust_name.as_str(), message);
            }
        }
    }

    fn unions(&mut self, old: &UnionShape<SchemaId>, new: &UnionShape<SchemaId>) {
        for variant in &old.variants {
            let mut after = new.variants.iter();
            if !after.any(|it| it.rust_name == variant.rust_name) {
                let name = variant.rust_name.as_str();
                self.add_member(&VARIANT_REMOVED, name, "the variant was removed");
            }
        }
        for variant in &new.variants {
            let name = variant.rust_name.as_str();
            let mut before = old.variants.iter();
            let after = rust::ty(&self.new.api, &variant.ty);
            match before.find(|it| it.rust_name == variant.rust_name) {
                None => {
                    self.add_member(
                        &VARIANT_ADDED,
                        name,
                        format!("the variant was added: `{after}`"),
                    );
                }
                Some(before) => {
                    let before = rust::ty(&self.old.api, &before.ty);
                    if before != after {
                        let message = format!("was `{before}`, is `{after}`");
                        self.add_member(&VARIANT_TYPE, name, message);
                    }
                }
            }
        }
    }
}

fn by_name(fields: &[Field<SchemaId>]) -> HashMap<&str, &Field<SchemaId>> {
    let fields = fields.iter();
    fields
        .map(|field| (field.json_name.as_str(), field))
        .collect()
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

/// Returns the message about a change of an item's documentation. Facts come first, as they are
/// short.
pub(super) fn docs_change(old: &Docs, new: &Docs) -> Option<String> {
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
    if !old.deprecated && new.deprecated {
        return Some("is deprecated".to_owned());
    }
    (old.text != new.text).then(|| "the description changed".to_owned())
}
