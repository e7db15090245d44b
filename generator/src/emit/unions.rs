//! Open enums of types.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::ir::{Constant, JsonKind, Pattern, ShapeId, Type, UnionShape, Variant};

use super::context::{Context, ident};
use super::syntax::Attributes;
use super::{docs, search};

pub(super) fn emit(
    context: &Context<'_>,
    name: &Ident,
    union: &UnionShape<ShapeId>,
    docs: &Attributes,
) -> TokenStream {
    let variants = union.variants.iter().map(|variant| {
        let docs = docs::lines(&words(context, variant));
        let name = ident(&variant.rust_name);
        let ty = ty(context, &variant.ty);
        quote!(#docs #name(#ty))
    });
    let names: Vec<Ident> = union
        .variants
        .iter()
        .map(|variant| ident(&variant.rust_name))
        .collect();
    let numbers: Vec<TokenStream> = (0..names.len()).map(number).collect();
    let written = union
        .variants
        .iter()
        .map(|variant| match context.without_aliases(&variant.ty) {
            Type::Number => quote!(exact(*value)),
            _ => quote!(value),
        });
    let patterns = union.patterns.iter().map(pattern);
    let conversions = conversions(context, name, union);
    let search = union.search.as_ref();
    let search = search.map(|grammar| search::query(name, grammar));
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            /// JSON that is none of these, kept as it came.
            Unrecognized(UnrecognizedJson),
        }
        #conversions
        impl Union for #name {
            const PATTERNS: &'static [Pattern] = &[#(#patterns),*];

            #[inline]
            fn read(variant: usize, json: Value) -> Result<Self, serde_json::Error> {
                match variant {
                    #(#numbers => from_json(json).map(Self::#names),)*
                    _ => Ok(Self::Unrecognized(UnrecognizedJson::new(json))),
                }
            }

            #[inline]
            fn from_unrecognized(json: UnrecognizedJson) -> Self {
                Self::Unrecognized(json)
            }

            fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    #(Self::#names(value) => #written.serialize(serializer),)*
                    Self::Unrecognized(json) => json.serialize(serializer),
                }
            }
        }
        json_union!(#name);
        #search
    }
}

/// What is said of the type of a variant, or else the name of the variant.
fn words(context: &Context<'_>, variant: &Variant<ShapeId>) -> String {
    let text = match &variant.ty {
        Type::Named(id) => context.library.shape(*id).item.docs.text.as_deref(),
        _ => None,
    };
    let summary = text.and_then(docs::first_paragraph);
    summary.unwrap_or_else(|| format!("`{}`", variant.rust_name))
}

fn number(number: usize) -> TokenStream {
    let number = proc_macro2::Literal::usize_unsuffixed(number);
    quote!(#number)
}

fn ty(context: &Context<'_>, ty: &Type<ShapeId>) -> syn::Type {
    context.ty(ty, &|id| context.shape_name(id))
}

/// `From` for every variant whose type no other variant has.
fn conversions(context: &Context<'_>, name: &Ident, union: &UnionShape<ShapeId>) -> TokenStream {
    let resolved: Vec<Type<ShapeId>> = union
        .variants
        .iter()
        .map(|variant| context.resolved(&variant.ty))
        .collect();
    let unique = |index: &usize| {
        resolved
            .iter()
            .filter(|ty| **ty == resolved[*index])
            .count()
            == 1
    };
    let conversions = union
        .variants
        .iter()
        .enumerate()
        .filter(|(index, _)| unique(index));
    let conversions = conversions.map(|(_, variant)| conversion(context, name, variant));
    quote!(#(#conversions)*)
}

fn conversion(context: &Context<'_>, name: &Ident, variant: &Variant<ShapeId>) -> TokenStream {
    let ty = ty(context, &variant.ty);
    let variant_name = ident(&variant.rust_name);
    let text = matches!(context.without_aliases(&variant.ty), Type::String).then(|| {
        quote! {
                impl From<&str> for #name {
                #[inline]
                fn from(value: &str) -> Self {
                    Self::#variant_name(value.to_owned())
                }
            }
        }
    });
    quote! {
        #text
        impl From<#ty> for #name {
            #[inline]
            fn from(value: #ty) -> Self {
                Self::#variant_name(value)
            }
        }
    }
}

fn pattern(pattern: &Pattern) -> TokenStream {
    kind(&pattern.kind, pattern.variant)
}

fn kind(json: &JsonKind, variant: usize) -> TokenStream {
    let variant = number(variant);
    match json {
        JsonKind::Any => quote!(Pattern::any(#variant)),
        JsonKind::String => quote!(Pattern::string(#variant)),
        JsonKind::Integer => quote!(Pattern::integer(#variant)),
        JsonKind::Number => quote!(Pattern::number(#variant)),
        JsonKind::Boolean => quote!(Pattern::boolean(#variant)),
        JsonKind::Array(items) => {
            let items = items.iter().map(|item| kind(item, 0));
            quote!(Pattern::array(#variant, &[#(#items),*]))
        }
        JsonKind::Object {
            tag,
            constants,
            required,
            known,
        } => {
            let tag = tag.as_ref().map(|tag| {
                let (property, values) = (&tag.property, &tag.values);
                quote!(.tagged(#property, &[#(#values),*]))
            });
            let constants = (!constants.is_empty()).then(|| {
                let constants = constants.iter().map(|(key, value)| match value {
                    Constant::Text(text) => quote!((#key, Constant::Text(#text))),
                    Constant::Boolean(value) => quote!((#key, Constant::Boolean(#value))),
                });
                quote!(.constants(&[#(#constants),*]))
            });
            let required = (!required.is_empty()).then(|| quote!(.required(&[#(#required),*])));
            let known = (!known.is_empty()).then(|| quote!(.known(&[#(#known),*])));
            quote!(Pattern::object(#variant) #tag #constants #required #known)
        }
    }
}
