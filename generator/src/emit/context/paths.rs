//! The paths of emitted items.

use proc_macro2::{Ident, Span};
use quote::format_ident;
use syn::{Path, Token};

use crate::emit::imports::{SHAPES, TYPES};
use crate::emit::inline_types::{INLINE, InlineTypes};
use crate::emit::syntax;
use crate::model::{OperationId, RustName, ShapeId, TagGroupId};

use super::{Context, ident, ident_of};

impl Context<'_> {
    /// Returns `crate`, or the path of the module.
    pub fn path(&self) -> Path {
        self.path_to([])
    }

    /// Returns the name of the module in whose modules types are declared. The types of an
    /// unversioned document are re-exported as `types` by the root, which takes that name.
    pub fn types_module(&self) -> &'static str {
        match self.version_module(0) {
            Some(_) => TYPES,
            None => SHAPES,
        }
    }

    /// Returns the path of the module with all types, `crate::types`.
    pub fn types_path(&self) -> Path {
        self.path_to([syntax::identifier(self.types_module())])
    }

    /// Returns the path of the module that verifies webhooks.
    pub fn webhooks_path(&self) -> Path {
        self.path_to([format_ident!("webhooks")])
    }

    /// Returns the path of an item of the emitted code.
    fn path_to(&self, names: impl IntoIterator<Item = Ident>) -> Path {
        let start = [Token![crate](Span::call_site()).into()];
        syntax::long_path(
            start
                .into_iter()
                .chain(self.root.iter().map(|name| ident_of(name)))
                .chain(names),
        )
    }

    pub(super) fn path_text(&self) -> String {
        let names = self.root.iter().map(|name| format!("::{name}"));
        format!("crate{}", names.collect::<String>())
    }

    /// Returns the path of a shape, such as `crate::types::company::rev1::Company`.
    pub fn shape_path(&self, id: ShapeId) -> Path {
        self.path_to(self.shape_segments(id))
    }

    /// Returns the inline types of a module in a version, if there are any, and the path where they
    /// are emitted, such as `crate::types::company::rev1::inline`.
    pub fn inline_types(&self, module: &RustName, version: usize) -> Option<(&InlineTypes, Path)> {
        self.types.get(module)?.iter().find_map(|revision| {
            let inline = revision.inline.as_ref();
            let inline = inline.filter(|inline| inline.versions.contains(&version))?;
            let name = syntax::identifier(INLINE);
            let path = segments(self.types_module(), module, revision.name.as_deref(), name);
            Some((inline, self.path_to(path)))
        })
    }

    /// Returns the path of a shape beside an import of `types`: `types::company::rev1::Company`.
    pub fn shape_path_in_types(&self, id: ShapeId) -> Path {
        syntax::long_path(self.shape_segments(id))
    }

    /// Returns the path of a shape in the module `types` of a version: `Company`, `company::Plan`.
    pub fn public_path(&self, id: ShapeId) -> Path {
        let shape = &self.library.shape(id).item;
        let module = shape.is_nested.then(|| ident(&shape.module));
        syntax::long_path(module.into_iter().chain([ident(&shape.name)]))
    }

    fn shape_segments(&self, id: ShapeId) -> impl Iterator<Item = Ident> {
        let shape = &self.library.shape(id).item;
        let revision = self.shape_revisions[id.0].as_deref();
        segments(
            self.types_module(),
            &shape.module,
            revision,
            ident(&shape.name),
        )
    }

    /// Returns the path of a builder, such as `crate::operations::companies::rev1::ListCompanies`.
    pub fn operation_path(&self, id: OperationId) -> Path {
        let operation = &self.library.operation(id).item;
        let revision = self.operation_revisions[id.0].as_deref();
        self.item_path(
            "operations",
            &operation.tag.module,
            revision,
            &operation.type_name,
        )
    }

    /// Returns the path of a tag group, such as `crate::tag_groups::companies::rev1::Companies`.
    pub fn tag_group_path(&self, id: TagGroupId) -> Path {
        let tag = &self.library.tag_group(id).tag;
        let revision = self.tag_group_revisions[id.0].as_deref();
        self.item_path("tag_groups", &tag.module, revision, &tag.type_name)
    }

    fn item_path(
        &self,
        folder: &str,
        module: &RustName,
        revision: Option<&str>,
        name: &RustName,
    ) -> Path {
        self.path_to(segments(folder, module, revision, ident(name)))
    }
}

/// Returns the segments of the path of an item below the root.
fn segments(
    folder: &str,
    module: &RustName,
    revision: Option<&str>,
    name: Ident,
) -> impl Iterator<Item = Ident> + use<> {
    let start = [syntax::identifier(folder), ident(module)];
    let revision = revision.map(syntax::identifier);
    start.into_iter().chain(revision).chain([name])
}
