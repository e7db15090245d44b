//! `v2_16/companies.rs`: the tag group of one version and the request builders that it returns.

use crate::model::TagGroupId;

use crate::emit::context::Context;
use crate::emit::docs;
use crate::emit::syntax;
use crate::emit::tag_features::Features;
use crate::emit::tag_groups::summary;
use crate::emit::versions::exports::exports;

pub(super) fn file(context: &Context<'_>, version: usize, id: TagGroupId) -> syn::File {
    let group = context.library.tag_group(id);
    let versions = group.versions.as_slice();
    let module = &group.tag.module;
    let name = group.tag.type_name.as_str();
    let name = docs::link::ty(name, name);
    let docs = docs::inner_lines(&format!(
        "{}\n\n[`Client::{module}`](super::Client::{module}) returns {name}, which has a \
         method for each operation. The method returns the request builder of the same name.",
        summary(group)
    ));
    let builders = group.operations.iter().map(|id| {
        let versions = context.library.operation(*id).versions.as_slice();
        (versions, Features::default(), context.operation_path(*id))
    });
    let group = context.tag_group_path(id);
    let group = (versions, Features::default(), group);
    syntax::file(
        docs,
        exports(context, version, [group].into_iter().chain(builders)),
    )
}
