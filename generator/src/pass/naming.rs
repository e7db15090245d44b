//! Gives every type its Rust name, and sees that no two are the same.

use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Pointer};
use crate::ir::{Api, Body, Operation, RustName, Schema, SchemaId};
use crate::spec::Document;

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

/// Names that the emitted requests use for something else.
const RESERVED_REQUESTS: &[&str] = &[
    "Argument",
    "Binary",
    "Connection",
    "Empty",
    "File",
    "Into",
    "IntoIterator",
    "Json",
    "Location",
    "Map",
    "Method",
    "Operation",
    "Option",
    "OutputOf",
    "Paged",
    "Pagination",
    "PagingStyle",
    "Request",
    "Result",
    "Separator",
    "String",
    "Style",
    "Text",
    "Timestamp",
    "TokenPlace",
    "Value",
    "Vec",
];

/// Names that the emitted modules, types and accessors of tags use for something else.
const RESERVED_TAGS: &[&str] = &[
    "Builder",
    "Client",
    "Connection",
    "Dynamic",
    "File",
    "Into",
    "IntoIterator",
    "Map",
    "Mod",
    "Option",
    "String",
    "Timestamp",
    "Types",
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
        let is_sent = is_sent_by_webhook(api, id);
        if RESERVED.contains(&name.name.as_str())
            || is_sent && RESERVED_WEBHOOKS.contains(&name.name.as_str())
        {
            let message = format!(
                "`{}` is a name that the emitted code uses itself",
                name.name
            );
            diagnostics.push(
                document
                    .diagnostic(Code::ReservedName, schema.pointer.clone(), message)
                    .help(rename_help(
                        &schema.pointer,
                        &format!("{}Schema", name.name),
                    )),
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

fn is_sent_by_webhook(api: &Api, id: &SchemaId) -> bool {
    let tagged = [&api.info.webhook_items, &api.info.webhook_events];
    let mut schemas = tagged
        .into_iter()
        .flatten()
        .flat_map(|tagged| tagged.schemas.values());
    schemas.any(|name| *id == SchemaId::component(name))
}

fn type_name(api: &Api, id: &SchemaId) -> Option<TypeName> {
    let chosen = api
        .schemas
        .get(id)
        .and_then(|schema| schema.rust_name.clone());
    let name = chosen.or_else(|| RustName::upper_camel(id.words()))?;
    let module = RustName::snake(id.root().name())?;
    let module = match module.as_str() {
        // `mod.rs` is the folder's own.
        "mod" => RustName::verbatim("mod_")?,
        _ => module,
    };
    Some(TypeName { name, module })
}

fn nameless(document: &Document, pointer: &Pointer, what: &str) -> Diagnostic {
    let message = format!("`{what}` gives no Rust name");
    document
        .diagnostic(Code::InvalidRustName, pointer.clone(), message)
        .help(rename_help(pointer, "AnotherName"))
}

fn collision(
    document: &Document,
    schema: &Schema,
    id: &SchemaId,
    owner: &SchemaId,
    name: &RustName,
) -> Diagnostic {
    let message = format!("`{id}` and `{owner}` would both be the Rust type `{name}`");
    document
        .diagnostic(Code::NameCollision, schema.pointer.clone(), message)
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

/// Names that a request builder has of its own, and the variables that it is made with.
const BUILDER_NAMES: &[&str] = &[
    "blocking",
    "connection",
    "download",
    "into_future",
    "new",
    "request",
    "response",
    "send",
    "stream",
    "with",
];

/// Names that the builder has besides where the operation gives a list page by page.
const PAGED_NAMES: &[&str] = &["items", "pages"];

/// Ids, type names and the names of what requests are given: each must be there once.
fn operation_collisions(api: &Api, document: &Document, diagnostics: &mut Diagnostics) {
    let mut ids: HashMap<&str, &Operation<SchemaId>> = HashMap::new();
    let mut names: HashMap<&RustName, &Operation<SchemaId>> = HashMap::new();
    for operation in &api.operations {
        if let Some(first) = ids.insert(&operation.id, operation) {
            let message = format!(
                "`{}` is the id of both `{} {}` and `{} {}`",
                operation.id, first.method, first.path, operation.method, operation.path
            );
            diagnostics.push(same_id(
                document,
                operation,
                Code::DuplicateOperationId,
                message,
            ));
        } else if let Some(first) = names.insert(&operation.type_name, operation) {
            let message = format!(
                "`{}` and `{}` would both be the Rust type `{}`",
                first.id, operation.id, operation.type_name
            );
            diagnostics.push(same_id(document, operation, Code::NameCollision, message));
        }
        let name = operation.type_name.as_str();
        if RESERVED_REQUESTS.contains(&name) || operation.method_name.as_str() == "new" {
            let message = format!("the emitted code has a `{}` of its own", operation.id);
            let help = "give it another operationId in an overlay";
            diagnostics.push(
                document
                    .diagnostic(Code::ReservedName, operation.pointer(), message)
                    .help(help),
            );
        }
        input_collisions(operation, document, diagnostics);
    }
    tag_collisions(api, document, diagnostics);
}

fn same_id(
    document: &Document,
    operation: &Operation<SchemaId>,
    code: Code,
    message: String,
) -> Diagnostic {
    let help = "give one of them another operationId in an overlay";
    document
        .diagnostic(code, operation.pointer(), message)
        .help(help)
}

/// Parameters, parts and the body are arguments and setters side by side.
fn input_collisions(
    operation: &Operation<SchemaId>,
    document: &Document,
    diagnostics: &mut Diagnostics,
) {
    let mut taken: HashSet<&str> = BUILDER_NAMES.iter().copied().collect();
    if operation.pagination.is_some() {
        taken.extend(PAGED_NAMES);
    }
    let parameters = operation.parameters.iter();
    let mut inputs: Vec<(&str, Pointer)> = parameters
        .map(|parameter| (parameter.rust_name.as_str(), parameter.pointer.clone()))
        .collect();
    let body = operation.pointer().child("requestBody");
    match &operation.body {
        Some(Body::Form { fields, .. }) => {
            let names = fields.iter().map(|field| field.rust_name.as_str());
            inputs.extend(names.map(|name| (name, body.clone())));
        }
        Some(_) => inputs.push(("body", body)),
        None => {}
    }
    for (name, pointer) in inputs {
        if !taken.insert(name) {
            let message = format!(
                "the name `{name}` is taken in the request of `{}`",
                operation.id
            );
            let help = rename_help(&pointer, &format!("another_{name}"));
            diagnostics.push(
                document
                    .diagnostic(Code::NameCollision, pointer, message)
                    .help(help),
            );
        }
    }
}

/// A tag is a module and a type beside the builders of its operations.
fn tag_collisions(api: &Api, document: &Document, diagnostics: &mut Diagnostics) {
    let mut tags: HashMap<RustName, &str> = HashMap::new();
    for operation in &api.operations {
        let tag = operation.tag.as_str();
        let (Some(module), Some(name)) = (RustName::snake(tag), RustName::upper_camel([tag]))
        else {
            continue;
        };
        let known = tags.insert(module, tag);
        let first = known.unwrap_or(tag);
        let pointer = operation.pointer().child("tags").index(0);
        let help = "give the operation another tag or id in an overlay";
        let is_reserved = RESERVED_TAGS.contains(&name.as_str())
            || (name.as_str() == "Webhooks" && api.info.has_webhooks());
        if known.is_none() && is_reserved {
            let message = format!("the emitted code has a `{tag}` of its own");
            diagnostics.push(
                document
                    .diagnostic(Code::ReservedName, pointer.clone(), message)
                    .help(help),
            );
        }
        if first != tag {
            let message = format!("the tags `{first}` and `{tag}` would be the same module");
            diagnostics.push(
                document
                    .diagnostic(Code::NameCollision, pointer.clone(), message)
                    .help(help),
            );
        }
        if name == operation.type_name {
            let message = format!("the tag `{tag}` and the operation `{}` clash", operation.id);
            diagnostics.push(
                document
                    .diagnostic(Code::NameCollision, pointer, message)
                    .help(help),
            );
        }
    }
}
