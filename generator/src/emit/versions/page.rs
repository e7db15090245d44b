//! The page of a version: the entry point, and a table of all operations.

use crate::emit::context::Context;
use crate::emit::docs;
use crate::emit::syntax::Attributes;
use crate::model::{Operation, ShapeId, TagGroup};

/// Returns the doc comment of a version's module, whose tag groups are given in order.
pub(super) fn page(context: &Context<'_>, title: &str, groups: &[&TagGroup]) -> Attributes {
    let sections: Vec<String> = groups.iter().map(|one| section(context, one)).collect();
    let call = groups.first().map_or_else(String::new, |group| {
        let module = &group.tag.module;
        format!(
            "Each section is a tag: `client.{module}()` returns [`{name}`]({module}::{name}), whose \
             methods are those of the section `{module}`.\n\n",
            name = group.tag.type_name
        )
    });
    docs::inner_lines(&format!(
        "{title}\n\n[`Client`] is the entry point. The operations are in modules, one for each tag; \
         their request and response types are in [`types`].\n\n# Operations\n\n{call}{}",
        sections.join("\n\n")
    ))
}

/// Returns the operations of a tag, in the order of their methods.
fn section(context: &Context<'_>, group: &TagGroup) -> String {
    let operations = group.operations.iter();
    let mut operations: Vec<&Operation<ShapeId>> = operations
        .map(|id| &context.library.operation(*id).item)
        .collect();
    operations.sort_by_key(|operation| operation.method_name.as_str());
    let rows = operations
        .into_iter()
        .map(|operation| row(group, operation));
    let rows: Vec<String> = rows.collect();
    let module = docs::link::module(group.tag.module.as_str());
    format!(
        "## {module}\n\n| operation | request | method |\n|---|---|---|\n{}",
        rows.join("\n")
    )
}

fn row(group: &TagGroup, operation: &Operation<ShapeId>) -> String {
    let (module, name) = (&group.tag.module, &group.tag.type_name);
    let method = &operation.method_name;
    let text = operation.docs.text.as_deref();
    let summary = text.and_then(docs::first_sentence).unwrap_or_default();
    let request = docs::code(&format!("{} {}", operation.method, operation.path.target()));
    format!(
        "| {} | {} | [`{method}`]({module}::{name}::{method}) |",
        cell(&summary),
        cell(&request)
    )
}

/// Returns a text as the cell of a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}
