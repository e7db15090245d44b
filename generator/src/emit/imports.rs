//! The imports of a module of emitted code.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashSet};

use syn::{Item, Path, Visibility};

use crate::model::{RustName, ShapeId};

use crate::emit::context::{Context, ident};
use crate::emit::syntax::{self, Attributes};

/// The types that the code of a module names, collected to import them.
pub(super) struct Imports<'a, F> {
    context: &'a Context<'a>,
    /// Returns the full path of a type.
    full_path: F,
    /// The names that the module uses for something else.
    taken: HashSet<&'a str>,
    imported: RefCell<BTreeMap<&'a RustName, ShapeId>>,
}

impl<'a, F: Fn(ShapeId) -> Path> Imports<'a, F> {
    /// Creates an empty collection. Types whose names are taken are named by their full paths.
    pub fn new(
        context: &'a Context<'a>,
        full_path: F,
        taken: impl IntoIterator<Item = &'a str>,
    ) -> Self {
        Self {
            context,
            full_path,
            taken: taken.into_iter().collect(),
            imported: RefCell::default(),
        }
    }

    /// Returns the path of a type: its name, which is then imported, or its full path if the name
    /// is taken or belongs to another imported type.
    pub fn path(&self, id: ShapeId) -> Path {
        let name = &self.context.library.shape(id).item.name;
        let is_free = !self.taken.contains(name.as_str());
        if is_free && *self.imported.borrow_mut().entry(name).or_insert(id) == id {
            ident(name).into()
        } else {
            (self.full_path)(id)
        }
    }

    /// Returns the import of the types that were named.
    pub fn item(self) -> Option<Item> {
        let imported = self.imported.into_inner().into_values();
        let paths = imported.map(self.full_path);
        syntax::imports(Attributes::default(), Visibility::Inherited, paths)
    }
}

#[cfg(test)]
mod tests;
