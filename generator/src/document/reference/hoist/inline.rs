//! Replacement of the references of path items and operations, which OpenAPI 3.0 has no components
//! for, by their targets.

use serde_json::Value;

use super::Hoist;
use crate::diagnostic::{Code, Pointer};
use crate::document::grammar::{KeywordValue, ObjectKind};
use crate::document::history::Relocation;
use crate::document::reference::path_item::{both_sides, merge};
use crate::document::reference::target::{Target, cycle_from, follow, reference};
use crate::document::reference::{CYCLE_HELP, MAX_STEPS, consequence, cycle, operation_reference};

/// A path item that is a reference.
struct ItemReference {
    pointer: Pointer,
    /// The locations of the targets, each of which refers to the next.
    targets: Vec<Pointer>,
}

impl Hoist<'_> {
    /// Adds to path items with a reference the fields of their targets.
    ///
    /// A target that does not exist is reported; the other fields of the item remain.
    pub(super) fn inline_path_items(&mut self) {
        let paths = self.document.get("paths").and_then(Value::as_object);
        let references: Vec<(Pointer, String)> = paths
            .into_iter()
            .flatten()
            .filter_map(|(path, item)| {
                let pointer = Pointer::root().child("paths").child(path);
                Some((pointer, reference(item)?.to_owned()))
            })
            .collect();
        if references.is_empty() {
            return;
        }
        // The targets, before one of them is replaced itself.
        let items: Vec<ItemReference> = references
            .into_iter()
            .map(|(pointer, reference)| self.item_reference(pointer, &reference))
            .collect();
        for ItemReference { pointer, targets } in items {
            for target in targets {
                let is_last = self.merge_path_item(&pointer, &target);
                if is_last {
                    break;
                }
            }
            let item = self.document.pointer_mut(pointer.as_str());
            if let Some(item) = item.and_then(Value::as_object_mut) {
                item.shift_remove("$ref");
            }
        }
        if let Some(Value::Object(paths)) = self.document.get_mut("paths") {
            paths.retain(|_, item| item.as_object().is_none_or(|item| !item.is_empty()));
        }
    }

    /// Follows the reference of a path item, and reports a target that does not exist.
    fn item_reference(&mut self, pointer: Pointer, text: &str) -> ItemReference {
        let mut targets = Vec::new();
        if let Some(members) = cycle_from(self.document, &pointer) {
            self.report_cycle(ObjectKind::PathItem, pointer.clone(), text, &members);
            return ItemReference { pointer, targets };
        }
        let mut text = text.to_owned();
        loop {
            let next = Target::local(&text)
                .filter(|_| targets.len() < MAX_STEPS)
                .and_then(|target| follow(self.document, &target, None));
            let Some(next) = next else {
                self.report_missing(ObjectKind::PathItem, pointer.clone(), &text);
                break;
            };
            let item = self.document.pointer(next.as_str());
            let further = item.and_then(reference).map(str::to_owned);
            targets.push(next);
            match further {
                Some(further) => text = further,
                None => break,
            }
        }
        ItemReference { pointer, targets }
    }

    /// Adds the fields of the path item at `target` to the one at `pointer`, and reports those that
    /// it has already. Returns `true` if the target refers to no other, or has its fields by now.
    fn merge_path_item(&mut self, pointer: &Pointer, target: &Pointer) -> bool {
        let fields = self.document.pointer(target.as_str());
        let fields = fields.and_then(Value::as_object).cloned();
        let item = self.document.pointer_mut(pointer.as_str());
        let (Some(fields), Some(Value::Object(item))) = (fields, item) else {
            return true;
        };
        let is_last = !fields.contains_key("$ref");
        let merged = merge(item, fields);
        for key in merged.added {
            self.source.record(
                pointer.child(&key),
                Relocation::MovedFrom(target.child(&key)),
            );
        }
        for key in merged.on_both_sides {
            self.found.push(both_sides(self.source, pointer, &key));
        }
        is_last
    }

    fn report_cycle(
        &mut self,
        kind: ObjectKind,
        pointer: Pointer,
        reference: &str,
        members: &[String],
    ) {
        let message = format!("{}: {}", cycle(reference, members), consequence(kind));
        let code = Code::DanglingReference;
        let one = self.source.diagnostic(code, pointer, message);
        self.found.push(one.help(CYCLE_HELP));
    }

    /// Replaces operations that are references by their targets, and reports them.
    pub(super) fn inline_operations(&mut self) {
        let paths = self.document.get("paths").and_then(Value::as_object);
        let mut references: Vec<(Pointer, String)> = Vec::new();
        for (path, item) in paths.into_iter().flatten() {
            for (key, value) in item.as_object().into_iter().flatten() {
                let pointer = Pointer::root().child("paths").child(path).child(key);
                match (ObjectKind::PathItem.keyword(key), value) {
                    (Some(KeywordValue::One(ObjectKind::Operation)), operation) => {
                        references.extend(reference(operation).map(|it| (pointer, it.to_owned())));
                    }
                    (Some(KeywordValue::Map(ObjectKind::Operation)), Value::Object(others)) => {
                        let others = others.iter().filter_map(|(method, operation)| {
                            Some((pointer.child(method), reference(operation)?.to_owned()))
                        });
                        references.extend(others);
                    }
                    _ => {}
                }
            }
        }
        for (pointer, reference) in references {
            // Bundling reported the reference if it leads to another file.
            let is_local = Target::is_local(&reference);
            let one = operation_reference(self.source, pointer.clone(), &reference);
            if self.inline(pointer.clone()) {
                self.found.push(one);
            } else if let Some(members) = cycle_from(self.document, &pointer) {
                self.report_cycle(ObjectKind::Operation, pointer, &reference, &members);
            } else if is_local {
                self.report_missing(ObjectKind::Operation, pointer, &reference);
            }
        }
    }

    /// Replaces the reference at a location by its target. Returns `false` if there is none.
    fn inline(&mut self, pointer: Pointer) -> bool {
        let target = follow(self.document, &pointer, Some(ObjectKind::Operation));
        let Some(target) = target.filter(|target| *target != pointer) else {
            return false;
        };
        let value = self.document.pointer(target.as_str()).cloned();
        let slot = self.document.pointer_mut(pointer.as_str());
        let (Some(value), Some(slot)) = (value, slot) else {
            return false;
        };
        *slot = value;
        self.source.record(pointer, Relocation::MovedFrom(target));
        true
    }

    fn report_missing(&mut self, kind: ObjectKind, pointer: Pointer, reference: &str) {
        let message = format!("`{reference}` does not exist: {}", consequence(kind));
        let code = Code::DanglingReference;
        let one = self.source.diagnostic(code, pointer, message);
        let help = format!("write the {} inline", kind.noun());
        self.found.push(one.help(help));
    }
}
