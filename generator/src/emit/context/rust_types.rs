//! Rust types of values, and of the arguments that accept them.

use syn::Path;

use crate::emit::syntax::{self, fixed};
use crate::model::{Argument, Element, External, ShapeId, Type};

use super::Context;

impl Context<'_> {
    /// Returns the Rust type of a value; `named` returns the path of a named type.
    pub fn ty(&self, ty: &Type<ShapeId>, named: &impl Fn(ShapeId) -> Path) -> syn::Type {
        let path = match ty {
            Type::String => syntax::path("String"),
            Type::Integer => syntax::path("i64"),
            Type::Unsigned => syntax::path("u64"),
            Type::Number => syntax::path("f64"),
            // The full path reserves no name.
            Type::Decimal => fixed!(Path: ::intercom_codegen_runtime::Decimal),
            Type::Boolean => syntax::path("bool"),
            Type::Timestamp => syntax::path("Timestamp"),
            Type::External(external) => external_type(external),
            Type::Json => syntax::path("Value"),
            Type::Array(ty) => syntax::generic("Vec", self.ty(ty, named)),
            Type::Map(ty) => syntax::generic("Map", self.ty(ty, named)),
            Type::Nullable(ty) => syntax::generic("Option", self.ty(ty, named)),
            Type::Boxed(ty) => syntax::generic("Box", self.ty(ty, named)),
            Type::Named(id) => named(*id),
        };
        syntax::named_type(path)
    }

    /// Returns the type of an argument that accepts a value of the type.
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

    /// Returns the type of an element of a list or a map. Types inside an alias are written with
    /// their full paths, as they are not imported where the alias is.
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

/// Returns `::intercom_codegen_runtime::External<ty>`, or another wrapper. The full path reserves no
/// name.
fn external_type(external: &External) -> Path {
    let ty = syn::parse_str(&external.ty).unwrap_or_else(|_| fixed!(syn::Type: Value));
    let wrapper = external.wrapper();
    let mut path = fixed!(Path: ::intercom_codegen_runtime);
    path.segments.extend(syntax::generic(wrapper, ty).segments);
    path
}

fn displayed() -> syn::Type {
    fixed!(syn::Type: impl Display)
}
