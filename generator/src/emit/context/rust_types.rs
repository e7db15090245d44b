//! Types as Rust writes them, and as functions of builders accept them.

use syn::Path;

use crate::emit::syntax::{self, fixed};
use crate::model::{Argument, Element, ShapeId, Type};

use super::Context;

impl Context<'_> {
    /// The type as Rust writes it; `named` returns the path of a type.
    pub fn ty(&self, ty: &Type<ShapeId>, named: &impl Fn(ShapeId) -> Path) -> syn::Type {
        let path = match ty {
            Type::String => syntax::path("String"),
            Type::Integer => syntax::path("i64"),
            Type::Number => syntax::path("f64"),
            Type::Boolean => syntax::path("bool"),
            Type::Timestamp => syntax::path("Timestamp"),
            Type::Json => syntax::path("Value"),
            Type::Array(ty) => syntax::generic("Vec", self.ty(ty, named)),
            Type::Map(ty) => syntax::generic("Map", self.ty(ty, named)),
            Type::Nullable(ty) => syntax::generic("Option", self.ty(ty, named)),
            Type::Boxed(ty) => syntax::generic("Box", self.ty(ty, named)),
            Type::Named(id) => named(*id),
        };
        syntax::named_type(path)
    }

    /// The type of an argument for a value of the type.
    pub fn argument(
        &self,
        ty: &Type<ShapeId>,
        argument: Argument,
        named: &impl Fn(ShapeId) -> Path,
    ) -> syn::Type {
        match (argument, self.library.without_aliases(ty)) {
            (Argument::Into, _) => syntax::impl_into(self.ty(ty, named)),
            (Argument::Text, _) => displayed(),
            (Argument::Items(element), Type::Array(items)) => {
                let items = self.element_of(ty, items, element, named);
                syntax::impl_trait(syntax::iterable(items))
            }
            (Argument::Entries(element), Type::Map(values)) => {
                let keys = syntax::impl_into(syntax::named_type(syntax::path("String")));
                let values = self.element_of(ty, values, element, named);
                syntax::impl_trait(syntax::iterable(syntax::pair_type(keys, values)))
            }
            (Argument::Boxed(element), Type::Boxed(ty)) => self.element(ty, element, named),
            _ => self.ty(ty, named),
        }
    }

    /// An element of a list or a map. The types in an alias are not imported where the alias is.
    fn element_of(
        &self,
        outer: &Type<ShapeId>,
        ty: &Type<ShapeId>,
        element: Element,
        named: &impl Fn(ShapeId) -> Path,
    ) -> syn::Type {
        match outer {
            Type::Named(_) => self.element(ty, element, &|id| self.shape_path(id)),
            _ => self.element(ty, element, named),
        }
    }

    fn element(
        &self,
        ty: &Type<ShapeId>,
        element: Element,
        named: &impl Fn(ShapeId) -> Path,
    ) -> syn::Type {
        match element {
            Element::Value => self.ty(ty, named),
            Element::Into => syntax::impl_into(self.ty(ty, named)),
            Element::Text => displayed(),
        }
    }
}

fn displayed() -> syn::Type {
    fixed!(syn::Type: impl std::fmt::Display)
}
