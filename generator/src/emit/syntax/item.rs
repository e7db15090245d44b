//! Structs and implementations, and what stands in them.

use proc_macro2::Ident;
use syn::{
    Block, Field, Fields, FieldsNamed, FnArg, ImplItem, ImplItemFn, Item, ItemImpl, ItemStruct,
    Pat, PatIdent, PatType, Path, Receiver, ReceiverKind, ReturnType, Signature, Stmt, Type,
    Visibility,
};

use super::{Attributes, named_type, path};

/// `pub struct name { fields }`
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

/// `pub name: ty`, as a field of a struct.
pub(in crate::emit) fn field(attributes: Attributes, name: Ident, ty: Type) -> Field {
    Field {
        attrs: attributes.0,
        vis: public(),
        modifiers: Default::default(),
        ident: Some(name),
        colon_token: Some(Default::default()),
        ty,
        default: None,
    }
}

/// `impl name { items }`, or `impl trait for name { items }`.
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

/// `mut self`
pub(in crate::emit) fn receiver() -> FnArg {
    FnArg::Receiver(Receiver {
        attrs: Vec::new(),
        mutability: Some(Default::default()),
        self_token: Default::default(),
        kind: ReceiverKind::Value,
    })
}

/// `name: ty`, as an argument of a function.
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

/// `pub fn name(arguments) -> Self { body }`
pub(in crate::emit) fn constructor(
    attributes: Attributes,
    name: Ident,
    arguments: impl IntoIterator<Item = FnArg>,
    body: Vec<Stmt>,
) -> ImplItem {
    let signature = Signature {
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
        output: ReturnType::Type(Default::default(), Box::new(named_type(path("Self")))),
    };
    function(attributes, public(), signature, body)
}

/// A function of an `impl`.
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

fn public() -> Visibility {
    Visibility::Public(Default::default())
}
