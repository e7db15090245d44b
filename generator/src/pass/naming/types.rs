//! The names of types.

use std::collections::HashMap;

use indexmap::IndexMap;

use crate::diagnostic::Code;
use crate::model::{Api, Root, RustName, Schema, SchemaId, Step};

use super::distinct::{Form, Word, distinct};
use super::{Names, TypeName, rename_help};

/// Names that the emitted types use for something else.
const RESERVED: &[&str] = &[
    "AsRef",
    "Blank",
    "Box",
    "Constant",
    "Default",
    "Deserialize",
    "Deserializer",
    "Err",
    "Extra",
    "From",
    "Into",
    "IntoIterator",
    "Map",
    "MapAccess",
    "Members",
    "None",
    "Nullable",
    "Object",
    "Ok",
    "Option",
    "Pattern",
    "Result",
    "Serialize",
    "SerializeMap",
    "Serializer",
    "Some",
    "String",
    "StringEnum",
    "Timestamp",
    "TryFrom",
    "Union",
    "UnrecognizedJson",
    "UnrecognizedString",
    "Value",
    "Vec",
];

/// Names that the emitted modules `webhooks` use for something else.
const RESERVED_WEBHOOKS: &[&str] = &[
    "Decoded",
    "Event",
    "Item",
    "Notification",
    "Reader",
    "Tagged",
];

/// How the names of components are made.
const FORMS: &[Form] = &[
    |word| RustName::upper_camel([word]),
    RustName::spelled_upper_camel,
];

/// Names every schema: first those that the document names itself, then what is written inline,
/// which makes way for them.
pub(super) fn types(api: &Api, names: &mut Names<'_>) -> IndexMap<SchemaId, TypeName> {
    let mut owners: HashMap<RustName, &SchemaId> = HashMap::new();
    let mut found: HashMap<&SchemaId, RustName> = HashMap::new();
    for (id, name) in components(api, names) {
        owners.insert(name.clone(), id);
        found.insert(id, name);
    }
    for (id, schema) in api.schemas.iter().filter(|(id, _)| !is_component(id)) {
        if let Some(name) = inline(id, schema, &owners, names) {
            owners.insert(name.clone(), id);
            found.insert(id, name);
        }
    }
    let ids = api.schemas.keys();
    ids.filter_map(|id| {
        let name = found.remove(id)?;
        let module = RustName::module(id.root().name())?;
        Some((id.clone(), TypeName { name, module }))
    })
    .collect()
}

fn is_component(id: &SchemaId) -> bool {
    id.component_name().is_some()
}

fn components<'a>(api: &'a Api, names: &mut Names<'_>) -> Vec<(&'a SchemaId, RustName)> {
    let components = || api.schemas.iter().filter(|(id, _)| is_component(id));
    let words: Vec<Word<'_>> = components()
        .map(|(id, schema)| Word {
            text: id.root().name(),
            chosen: schema.rust_name.as_ref(),
        })
        .collect();
    let mut named: Vec<(&SchemaId, RustName)> = Vec::with_capacity(words.len());
    for ((id, schema), name) in components().zip(distinct(&words, FORMS, &[])) {
        let Some(name) = name else {
            collision(id, schema, &named, names);
            continue;
        };
        let is_sent = is_sent_by_webhook(api, id);
        let name = if is_reserved(&name, is_sent) {
            unreserved(schema, &name, names)
        } else {
            name
        };
        named.push((id, name));
    }
    named
}

fn collision(
    id: &SchemaId,
    schema: &Schema,
    named: &[(&SchemaId, RustName)],
    names: &mut Names<'_>,
) {
    let wanted = schema.rust_name.clone();
    let Some(wanted) = wanted.or_else(|| RustName::spelled_upper_camel(id.root().name())) else {
        return;
    };
    let asks_for = |id: &SchemaId| RustName::spelled_upper_camel(id.root().name());
    let owner = named
        .iter()
        .find(|(id, name)| *name == wanted || asks_for(id).as_ref() == Some(&wanted));
    let message = match owner {
        Some((owner, _)) => format!("`{id}` and `{owner}` would both be the Rust type `{wanted}`"),
        None => format!("the Rust type `{wanted}` of `{id}` is taken"),
    };
    let help = rename_help(&schema.pointer, &format!("Another{wanted}"));
    names.error(Code::NameCollision, &schema.pointer, message, &help);
}

fn is_reserved(name: &RustName, is_sent_by_webhook: bool) -> bool {
    RESERVED.contains(&name.as_str())
        || is_sent_by_webhook && RESERVED_WEBHOOKS.contains(&name.as_str())
}

/// Another name for a schema whose own the emitted code uses.
fn unreserved(schema: &Schema, name: &RustName, names: &mut Names<'_>) -> RustName {
    let another = format!("{name}Schema");
    let help = rename_help(&schema.pointer, &another);
    let message = format!("`{name}` is a name that the emitted code uses itself");
    match RustName::verbatim(&another).filter(|_| schema.rust_name.is_none()) {
        Some(another) => {
            let message = format!("{message}: the type is called `{another}`");
            names.warn(Code::ReservedName, &schema.pointer, message, &help);
            another
        }
        None => {
            names.error(Code::ReservedName, &schema.pointer, message, &help);
            name.clone()
        }
    }
}

fn is_sent_by_webhook(api: &Api, id: &SchemaId) -> bool {
    let tagged = [&api.info.webhook_items, &api.info.webhook_events];
    let mut schemas = tagged
        .into_iter()
        .flatten()
        .flat_map(|tagged| tagged.schemas.values());
    schemas.any(|name| *id == SchemaId::component(name))
}

/// The name of what is written inline: by the words that lead there, and with one more word where
/// that is taken.
fn inline(
    id: &SchemaId,
    schema: &Schema,
    owners: &HashMap<RustName, &SchemaId>,
    names: &mut Names<'_>,
) -> Option<RustName> {
    let name = match &schema.rust_name {
        Some(chosen) => chosen.clone(),
        None => {
            let words: Vec<_> = id.words().collect();
            RustName::upper_camel(words.iter().map(AsRef::as_ref))?
        }
    };
    let owner = owners.get(&name).copied();
    if owner.is_none() && !is_reserved(&name, false) {
        return Some(name);
    }
    let reason = match owner {
        Some(owner) => format!("`{id}` and `{owner}` would both be the Rust type `{name}`"),
        None => format!("`{name}` is a name that the emitted code uses itself"),
    };
    let mut others = other_names(id).into_iter();
    let another = others.find(|name| !owners.contains_key(name));
    match another.filter(|_| schema.rust_name.is_none()) {
        Some(another) => {
            let message = format!("{reason}: the type of `{id}` is called `{another}`");
            let help = rename_help(&schema.pointer, another.as_str());
            names.warn(Code::NameCollision, &schema.pointer, message, &help);
            Some(another)
        }
        None => {
            let help = rename_help(&schema.pointer, &format!("Another{name}"));
            names.error(Code::NameCollision, &schema.pointer, reason, &help);
            None
        }
    }
}

/// `GetShipRequestBody` where `GetShipRequest` is taken, `ShipInlineLog` where `ShipLog` is.
fn other_names(id: &SchemaId) -> Vec<RustName> {
    let words: Vec<_> = id.words().collect();
    let words: Vec<&str> = words.iter().map(AsRef::as_ref).collect();
    let with = |at: usize, word| {
        let (before, after) = words.split_at(at.min(words.len()));
        RustName::upper_camel(before.iter().chain([&word]).chain(after).copied())
    };
    let names = match (id.root(), id.steps().first()) {
        (Root::Operation(_), Some(Step::Request | Step::Response(_) | Step::Success)) => {
            [with(2, "body"), with(2, "inline")]
        }
        (Root::Operation(_), _) => [with(1, "parameter"), with(1, "inline")],
        (Root::Component(_) | Root::Response(_), _) => {
            [with(1, "inline"), with(words.len(), "schema")]
        }
    };
    names.into_iter().flatten().collect()
}
