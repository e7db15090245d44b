//! Gives every type its Rust name, and sees that no two are the same.

use std::collections::HashMap;

use indexmap::IndexMap;

use crate::diagnostic::{Diagnostics, Pointer};
use crate::ir::{Api, Operation, RustName, Schema, SchemaId};
use crate::spec::Document;

/// Names that the emitted code uses for something else.
const RESERVED: &[&str] = &[
    "Box", "Default", "Err", "Extra", "From", "Into", "IntoIterator", "Map", "MapAccess", "None",
    "Object", "Ok", "Option", "Pattern", "Result", "SerializeMap", "Serializer", "Some", "String",
    "StringEnum", "Timestamp", "Union", "UnrecognizedJson", "UnrecognizedString", "Value", "Vec",
];

/// The names of a type.
#[derive(Clone, Debug)]
pub(super) struct TypeName {
    /// The type itself.
    pub name: RustName,
    /// The module that it stands in.
    pub module: RustName,
}

pub(super) fn names(
    api: &Api,
    document: &Document,
) -> Result<IndexMap<SchemaId, TypeName>, Diagnostics> {
    let mut diagnostics = Diagnostics::default();
    let mut names = IndexMap::new();
    let mut owners: HashMap<RustName, &SchemaId> = HashMap::new();
    for (id, schema) in &api.schemas {
        let Some(name) = type_name(api, id) else {
            diagnostics.push(nameless(document, &schema.pointer, &id.to_string()));
            continue;
        };
        if let Some(owner) = owners.insert(name.name.clone(), id) {
            diagnostics.push(collision(document, schema, id, owner, &name.name));
        }
        if RESERVED.contains(&name.name.as_str()) {
            let message = format!("`{}` is a name that the emitted code uses itself", name.name);
            diagnostics.push(
                document
                    .diagnostic("reserved-name", schema.pointer.clone(), message)
                    .help(rename_help(&schema.pointer, &format!("{}Schema", name.name))),
            );
        }
        names.insert(id.clone(), name);
    }
    operation_collisions(api, document, &mut diagnostics);
    match diagnostics.has_errors() {
        true => Err(diagnostics),
        false => Ok(names),
    }
}

fn type_name(api: &Api, id: &SchemaId) -> Option<TypeName> {
    let chosen = api.schemas.get(id).and_then(|schema| schema.rust_name.clone());
    let name = chosen.or_else(|| RustName::upper_camel(id.words()))?;
    Some(TypeName { name, module: RustName::snake(id.root().name())? })
}

fn nameless(
    document: &Document,
    pointer: &Pointer,
    what: &str,
) -> crate::diagnostic::Diagnostic {
    let message = format!("`{what}` gives no Rust name");
    document
        .diagnostic("invalid-rust-name", pointer.clone(), message)
        .help(rename_help(pointer, "AnotherName"))
}

fn collision(
    document: &Document,
    schema: &Schema,
    id: &SchemaId,
    owner: &SchemaId,
    name: &RustName,
) -> crate::diagnostic::Diagnostic {
    let message = format!("`{id}` and `{owner}` would both be the Rust type `{name}`");
    document
        .diagnostic("name-collision", schema.pointer.clone(), message)
        .help(rename_help(&schema.pointer, &format!("Another{name}")))
}

/// The lines that rename what stands at a pointer, ready to paste into an overlay.
pub(super) fn rename_help(pointer: &Pointer, name: &str) -> String {
    format!(
        "name it in an overlay:\n  - target: {}\n    description: why it needs another name\n    \
         update:\n      x-rust-name: {name}",
        json_path(pointer),
    )
}

/// The JSONPath (RFC 9535) that selects what stands at a pointer.
pub(super) fn json_path(pointer: &Pointer) -> String {
    let tokens = pointer.as_str().split('/').skip(1);
    let names = tokens.map(|token| token.replace("~1", "/").replace("~0", "~"));
    names.fold("$".to_owned(), |path, name| match name.parse::<usize>() {
        Ok(index) => format!("{path}[{index}]"),
        Err(_) => format!("{path}['{}']", name.replace('\'', "\\'")),
    })
}

fn operation_collisions(api: &Api, document: &Document, diagnostics: &mut Diagnostics) {
    let mut ids: HashMap<&str, &Operation<SchemaId>> = HashMap::new();
    let mut names: HashMap<&RustName, &Operation<SchemaId>> = HashMap::new();
    for operation in &api.operations {
        let pointer = operation.pointer();
        let place = |operation: &Operation<_>| format!("{} {}", operation.method, operation.path);
        if let Some(first) = ids.insert(&operation.id, operation) {
            let message = format!(
                "`{}` is the id of both `{}` and `{}`",
                operation.id,
                place(first),
                place(operation)
            );
            let help = "give one of them another operationId in an overlay";
            diagnostics
                .push(document.diagnostic("duplicate-operation-id", pointer, message).help(help));
        } else if let Some(first) = names.insert(&operation.type_name, operation) {
            let message = format!(
                "`{}` and `{}` would both be the Rust type `{}`",
                first.id, operation.id, operation.type_name
            );
            let help = "give one of them another operationId in an overlay";
            diagnostics.push(document.diagnostic("name-collision", pointer, message).help(help));
        }
    }
}
