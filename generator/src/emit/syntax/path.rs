//! Names, paths and types.

use proc_macro2::{Ident, Span};
use syn::punctuated::Punctuated;
use syn::{
    AngleBracketedGenericArguments, AssocType, GenericArgument, Path, PathArguments, PathSegment,
    TraitBound, Type, TypeImplTrait, TypeParamBound, TypePath, TypeTuple,
};

pub(in crate::emit) fn identifier(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}

/// Returns a path with a single segment.
pub(in crate::emit) fn path(name: &str) -> Path {
    identifier(name).into()
}

/// Returns `first::second::…`.
pub(in crate::emit) fn long_path(names: impl IntoIterator<Item = Ident>) -> Path {
    Path {
        leading_colon: None,
        segments: names.into_iter().map(PathSegment::from).collect(),
    }
}

/// Returns `outer::name`.
pub(in crate::emit) fn associated(outer: &str, name: Ident) -> Path {
    long_path([identifier(outer), name])
}

/// Returns `name<argument>`.
pub(in crate::emit) fn generic(name: &str, argument: Type) -> Path {
    with_argument(name, GenericArgument::Type(argument))
}

/// Returns `IntoIterator<Item = items>`.
pub(in crate::emit) fn iterable(items: Type) -> Path {
    let items = GenericArgument::AssocType(AssocType {
        ident: identifier("Item"),
        generics: None,
        eq_token: Default::default(),
        ty: items,
    });
    with_argument("IntoIterator", items)
}

fn with_argument(name: &str, argument: GenericArgument) -> Path {
    PathSegment {
        ident: identifier(name),
        arguments: PathArguments::AngleBracketed(AngleBracketedGenericArguments {
            colon2_token: None,
            lt_token: Default::default(),
            args: one(argument),
            gt_token: Default::default(),
        }),
    }
    .into()
}

pub(in crate::emit) fn named_type(path: Path) -> Type {
    Type::Path(TypePath {
        attrs: Vec::new(),
        qself: None,
        path,
    })
}

/// Returns `impl bound`.
pub(in crate::emit) fn impl_trait(bound: Path) -> Type {
    Type::ImplTrait(TypeImplTrait {
        attrs: Vec::new(),
        impl_token: Default::default(),
        bounds: one(TypeParamBound::Trait(TraitBound {
            paren_token: None,
            lifetimes: None,
            modifiers: Default::default(),
            maybe: None,
            path: bound,
        })),
    })
}

/// Returns `impl Into<ty>`.
pub(in crate::emit) fn impl_into(ty: Type) -> Type {
    impl_trait(generic("Into", ty))
}

/// Returns `(first, second)`.
pub(in crate::emit) fn pair_type(first: Type, second: Type) -> Type {
    Type::Tuple(TypeTuple {
        attrs: Vec::new(),
        paren_token: Default::default(),
        elems: [first, second].into_iter().collect(),
    })
}

/// Returns a list with a single element.
pub(super) fn one<T, P: Default>(element: T) -> Punctuated<T, P> {
    [element].into_iter().collect()
}
