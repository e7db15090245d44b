//! Structs: what stands for a JSON object.

use std::collections::HashSet;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::ir::{Constant, Field, Presence, Shape, ShapeId, Struct, Type};

use super::context::{Context, ident};
use super::{docs, search};

pub(super) fn emit(
    context: &Context<'_>,
    shape: &Shape<ShapeId>,
    object: &Struct<ShapeId>,
    docs: &TokenStream,
) -> TokenStream {
    let name = ident(&shape.name);
    let has_default = has_default(object);
    let default = has_default.then(|| quote!(Default,));
    let fields = object
        .fields
        .iter()
        .map(|field| declaration(context, field));
    let builder = object
        .role
        .is_sent()
        .then(|| builder(context, shape, object));
    let implementation = implementation(context, shape, object);
    let blank = (!has_default).then(|| {
        let fields = object.fields.iter().map(|field| {
            let name = ident(&field.rust_name);
            let value = absent(field).unwrap_or_else(|| quote!(blank()));
            quote!(#name: #value)
        });
        quote! {
            impl Blank for #name {
                #[inline]
                fn blank() -> Self {
                    Self { #(#fields,)* extra: Extra::new() }
                }
            }
        }
    });
    let search = search::request(context, &name, object);
    let own_blank = (!has_default).then(|| quote!(, own blank));
    quote! {
        #docs
        #[derive(Clone, #default PartialEq)]
        #[non_exhaustive]
        pub struct #name {
            #(#fields,)*
            /// Keys that the document does not name.
            pub extra: Extra,
        }
        #builder
        #implementation
        #blank
        json_object!(#name #own_blank);
        #search
    }
}

/// What is sent without what it must have should not be made by accident. What is only received is
/// made in tests alone, where an empty id does no harm.
fn has_default(object: &Struct<ShapeId>) -> bool {
    let mut required = object.fields.iter().filter(|field| is_required(field));
    match object.role.is_sent() {
        true => required.next().is_none(),
        false => required.all(|field| matches!(field.ty, Type::String | Type::Integer)),
    }
}

fn is_required(field: &Field<ShapeId>) -> bool {
    field.presence == Presence::Required
}

fn declaration(context: &Context<'_>, field: &Field<ShapeId>) -> TokenStream {
    let docs = field_docs(field);
    let name = ident(&field.rust_name);
    let ty = context.ty(&field.ty, &|id| context.shape_name(id));
    match field.presence {
        Presence::Required => quote!(#docs pub #name: #ty),
        Presence::Optional => quote!(#docs pub #name: Option<#ty>),
        Presence::Nullable => quote!(#docs pub #name: Nullable<#ty>),
    }
}

/// What a field holds that is not there, if it may be so.
fn absent(field: &Field<ShapeId>) -> Option<TokenStream> {
    match field.presence {
        Presence::Required => None,
        Presence::Optional => Some(quote!(None)),
        Presence::Nullable => Some(quote!(Nullable::Absent)),
    }
}

/// What a field holds that has this value.
fn present(field: &Field<ShapeId>, value: &TokenStream) -> TokenStream {
    match field.presence {
        Presence::Required => value.clone(),
        Presence::Optional => quote!(Some(#value)),
        Presence::Nullable => quote!(Nullable::Value(#value)),
    }
}

fn field_docs(field: &Field<ShapeId>) -> TokenStream {
    let fallback = format!("Property {}.", docs::code(&field.json_name));
    let docs = docs::comment(&field.docs, &fallback, &[]);
    let alias = docs::alias(&field.json_name, &field.rust_name);
    quote!(#docs #alias)
}

/// `new` with what is required, and a setter for each of the rest.
fn builder(context: &Context<'_>, shape: &Shape<ShapeId>, object: &Struct<ShapeId>) -> TokenStream {
    let name = ident(&shape.name);
    let new = new(context, shape, object);
    let optional = object.fields.iter().filter(|field| !is_required(field));
    let mut taken: HashSet<String> = object
        .fields
        .iter()
        .map(|field| field.rust_name.to_string())
        .collect();
    let setters = optional.map(|field| {
        let setter = setter(context, field);
        let clear = clear(field, &mut taken);
        quote!(#setter #clear)
    });
    quote! {
        impl #name {
            #new
            #(#setters)*
        }
    }
}

fn new(context: &Context<'_>, shape: &Shape<ShapeId>, object: &Struct<ShapeId>) -> TokenStream {
    let constants = object.fields.iter().filter_map(|field| {
        let name = ident(&field.rust_name);
        let value = present(field, &constant(field.constant.as_ref()?));
        Some(quote!(#name: #value))
    });
    let required: Vec<_> = object
        .fields
        .iter()
        .filter(|field| is_required(field))
        .collect();
    if required.is_empty() {
        let constants: Vec<_> = constants.collect();
        let value = match constants.is_empty() {
            true => quote!(Self::default()),
            false => quote!(Self { #(#constants,)* ..Self::default() }),
        };
        let docs = docs::lines(&format!(
            "An empty `{}`, to be filled by its setters.",
            shape.name
        ));
        return quote!(#docs #[inline] pub fn new() -> Self { #value });
    }
    let docs = docs::lines(&format!("A `{}` with what it must have.", shape.name));
    let arguments: Vec<(TokenStream, TokenStream)> = required
        .iter()
        .map(|field| {
            let name = ident(&field.rust_name);
            let (ty, value) = context.argument(&field.ty, &name, &|id| context.shape_name(id));
            (quote!(#name: #ty), initialise(&name, &value))
        })
        .collect();
    let (parameters, values): (Vec<_>, Vec<_>) = arguments.into_iter().unzip();
    let rest = object.fields.iter().filter_map(|field| {
        let name = ident(&field.rust_name);
        let absent = absent(field)?;
        let value = match field.constant.as_ref().map(constant) {
            Some(value) => present(field, &value),
            None => absent,
        };
        Some(quote!(#name: #value))
    });
    quote! {
        #docs
        #[inline]
        pub fn new(#(#parameters),*) -> Self {
            Self { #(#values,)* #(#rest,)* extra: Extra::new() }
        }
    }
}

fn initialise(name: &proc_macro2::Ident, value: &TokenStream) -> TokenStream {
    match *name == value.to_string() {
        true => quote!(#name),
        false => quote!(#name: #value),
    }
}

fn constant(constant: &Constant) -> TokenStream {
    match constant {
        Constant::Text(text) => quote!(#text.to_owned()),
        Constant::Boolean(value) => quote!(#value),
    }
}

fn setter(context: &Context<'_>, field: &Field<ShapeId>) -> TokenStream {
    let name = ident(&field.rust_name);
    let docs = docs::lines(&format!("Sets `{}`.", field.rust_name));
    let (ty, value) = context.argument(&field.ty, &name, &|id| context.shape_name(id));
    let value = present(field, &value);
    quote! {
        #docs
        #[inline]
        #[must_use]
        pub fn #name(mut self, #name: #ty) -> Self {
            self.#name = #value;
            self
        }
    }
}

/// What sends null. Left out where a setter has its name: the field is public.
fn clear(field: &Field<ShapeId>, taken: &mut HashSet<String>) -> Option<TokenStream> {
    // Leading underscores go, since two in a row are no snake case.
    let clear = format!("clear_{}", field.rust_name.as_str().trim_start_matches('_'));
    if field.presence != Presence::Nullable || !taken.insert(clear.clone()) {
        return None;
    }
    let (name, clear) = (ident(&field.rust_name), format_ident!("{clear}"));
    let docs = docs::lines(&format!(
        "Sends `{}` as null, which clears it.",
        field.rust_name
    ));
    Some(quote! {
        #docs
        #[inline]
        #[must_use]
        pub fn #clear(mut self) -> Self {
            self.#name = Nullable::Null;
            self
        }
    })
}

fn implementation(
    context: &Context<'_>,
    shape: &Shape<ShapeId>,
    object: &Struct<ShapeId>,
) -> TokenStream {
    let name = ident(&shape.name);
    let document_name = &shape.document_name;
    let required: Vec<&str> = object
        .fields
        .iter()
        .filter(|field| is_required(field))
        .map(|field| field.json_name.as_str())
        .collect();
    let required = (!required.is_empty())
        .then(|| quote!(const REQUIRED: &'static [&'static str] = &[#(#required),*];));
    let reads = object.fields.iter().map(|field| {
        let (key, name) = (&field.json_name, ident(&field.rust_name));
        quote!(#key => read_into(&mut self.#name, value))
    });
    let writes = object.fields.iter().map(|field| {
        let (key, value) = (&field.json_name, written(context, field));
        match field.presence {
            Presence::Required => quote!(members.put_required(#key, &#value);),
            Presence::Optional => quote!(members.put(#key, &#value);),
            Presence::Nullable => quote!(members.put_nullable(#key, &#value);),
        }
    });
    quote! {
        impl Object for #name {
            const NAME: &'static str = #document_name;
            #required

            fn read<'de, A: MapAccess<'de>>(&mut self, key: &str, value: &mut A) -> Result<bool, A::Error> {
                match key {
                    #(#reads,)*
                    _ => keep(&mut self.extra, key, value),
                }
            }

            fn write<M: SerializeMap>(&self, members: &mut Members<M>) {
                #(#writes)*
                members.put_extra(&self.extra);
            }
        }
    }
}

/// What is written of a field: itself, but the exact form of a number.
fn written(context: &Context<'_>, field: &Field<ShapeId>) -> TokenStream {
    let name = ident(&field.rust_name);
    let (ty, plain) = match (context.without_aliases(&field.ty), field.presence) {
        (Type::Nullable(ty), _) => (context.without_aliases(ty), false),
        (ty, presence) => (ty, presence == Presence::Required),
    };
    match (ty, plain) {
        (Type::Number, true) => quote!(exact(self.#name)),
        (Type::Number, false) => quote!(self.#name.map(exact)),
        _ => quote!(self.#name),
    }
}
