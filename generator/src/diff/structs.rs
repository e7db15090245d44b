//! Changes of structs: their fields, constructors and setters.

use crate::hash::HashMap;
use crate::model::{Field, Presence, SchemaId, ShapedApi, Struct};
use crate::neutral::code_span;

use super::change::*;
use super::types::{Types, docs_change};
use super::{Rule, rust};

impl Types<'_> {
    pub(super) fn structs(&mut self, old: &Struct<SchemaId>, new: &Struct<SchemaId>) {
        let Struct {
            role,
            fields,
            additional: _,   // `extra`
            constructors: _, // `constructors`
        } = new;
        match (old.role.is_sent(), role.is_sent()) {
            (true, false) => self.add(&TYPE_NO_LONGER_SENT, "no longer has `new` and setters"),
            (false, true) => self.add(&TYPE_NOW_SENT, "has `new` and setters"),
            _ => {}
        }
        self.extra(old, new);
        self.constructors(old, new);
        let before: HashMap<&str, &Field<SchemaId>> = by_name(&old.fields);
        let after: HashMap<&str, &Field<SchemaId>> = by_name(fields);
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
        for field in fields {
            match before.get(field.json_name.as_str()) {
                None => self.new_field(field),
                Some(before) => {
                    self.field(before, field);
                    if old.role.is_sent() && role.is_sent() {
                        self.setter(before, field);
                    }
                }
            }
        }
    }

    /// Compares the types of undocumented properties.
    fn extra(&mut self, old: &Struct<SchemaId>, new: &Struct<SchemaId>) {
        let extra = |api: &ShapedApi, object: &Struct<SchemaId>| {
            let ty = object.additional.as_ref();
            ty.map_or_else(|| "Value".to_owned(), |it| rust::ty(api, it))
        };
        let (before, after) = (extra(&self.old.api, old), extra(&self.new.api, new));
        if before != after {
            let message = format!("`extra` was `Extra<{before}>`, is `Extra<{after}>`");
            self.add(&EXTRA_TYPE, message);
        }
    }

    /// Compares the constructors and their arguments: those of `new` only by their order, as the
    /// others are changes of fields.
    fn constructors(&mut self, old: &Struct<SchemaId>, new: &Struct<SchemaId>) {
        let (before, after) = (constructors(old), constructors(new));
        for removed in before.iter().filter(|one| !after.contains(one)) {
            self.add(&CONSTRUCTOR_REMOVED, format!("{removed} was removed"));
        }
        for added in after.iter().filter(|one| !before.contains(one)) {
            self.add(&CONSTRUCTOR_ADDED, format!("{added} was added"));
        }
        let (before, after) = (arguments(old), arguments(new));
        if rust::are_reordered(&before, &after) {
            let message = "the arguments of `new` are in another order";
            self.add(&TYPE_ARGUMENT_ORDER, message);
        }
    }

    fn setter(&mut self, old: &Field<SchemaId>, new: &Field<SchemaId>) {
        let is_settable =
            |field: &Field<SchemaId>| field.is_argument || !(field.is_tag || field.is_read_only);
        match (is_settable(old), is_settable(new)) {
            (true, false) => self.add_field(&SETTER_REMOVED, new, "no longer has a setter"),
            (false, true) => self.add_field(&SETTER_ADDED, new, "has a setter"),
            _ => {}
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
        let Field {
            json_name: _, // The same.
            rust_name,
            clear_name: _, // Follows from the name and the presence.
            ty,
            presence,
            is_argument,
            constant,
            is_tag: _,       // `setter`
            is_read_only: _, // `setter`
            docs,
        } = new;
        if old.rust_name != *rust_name {
            let message = format!("was named `{}`", old.rust_name);
            self.add_field(&FIELD_RENAMED, new, message);
        }
        let (before, after) = (
            rust::ty(&self.old.api, &old.ty),
            rust::ty(&self.new.api, ty),
        );
        let whole = format!(
            "was `{}`, is `{}`",
            rust::field(&self.old.api, old),
            rust::field(&self.new.api, new)
        );
        match (old.presence, *presence) {
            _ if before != after => self.add_field(&FIELD_TYPE, new, whole),
            (before, after) if before == after => match (old.is_argument, *is_argument) {
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
        if old.constant != *constant {
            self.add_field(&FIELD_CONSTANT, new, "the constant changed");
        }
        if let Some(message) = docs_change(&old.docs, docs) {
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
}

fn by_name(fields: &[Field<SchemaId>]) -> HashMap<&str, &Field<SchemaId>> {
    let fields = fields.iter();
    fields
        .map(|field| (field.json_name.as_str(), field))
        .collect()
}

/// Returns the constructors besides `new`, with their arguments.
fn constructors(object: &Struct<SchemaId>) -> Vec<String> {
    let constructors = object.constructors.iter().map(|constructor| {
        let arguments = constructor.arguments.iter();
        let names = arguments.filter_map(|index| object.fields.get(*index));
        let names: Vec<&str> = names.map(|field| field.json_name.as_str()).collect();
        code_span(&format!("{}({})", constructor.name, names.join(", ")))
    });
    constructors.collect()
}

/// Returns the keys of the arguments of `new`, in order.
fn arguments(object: &Struct<SchemaId>) -> Vec<&str> {
    let arguments = object.fields.iter().filter(|field| field.is_argument);
    arguments.map(|field| field.json_name.as_str()).collect()
}
