//! Types as Rust writes them, and as arguments take them.

use proc_macro2::Ident;
use syn::{Expr, Path};

use crate::emit::syntax::{self, fixed};
use crate::model::{ShapeId, ShapeKind, Type};

use super::Context;

impl Context<'_> {
    /// The type with what aliases stand for in their place.
    pub fn without_aliases<'t>(&'t self, mut ty: &'t Type<ShapeId>) -> &'t Type<ShapeId> {
        while let Type::Named(id) = ty
            && let ShapeKind::Alias(target) = &self.library.shape(*id).item.kind
        {
            ty = target;
        }
        ty
    }

    /// The type with all other names resolved, inside lists and maps as well: two types are the same
    /// to Rust when these are.
    pub fn resolved(&self, ty: &Type<ShapeId>) -> Type<ShapeId> {
        let inner = |ty: &Type<ShapeId>| Box::new(self.resolved(ty));
        match self.without_aliases(ty) {
            Type::Array(ty) => Type::Array(inner(ty)),
            Type::Map(ty) => Type::Map(inner(ty)),
            Type::Nullable(ty) => Type::Nullable(inner(ty)),
            Type::Boxed(ty) => Type::Boxed(inner(ty)),
            ty => ty.clone(),
        }
    }

    /// Whether all values of the type are scalars, which are written as one piece of text.
    pub fn is_text(&self, ty: &Type<ShapeId>) -> bool {
        match self.without_aliases(ty) {
            Type::String | Type::Integer | Type::Number | Type::Boolean | Type::Timestamp => true,
            Type::Named(id) => match &self.library.shape(*id).item.kind {
                ShapeKind::Enum(_) => true,
                ShapeKind::Union(union) => union.variants.iter().all(|one| self.is_text(&one.ty)),
                ShapeKind::Struct(_) | ShapeKind::Alias(_) => false,
            },
            _ => false,
        }
    }

    /// The type as Rust writes it; `named` writes the name of a type.
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

    /// How an argument of a type is taken, and what makes the value of `name` of it.
    pub fn argument(
        &self,
        ty: &Type<ShapeId>,
        name: &Ident,
        named: &impl Fn(ShapeId) -> Path,
    ) -> (syn::Type, Expr) {
        let (taken, conversion) = self.taken(ty, named);
        let value: Expr = match (&conversion, self.without_aliases(ty)) {
            (Conversion::None, _) => syntax::value(name.clone()),
            (Conversion::Into, _) => syntax::call_method(syntax::value(name.clone()), "into", []),
            (Conversion::Items { converts }, ty) => {
                collected(name, *converts, matches!(ty, Type::Map(_)))
            }
            (Conversion::Box { converts }, _) => {
                let new = syntax::associated("Box", syntax::identifier("new"));
                let value = syntax::value(name.clone());
                let value = if *converts {
                    syntax::call_method(value, "into", [])
                } else {
                    value
                };
                syntax::call(new, [value])
            }
        };
        (taken, value)
    }

    fn taken(
        &self,
        ty: &Type<ShapeId>,
        named: &impl Fn(ShapeId) -> Path,
    ) -> (syn::Type, Conversion) {
        let plain = self.ty(ty, named);
        match self.without_aliases(ty) {
            Type::String | Type::Timestamp | Type::Json => {
                (syntax::impl_into(plain), Conversion::Into)
            }
            Type::Named(id) => match self.library.shape(*id).item.kind {
                ShapeKind::Enum(_) | ShapeKind::Union(_) => {
                    (syntax::impl_into(plain), Conversion::Into)
                }
                _ => (plain, Conversion::None),
            },
            Type::Array(items) => {
                let (items, converts) = self.element_of(ty, items, named);
                let taken = syntax::impl_trait(syntax::iterable(items));
                (taken, Conversion::Items { converts })
            }
            Type::Map(values) => {
                let (values, converts) = self.element_of(ty, values, named);
                let keys = syntax::impl_into(syntax::named_type(syntax::path("String")));
                let members = syntax::pair_type(keys, values);
                let taken = syntax::impl_trait(syntax::iterable(members));
                (taken, Conversion::Items { converts })
            }
            Type::Boxed(ty) => {
                let (taken, converts) = self.element(ty, named);
                (taken, Conversion::Box { converts })
            }
            _ => (plain, Conversion::None),
        }
    }

    /// An element of a list or a map. What an alias is made of is not imported where the alias is.
    fn element_of(
        &self,
        outer: &Type<ShapeId>,
        ty: &Type<ShapeId>,
        named: &impl Fn(ShapeId) -> Path,
    ) -> (syn::Type, bool) {
        match outer {
            Type::Named(_) => self.element_by_path(ty),
            _ => self.element(ty, named),
        }
    }

    fn element_by_path(&self, ty: &Type<ShapeId>) -> (syn::Type, bool) {
        self.element(ty, &|id| self.shape_path(id))
    }

    fn element(&self, ty: &Type<ShapeId>, named: &impl Fn(ShapeId) -> Path) -> (syn::Type, bool) {
        match self.taken(ty, named) {
            (taken, Conversion::Into) => (taken, true),
            _ => (self.ty(ty, named), false),
        }
    }
}

/// What an argument goes through.
enum Conversion {
    None,
    Into,
    /// Items or values may be converted, each by itself.
    Items {
        converts: bool,
    },
    /// The value may be converted before it is boxed.
    Box {
        converts: bool,
    },
}

/// A list or a map of what is taken.
fn collected(name: &Ident, converts: bool, is_map: bool) -> Expr {
    let items = syntax::call_method(syntax::value(name.clone()), "into_iter", []);
    let conversion = match (is_map, converts) {
        (true, true) => Some(fixed!(Expr: |(key, value)| (key.into(), value.into()))),
        (true, false) => Some(fixed!(Expr: |(key, value)| (key.into(), value))),
        (false, true) => Some(fixed!(Expr: Into::into)),
        (false, false) => None,
    };
    let items = match conversion {
        Some(conversion) => syntax::call_method(items, "map", [conversion]),
        None => items,
    };
    syntax::call_method(items, "collect", [])
}
