//! Unions: open enums of types.

use proc_macro2::Ident;
use quote::quote;
use syn::{Arm, Expr, ImplItem, ImplItemConst, Item, Path, Signature, Visibility};

use crate::hash::HashMap;
use crate::model::{ShapeId, Type, UnionShape, Variant};

use crate::emit::context::{Context, ident, own_variant};
use crate::emit::docs;
use crate::emit::syntax::{self, Attributes, fixed};
use crate::emit::types::{json_schema, patterns, search};

/// The variants that every union has.
pub(crate) const RESERVED_VARIANTS: &[&str] = &["Unrecognized"];

/// Returns the traits that a union implements because of what holds it, as `json_union!` calls
/// them.
pub(in crate::emit) fn traits(context: &Context<'_>, id: ShapeId) -> Vec<&'static str> {
    let holders = &context.holders;
    let traits = [
        ("blank", &holders.required),
        ("boxed", &holders.boxes),
        ("boxed_blank", &holders.required_boxes),
    ];
    let traits = traits.iter().filter(|(_, held)| held.contains(&id));
    traits.map(|(name, _)| *name).collect()
}

pub(in crate::emit) fn emit(
    context: &Context<'_>,
    name: &Ident,
    union: &UnionShape<ShapeId>,
    traits: &[&str],
    docs: Attributes,
    named: &impl Fn(ShapeId) -> Path,
) -> Vec<Item> {
    let traits = traits.iter().map(|name| syntax::identifier(name));
    let mut items = vec![declaration(context, name, union, docs, named)];
    items.extend(conversions(context, name, union, named));
    items.push(implementation(name, union));
    items.push(serialize(context, name, union));
    items.push(syntax::macro_call(
        "json_union",
        quote!(#name #(, #traits)*),
    ));
    let search = union.search.as_ref();
    let search = search.map(|grammar| search::query(name, grammar));
    items.extend(search.into_iter().flat_map(syntax::items));
    items
}

fn declaration(
    context: &Context<'_>,
    name: &Ident,
    union: &UnionShape<ShapeId>,
    docs: Attributes,
    named: &impl Fn(ShapeId) -> Path,
) -> Item {
    let derives = context.derives();
    let attributes = docs.of_open_type(quote!(Clone, Debug, PartialEq #derives));
    let attributes = attributes.with(json_schema::union(context));
    let variants = union.variants.iter().map(|variant| {
        let docs = docs::lines(&variant_docs(context, variant));
        let ty = context.ty(&variant.ty, named);
        syntax::variant(docs, ident(&variant.rust_name), Some(ty))
    });
    let unrecognized = syntax::variant(
        docs::lines("JSON that does not match any other variant, preserved verbatim."),
        syntax::identifier("Unrecognized"),
        Some(fixed!(syn::Type: UnrecognizedJson)),
    );
    syntax::enumeration(attributes, name.clone(), variants.chain([unrecognized]))
}

fn implementation(name: &Ident, union: &UnionShape<ShapeId>) -> Item {
    let patterns = union.patterns.iter().map(patterns::pattern);
    let patterns = ImplItem::Const(ImplItemConst {
        expr: syntax::slice(patterns),
        ..fixed!(ImplItemConst: const PATTERNS: &'static [Pattern] = &[];)
    });
    let from_unrecognized = fixed! {
        ImplItem:
        #[inline]
        fn from_unrecognized(json: UnrecognizedJson) -> Self {
            Self::Unrecognized(json)
        }
    };
    syntax::implementation(
        Some(syntax::path("Union")),
        name.clone(),
        vec![patterns, read(union), from_unrecognized],
    )
}

fn read(union: &UnionShape<ShapeId>) -> ImplItem {
    let arms = union.variants.iter().enumerate().map(|(index, variant)| {
        let arguments = ["json", "context"].map(|name| syntax::value(syntax::path(name)));
        let variant = syntax::value(own_variant(&variant.rust_name));
        let value = syntax::call(
            syntax::path("read_variant"),
            arguments.into_iter().chain([variant]),
        );
        syntax::arm(syntax::number_pattern(index), value)
    });
    let mut arms: Vec<Arm> = arms.collect();
    arms.push(fixed!(Arm: _ => no_variant(),));
    let value = syntax::match_value(syntax::value(syntax::path("variant")), arms);
    syntax::function(
        syntax::inline(),
        Visibility::Inherited,
        fixed! {
            Signature:
            fn read(
                variant: usize,
                json: &Value,
                context: &mut ::intercom_codegen_runtime::json::Context<'_>,
            ) -> ::intercom_codegen_runtime::json::ReadVariant<Self>
        },
        vec![syntax::result(value)],
    )
}

/// Emits `Serialize`, which encodes the value of the variant.
fn serialize(context: &Context<'_>, name: &Ident, union: &UnionShape<ShapeId>) -> Item {
    let arms = union.variants.iter().map(|variant| {
        let written = if context.library.contains_floats(&variant.ty) {
            fixed!(Expr: exact(value).serialize(serializer))
        } else {
            fixed!(Expr: value.serialize(serializer))
        };
        let variant = own_variant(&variant.rust_name);
        syntax::arm(syntax::binding(variant, "value"), written)
    });
    let mut arms: Vec<Arm> = arms.collect();
    arms.push(fixed!(Arm: Self::Unrecognized(json) => json.serialize(serializer),));
    let written = syntax::match_value(syntax::value(syntax::path("self")), arms);
    let serialize = syntax::function(
        Attributes::default(),
        Visibility::Inherited,
        fixed! {
            Signature:
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>
        },
        vec![syntax::result(written)],
    );
    syntax::implementation(
        Some(syntax::path("Serialize")),
        name.clone(),
        vec![serialize],
    )
}

/// Returns the documentation of a variant: the description of its type, or else its name.
fn variant_docs(context: &Context<'_>, variant: &Variant<ShapeId>) -> String {
    let text = match &variant.ty {
        Type::Named(id) => context.library.shape(*id).item.docs.text.as_deref(),
        _ => None,
    };
    let summary = text.and_then(docs::first_paragraph);
    summary.unwrap_or_else(|| format!("`{}`", variant.rust_name))
}

/// Emits `From` for each variant whose type no other variant has.
fn conversions(
    context: &Context<'_>,
    name: &Ident,
    union: &UnionShape<ShapeId>,
    named: &impl Fn(ShapeId) -> Path,
) -> Vec<Item> {
    let resolved: Vec<Type<ShapeId>> = union
        .variants
        .iter()
        .map(|variant| context.library.resolved(&variant.ty))
        .collect();
    let mut counts: HashMap<&Type<ShapeId>, usize> = HashMap::default();
    for ty in &resolved {
        *counts.entry(ty).or_default() += 1;
    }
    let variants = union.variants.iter().zip(&resolved);
    let variants = variants.filter(|(_, ty)| counts.get(ty) == Some(&1));
    variants
        .flat_map(|(variant, _)| conversions_of(context, name, variant, named))
        .collect()
}

fn conversions_of(
    context: &Context<'_>,
    name: &Ident,
    variant: &Variant<ShapeId>,
    named: &impl Fn(ShapeId) -> Path,
) -> Vec<Item> {
    let path = own_variant(&variant.rust_name);
    let is_text = matches!(context.library.without_aliases(&variant.ty), Type::String);
    let text = is_text.then(|| {
        let owned = fixed!(Expr: value.to_owned());
        conversion(name, fixed!(syn::Type: &str), path.clone(), owned)
    });
    let own = conversion(
        name,
        context.ty(&variant.ty, named),
        path,
        fixed!(Expr: value),
    );
    text.into_iter().chain([own]).collect()
}

/// Emits `From` for a variant, of a value of type `ty`.
fn conversion(name: &Ident, ty: syn::Type, variant: Path, value: Expr) -> Item {
    let value = syntax::call(variant, [value]);
    let argument = syntax::argument(syntax::identifier("value"), ty.clone());
    let from = syntax::function(
        syntax::inline(),
        Visibility::Inherited,
        syntax::signature(syntax::identifier("from"), [argument]),
        vec![syntax::result(value)],
    );
    let from_ty = syntax::generic("From", ty);
    syntax::implementation(Some(from_ty), name.clone(), vec![from])
}
