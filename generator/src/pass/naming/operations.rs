//! The names of operations and tags.

use std::collections::{HashMap, HashSet};

use crate::diagnostic::Code;
use crate::model::{Api, Operation, RustName, SchemaId};

use super::{Names, json_path};

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
    "Option",
    "String",
    "Timestamp",
    "Types",
    "Value",
    "Vec",
];

/// A tag is a module and a type: tags that differ in casing alone are one, and those whose names
/// the emitted code uses itself get another.
pub(super) fn tags(api: &mut Api, names: &mut Names<'_>) {
    let has_webhooks = api.info.has_webhooks();
    let mut spellings: HashMap<RustName, String> = HashMap::new();
    for operation in &mut api.operations {
        let Some(module) = RustName::module(&operation.tag) else {
            continue;
        };
        let tag = spellings.entry(module).or_insert_with(|| {
            let name = RustName::upper_camel([operation.tag.as_str()]);
            let is_reserved = name.is_some_and(|name| {
                RESERVED_TAGS.contains(&name.as_str())
                    || name.as_str() == "Webhooks" && has_webhooks
            });
            if is_reserved {
                unreserved_tag(operation, names)
            } else {
                operation.tag.clone()
            }
        });
        if let Some(words) = api.info.tags.get(&operation.tag).cloned() {
            api.info.tags.entry(tag.clone()).or_insert(words);
        }
        operation.tag.clone_from(tag);
    }
}

fn unreserved_tag(operation: &Operation<SchemaId>, names: &mut Names<'_>) -> String {
    let another = format!("{} API", operation.tag);
    let message = format!(
        "the emitted code has a `{}` of its own: the tag is read as `{another}`",
        operation.tag
    );
    let pointer = operation.pointer().child("tags").index(0);
    let help = "give the operation another tag in an overlay";
    names.warn(Code::ReservedName, &pointer, message, help);
    another
}

/// Sees that every operation has an id of its own, and a name that nothing else has.
pub(super) fn operations(api: &mut Api, names: &mut Names<'_>) {
    let tags: HashSet<RustName> = api
        .operations
        .iter()
        .filter_map(|operation| RustName::module(&operation.tag))
        .filter_map(|module| RustName::upper_camel([module.as_str()]))
        .collect();
    for operation in &mut api.operations {
        make_way(operation, &tags, names);
    }
    let mut ids: HashMap<&str, &Operation<SchemaId>> = HashMap::new();
    let mut types: HashMap<&RustName, &Operation<SchemaId>> = HashMap::new();
    let mut methods: HashMap<(&str, &RustName), &Operation<SchemaId>> = HashMap::new();
    for operation in &api.operations {
        let method = (operation.tag.as_str(), &operation.method_name);
        if let Some(first) = ids.insert(&operation.id, operation) {
            let message = format!(
                "`{}` is the id of both `{} {}` and `{} {}`",
                operation.id, first.method, first.path, operation.method, operation.path
            );
            same_id(operation, Code::DuplicateOperationId, message, names);
        } else if let Some(first) = types.insert(&operation.type_name, operation) {
            let message = format!(
                "`{}` and `{}` would both be the Rust type `{}`",
                first.id, operation.id, operation.type_name
            );
            same_id(operation, Code::NameCollision, message, names);
        } else if let Some(first) = methods.insert(method, operation) {
            let message = format!(
                "`{}` and `{}` would both be the method `{}`",
                first.id, operation.id, operation.method_name
            );
            same_id(operation, Code::NameCollision, message, names);
        }
    }
}

/// Gives an operation another name when its own is that of a tag or of the emitted code.
fn make_way(operation: &mut Operation<SchemaId>, tags: &HashSet<RustName>, names: &mut Names<'_>) {
    let is_method = operation.method_name.as_str() == "new";
    let is_reserved = RESERVED_REQUESTS.contains(&operation.type_name.as_str());
    let is_tag = tags.contains(&operation.type_name);
    let owner = match () {
        () if is_method || is_reserved => "the emitted code",
        () if is_tag => "a tag",
        () => return,
    };
    let id = format!("{}_operation", operation.id);
    let (Some(type_name), Some(method_name)) =
        (RustName::upper_camel([id.as_str()]), RustName::snake(&id))
    else {
        return;
    };
    operation.type_name = type_name;
    if is_method {
        operation.method_name = method_name;
    }
    let message = format!(
        "`{}` is a name that {owner} has, too: its request is called `{}`",
        operation.id, operation.type_name
    );
    let help = another_id(operation, &id);
    names.warn(Code::ReservedName, &operation.pointer(), message, &help);
}

fn same_id(operation: &Operation<SchemaId>, code: Code, message: String, names: &mut Names<'_>) {
    let help = another_id(operation, &format!("another_{}", operation.id));
    names.error(code, &operation.pointer(), message, &help);
}

/// The lines that give an operation an id, ready to paste into an overlay.
fn another_id(operation: &Operation<SchemaId>, id: &str) -> String {
    format!(
        "give it another id in an overlay:\n  - target: {}\n    description: why it needs \
         another id\n    update:\n      operationId: {id}",
        json_path(&operation.pointer()),
    )
}
