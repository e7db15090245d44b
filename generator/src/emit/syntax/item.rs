//! Items: types, implementations, functions, macro calls and imports.

use std::collections::BTreeMap;

use proc_macro2::{Ident, TokenStream};
use syn::{
    Block, Field, Fields, FieldsNamed, FieldsUnnamed, FnArg, ImplItem, ImplItemFn, Item, ItemEnum,
    ItemImpl, ItemMacro, ItemStruct, ItemUse, Macro, MacroDelimiter, Pat, PatIdent, PatType, Path,
    Receiver, ReceiverKind, ReturnType, Signature, Stmt, Type, UseGroup, UseName, UsePath,
    UseRename, UseTree, Variant, Visibility,
};

use super::{Attributes, named_type, one, path};

/// Returns `pub struct name { fields }`.
pub(in crate::emit) fn structure(
    attributes: Attributes,
    name: Ident,
    fields: impl IntoIterator<Item = Field>,
) -> Item {
    Item::Struct(ItemStruct {
        attrs: attributes.0,
        vis: public(),
        struct_token: Default::default(),
        ident: name,
        generics: Default::default(),
        fields: Fields::Named(FieldsNamed {
            brace_token: Default::default(),
            named: fields.into_iter().collect(),
        }),
        semi_token: None,
    })
}

/// Returns `pub name: ty`, as a field of a struct.
pub(in crate::emit) fn field(attributes: Attributes, name: Ident, ty: Type) -> Field {
    Field {
        vis: public(),
        attrs: attributes.0,
        ..private_field(name, ty)
    }
}

/// Returns `name: ty`, as a field of a struct.
pub(in crate::emit) fn private_field(name: Ident, ty: Type) -> Field {
    Field {
        attrs: Vec::new(),
        vis: Visibility::Inherited,
        modifiers: Default::default(),
        ident: Some(name),
        colon_token: Some(Default::default()),
        ty,
        default: None,
    }
}

/// Returns `pub enum name { variants }`.
pub(in crate::emit) fn enumeration(
    attributes: Attributes,
    name: Ident,
    variants: impl IntoIterator<Item = Variant>,
) -> Item {
    Item::Enum(ItemEnum {
        attrs: attributes.0,
        vis: public(),
        enum_token: Default::default(),
        ident: name,
        generics: Default::default(),
        brace_token: Default::default(),
        variants: variants.into_iter().collect(),
    })
}

/// Returns `name`, or `name(ty)`.
pub(in crate::emit) fn variant(attributes: Attributes, name: Ident, ty: Option<Type>) -> Variant {
    Variant {
        attrs: attributes.0,
        ident: name,
        fields: ty.map_or(Fields::Unit, |ty| {
            Fields::Unnamed(FieldsUnnamed {
                paren_token: Default::default(),
                unnamed: one(unnamed(ty)),
            })
        }),
        discriminant: None,
    }
}

/// Returns `ty`, as a field of a variant.
fn unnamed(ty: Type) -> Field {
    Field {
        attrs: Vec::new(),
        vis: Visibility::Inherited,
        modifiers: Default::default(),
        ident: None,
        colon_token: None,
        ty,
        default: None,
    }
}

/// Returns `impl name { items }`, or `impl trait for name { items }`.
pub(in crate::emit) fn implementation(of: Option<Path>, name: Ident, items: Vec<ImplItem>) -> Item {
    Item::Impl(ItemImpl {
        attrs: Vec::new(),
        modifiers: Default::default(),
        unsafety: None,
        impl_token: Default::default(),
        generics: Default::default(),
        trait_: of.map(|path| (path, Default::default())),
        self_ty: Box::new(named_type(name.into())),
        brace_token: Default::default(),
        items,
    })
}

/// Returns `mut self`.
pub(in crate::emit) fn receiver() -> FnArg {
    FnArg::Receiver(Receiver {
        attrs: Vec::new(),
        mutability: Some(Default::default()),
        self_token: Default::default(),
        kind: ReceiverKind::Value,
    })
}

/// Returns `name: ty`, as an argument of a function.
pub(in crate::emit) fn argument(name: Ident, ty: Type) -> FnArg {
    FnArg::Typed(PatType {
        attrs: Vec::new(),
        pat: Box::new(Pat::Ident(PatIdent {
            attrs: Vec::new(),
            by_ref: None,
            mutability: None,
            ident: name,
            subpat: None,
        })),
        colon_token: Default::default(),
        ty: Box::new(ty),
    })
}

/// Returns `pub fn name(arguments) -> Self { body }`.
pub(in crate::emit) fn constructor(
    attributes: Attributes,
    name: Ident,
    arguments: impl IntoIterator<Item = FnArg>,
    body: Vec<Stmt>,
) -> ImplItem {
    function(attributes, public(), signature(name, arguments), body)
}

/// Returns `fn name(arguments) -> Self`.
pub(in crate::emit) fn signature(
    name: Ident,
    arguments: impl IntoIterator<Item = FnArg>,
) -> Signature {
    signature_of(name, arguments, path("Self"))
}

/// Returns `fn name(arguments) -> output`.
pub(in crate::emit) fn signature_of(
    name: Ident,
    arguments: impl IntoIterator<Item = FnArg>,
    output: Path,
) -> Signature {
    Signature {
        constness: None,
        asyncness: None,
        safety: Default::default(),
        abi: None,
        fn_token: Default::default(),
        ident: name,
        generics: Default::default(),
        paren_token: Default::default(),
        inputs: arguments.into_iter().collect(),
        variadic: None,
        output: ReturnType::Type(Default::default(), Box::new(named_type(output))),
    }
}

/// Returns a function of an `impl`.
pub(in crate::emit) fn function(
    attributes: Attributes,
    visibility: Visibility,
    signature: Signature,
    body: Vec<Stmt>,
) -> ImplItem {
    ImplItem::Fn(ImplItemFn {
        attrs: attributes.0,
        vis: visibility,
        modifiers: Default::default(),
        sig: signature,
        block: Block {
            brace_token: Default::default(),
            stmts: body,
        },
    })
}

/// Returns `name!(tokens);`.
pub(in crate::emit) fn macro_call(name: &str, tokens: TokenStream) -> Item {
    Item::Macro(ItemMacro {
        attrs: Vec::new(),
        ident: None,
        mac: Macro {
            path: path(name),
            bang_token: Default::default(),
            delimiter: MacroDelimiter::Paren(Default::default()),
            tokens,
        },
        semi_token: Some(Default::default()),
    })
}

/// An imported item.
pub(in crate::emit) struct Import {
    /// The path of the item, without arguments.
    pub path: Path,
    /// Its name where it is imported, if that differs.
    pub name: Option<Ident>,
}

impl From<Path> for Import {
    fn from(path: Path) -> Self {
        Self { path, name: None }
    }
}

/// Returns `use first::{second::Third, fourth as fifth, …};`, sorted.
pub(in crate::emit) fn imports(
    attributes: Attributes,
    visibility: Visibility,
    items: impl IntoIterator<Item = impl Into<Import>>,
) -> Option<Item> {
    let mut names = Names::default();
    for item in items {
        let Import { path, name } = item.into();
        let idents = path.segments.into_iter().map(|segment| segment.ident);
        let item = idents.fold(&mut names, |names, ident| {
            names.below.entry(ident).or_default()
        });
        item.name = name;
    }
    Some(Item::Use(ItemUse {
        attrs: attributes.0,
        vis: visibility,
        use_token: Default::default(),
        leading_colon: None,
        tree: names.tree()?,
        semi_token: Default::default(),
    }))
}

/// A tree of the names of modules and items.
#[derive(Default)]
struct Names {
    below: BTreeMap<Ident, Names>,
    /// The other name of an item.
    name: Option<Ident>,
}

impl Names {
    fn tree(self) -> Option<UseTree> {
        let trees = self.below.into_iter().map(|(ident, mut names)| {
            match (names.name.take(), names.tree()) {
                (_, Some(tree)) => UseTree::Path(UsePath {
                    ident,
                    colon2_token: Default::default(),
                    tree: Box::new(tree),
                }),
                (Some(rename), None) => UseTree::Rename(UseRename {
                    ident,
                    as_token: Default::default(),
                    rename,
                }),
                (None, None) => UseTree::Name(UseName { ident }),
            }
        });
        let mut trees: Vec<UseTree> = trees.collect();
        if trees.len() > 1 {
            Some(UseTree::Group(UseGroup {
                brace_token: Default::default(),
                items: trees.into_iter().collect(),
            }))
        } else {
            trees.pop()
        }
    }
}

pub(in crate::emit) fn public() -> Visibility {
    Visibility::Public(Default::default())
}
