//! The types that a module of emitted code imports.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashSet};

use syn::{Item, Path, Visibility};

use crate::model::{RustName, ShapeId};

use crate::emit::context::{Context, ident};
use crate::emit::syntax::{self, Attributes};

/// Collects the types that the code of a module names, to import them.
pub(super) struct Imports<'a, F> {
    context: &'a Context<'a>,
    /// Writes the full path of a type.
    full_path: F,
    /// Names that the module uses for something else.
    taken: HashSet<&'a str>,
    imported: RefCell<BTreeMap<&'a RustName, ShapeId>>,
}

impl<'a, F: Fn(ShapeId) -> Path> Imports<'a, F> {
    /// Imports nothing yet; types whose names are taken will be named by their full paths.
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

    /// The path of a type: its name, which is imported from now on, unless that is taken or the
    /// name of another imported type.
    pub fn path(&self, id: ShapeId) -> Path {
        let name = &self.context.library.shape(id).item.name;
        let is_free = !self.taken.contains(name.as_str());
        if is_free && *self.imported.borrow_mut().entry(name).or_insert(id) == id {
            ident(name).into()
        } else {
            (self.full_path)(id)
        }
    }

    /// The import of the types that were named.
    pub fn item(self) -> Option<Item> {
        let imported = self.imported.into_inner().into_values();
        let paths = imported.map(self.full_path);
        syntax::imports(Attributes::default(), Visibility::Inherited, paths)
    }
}
