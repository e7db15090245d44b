//! The names of operations: of a method and a request builder each.

use std::collections::HashMap;

use crate::diagnostic::rename_help;
use crate::emit::reserved;
use crate::model::{Api, Choice, Operation, OperationTag, RustName, SchemaId};

use super::report::{Owner, Report, clash};
use super::tags::Tags;

/// The names of an operation.
pub(super) struct OperationNames {
    pub method: RustName,
    pub builder: RustName,
    pub tag: OperationTag,
}

/// The names of an operation so far, and what has its plain ones.
struct Given<'a> {
    names: OperationNames,
    owner: Option<Owner<'a>>,
}

/// The names of every operation, in order. Builders have a name of their own among all operations
/// and tags, methods among the operations of a tag.
pub(super) fn names(api: &Api, tags: &Tags, report: &mut Report<'_>) -> Vec<OperationNames> {
    let types = tags.values().map(|tag| (&tag.type_name, tag.name.as_str()));
    let types: HashMap<&RustName, &str> = types.collect();
    let operations = &api.operations;
    let mut given: Vec<Given<'_>> = operations
        .iter()
        .map(|operation| plain(operation, tags, &types))
        .collect();
    let mut scope = Scope::default();
    let mut clashes = Vec::new();
    let (chosen, others): (Vec<usize>, Vec<usize>) =
        (0..operations.len()).partition(|index| operations[*index].method_name.is_some());
    for index in chosen.into_iter().chain(others) {
        match scope.owner(&given[index].names) {
            None => scope.take(&given[index].names, index),
            Some(owner) => clashes.push((index, owner)),
        }
    }
    for (index, owner) in clashes {
        scope.number(&mut given[index].names, index, &types);
        given[index].owner = Some(Owner::Document(&operations[owner].id));
    }
    for (operation, given) in operations.iter().zip(&given) {
        if let Some(owner) = given.owner {
            renamed(operation, &given.names, owner, report);
        }
    }
    given.into_iter().map(|given| given.names).collect()
}

/// The names of an operation by itself: those of its id, or others where the generated code or a
/// tag has these.
fn plain<'a>(
    operation: &Operation<SchemaId, Choice>,
    tags: &Tags,
    types: &HashMap<&RustName, &'a str>,
) -> Given<'a> {
    let id = operation.method_name.as_ref().map(RustName::as_str);
    let id = id.unwrap_or(&operation.id);
    let mut method = match &operation.method_name {
        Some(chosen) => chosen.clone(),
        None => RustName::snake(id),
    };
    let mut builder = RustName::upper_camel([id]);
    let another = format!("{id}_operation");
    let has_method = reserved::METHODS.contains(&method.as_str());
    let owner = if has_method || reserved::BUILDERS.contains(&builder.as_str()) {
        Some(Owner::Generated)
    } else {
        types.get(&builder).map(|tag| Owner::Tag(tag))
    };
    if owner.is_some() {
        builder = RustName::upper_camel([another.as_str()]);
    }
    if has_method {
        method = RustName::snake(&another);
    }
    let name = &operation.tag.name;
    let tag = tags.get(name).cloned();
    Given {
        names: OperationNames {
            method,
            builder,
            tag: tag.unwrap_or_else(|| OperationTag::plain(name, name)),
        },
        owner,
    }
}

/// Warns that an operation has other names than its id gives.
fn renamed(
    operation: &Operation<SchemaId, Choice>,
    names: &OperationNames,
    owner: Owner<'_>,
    report: &mut Report<'_>,
) {
    let OperationNames {
        method, builder, ..
    } = names;
    let clash = clash(&operation.id, owner);
    let message = format!(
        "{clash}: the request type is renamed `{builder}`, which the method `{method}` returns"
    );
    // A method by whose name the builder is called as well.
    let name = if RustName::upper_camel([method.as_str()]) == *builder {
        method.clone()
    } else {
        RustName::snake(builder.as_str())
    };
    let help = rename_help(&operation.pointer(), name.as_str());
    report.warn(owner.code(), &operation.pointer(), message, &help);
}

/// The names that are taken, each with the index of its operation.
#[derive(Default)]
struct Scope {
    builders: HashMap<RustName, usize>,
    /// Methods, by the module of their tag as well.
    methods: HashMap<(RustName, RustName), usize>,
    /// The next number to try for a builder whose name is taken.
    numbers: HashMap<RustName, usize>,
}

impl Scope {
    fn owner(&self, names: &OperationNames) -> Option<usize> {
        let method = (names.tag.module.clone(), names.method.clone());
        let builder = self.builders.get(&names.builder);
        builder.or_else(|| self.methods.get(&method)).copied()
    }

    fn take(&mut self, names: &OperationNames, index: usize) {
        let method = (names.tag.module.clone(), names.method.clone());
        self.builders.insert(names.builder.clone(), index);
        self.methods.insert(method, index);
    }

    /// Gives both names the first number with which both are free.
    fn number(
        &mut self,
        names: &mut OperationNames,
        index: usize,
        types: &HashMap<&RustName, &str>,
    ) {
        let (method, builder) = (names.method.clone(), names.builder.clone());
        let mut number = self.numbers.get(&builder).copied().unwrap_or(2);
        loop {
            names.method = method.numbered_snake(number);
            names.builder = builder.numbered_upper_camel(number);
            number += 1;
            if self.owner(names).is_none() && !types.contains_key(&names.builder) {
                break;
            }
        }
        self.numbers.insert(builder, number);
        self.take(names, index);
    }
}
