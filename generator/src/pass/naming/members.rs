//! The names of the members of types: fields of structs, values of enums, variants of unions.

use crate::diagnostic::{Pointer, overlay_lines, rename_help, yaml_name};
use crate::emit::reserved;
use crate::hash::HashSet;
use crate::model::{Api, Enum, EnumType, Object, Role, RustName, Schema, SchemaId, Type, Union};

use super::distinct::{AssignedName, Candidate, Clash, Convention, distinct};
use super::report::{Owner, Report, clash};
use super::types::{TypeNames, is_component};

const FIELDS: Convention = Convention {
    plain: RustName::snake,
    alternatives: &[
        |name| Some(RustName::spelled_snake(name)),
        |name| Some(RustName::snake(&format!("{name}_field"))),
    ],
    numbered: RustName::numbered_snake,
};

const VALUES: Convention = Convention {
    plain: |value| RustName::upper_camel([value]),
    alternatives: &[
        |value| Some(RustName::spelled_upper_camel(value)),
        RustName::capitalised,
        |value| Some(RustName::upper_camel([value, "value"])),
    ],
    numbered: RustName::numbered_upper_camel,
};

const INTEGERS: Convention = Convention {
    plain: |value| match value.strip_prefix('-') {
        Some(value) => RustName::upper_camel(["minus", value]),
        None => RustName::upper_camel(["value", value]),
    },
    alternatives: &[],
    numbered: RustName::numbered_upper_camel,
};

const MEMBERS: Convention = Convention {
    plain: |name| RustName::upper_camel([name]),
    alternatives: &[
        |name| Some(RustName::spelled_upper_camel(name)),
        |name| Some(RustName::upper_camel([name, "variant"])),
    ],
    numbered: RustName::numbered_upper_camel,
};

/// Returns the names of the fields of a struct, in order.
pub(in crate::pass) fn fields(
    object: &Object,
    role: Role,
    report: &mut Report<'_>,
) -> Vec<RustName> {
    let reserved = if role.is_sent() {
        reserved::SENT_FIELDS
    } else {
        reserved::FIELDS
    };
    let candidates: Vec<Candidate<'_>> = object
        .properties
        .iter()
        .map(|(name, property)| Candidate {
            document_name: name,
            chosen: property.rust_name.as_ref(),
            reserved,
        })
        .collect();
    let assigned = distinct(&candidates, &FIELDS);
    for ((name, property), assigned) in object.properties.iter().zip(&assigned) {
        if let Some(owner) = owner(assigned, &candidates) {
            let help = rename_help(&report.original(&property.pointer), assigned.name.as_str());
            report.renamed(
                &property.pointer,
                name,
                owner,
                "field",
                &assigned.name,
                &help,
            );
        }
    }
    assigned.into_iter().map(|assigned| assigned.name).collect()
}

/// Returns the names of the methods that send null, one for each nullable field. `None` if another
/// method has the name: the field is public.
pub(in crate::pass) fn clear_names<'a>(
    fields: impl Iterator<Item = (&'a RustName, bool)> + Clone,
) -> Vec<Option<RustName>> {
    let mut taken: HashSet<RustName> = fields.clone().map(|(name, _)| name.clone()).collect();
    fields
        .map(|(name, has_null)| {
            // Leading underscores are removed, since two in a row are not snake case.
            let plain = name.as_str().trim_start_matches('_');
            let clear = RustName::verbatim(&format!("clear_{plain}"))?;
            let is_free = has_null && taken.insert(clear.clone());
            is_free.then_some(clear)
        })
        .collect()
}

/// Returns the names of the values of an enum, in order.
pub(in crate::pass) fn values(
    values: &Enum,
    pointer: &Pointer,
    report: &mut Report<'_>,
) -> Vec<RustName> {
    let candidates: Vec<Candidate<'_>> = values
        .values
        .iter()
        .map(|value| Candidate {
            document_name: &value.value,
            chosen: value.rust_name.as_ref(),
            reserved: reserved::VALUES,
        })
        .collect();
    let convention = match values.ty {
        EnumType::String => &VALUES,
        EnumType::Integer => &INTEGERS,
    };
    let assigned = distinct(&candidates, convention);
    renamed_values(values, &candidates, &assigned, pointer, report);
    assigned.into_iter().map(|assigned| assigned.name).collect()
}

/// The maximum number of clashes between values in a warning.
const NAMED_CLASHES: usize = 8;

/// Warns once of all renamed values, since `x-enum-varnames` names all values of an enum.
fn renamed_values(
    values: &Enum,
    candidates: &[Candidate<'_>],
    assigned: &[AssignedName],
    pointer: &Pointer,
    report: &mut Report<'_>,
) {
    let renamed = candidates
        .iter()
        .zip(assigned)
        .filter_map(|(candidate, assigned)| {
            let owner = owner(assigned, candidates)?;
            let clash = clash(candidate.document_name, owner);
            Some((
                owner,
                format!("{clash}: the variant is renamed `{}`", assigned.name),
            ))
        });
    let renamed: Vec<(Owner<'_>, String)> = renamed.collect();
    let Some((first, _)) = renamed.first() else {
        return;
    };
    let messages = renamed.iter().take(NAMED_CLASHES);
    let messages: Vec<&str> = messages.map(|(_, message)| message.as_str()).collect();
    let mut message = messages.join("; ");
    if let Some(more) = renamed
        .len()
        .checked_sub(NAMED_CLASHES)
        .filter(|more| *more > 0)
    {
        message.push_str(&format!("; and {more} more"));
    }
    let names = format!("[{}]", listed(values, assigned).join(", "));
    let lines = overlay_lines(
        &report.original(pointer),
        "why they need other names",
        "x-enum-varnames",
        &names,
    );
    let help = format!("name all values in an overlay:\n{lines}");
    report.warn(first.code(), pointer, message, &help);
}

/// Returns the names as YAML, each at the position of its value.
fn listed(values: &Enum, assigned: &[AssignedName]) -> Vec<String> {
    let count = values.values.iter().map(|value| value.index + 1).max();
    let mut names = vec!["null".to_owned(); count.unwrap_or(0)];
    for (value, assigned) in values.values.iter().zip(assigned) {
        names[value.index] = yaml_name(assigned.name.as_str());
    }
    names
}

/// Returns the names of the variants of a union, in order. If the names of two components clash,
/// the second variant is named like its type, whose name is unique or chosen.
pub(in crate::pass) fn variants(
    union: &Union,
    schema: &Schema,
    api: &Api,
    types: &TypeNames,
    report: &mut Report<'_>,
) -> Vec<RustName> {
    let candidates: Vec<Candidate<'_>> = union
        .members
        .iter()
        .map(|member| Candidate {
            document_name: &member.name,
            chosen: None,
            reserved: reserved::VARIANTS,
        })
        .collect();
    let assigned = distinct(&candidates, &MEMBERS);
    let mut taken: HashSet<RustName> = assigned
        .iter()
        .map(|assigned| assigned.name.clone())
        .collect();
    let named = union.members.iter().zip(&assigned);
    named
        .map(|(member, assigned)| {
            let Some(owner) = owner(assigned, &candidates) else {
                return assigned.name.clone();
            };
            let id = type_of(&member.ty);
            let ty = id.and_then(|id| types.get(id));
            let component = ty.filter(|_| id.is_some_and(is_component));
            if let (Owner::Document(_), Some(ty)) = (owner, component)
                && (ty.name == assigned.name || taken.insert(ty.name.clone()))
            {
                return ty.name.clone();
            }
            // A type that is renamed because of the same clash is reported already.
            if !ty.is_some_and(|ty| ty.is_renamed) {
                let inner = id.and_then(|id| api.schemas.get(id)).unwrap_or(schema);
                let help = rename_help(&report.original(&inner.pointer), assigned.name.as_str());
                let pointer = &inner.pointer;
                report.renamed(
                    pointer,
                    &member.name,
                    owner,
                    "variant",
                    &assigned.name,
                    &help,
                );
            }
            assigned.name.clone()
        })
        .collect()
}

/// Returns the named type of a member, which may be boxed.
fn type_of(ty: &Type<SchemaId>) -> Option<&SchemaId> {
    match ty {
        Type::Named(id) => Some(id),
        Type::Boxed(inner) => type_of(inner),
        _ => None,
    }
}

/// Returns the owner of the plain name of an item, if it is not the item itself.
fn owner<'a>(assigned: &AssignedName, candidates: &[Candidate<'a>]) -> Option<Owner<'a>> {
    match assigned.clash? {
        Clash::Reserved => Some(Owner::Generated),
        Clash::Candidate(index) => Some(Owner::Document(candidates.get(index)?.document_name)),
    }
}
