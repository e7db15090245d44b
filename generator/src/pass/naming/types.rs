//! The names of types.
//!
//! Components, and the bodies of requests and responses, are named in `types`. A schema declared
//! inline in one of them is named in its module, by the position below it: the property `plan` of
//! `Company` is `company::Plan`. A name that is reserved or taken there has a suffix:
//! `company::ValueSchema`.

use std::borrow::Cow;

use crate::diagnostic::naming_help;
use crate::emit::reserved;
use crate::hash::{HashMap, HashSet};
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
    /// `true` if the type is named in its module and not in `types`.
    pub is_nested: bool,
    /// `true` if a clash because of which it has another name is reported.
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

/// Names all schemas: first components, then the bodies of requests and responses, which are
/// renamed if their names clash with those of components, and then the schemas inside.
pub(super) fn types(api: &Api, report: &mut Report<'_>) -> TypeNames {
    let chosen = api.operations.iter().filter_map(|operation| {
        let name = operation.method_name.as_ref()?;
        Some((operation.id.as_str(), name.as_str()))
    });
    let mut naming = Naming {
        schemas: api.schemas.iter().collect(),
        chosen_methods: chosen.collect(),
        types: Scope::new(RustName::numbered_upper_camel),
        modules: HashMap::default(),
        names: TypeNames::default(),
    };
    let (nested, whole): (Vec<usize>, Vec<usize>) =
        (0..naming.schemas.len()).partition(|index| is_nested(naming.schemas[*index].0));
    naming.components(&sent_by_webhooks(api), report);
    for index in whole {
        if !is_component(naming.schemas[index].0) {
            naming.body(index, report);
        }
    }
    naming.name_modules();
    for index in nested {
        naming.nested(index, report);
    }
    naming.names
}

/// Returns whether a schema is named in the module of another type, or of an operation.
fn is_nested(id: &SchemaId) -> bool {
    !id.steps_below_owner().is_empty()
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
    /// The names that are taken in `types`, by the index of the schema.
    types: Scope,
    /// The names that are taken in each module, with those of its owners.
    modules: HashMap<RustName, Scope>,
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

    /// Returns the default name of a schema that is not nested, possibly with a word appended.
    fn whole_name(&self, id: &'a SchemaId, owner: &SchemaId, word: Option<&str>) -> RustName {
        let segments: Vec<_> = owner.segments().skip(1).collect();
        let words = segments.iter().map(AsRef::as_ref);
        RustName::upper_camel([self.root_name(id)].into_iter().chain(words).chain(word))
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
            self.assign(*index, None, assigned.name, owner, report);
        }
    }

    /// Names the body of a request or response by its position, with one more word if that name is
    /// taken: `GetShipRequestBody` if `GetShipRequest` is.
    fn body(&mut self, index: usize, report: &mut Report<'_>) {
        let (id, schema) = self.schemas[index];
        let plain = self.whole_name(id, id, None);
        let plain = schema.rust_name.clone().unwrap_or(plain);
        let is_reserved = |name: &RustName| reserved::TYPES.contains(&name.as_str());
        let clash = if is_reserved(&plain) {
            Some(Clash::Reserved)
        } else {
            self.types.owner(&plain).map(Clash::Candidate)
        };
        let is_free = |name: &RustName| self.types.owner(name).is_none() && !is_reserved(name);
        let another = ["body", "inline"]
            .into_iter()
            .filter(|_| clash.is_some() && schema.rust_name.is_none())
            .map(|word| self.whole_name(id, id, Some(word)))
            .find(is_free);
        let assigned = match another {
            Some(name) => AssignedName { name, clash },
            None => self.types.assign(&plain, index, is_reserved),
        };
        self.assign_inline(index, None, assigned, report);
    }

    /// Chooses the modules of the types that are named so far. A module is not called like a type,
    /// as `types` contains both.
    fn name_modules(&mut self) {
        for index in 0..self.schemas.len() {
            let id = self.schemas[index].0;
            let Some(name) = self.names.get(id).map(|names| names.name.clone()) else {
                continue;
            };
            let module = self.module(&name);
            self.scope(&module).take(name, index);
            if let Some(names) = self.names.get_mut(id) {
                names.module = module;
            }
        }
    }

    /// Returns the name of the module of a type.
    fn module(&self, name: &RustName) -> RustName {
        let mut module = RustName::module(name.as_str());
        let mut number = 2;
        while self.types.owner(&module).is_some() {
            module = module.numbered_snake(number);
            number += 1;
        }
        module
    }

    /// Returns the names that are taken in a module.
    fn scope(&mut self, module: &RustName) -> &mut Scope {
        self.modules
            .entry(module.clone())
            .or_insert_with(|| Scope::new(RustName::numbered_upper_camel))
    }

    /// Names a schema by its position below its owner, with one more word if that name is reserved
    /// or taken. Reserved names are predictable and not reported.
    fn nested(&mut self, index: usize, report: &mut Report<'_>) {
        let (id, schema) = self.schemas[index];
        let owner = id.owner();
        let owner = match self.names.get(&owner) {
            Some(names) => names.name.clone(),
            None => self.whole_name(id, &owner, None),
        };
        let module = self.module(&owner);
        let steps = id.steps_below_owner();
        let is_another = matches!(steps, [Step::Another(_), ..]);
        let owner = is_another.then_some(Cow::Borrowed(owner.as_str()));
        let words = owner.into_iter().chain(steps.iter().map(Step::segment));
        let words: Vec<Cow<'_, str>> = words.collect();
        let words = || words.iter().map(AsRef::as_ref);
        let plain = RustName::upper_camel(words());
        let is_reserved = |name: &RustName| reserved::TYPES.contains(&name.as_str());
        let taken = self.scope(&module).owner(&plain);
        let (name, clash) = match &schema.rust_name {
            Some(chosen) => (chosen.clone(), None),
            None if taken.is_none() && !is_reserved(&plain) => (plain, None),
            None => {
                let other = taken.filter(|other| is_nested(self.schemas[*other].0));
                let name = RustName::upper_camel(words().chain(["schema"]));
                (name, other.map(Clash::Candidate))
            }
        };
        let assigned = self.scope(&module).assign(&name, index, is_reserved);
        let assigned = AssignedName {
            name: assigned.name,
            clash: clash.or(assigned.clash),
        };
        self.assign_inline(index, Some(module), assigned, report);
    }

    /// Assigns a name to an inline schema; `module` is that of a nested one.
    fn assign_inline(
        &mut self,
        index: usize,
        module: Option<RustName>,
        assigned: AssignedName,
        report: &mut Report<'_>,
    ) {
        let other = match assigned.clash {
            Some(Clash::Candidate(other)) => self.schemas[other].0.to_string(),
            _ => String::new(),
        };
        let owner = assigned.clash.map(|clash| match clash {
            Clash::Candidate(_) => Owner::Document(&other),
            Clash::Reserved => Owner::Generated,
        });
        self.assign(index, module, assigned.name, owner, report);
    }

    fn assign(
        &mut self,
        index: usize,
        module: Option<RustName>,
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
            let help = naming_help(&report.original(&schema.pointer), annotation, name.as_str());
            report.renamed(
                &schema.pointer,
                &id.to_string(),
                owner,
                "type",
                &name,
                &help,
            );
        }
        let is_nested = module.is_some();
        if !is_nested {
            self.types.take(name.clone(), index);
        }
        let names = TypeName {
            module: module.unwrap_or_else(|| name.clone()),
            name,
            is_nested,
            is_renamed: owner.is_some(),
        };
        self.names.insert(id.clone(), names);
    }
}
