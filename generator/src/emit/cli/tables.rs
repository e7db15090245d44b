//! The tables of distinct operations and bodies.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::hash::HashMap;
use crate::model::{
    Body, Credentials, FieldContent, FormEncoding, FormField, Operation, Output, RustName, ShapeId,
    Type,
};

use crate::emit::cli::bodies::Bodies;
use crate::emit::cli::inputs::{self, Described, Place};
use crate::emit::cli::{help, option};
use crate::emit::context::Context;
use crate::emit::operations::pagination;

/// The tables of all versions. Operations that only differ in their types are one.
pub(super) struct Tables {
    /// The operations of each tag.
    pub operations: BTreeMap<RustName, Vec<Entry>>,
    /// The module and the name of each operation of the library.
    pub names: Vec<(RustName, String)>,
    /// The properties of bodies.
    pub bodies: Vec<Entry>,
}

/// A static item.
pub(super) struct Entry {
    pub name: String,
    /// The tokens of its value, as text: tokens are not sent to other threads.
    pub value: String,
}

impl Tables {
    pub fn of(context: &Context<'_>) -> Self {
        let mut bodies = Bodies::default();
        let mut operations: BTreeMap<RustName, Distinct> = BTreeMap::new();
        let mut names = Vec::new();
        for entry in &context.library.operations {
            let operation = &entry.item;
            let module = &operation.tag.module;
            let value = describe(context, operation, &mut bodies).to_string();
            let distinct = operations.entry(module.clone()).or_default();
            let name = RustName::snake(operation.type_name.as_str());
            names.push((module.clone(), distinct.add(name.as_str(), value)));
        }
        Self {
            operations: operations
                .into_iter()
                .map(|(module, distinct)| (module, distinct.entries))
                .collect(),
            names,
            bodies: bodies.into_entries(),
        }
    }
}

/// Items with distinct values and names.
#[derive(Default)]
pub(super) struct Distinct {
    pub entries: Vec<Entry>,
    by_value: HashMap<String, String>,
    counts: HashMap<String, usize>,
}

impl Distinct {
    /// Adds a value, unless it is known, and returns its name: `LIST_CONTACTS`, `LIST_CONTACTS_2`.
    pub fn add(&mut self, name: &str, value: String) -> String {
        if let Some(name) = self.by_value.get(&value) {
            return name.clone();
        }
        let plain = name.to_uppercase();
        let count = self.counts.entry(plain.clone()).or_default();
        *count += 1;
        // No name in snake case contains `__`.
        let name = match *count {
            1 => plain,
            number => format!("{plain}__{number}"),
        };
        self.by_value.insert(value.clone(), name.clone());
        self.entries.push(Entry {
            name: name.clone(),
            value,
        });
        name
    }
}

fn describe(
    context: &Context<'_>,
    operation: &Operation<ShapeId>,
    bodies: &mut Bodies,
) -> TokenStream {
    let (id, name, tag) = (
        &operation.id,
        operation.method_name.as_str(),
        operation.tag.module.as_str(),
    );
    let method = &operation.method;
    let path = operation.path.target();
    let help = help(&operation.docs);
    let deprecated = operation
        .docs
        .deprecated
        .then(|| quote!(is_deprecated: true,));
    let parameters = operation.parameters.iter();
    let parameters = parameters.map(|parameter| inputs::parameter(context, parameter));
    let parameters = list(parameters).map(|list| quote!(parameters: #list,));
    let body = body(context, operation, bodies);
    let output = output(context, operation);
    let pagination = operation.pagination.as_ref().map(pagination::constant);
    let pagination = pagination.map(|constant| quote!(pagination: Some(#constant),));
    let exceptions = exceptions(context, operation);
    quote! {
        Operation {
            help: #help,
            #deprecated
            #parameters
            #body
            #output
            #pagination
            #exceptions
            ..Operation::new(#tag, #name, #id, #method, #path)
        }
    }
}

/// Emits a list, unless it is empty.
fn list(items: impl Iterator<Item = TokenStream>) -> Option<TokenStream> {
    let mut items = items.peekable();
    items.peek()?;
    Some(quote!(&[#(#items),*]))
}

/// Emits the kind of body and its fields, unless the operation has no body.
fn body(
    context: &Context<'_>,
    operation: &Operation<ShapeId>,
    bodies: &mut Bodies,
) -> Option<TokenStream> {
    let body = operation.body.as_ref()?;
    let content_type = body.content_type().or(body.range());
    let content_type = option(content_type.map(|name| quote!(#name)));
    let (kind, fields) = match body {
        Body::Json { ty, required, .. } => {
            let name = bodies.name(context, ty, *required, operation.type_name.as_str());
            let fields = name.map(|name| {
                let name = format_ident!("{name}");
                quote!(super::super::bodies::#name)
            });
            (quote!(Json(#content_type)), fields)
        }
        Body::Form {
            encoding, fields, ..
        } => {
            let described = fields
                .iter()
                .map(|field| form_field(context, *encoding, field));
            let kind = match encoding {
                FormEncoding::Multipart => quote!(Multipart),
                FormEncoding::UrlEncoded => quote!(Fields),
            };
            (kind, list(described))
        }
        Body::Text { .. } => (quote!(Text(#content_type)), None),
        Body::Binary { .. } => (quote!(Bytes(#content_type)), None),
    };
    let fields = fields.map(|fields| quote!(fields: #fields,));
    let requires_form = requires_empty_form(body).then(|| quote!(requires_form: true,));
    Some(quote!(body: Body::#kind, #requires_form #fields))
}

/// Emits a field of a form.
fn form_field(
    context: &Context<'_>,
    encoding: FormEncoding,
    field: &FormField<ShapeId>,
) -> TokenStream {
    let (described, serialization) = match &field.content {
        FieldContent::File {
            content_type,
            count,
        } => (Described::file(content_type.as_deref(), *count), None),
        FieldContent::Value {
            ty,
            serialization,
            content_type,
        } => {
            let described = Described::of(context, ty);
            let described = match encoding {
                FormEncoding::Multipart => described.part(*serialization, content_type.as_deref()),
                FormEncoding::UrlEncoded => described,
            };
            (described, Some(*serialization))
        }
    };
    let described = Described {
        headers: field.declared_headers(),
        ..described
            .required(field.required)
            .always(field.constant.as_ref())
    };
    let location = match (encoding, serialization) {
        (FormEncoding::UrlEncoded, Some(one)) => inputs::field(one),
        (FormEncoding::Multipart, Some(one)) => inputs::part(one),
        (_, None) => Place::Body,
    };
    described.emit(&location, &field.name, &help(&field.docs))
}

/// Returns `true` if a form is sent although none of its fields is set.
fn requires_empty_form(body: &Body<ShapeId>) -> bool {
    match body {
        Body::Form {
            required: true,
            fields,
            ..
        } => !fields
            .iter()
            .any(|field| field.required || field.constant.is_some()),
        _ => false,
    }
}

/// Emits the kind of response, unless it is plain JSON.
fn output(context: &Context<'_>, operation: &Operation<ShapeId>) -> Option<TokenStream> {
    let accept = operation.accept.join(", ");
    let output = match &operation.output {
        Output::Json(ty) => {
            let is_nullable = is_nullable(context, ty);
            if accept.is_empty() && !is_nullable {
                return None;
            }
            let accept = if accept.is_empty() {
                "application/json"
            } else {
                &accept
            };
            if is_nullable {
                quote!(NullableJson(#accept))
            } else {
                quote!(Json(#accept))
            }
        }
        Output::Text | Output::Binary => quote!(Raw(#accept)),
        Output::Empty => quote!(Empty),
        Output::Location => quote!(Location),
    };
    Some(quote!(output: Output::#output,))
}

/// Returns `true` if null is a value of a type. An empty body is read as null.
fn is_nullable(context: &Context<'_>, ty: &Type<ShapeId>) -> bool {
    matches!(
        context.library.without_aliases(ty),
        Type::Nullable(_) | Type::Json
    )
}

/// Emits the exceptions to the settings of the client, if there are any.
fn exceptions(context: &Context<'_>, operation: &Operation<ShapeId>) -> Option<TokenStream> {
    let header = context.library.version_header.as_ref();
    let version = operation.version.as_ref().zip(header);
    let (server, credentials) = (operation.server.as_ref(), &operation.credentials);
    let is_idempotent = operation.is_idempotent;
    let is_plain = server.is_none() && version.is_none() && is_idempotent.is_none();
    if is_plain && *credentials == Credentials::All {
        return None;
    }
    let server = option(server.map(|url| quote!(#url)));
    let is_idempotent = option(is_idempotent.map(|is_idempotent| quote!(#is_idempotent)));
    let carries = match credentials {
        Credentials::All => quote!(All),
        Credentials::Scheme(scheme) => quote!(Scheme(#scheme)),
        Credentials::None => quote!(None),
    };
    let version = option(version.map(|(value, header)| {
        let name = &header.header;
        quote!((#name, #value))
    }));
    Some(quote! {
        exceptions: Exceptions {
            server: #server,
            carries: Carries::#carries,
            version: #version,
            is_idempotent: #is_idempotent,
        },
    })
}
