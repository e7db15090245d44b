//! Syntax trees, made piece by piece.
//!
//! Most of what is emitted is written with `quote` and parsed, so that it can be formatted. Parsing
//! costs more than all other stages together, though, and most of a crate is what its structs have
//! for each of their fields: that is made as the tree that it would be parsed to.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, TokenStreamExt as _};
use syn::punctuated::Punctuated;
use syn::{
    AngleBracketedGenericArguments, Arm, AttrStyle, Attribute, Block, Expr, ExprAssign, ExprCall,
    ExprField, ExprLit, ExprMatch, ExprMethodCall, ExprPath, ExprReference, ExprStruct, Field,
    FieldValue, Fields, FieldsNamed, File, FnArg, GenericArgument, ImplItem, ImplItemFn, Item,
    ItemImpl, ItemStruct, Lit, LitBool, LitStr, MacroDelimiter, Member, Meta, MetaList,
    MetaNameValue, Pat, PatIdent, PatType, Path, PathArguments, PathSegment, Receiver,
    ReceiverKind, ReturnType, Signature, Stmt, TraitBound, Type, TypeImplTrait, TypeParamBound,
    TypePath, Visibility, parse_quote,
};

/// A file of these items, with the documentation of its module.
pub(super) fn file(docs: Attributes, items: Vec<Item>) -> File {
    File {
        shebang: None,
        frontmatter: None,
        attrs: docs.0,
        items,
    }
}

/// The file that tokens are.
///
/// Tokens that are no Rust are a defect of the emitter: the compiler tells of it.
pub(super) fn parse(tokens: TokenStream) -> File {
    syn::parse2(tokens).unwrap_or_else(|error| {
        let message = format!("the generator emitted no Rust: {error}");
        parse_quote!(compile_error!(#message);)
    })
}

/// The items that tokens are.
pub(super) fn items(tokens: TokenStream) -> Vec<Item> {
    parse(tokens).items
}

/// Attributes of an item, among them the lines of its documentation.
#[derive(Default)]
pub(super) struct Attributes(pub Vec<Attribute>);

impl ToTokens for Attributes {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.append_all(&self.0);
    }
}

impl Extend<Attribute> for Attributes {
    fn extend<I: IntoIterator<Item = Attribute>>(&mut self, attributes: I) {
        self.0.extend(attributes);
    }
}

/// `#[doc = "text"]`
pub(super) fn doc(text: &str) -> Attribute {
    Attribute {
        pound_token: Default::default(),
        style: AttrStyle::Outer,
        bracket_token: Default::default(),
        meta: Meta::NameValue(MetaNameValue {
            path: path("doc"),
            eq_token: Default::default(),
            value: string(text),
        }),
    }
}

/// `#[word]`
pub(super) fn attribute(word: &str) -> Attribute {
    Attribute {
        pound_token: Default::default(),
        style: AttrStyle::Outer,
        bracket_token: Default::default(),
        meta: Meta::Path(path(word)),
    }
}

/// `#[word(content)]`
pub(super) fn attribute_list(word: &str, content: TokenStream) -> Attribute {
    Attribute {
        pound_token: Default::default(),
        style: AttrStyle::Outer,
        bracket_token: Default::default(),
        meta: Meta::List(MetaList {
            path: path(word),
            delimiter: MacroDelimiter::Paren(Default::default()),
            tokens: content,
        }),
    }
}

/// `pub struct name { fields }`
pub(super) fn structure(
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

/// `impl name { items }`, or `impl trait for name { items }`.
pub(super) fn implementation(of: Option<Path>, name: Ident, items: Vec<ImplItem>) -> Item {
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

pub(super) fn identifier(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}

/// A path of one name.
pub(super) fn path(name: &str) -> Path {
    identifier(name).into()
}

/// `first::second::…`
pub(super) fn long_path(names: impl IntoIterator<Item = Ident>) -> Path {
    Path {
        leading_colon: None,
        segments: names.into_iter().map(PathSegment::from).collect(),
    }
}

/// `name<argument>`
pub(super) fn generic(name: &str, argument: Type) -> Path {
    PathSegment {
        ident: identifier(name),
        arguments: PathArguments::AngleBracketed(AngleBracketedGenericArguments {
            colon2_token: None,
            lt_token: Default::default(),
            args: one(GenericArgument::Type(argument)),
            gt_token: Default::default(),
        }),
    }
    .into()
}

pub(super) fn named_type(path: Path) -> Type {
    Type::Path(TypePath {
        attrs: Vec::new(),
        qself: None,
        path,
    })
}

/// `impl bound`
pub(super) fn impl_trait(bound: Path) -> Type {
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

/// `pub name: ty`, as a field of a struct.
pub(super) fn field(attributes: Attributes, name: Ident, ty: Type) -> Field {
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

/// What a path stands for: a variable, a constant, a variant.
pub(super) fn value(path: impl Into<Path>) -> Expr {
    Expr::Path(ExprPath {
        attrs: Vec::new(),
        qself: None,
        path: path.into(),
    })
}

pub(super) fn string(text: &str) -> Expr {
    literal(Lit::Str(LitStr::new(text, Span::call_site())))
}

pub(super) fn boolean(value: bool) -> Expr {
    literal(Lit::Bool(LitBool::new(value, Span::call_site())))
}

fn literal(lit: Lit) -> Expr {
    Expr::Lit(ExprLit {
        attrs: Vec::new(),
        lit,
    })
}

/// `self.name`
pub(super) fn own(name: Ident) -> Expr {
    Expr::Field(ExprField {
        attrs: Vec::new(),
        base: Box::new(value(path("self"))),
        dot_token: Default::default(),
        member: Member::Named(name),
    })
}

/// `&expression`
pub(super) fn reference(expression: Expr) -> Expr {
    borrow(expression, false)
}

/// `&mut expression`
pub(super) fn reference_mut(expression: Expr) -> Expr {
    borrow(expression, true)
}

fn borrow(expression: Expr, is_mutable: bool) -> Expr {
    Expr::Reference(ExprReference {
        attrs: Vec::new(),
        and_token: Default::default(),
        mutability: is_mutable.then(Default::default),
        expr: Box::new(expression),
    })
}

/// `function(arguments)`
pub(super) fn call(function: Path, arguments: impl IntoIterator<Item = Expr>) -> Expr {
    Expr::Call(ExprCall {
        attrs: Vec::new(),
        func: Box::new(value(function)),
        paren_token: Default::default(),
        args: arguments.into_iter().collect(),
    })
}

/// `receiver.method(arguments)`
pub(super) fn call_method(
    receiver: Expr,
    method: &str,
    arguments: impl IntoIterator<Item = Expr>,
) -> Expr {
    Expr::MethodCall(ExprMethodCall {
        attrs: Vec::new(),
        receiver: Box::new(receiver),
        dot_token: Default::default(),
        method: identifier(method),
        turbofish: None,
        paren_token: Default::default(),
        args: arguments.into_iter().collect(),
    })
}

/// `Self { fields }`, or `Self { fields, ..rest }`.
pub(super) fn new_self(fields: impl IntoIterator<Item = FieldValue>, rest: Option<Expr>) -> Expr {
    Expr::Struct(ExprStruct {
        attrs: Vec::new(),
        qself: None,
        path: path("Self"),
        brace_token: Default::default(),
        fields: fields.into_iter().collect(),
        dot2_token: rest.as_ref().map(|_| Default::default()),
        rest: rest.map(Box::new),
    })
}

/// `name: value`, or `name` where that is the value.
pub(super) fn initialise(name: Ident, value: Expr) -> FieldValue {
    let is_same = matches!(&value, Expr::Path(value) if value.path.is_ident(&name));
    FieldValue {
        attrs: Vec::new(),
        member: Member::Named(name),
        colon_token: (!is_same).then(Default::default),
        expr: value,
    }
}

/// `match value { arms }`
pub(super) fn match_value(value: Expr, arms: Vec<Arm>) -> Expr {
    Expr::Match(ExprMatch {
        attrs: Vec::new(),
        match_token: Default::default(),
        expr: Box::new(value),
        brace_token: Default::default(),
        arms,
    })
}

/// `"text" => body`
pub(super) fn arm(text: &str, body: Expr) -> Arm {
    Arm {
        attrs: Vec::new(),
        pat: Pat::Lit(ExprLit {
            attrs: Vec::new(),
            lit: Lit::Str(LitStr::new(text, Span::call_site())),
        }),
        fat_arrow_token: Default::default(),
        body: Box::new(body),
        comma: Some(Default::default()),
    }
}

/// `place = value;`
pub(super) fn assign(place: Expr, value: Expr) -> Stmt {
    statement(Expr::Assign(ExprAssign {
        attrs: Vec::new(),
        left: Box::new(place),
        eq_token: Default::default(),
        right: Box::new(value),
    }))
}

/// `expression;`
pub(super) fn statement(expression: Expr) -> Stmt {
    Stmt::Expr(expression, Some(Default::default()))
}

/// What a function gives: `expression`.
pub(super) fn result(expression: Expr) -> Stmt {
    Stmt::Expr(expression, None)
}

/// `mut self`
pub(super) fn receiver() -> FnArg {
    FnArg::Receiver(Receiver {
        attrs: Vec::new(),
        mutability: Some(Default::default()),
        self_token: Default::default(),
        kind: ReceiverKind::Value,
    })
}

/// `name: ty`, as an argument of a function.
pub(super) fn argument(name: Ident, ty: Type) -> FnArg {
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
pub(super) fn constructor(
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
pub(super) fn function(
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

/// A list of one.
fn one<T, P: Default>(element: T) -> Punctuated<T, P> {
    [element].into_iter().collect()
}
