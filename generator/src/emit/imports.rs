//! The imports of a module of emitted code.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use syn::{Item, Path, Visibility};

use crate::hash::HashSet;
use crate::model::{RustName, ShapeId};

use crate::emit::context::{Context, ident};
use crate::emit::syntax::{self, Attributes};

/// The module in whose modules types are declared, which is imported where one of them is not.
pub(crate) const TYPES: &str = "types";

/// The same module of an unversioned document.
pub(crate) const SHAPES: &str = "shapes";

/// The types that the code of a module names, collected to import them.
pub(super) struct Imports<'a> {
    context: &'a Context<'a>,
    /// The module in `types` that the code is part of, if it is.
    module: Option<&'a RustName>,
    /// The types that the code declares.
    declared: HashSet<ShapeId>,
    /// The names that the module uses for something else.
    taken: HashSet<&'a str>,
    imported: RefCell<BTreeMap<&'a RustName, ShapeId>>,
    names_types: Cell<bool>,
}

impl<'a> Imports<'a> {
    /// Creates an empty collection. Types whose names are taken are not imported.
    pub fn new(context: &'a Context<'a>, taken: impl IntoIterator<Item = &'a str>) -> Self {
        Self {
            context,
            module: None,
            declared: HashSet::default(),
            taken: taken.into_iter().collect(),
            imported: RefCell::default(),
            names_types: Cell::default(),
        }
    }

    /// Creates the collection for code in a module of `types` that declares these types.
    pub fn of_types(
        context: &'a Context<'a>,
        module: &'a RustName,
        declared: impl IntoIterator<Item = ShapeId>,
    ) -> Self {
        let revisions = context.types.get(module).into_iter().flatten();
        let own = revisions.flat_map(|revision| revision.items());
        let taken = own.map(|item| context.library.shapes[item].item.name.as_str());
        Self {
            module: Some(module),
            declared: declared.into_iter().collect(),
            ..Self::new(context, taken)
        }
    }

    /// Returns the path of a type: its name, which is then imported, or
    /// `types::company::rev1::Plan` if the name is taken, if it belongs to another imported type,
    /// or if it is meaningless outside the module of the type.
    pub fn path(&self, id: ShapeId) -> Path {
        let shape = &self.context.library.shape(id).item;
        let is_known = if self.module == Some(&shape.module) {
            true
        } else {
            !shape.is_nested && !self.taken.contains(shape.name.as_str())
        };
        if self.declared.contains(&id)
            || is_known && *self.imported.borrow_mut().entry(&shape.name).or_insert(id) == id
        {
            ident(&shape.name).into()
        } else {
            self.names_types.set(true);
            self.context.shape_path_in_types(id)
        }
    }

    /// Returns the imports of the types that were named.
    pub fn items(self) -> Vec<Item> {
        let imports =
            |paths: Vec<Path>| syntax::imports(Attributes::default(), Visibility::Inherited, paths);
        let types = self.names_types.get().then(|| self.context.types_path());
        let imported = self.imported.into_inner().into_values();
        let imported = imported.map(|id| self.context.shape_path(id)).collect();
        let items = [imports(Vec::from_iter(types)), imports(imported)];
        items.into_iter().flatten().collect()
    }
}

#[cfg(test)]
mod tests;
