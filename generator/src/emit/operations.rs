//! `operations/`: one file per tag, with a request builder for every distinct operation.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use crate::ir::{
    Body, Location, Operation, Output, Parameter, Part, PartKind, ShapeId, ShapeKind, Style, Type,
};

use super::context::{Context, ident};
use super::groups::Group;
use super::types::{declarations, inner_modules};
use super::{File, docs};

pub(super) fn files<'a>(context: &'a Context<'a>) -> Vec<File<'a>> {
    let modules = context.operations.iter();
    let files = modules.map(|(module, groups)| {
        File::rust(format!("src/operations/{module}.rs"), move || {
            file(context, groups)
        })
    });
    let root = File::rust("src/operations/mod.rs", || {
        let docs = docs::inner_lines("Every distinct operation, once.");
        let modules = declarations(context, &context.operations);
        quote!(#docs #modules)
    });
    files.chain([root]).collect()
}

fn file(context: &Context<'_>, groups: &[Group]) -> TokenStream {
    let operations = &context.library.operations;
    let first = groups.iter().flat_map(|group| &group.items).next();
    let tag = first.map_or("", |item| operations[*item].item.tag.as_str());
    let docs = docs::inner_lines(&format!("Requests of {}.", docs::code(tag)));
    let modules = inner_modules(context, groups, |group| {
        let items = group.items.iter();
        let builders = items.map(|item| builder(context, &operations[*item].item));
        quote!(use crate::runtime::*; #(#builders)*)
    });
    quote!(#docs #modules)
}

fn builder(context: &Context<'_>, operation: &Operation<ShapeId>) -> TokenStream {
    let name = ident(&operation.type_name);
    let docs = docs::lines(&format!(
        "Request of `{} {}`, made by `{}` of the client.",
        operation.method, operation.path, operation.method_name
    ));
    let new = new(context, operation);
    let setters = setters(context, operation);
    let kind = kind(context, &operation.output);
    quote! {
        #docs
        #[derive(Clone, Debug)]
        #[must_use = "a request does nothing until it is awaited or sent"]
        pub struct #name {
            request: Request,
        }

        impl #name {
            #new
            #(#setters)*
        }

        impl Operation for #name {
            type Kind = #kind;

            #[inline]
            fn into_request(self) -> Request {
                self.request
            }
        }

        operation!(#name);
    }
}

fn kind(context: &Context<'_>, output: &Output<ShapeId>) -> TokenStream {
    match output {
        Output::Json(ty) => {
            let ty = context.ty(ty, &|id| context.shape_path(id));
            quote!(Json<#ty>)
        }
        Output::Text => quote!(Text),
        Output::Binary { .. } => quote!(Binary),
        Output::Empty => quote!(Empty),
        Output::Location => quote!(Location),
    }
}

/// The kind of an answer asks for what it reads; of bytes it does not know the media type.
fn accept(output: &Output<ShapeId>) -> Option<TokenStream> {
    match output {
        Output::Binary { accept } => Some(quote!(request.header("accept", #accept);)),
        _ => None,
    }
}

fn new(context: &Context<'_>, operation: &Operation<ShapeId>) -> TokenStream {
    let method = format_ident!("{}", operation.method);
    let path = operation.path.to_string();
    let request = quote!(Request::new(connection, Method::#method, #path));
    let inputs = inputs(context, operation, &|id| context.shape_path(id));
    let required: Vec<&Input> = inputs.iter().filter(|input| input.required).collect();
    let arguments = required.iter().map(|input| {
        let (name, ty) = (&input.name, &input.ty);
        quote!(#name: #ty)
    });
    let accept = accept(&operation.output);
    let sets: Vec<&TokenStream> = required
        .iter()
        .map(|input| &input.set)
        .chain(&accept)
        .collect();
    let body = match sets.is_empty() {
        true => quote!(Self { request: #request }),
        false => quote!(let mut request = #request; #(#sets)* Self { request }),
    };
    quote! {
        #[inline]
        pub(crate) fn new(connection: &Connection, #(#arguments),*) -> Self { #body }
    }
}

fn setters<'a>(
    context: &'a Context<'_>,
    operation: &'a Operation<ShapeId>,
) -> impl Iterator<Item = TokenStream> + 'a {
    let optional = inputs(context, operation, &|id| context.shape_path(id))
        .into_iter()
        .filter(|input| !input.required);
    optional.map(|input| {
        let Input {
            name,
            ty,
            set,
            docs,
            ..
        } = input;
        quote! {
            #docs
            #[inline]
            pub fn #name(mut self, #name: #ty) -> Self {
                let request = &mut self.request;
                #set
                self
            }
        }
    })
}

/// Something that a request is given: a parameter, the body, or a part of it.
pub(super) struct Input {
    pub name: Ident,
    /// The type that the argument or setter takes.
    pub ty: TokenStream,
    pub required: bool,
    /// Puts it into `request`.
    set: TokenStream,
    docs: TokenStream,
}

/// What the request of an operation is given; `named` writes the name of a type.
pub(super) fn inputs(
    context: &Context<'_>,
    operation: &Operation<ShapeId>,
    named: &impl Fn(ShapeId) -> TokenStream,
) -> Vec<Input> {
    let parameters = operation
        .parameters
        .iter()
        .map(|each| parameter(context, each, named));
    let mut inputs: Vec<Input> = parameters.collect();
    match &operation.body {
        None => {}
        Some(Body::Json { ty, required }) => {
            inputs.push(json_body(context, ty, *required, named));
        }
        Some(Body::Multipart(parts)) => {
            inputs.extend(parts.iter().map(|each| part(context, each, named)));
        }
        Some(Body::Text) => {
            let set = quote!(request.text(body););
            inputs.push(plain_body(quote!(impl Into<String>), set));
        }
        Some(Body::Binary { content_type }) => {
            let set = quote!(request.header("content-type", #content_type); request.bytes(body););
            inputs.push(plain_body(quote!(impl Into<bytes::Bytes>), set));
        }
    }
    inputs
}

fn plain_body(ty: TokenStream, set: TokenStream) -> Input {
    let docs = docs::lines("Sets the body.");
    Input {
        name: format_ident!("body"),
        ty,
        required: true,
        set,
        docs,
    }
}

fn json_body(
    context: &Context<'_>,
    ty: &Type<ShapeId>,
    required: bool,
    named: &impl Fn(ShapeId) -> TokenStream,
) -> Input {
    let name = format_ident!("body");
    let (ty, converted) = converted(context, ty, &name, named);
    let set = quote!(#converted request.json(&body););
    Input {
        name,
        ty,
        required,
        set,
        docs: docs::lines("Sets the body."),
    }
}

fn parameter(
    context: &Context<'_>,
    parameter: &Parameter<ShapeId>,
    named: &impl Fn(ShapeId) -> TokenStream,
) -> Input {
    let (key, name) = (&parameter.name, ident(&parameter.rust_name));
    let (ty, set) = match parameter.location {
        Location::Query(Style::Exploded) => {
            let (ty, converted) = converted(context, &parameter.ty, &name, named);
            (ty, quote!(#converted request.query_object(&#name);))
        }
        location => {
            let (ty, value) = displayed(context, &parameter.ty, &name, named);
            (ty, set_text(location, key, &value))
        }
    };
    let docs = docs::comment(&parameter.docs, &format!("Sets {}.", docs::code(key)), &[]);
    Input {
        name,
        ty,
        required: parameter.required,
        set,
        docs,
    }
}

fn set_text(location: Location, key: &str, value: &TokenStream) -> TokenStream {
    match location {
        Location::Path => quote!(request.path(#key, #value);),
        Location::Header => quote!(request.header(#key, #value);),
        Location::Query(Style::Plain | Style::Exploded) => quote!(request.query(#key, #value);),
        Location::Query(Style::Repeated) => quote!(request.query_each(#key, #value);),
        Location::Query(Style::CommaSeparated) => list(key, value, "Comma"),
        Location::Query(Style::SpaceSeparated) => list(key, value, "Space"),
        Location::Query(Style::PipeSeparated) => list(key, value, "Pipe"),
    }
}

fn list(key: &str, value: &TokenStream, separator: &str) -> TokenStream {
    let separator = format_ident!("{separator}");
    quote!(request.query_list(#key, #value, Separator::#separator);)
}

fn part(
    context: &Context<'_>,
    part: &Part<ShapeId>,
    named: &impl Fn(ShapeId) -> TokenStream,
) -> Input {
    let name = ident(&part.rust_name);
    let key = &part.name;
    let (ty, set) = match &part.kind {
        PartKind::File => (quote!(File), quote!(request.file(#key, #name);)),
        PartKind::Value(ty) if context.is_text(ty) => {
            let (ty, value) = displayed(context, ty, &name, named);
            (ty, quote!(request.part(#key, #value);))
        }
        PartKind::Value(ty) => match context.without_aliases(ty) {
            Type::Array(items) if context.is_text(items) => {
                let (ty, value) = displayed(context, ty, &name, named);
                (ty, quote!(request.part_each(#key, #value);))
            }
            _ => {
                let (ty, converted) = converted(context, ty, &name, named);
                (ty, quote!(#converted request.part_json(#key, &#name);))
            }
        },
    };
    let docs = docs::comment(&part.docs, &format!("Sets {}.", docs::code(key)), &[]);
    Input {
        name,
        ty,
        required: part.required,
        set,
        docs,
    }
}

/// How an argument that is written as JSON is taken, and what makes a value of it.
fn converted(
    context: &Context<'_>,
    ty: &Type<ShapeId>,
    name: &Ident,
    named: &impl Fn(ShapeId) -> TokenStream,
) -> (TokenStream, Option<TokenStream>) {
    let (taken, value) = context.argument(ty, name, named);
    let plain = context.ty(ty, named);
    let changes = *name != value.to_string();
    (taken, changes.then(|| quote!(let #name: #plain = #value;)))
}

/// How an argument that is written as text is taken, and what is written.
fn displayed(
    context: &Context<'_>,
    ty: &Type<ShapeId>,
    name: &Ident,
    named: &impl Fn(ShapeId) -> TokenStream,
) -> (TokenStream, TokenStream) {
    let plain = context.ty(ty, named);
    let into = || {
        (
            quote!(impl Into<#plain>),
            quote!(Into::<#plain>::into(#name)),
        )
    };
    match context.without_aliases(ty) {
        ty if takes_any_text(context, ty) => (quote!(impl std::fmt::Display), quote!(#name)),
        Type::Timestamp | Type::Named(_) => into(),
        Type::Array(items) => {
            let items = match takes_any_text(context, items) {
                true => quote!(impl std::fmt::Display),
                false => context.ty(items, named),
            };
            (quote!(impl IntoIterator<Item = #items>), quote!(#name))
        }
        _ => (plain, quote!(#name)),
    }
}

/// Whether the text of an argument says all about it: no type needs to check or convert it.
fn takes_any_text(context: &Context<'_>, ty: &Type<ShapeId>) -> bool {
    match context.without_aliases(ty) {
        Type::String | Type::Json => true,
        Type::Named(id) => {
            let kind = &context.library.shape(*id).item.kind;
            matches!(kind, ShapeKind::Union(_)) && context.is_text(ty)
        }
        _ => false,
    }
}
