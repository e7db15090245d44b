//! The names of types.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::iter::once;

use crate::diagnostic::naming_help;
use crate::emit::reserved;
use crate::model::{Api, Root, RustName, Schema, SchemaId, Step};

use super::distinct::{AssignedName, Candidate, Clash, Convention, Scope, distinct};
use super::report::{Owner, Report};

/// The names of a type.
#[derive(Clone, Debug)]
pub(in crate::pass) struct TypeName {
    /// The name of the type itself.
    pub name: RustName,
    /// The name of its module.
    pub module: RustName,
    /// `true` if it is not the plain name, which is reported already.
    pub is_renamed: bool,
}

/// The names of all types.
pub(in crate::pass) type TypeNames = HashMap<SchemaId, TypeName>;

const COMPONENTS: Convention = Convention {
    plain: |name| RustName::upper_camel([name]),
    alternatives: &[
        |name| Some(RustName::spelled_upper_camel(name)),
        |name| Some(RustName::upper_camel([name, "schema"])),
    ],
    numbered: RustName::numbered_upper_camel,
};

/// Names all schemas: first components, then inline schemas, which are renamed if their names clash
/// with those of components.
pub(super) fn types(api: &Api, report: &mut Report<'_>) -> TypeNames {
    let chosen = api.operations.iter().filter_map(|operation| {
        let name = operation.method_name.as_ref()?;
        Some((operation.id.as_str(), name.as_str()))
    });
    let mut naming = Naming {
        schemas: api.schemas.iter().collect(),
        chosen_methods: chosen.collect(),
        scope: Scope::new(RustName::numbered_upper_camel),
        names: TypeNames::new(),
    };
    naming.components(&sent_by_webhooks(api), report);
    for index in 0..naming.schemas.len() {
        if !is_component(naming.schemas[index].0) {
            naming.inline(index, report);
        }
    }
    naming.names
}

/// Returns whether a schema is a component schema.
pub(super) fn is_component(id: &SchemaId) -> bool {
    id.component_name().is_some()
}

/// Returns the component schemas of webhook payloads.
fn sent_by_webhooks(api: &Api) -> HashSet<&str> {
    [&api.info.webhook_items, &api.info.webhook_events]
        .into_iter()
        .flatten()
        .flat_map(|tagged| tagged.names().map(String::as_str))
        .collect()
}

struct Naming<'a> {
    schemas: Vec<(&'a SchemaId, &'a Schema)>,
    /// The chosen names of operations, by their ids.
    chosen_methods: HashMap<&'a str, &'a str>,
    /// The names that are taken, by the index of the schema.
    scope: Scope,
    names: TypeNames,
}

impl<'a> Naming<'a> {
    /// Returns the name of the item that contains a schema: the chosen one of an operation, or else
    /// that of the document.
    fn root_name(&self, id: &'a SchemaId) -> &'a str {
        let name = id.root().name();
        match id.root() {
            Root::Operation(_) => self.chosen_methods.get(name).copied().unwrap_or(name),
            Root::Component(_) | Root::Response(_) => name,
        }
    }

    /// Returns the segments of the default name of an inline schema.
    fn segments(&self, id: &'a SchemaId) -> Vec<Cow<'a, str>> {
        let root = Cow::Borrowed(self.root_name(id));
        once(root).chain(id.segments().skip(1)).collect()
    }

    fn components(&mut self, sent_by_webhooks: &HashSet<&str>, report: &mut Report<'_>) {
        let reserved_beside_webhooks = [reserved::TYPES, reserved::WEBHOOK_TYPES].concat();
        let (indices, candidates): (Vec<usize>, Vec<Candidate<'_>>) = self
            .schemas
            .iter()
            .enumerate()
            .filter(|(_, (id, _))| is_component(id))
            .map(|(index, (id, schema))| {
                let document_name = id.root().name();
                let candidate = Candidate {
                    document_name,
                    chosen: schema.rust_name.as_ref(),
                    reserved: if sent_by_webhooks.contains(document_name) {
                        &reserved_beside_webhooks
                    } else {
                        reserved::TYPES
                    },
                };
                (index, candidate)
            })
            .unzip();
        for (index, assigned) in indices.iter().zip(distinct(&candidates, &COMPONENTS)) {
            let owner = match assigned.clash {
                Some(Clash::Candidate(owner)) => {
                    Some(Owner::Document(candidates[owner].document_name))
                }
                Some(Clash::Reserved) => Some(Owner::Generated),
                None => None,
            };
            self.assign(*index, assigned.name, owner, report);
        }
    }

    /// Names an inline schema by its position, with one more word if that name is taken.
    fn inline(&mut self, index: usize, report: &mut Report<'_>) {
        let (id, schema) = self.schemas[index];
        let words = self.segments(id);
        let words: Vec<&str> = words.iter().map(AsRef::as_ref).collect();
        let plain = match &schema.rust_name {
            Some(chosen) => chosen.clone(),
            None => RustName::upper_camel(words.iter().copied()),
        };
        let is_reserved = |name: &RustName| reserved::TYPES.contains(&name.as_str());
        let clash = if is_reserved(&plain) {
            Some(Clash::Reserved)
        } else {
            self.scope.owner(&plain).map(Clash::Candidate)
        };
        let is_free = |name: &RustName| self.scope.owner(name).is_none() && !is_reserved(name);
        let another = other_names(id, &words)
            .into_iter()
            .filter(|_| clash.is_some() && schema.rust_name.is_none())
            .find(is_free);
        let assigned = match another {
            Some(name) => AssignedName { name, clash },
            None => self.scope.assign(&plain, index, is_reserved),
        };
        match assigned.clash {
            Some(Clash::Candidate(owner)) => {
                let owner = self.schemas[owner].0.to_string();
                self.assign(index, assigned.name, Some(Owner::Document(&owner)), report);
            }
            Some(Clash::Reserved) => {
                self.assign(index, assigned.name, Some(Owner::Generated), report);
            }
            None => self.assign(index, assigned.name, None, report),
        }
    }

    fn assign(
        &mut self,
        index: usize,
        name: RustName,
        owner: Option<Owner<'_>>,
        report: &mut Report<'_>,
    ) {
        let (id, schema) = self.schemas[index];
        if let Some(owner) = owner {
            let annotation = if id.is_whole() {
                "x-rust-name"
            } else {
                "x-rust-type-name"
            };
            let help = naming_help(&schema.pointer, annotation, name.as_str());
            report.renamed(
                &schema.pointer,
                &id.to_string(),
                owner,
                "type",
                &name,
                &help,
            );
        }
        self.scope.take(name.clone(), index);
        let names = TypeName {
            name,
            module: RustName::module(self.root_name(id)),
            is_renamed: owner.is_some(),
        };
        self.names.insert(id.clone(), names);
    }
}

/// Returns alternative names of an inline schema: `GetShipRequestBody` if `GetShipRequest` is
/// taken, `ShipInlineLog` if `ShipLog` is.
fn other_names(id: &SchemaId, words: &[&str]) -> [RustName; 2] {
    let with = |at: usize, word| {
        let (before, after) = words.split_at(at.min(words.len()));
        RustName::upper_camel(before.iter().chain([&word]).chain(after).copied())
    };
    match (id.root(), id.steps().first()) {
        (Root::Operation(_), Some(Step::Request | Step::Response(_) | Step::Success)) => {
            [with(2, "body"), with(2, "inline")]
        }
        (Root::Operation(_), _) => [with(1, "parameter"), with(1, "inline")],
        (Root::Component(_) | Root::Response(_), _) => {
            [with(1, "inline"), with(words.len(), "schema")]
        }
    }
}
