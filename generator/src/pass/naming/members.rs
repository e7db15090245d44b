//! The names of the members of types: fields, values of enums, members of unions.

use std::collections::HashSet;

use crate::diagnostic::{Pointer, overlay_lines, rename_help, yaml_name};
use crate::emit::reserved;
use crate::model::{Api, Enum, Object, Presence, Role, RustName, Schema, SchemaId, Type, Union};

use super::distinct::{Clash, Convention, Given, Word, distinct};
use super::report::{Owner, Report, clash};
use super::types::{TypeNames, is_component};

const FIELDS: Convention = Convention {
    plain: RustName::snake,
    others: &[
        |word| Some(RustName::spelled_snake(word)),
        |word| Some(RustName::snake(&format!("{word}_field"))),
    ],
    numbered: RustName::numbered_snake,
};

const VALUES: Convention = Convention {
    plain: |value| RustName::upper_camel([value]),
    others: &[
        |value| Some(RustName::spelled_upper_camel(value)),
        RustName::capitalised,
        |value| Some(RustName::upper_camel([value, "value"])),
    ],
    numbered: RustName::numbered_upper_camel,
};

const MEMBERS: Convention = Convention {
    plain: |name| RustName::upper_camel([name]),
    others: &[
        |name| Some(RustName::spelled_upper_camel(name)),
        |name| Some(RustName::upper_camel([name, "variant"])),
    ],
    numbered: RustName::numbered_upper_camel,
};

/// The names of a struct's fields, in order.
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
    let words: Vec<Word<'_>> = object
        .properties
        .iter()
        .map(|(name, property)| Word {
            text: name,
            chosen: property.rust_name.as_ref(),
            reserved,
        })
        .collect();
    let given = distinct(&words, &FIELDS);
    for ((name, property), given) in object.properties.iter().zip(&given) {
        if let Some(owner) = owner(given, &words) {
            let help = rename_help(&property.pointer, given.name.as_str());
            report.renamed(&property.pointer, name, owner, "field", &given.name, &help);
        }
    }
    given.into_iter().map(|given| given.name).collect()
}

/// The names of the methods that send null, one for each field that may be null. None where another
/// method has the name: the field is public.
pub(in crate::pass) fn clear_names<'a>(
    fields: impl Iterator<Item = (&'a RustName, Presence)> + Clone,
) -> Vec<Option<RustName>> {
    let mut taken: HashSet<RustName> = fields.clone().map(|(name, _)| name.clone()).collect();
    fields
        .map(|(name, presence)| {
            // Leading underscores go, since two in a row are not snake case.
            let plain = name.as_str().trim_start_matches('_');
            let clear = RustName::verbatim(&format!("clear_{plain}"))?;
            let is_free = presence == Presence::Nullable && taken.insert(clear.clone());
            is_free.then_some(clear)
        })
        .collect()
}

/// The names of an enum's values, in order.
pub(in crate::pass) fn values(
    values: &Enum,
    pointer: &Pointer,
    report: &mut Report<'_>,
) -> Vec<RustName> {
    let words: Vec<Word<'_>> = values
        .values
        .iter()
        .map(|value| Word {
            text: &value.value,
            chosen: value.rust_name.as_ref(),
            reserved: reserved::VALUES,
        })
        .collect();
    let given = distinct(&words, &VALUES);
    renamed_values(values, &words, &given, pointer, report);
    given.into_iter().map(|given| given.name).collect()
}

/// How many clashes between values a warning names.
const NAMED_CLASHES: usize = 8;

/// Warns once of all values that are renamed: an overlay names all values of an enum together.
fn renamed_values(
    values: &Enum,
    words: &[Word<'_>],
    given: &[Given],
    pointer: &Pointer,
    report: &mut Report<'_>,
) {
    let renamed = words.iter().zip(given).filter_map(|(word, given)| {
        let owner = owner(given, words)?;
        let clash = clash(word.text, owner);
        Some((
            owner,
            format!("{clash}: the variant is renamed `{}`", given.name),
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
    let names = format!("[{}]", listed(values, given).join(", "));
    let lines = overlay_lines(
        pointer,
        "why they need other names",
        "x-enum-varnames",
        &names,
    );
    let help = format!("name all values in an overlay:\n{lines}");
    report.warn(first.code(), pointer, message, &help);
}

/// The names as YAML, each at the position of its value.
fn listed(values: &Enum, given: &[Given]) -> Vec<String> {
    let count = values.values.iter().map(|value| value.index + 1).max();
    let mut names = vec!["null".to_owned(); count.unwrap_or(0)];
    for (value, given) in values.values.iter().zip(given) {
        names[value.index] = yaml_name(given.name.as_str());
    }
    names
}

/// The names of a union's variants, in order. Of components whose names clash, the second is named
/// like its type: that has a name of its own, or one that an overlay chose.
pub(in crate::pass) fn variants(
    union: &Union,
    schema: &Schema,
    api: &Api,
    types: &TypeNames,
    report: &mut Report<'_>,
) -> Vec<RustName> {
    let words: Vec<Word<'_>> = union
        .members
        .iter()
        .map(|member| Word {
            text: &member.name,
            chosen: None,
            reserved: reserved::VARIANTS,
        })
        .collect();
    let given = distinct(&words, &MEMBERS);
    let mut taken: HashSet<RustName> = given.iter().map(|given| given.name.clone()).collect();
    let named = union.members.iter().zip(&given);
    named
        .map(|(member, given)| {
            let Some(owner) = owner(given, &words) else {
                return given.name.clone();
            };
            let id = type_of(&member.ty);
            let ty = id.and_then(|id| types.get(id));
            let component = ty.filter(|_| id.is_some_and(is_component));
            if let (Owner::Document(_), Some(ty)) = (owner, component)
                && (ty.name == given.name || taken.insert(ty.name.clone()))
            {
                return ty.name.clone();
            }
            // One that is renamed for the same clash is reported already.
            if !ty.is_some_and(|ty| ty.is_renamed) {
                let inner = id.and_then(|id| api.schemas.get(id)).unwrap_or(schema);
                let help = rename_help(&inner.pointer, given.name.as_str());
                let pointer = &inner.pointer;
                report.renamed(pointer, &member.name, owner, "variant", &given.name, &help);
            }
            given.name.clone()
        })
        .collect()
}

/// The named type that a member is, maybe behind a pointer.
fn type_of(ty: &Type<SchemaId>) -> Option<&SchemaId> {
    match ty {
        Type::Named(id) => Some(id),
        Type::Boxed(inner) => type_of(inner),
        _ => None,
    }
}

/// What has the plain name of a word, where that is not its own.
fn owner<'a>(given: &Given, words: &[Word<'a>]) -> Option<Owner<'a>> {
    match given.clash? {
        Clash::Reserved => Some(Owner::Generated),
        Clash::Word(index) => Some(Owner::Document(words.get(index)?.text)),
    }
}
