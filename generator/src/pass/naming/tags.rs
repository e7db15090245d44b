//! The names of tags: a module, an accessor and a type each.

use crate::diagnostic::{Pointer, overlay_lines, quoted, rename_help, yaml_name};
use crate::emit::reserved;
use crate::hash::{HashMap, IndexMap};
use crate::model::{Api, Choice, Operation, OperationTag, RustName, SchemaId};

use super::report::{Owner, Report, clash};

/// The names of tags, by their names in the document.
pub(super) type Tags = HashMap<String, OperationTag>;

/// The tags that the document declares, each with its location.
type Declared<'a> = HashMap<&'a str, Pointer>;

/// Names the tags of all operations. Tags that differ only in case are one operation group.
pub(super) fn tags(api: &Api, report: &mut Report<'_>) -> Tags {
    let mut groups: HashMap<RustName, OperationTag> = HashMap::default();
    let mut tags = Tags::default();
    let declared = report.declared_tags();
    for operation in &api.operations {
        let name = &operation.tag.name;
        if tags.contains_key(name) {
            continue;
        }
        let tag = unreserved(operation, api.info.has_webhooks(), &declared, report);
        let group = match groups.get(&tag.module) {
            Some(group) => {
                one_group(operation, group, &declared, report);
                group.clone()
            }
            None => tag,
        };
        groups
            .entry(group.module.clone())
            .or_insert_with(|| group.clone());
        tags.insert(name.clone(), group);
    }
    tags
}

/// Returns the plain names of a tag, or other names if these are reserved.
fn unreserved(
    operation: &Operation<SchemaId, Choice>,
    has_webhooks: bool,
    declared: &Declared<'_>,
    report: &mut Report<'_>,
) -> OperationTag {
    let tag = &operation.tag;
    let own = match &tag.module {
        Some(chosen) => OperationTag::plain(&tag.name, chosen.as_str()),
        None => OperationTag::plain(&tag.name, &tag.name),
    };
    let type_name = own.type_name.as_str();
    let is_reserved = reserved::TAGS.contains(&type_name)
        || has_webhooks && reserved::WEBHOOK_TAGS.contains(&type_name);
    if !is_reserved {
        return own;
    }
    let another = OperationTag::plain(&tag.name, &format!("{} API", tag.name));
    let help = name_help(&tag.name, another.module.as_str(), declared);
    let pointer = pointer(operation);
    report.renamed(
        &pointer,
        &tag.name,
        Owner::Generated,
        "tag",
        &another.module,
        &help,
    );
    another
}

impl OperationTag {
    /// Creates a tag whose Rust names derive from `name`.
    pub(super) fn plain(tag: &str, name: &str) -> Self {
        let module = RustName::module(name);
        Self {
            name: tag.to_owned(),
            type_name: RustName::upper_camel([module.as_str()]),
            module,
        }
    }
}

fn one_group(
    operation: &Operation<SchemaId, Choice>,
    group: &OperationTag,
    declared: &Declared<'_>,
    report: &mut Report<'_>,
) {
    let tag = &operation.tag.name;
    let owner = Owner::Document(&group.name);
    let clash = clash(tag, owner);
    let message = format!(
        "{clash}: the operations of both tags are in the group `{}`",
        group.module
    );
    let another = group.module.numbered_snake(2);
    let help = name_help(tag, another.as_str(), declared);
    report.warn(owner.code(), &pointer(operation), message, &help);
}

fn pointer(operation: &Operation<SchemaId, Choice>) -> Pointer {
    operation.pointer().child("tags").index(0)
}

/// Returns the help that names a tag by an overlay, which declares the tag if the document does
/// not.
fn name_help(tag: &str, name: &str, declared: &Declared<'_>) -> String {
    match declared.get(tag) {
        Some(pointer) => rename_help(pointer, name),
        None => {
            let tag = quoted(tag);
            let tags = format!("[{{name: {tag}, x-rust-name: {}}}]", yaml_name(name));
            let why = "why it needs another name";
            let lines = overlay_lines(&Pointer::root(), why, "tags", &tags);
            format!("name it in an overlay:\n{lines}")
        }
    }
}

/// Returns the descriptions of tags, keyed by the names of tags and of their groups.
pub(super) fn descriptions(
    descriptions: &IndexMap<String, String>,
    tags: &Tags,
    operations: &[Operation<SchemaId, Choice>],
) -> IndexMap<String, String> {
    let mut all = descriptions.clone();
    for operation in operations {
        let name = &operation.tag.name;
        if let (Some(text), Some(tag)) = (descriptions.get(name), tags.get(name)) {
            all.entry(tag.name.clone()).or_insert_with(|| text.clone());
        }
    }
    all
}
