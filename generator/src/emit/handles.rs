//! `v2_16/companies.rs`: the operations of one tag in one version, as methods.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{OperationId, RustName};

use super::context::{Context, ident, tag_module};
use super::docs;
use super::inputs::inputs;
use super::pages;

/// The operations of a tag in a version.
pub(super) struct Handle<'a> {
    pub tag: &'a str,
    pub module: RustName,
    pub name: RustName,
    pub operations: Vec<OperationId>,
}

/// The tags of a version, in document order.
pub(super) fn handles<'a>(context: &Context<'a>, version: usize) -> Vec<Handle<'a>> {
    let mut handles: Vec<Handle<'a>> = Vec::new();
    let Some(api) = context.library.versions.get(version) else {
        return handles;
    };
    for id in &api.operations {
        let entry = context.library.operation(*id);
        let module = tag_module(&entry.item.tag);
        if let Some(handle) = handles.iter_mut().find(|handle| handle.module == module) {
            handle.operations.push(*id);
            continue;
        }
        let name = RustName::upper_camel([module.as_str()]).unwrap_or_else(RustName::underscore);
        handles.push(Handle {
            tag: &entry.item.tag,
            module,
            name,
            operations: vec![*id],
        });
    }
    handles
}

pub(super) fn file(context: &Context<'_>, handle: &Handle<'_>) -> TokenStream {
    let name = ident(&handle.name);
    let inner = docs::inner_lines(&format!("Operations of {}.", docs::code(handle.tag)));
    let docs = docs::lines(&format!("Operations of {}.", docs::code(handle.tag)));
    let exports = handle.operations.iter().map(|id| {
        let path = context.operation_path(*id);
        quote!(pub use #path;)
    });
    let methods = handle.operations.iter().map(|id| method(context, *id));
    quote! {
        #inner
        use crate::runtime::*;
        #(#exports)*

        #docs
        #[derive(Clone, Debug)]
        pub struct #name {
            connection: Connection,
        }

        impl #name {
            #[inline]
            pub(super) fn new(connection: &Connection) -> Self {
                Self { connection: connection.clone() }
            }
            #(#methods)*
        }
    }
}

fn method(context: &Context<'_>, id: OperationId) -> TokenStream {
    let entry = context.library.operation(id);
    let operation = &entry.item;
    let place = match context.version_label(entry.since) {
        Some(label) => format!("`{} {}`, since {label}.", operation.method, operation.path),
        None => format!("`{} {}`", operation.method, operation.path),
    };
    let fallback = format!("Operation {}.", docs::code(&operation.id));
    let notes: Vec<String> = pages::note(operation).into_iter().chain([place]).collect();
    let docs = docs::comment(&operation.docs, &fallback, &notes);
    let name = ident(&operation.method_name);
    let builder = ident(&operation.type_name);
    let types = |id| {
        let name = context.shape_name(id);
        quote!(super::types::#name)
    };
    let required: Vec<_> = inputs(context, operation, &types)
        .into_iter()
        .filter(|input| input.required)
        .collect();
    let parameters = required.iter().map(|input| {
        let (name, ty) = (&input.name, &input.ty);
        quote!(#name: #ty)
    });
    let arguments = required.iter().map(|input| &input.name);
    quote! {
        #docs
        #[inline]
        pub fn #name(&self, #(#parameters),*) -> #builder {
            #builder::new(&self.connection, #(#arguments),*)
        }
    }
}
