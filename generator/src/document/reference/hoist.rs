//! Hoisting: targets of references anywhere in the document become components.

mod chain;
mod inline;
mod movable;

use std::iter::successors;

use serde_json::{Map, Value, json};

use crate::diagnostic::{Code, Diagnostics, Pointer};
use crate::document::grammar::{DEFAULT_MAPPING, ObjectKind};
use crate::document::history::Relocation;
use crate::document::nodes::{nodes, visit};
use crate::document::source::Source;
use crate::hash::{HashMap, HashSet};
use chain::{Chains, End};
use movable::{can_move, is_scalar};

use super::target::{DeadEnd, Target, dead_end, follow, is_alias};
use super::{CYCLE_HELP, consequence, cycle, is_read, name, section};
use crate::document::component::{ComponentRef, Cycles, DeclaredNames, Section};

/// Moves every target of a reference into `components` and leaves a reference there. Path
/// items, operations and schemas of plain scalars are instead copied in place of the reference.
///
/// Dangling references remain, except those of path items and operations. Lowering reports those that it follows.
///
/// Records the names of the targets in the document, and the references that lead to cycles.
///
/// Returns a diagnostic for each operation that is a reference, for each field of a path item that
/// is declared on both sides of a reference, and for each reference to an object that cannot be a
/// component, is of another kind, or refers to itself. Such a reference is removed from a schema.
pub(in crate::document) fn hoist(
    source: &mut Source,
    document: &mut Value,
    names: &mut DeclaredNames,
    cycles: &mut Cycles,
) -> Diagnostics {
    let mut hoist = Hoist {
        source,
        document,
        names,
        cycles,
        chains: Chains::default(),
        kinds: HashMap::default(),
        moves: HashMap::default(),
        cyclic: Vec::new(),
        found: Diagnostics::new(),
    };
    hoist.inline_path_items();
    hoist.inline_operations();
    let occurrences = hoist.occurrences();
    for occurrence in occurrences.iter().filter(|one| one.is_component()) {
        hoist.resolve_alias(occurrence);
    }
    let resolved: HashSet<Pointer> = hoist.moves.values().cloned().collect();
    for occurrence in occurrences
        .iter()
        .filter(|one| !resolved.contains(&one.pointer))
    {
        hoist.hoist(occurrence);
    }
    // All of a cycle are reported before its references are removed.
    for schema in std::mem::take(&mut hoist.cyclic) {
        let schema = hoist.document.pointer_mut(schema.as_str());
        if let Some(schema) = schema.and_then(Value::as_object_mut) {
            schema.shift_remove("$ref");
        }
    }
    hoist.found
}

/// An occurrence of a reference.
struct Occurrence {
    kind: ObjectKind,
    pointer: Pointer,
    /// The key of the reference in the object at `pointer`.
    key: String,
    reference: String,
}

impl Occurrence {
    /// Returns `true` if the reference itself is a component.
    fn is_component(&self) -> bool {
        section(self.kind).is_some_and(|section| is_component(&self.pointer, section))
    }
}

struct Hoist<'a> {
    source: &'a mut Source,
    document: &'a mut Value,
    names: &'a mut DeclaredNames,
    cycles: &'a mut Cycles,
    chains: Chains,
    /// The kind of each object, by its original location.
    kinds: HashMap<Pointer, ObjectKind>,
    /// The new location of each moved target, by its original location.
    moves: HashMap<Pointer, Pointer>,
    /// The locations of schemas whose references lead to each other.
    cyclic: Vec<Pointer>,
    found: Diagnostics,
}

impl Hoist<'_> {
    /// Returns the references that do not refer to a component yet.
    fn occurrences(&mut self) -> Vec<Occurrence> {
        let document = &*self.document;
        let mut occurrences = Vec::new();
        visit(ObjectKind::Document, document, &mut |object, at, _| {
            let is_mapping = object.kind == ObjectKind::Discriminator;
            let kind = if is_mapping {
                ObjectKind::Schema
            } else {
                object.kind
            };
            let references = object.references().filter(|(_, reference)| {
                is_read(kind) && !is_schema_component(document, kind, reference)
            });
            occurrences.extend(references.map(|(key, reference)| Occurrence {
                kind,
                pointer: if is_mapping && key != DEFAULT_MAPPING {
                    at.key("mapping").pointer()
                } else {
                    at.pointer()
                },
                key: key.to_owned(),
                reference: reference.to_owned(),
            }));
        });
        if !occurrences.is_empty() {
            let nodes = nodes(document).into_iter();
            self.kinds = nodes.map(|node| (node.pointer, node.kind)).collect();
        }
        occurrences
    }

    /// Moves the target of an alias in `components` into the alias, which keeps its name.
    fn resolve_alias(&mut self, occurrence: &Occurrence) {
        let (Some(section), Some(name)) = (section(occurrence.kind), occurrence.pointer.last())
        else {
            return;
        };
        let is_alias = self
            .document
            .pointer(occurrence.pointer.as_str())
            .is_some_and(|value| is_alias(value, occurrence.kind));
        let End::Object(target) = self.end(occurrence) else {
            return;
        };
        if !is_alias {
            return;
        }
        let is_of_kind = self
            .kinds
            .get(&target)
            .is_none_or(|kind| *kind == occurrence.kind);
        if !is_component(&target, section) && can_move(&target) && is_of_kind {
            self.move_to(&target, &ComponentRef::new(section, name));
        }
    }

    /// Makes the target of a reference a component, and refers to that.
    fn hoist(&mut self, occurrence: &Occurrence) {
        let Some(section) = section(occurrence.kind) else {
            return;
        };
        if !Target::is_local(&occurrence.reference) {
            return;
        }
        let target = match self.end(occurrence) {
            End::Object(target) => target,
            End::Missing(last) => return self.without_target(occurrence, &last),
            End::Cycle(cycle) => return self.in_cycle(occurrence, cycle.first()),
        };
        if is_component(&target, section) {
            let name = target.last().unwrap_or_default();
            return self.write(
                occurrence,
                json!(ComponentRef::new(section, name).to_string()),
            );
        }
        let other = self
            .kinds
            .get(&target)
            .filter(|kind| **kind != occurrence.kind);
        if other.is_some() || !can_move(&target) {
            let other = other.copied();
            return self.reject(occurrence, other);
        }
        let value = self.document.pointer(target.as_str());
        match value.filter(|value| occurrence.kind == ObjectKind::Schema && is_scalar(value)) {
            Some(scalar) if occurrence.key == "$ref" => {
                let scalar = scalar.clone();
                self.copy(occurrence, &scalar);
            }
            _ => {
                let component = self.free_component(&target, section);
                let name = name::declared(self.document, &target);
                self.names.record(component.clone(), name);
                self.move_to(&target, &component);
                self.write(occurrence, json!(component.to_string()));
            }
        }
    }

    /// Reports a reference to an object of another kind, or to one that cannot be a component, and
    /// removes it from a schema.
    fn reject(&mut self, occurrence: &Occurrence, other: Option<ObjectKind>) {
        let expected = occurrence.kind.noun_with_article();
        let consequence = consequence(occurrence.kind);
        let message = match other {
            // `#` or an empty reference.
            Some(ObjectKind::Document) => format!(
                "the reference leads to the whole document, but {expected} is expected: \
                 {consequence}"
            ),
            Some(kind) => format!(
                "`{}` refers to {}, but {expected} is expected: {consequence}",
                occurrence.reference,
                kind.noun_with_article()
            ),
            None => format!(
                "`{}` does not refer to {expected}: {consequence}",
                occurrence.reference
            ),
        };
        let help = format!("refer to {expected}, or declare it in place of the reference");
        self.report(Code::UnsupportedReference, occurrence, message, help);
        if occurrence.kind == ObjectKind::Schema
            && let Some(object) = self.object(occurrence)
        {
            object.shift_remove(&occurrence.key);
        }
    }

    /// Replaces a reference without a target by the last one of those that it leads to, so that
    /// lowering reports that.
    fn without_target(&mut self, occurrence: &Occurrence, last: &str) {
        match dead_end(self.document, last) {
            DeadEnd::Missing(last) if occurrence.key == "$ref" => {
                self.write(occurrence, json!(last));
            }
            DeadEnd::Missing(_) => {}
            DeadEnd::Cycle(members) => self.in_cycle(occurrence, members),
        }
    }

    /// Records that a reference leads to a cycle, which lowering reports. Reports a schema or header
    /// in a cycle, and removes the reference of a schema.
    fn in_cycle(&mut self, occurrence: &Occurrence, members: Vec<String>) {
        if occurrence.key != "$ref" {
            return;
        }
        if matches!(occurrence.kind, ObjectKind::Schema | ObjectKind::Header) {
            let problem = cycle(&occurrence.reference, &members);
            let message = format!("{problem}: {}", consequence(occurrence.kind));
            let help = CYCLE_HELP.to_owned();
            self.report(Code::DanglingReference, occurrence, message, help);
        }
        if occurrence.kind == ObjectKind::Schema {
            self.cyclic.push(self.current(occurrence));
        }
        self.cycles.insert(occurrence.reference.clone(), members);
    }

    /// Returns the current end of the chain of references that an occurrence begins.
    fn end(&mut self, occurrence: &Occurrence) -> End {
        let missing = || End::Missing(occurrence.reference.as_str().into());
        let found = Target::parse(&occurrence.reference)
            .and_then(|target| follow(self.document, &target.pointer, None));
        let Some(found) = found else {
            return missing();
        };
        // Only aliases of schemas are types of their own.
        let is_schema = occurrence.kind == ObjectKind::Schema;
        if is_schema && is_component(&found, Section::Schemas) {
            return End::Object(found);
        }
        match self.chains.end(self.document, occurrence.kind, found) {
            // It may have been moved since.
            End::Object(at) => {
                follow(self.document, &at, Some(occurrence.kind)).map_or_else(missing, End::Object)
            }
            other => other,
        }
    }

    /// Returns an unused component for the value at `target`, named after its location.
    fn free_component(&self, target: &Pointer, section: Section) -> ComponentRef {
        let name = name::from_location(self.document, target);
        let location = target.parts().collect::<Vec<_>>().join(".");
        let free = name::free(&[name, location], '.', 2.., |name| {
            let component = ComponentRef::new(section, name);
            component.declared_in(self.document).is_none()
        });
        ComponentRef::new(section, free)
    }

    /// Moves the value at `target` into `components` and leaves a reference behind.
    fn move_to(&mut self, target: &Pointer, component: &ComponentRef) {
        let link = json!({ "$ref": component.to_string() });
        let Some(slot) = self.document.pointer_mut(target.as_str()) else {
            return;
        };
        let value = std::mem::replace(slot, link);
        let Value::Object(root) = &mut *self.document else {
            return;
        };
        let components = root.entry("components").or_insert_with(|| json!({}));
        let Value::Object(components) = components else {
            return;
        };
        let entries = components.entry(component.section.key());
        if let Value::Object(entries) = entries.or_insert_with(|| json!({})) {
            entries.insert(component.name.clone(), value);
            let pointer = component.pointer();
            self.moves.insert(target.clone(), pointer.clone());
            self.source
                .record(pointer, Relocation::MovedFrom(target.clone()));
        }
    }

    /// Replaces a reference by its target.
    fn copy(&mut self, occurrence: &Occurrence, value: &Value) {
        let Some(object) = self.object(occurrence) else {
            return;
        };
        object.shift_remove("$ref");
        for (key, value) in value.as_object().into_iter().flatten() {
            object.entry(key.clone()).or_insert_with(|| value.clone());
        }
    }

    fn write(&mut self, occurrence: &Occurrence, value: Value) {
        if let Some(object) = self.object(occurrence) {
            object.insert(occurrence.key.clone(), value);
        }
    }

    /// Returns the current location of the object that contains the reference. The loop terminates
    /// because no move leads out of a component.
    fn current(&self, occurrence: &Occurrence) -> Pointer {
        let mut pointer = occurrence.pointer.clone();
        while let Some(moved) = self.moved(&pointer) {
            pointer = moved;
        }
        pointer
    }

    /// Returns the object that contains the reference.
    fn object(&mut self, occurrence: &Occurrence) -> Option<&mut Map<String, Value>> {
        let pointer = self.current(occurrence);
        self.document.pointer_mut(pointer.as_str())?.as_object_mut()
    }

    /// Returns the new location of a value, by the innermost moved object that contains it.
    fn moved(&self, pointer: &Pointer) -> Option<Pointer> {
        successors(Some(pointer.clone()), Pointer::parent).find_map(|from| {
            let to = self.moves.get(&from)?;
            Some(to.join(&pointer.below(&from)?))
        })
    }

    fn report(&mut self, code: Code, occurrence: &Occurrence, message: String, help: String) {
        let pointer = occurrence.pointer.child(&occurrence.key);
        let diagnostic = self.source.diagnostic(code, pointer, message);
        self.found.push(diagnostic.help(help));
    }
}

/// Returns `true` if a reference to a schema already refers to a component of `schemas`. Components
/// of other sections may be aliases, which are followed.
fn is_schema_component(document: &Value, kind: ObjectKind, reference: &str) -> bool {
    let component = ComponentRef::parse(reference).filter(|_| kind == ObjectKind::Schema);
    component.is_some_and(|component| {
        component.section == Section::Schemas && component.declared_in(document).is_some()
    })
}

fn is_component(pointer: &Pointer, section: Section) -> bool {
    ComponentRef::at(pointer).is_some_and(|component| component.section == section)
}

#[cfg(test)]
mod tests;
