//! `webhooks.rs` of a version: the items of its notifications, and its events.
//!
//! Each is a union that is tagged by a property. Variants are read by tag, directly from the body,
//! so that an unexpected value is omitted and not the whole item.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::hash::{HashMap, IndexMap};
use crate::model::{
    ApiVersion, JsonKind, Library, Pattern, ShapeId, Tag, TaggedSchemas, Type, UnionShape, Variant,
};

use crate::emit::context::{Context, ident};
use crate::emit::docs;
use crate::emit::file::File;
use crate::emit::syntax::{self, Attributes};
use crate::emit::types::unions;

/// The feature of webhooks, and the name of their modules.
pub(in crate::emit) const WEBHOOKS: &str = "webhooks";

/// The names that the modules of webhooks use.
pub(crate) const RESERVED_TYPES: &[&str] = &[
    "Decoded",
    "Event",
    "Item",
    "Notification",
    "Reader",
    "Tagged",
    "Unrecognized",
];

pub(in crate::emit) fn files<'a>(context: &'a Context<'a>) -> Vec<File<'a>> {
    let versions = context.library.versions.iter().enumerate();
    let with_webhooks = versions.filter(|(_, api)| api.info.has_webhooks());
    with_webhooks
        .map(|(version, api)| {
            let path = format!("src/{}/webhooks.rs", context.client_module(version));
            File::rust(path, move || file(context, api))
        })
        .collect()
}

fn file(context: &Context<'_>, api: &ApiVersion) -> TokenStream {
    if !api.info.webhooks.is_empty() {
        return payloads(context, api);
    }
    let verifier = docs::link_target(&context.webhooks_path());
    let docs = docs::inner_lines(&format!(
        "Webhook notifications and events of this version.\n\n\
         [`Verifier`]({verifier}::Verifier) checks their signatures and decodes them."
    ));
    let items = api.info.webhook_items.as_ref();
    let events = api.info.webhook_events.as_ref();
    let mut types = shapes(context.library, api);
    types.sort_by_key(|id| &context.library.shape(*id).item.name);
    types.dedup();
    let types = types.into_iter().map(|id| context.shape_path(id));
    let types = syntax::imports(Attributes::default(), syn::Visibility::Inherited, types);
    let items = items.map(|tagged| {
        let text = "The item of a notification.";
        let item = tagged_union(context, api, "Item", tagged, text);
        quote! {
            /// A notification of this version.
            pub type Notification = ::intercom_codegen_runtime::webhooks::Notification<Item>;
            #item
        }
    });
    let events = events.map(|tagged| {
        let text = "An event that is sent without a notification around it.";
        tagged_union(context, api, "Event", tagged, text)
    });
    quote! {
        #docs
        use ::intercom_codegen_runtime::json::*;
        use ::intercom_codegen_runtime::webhooks::{Reader, Tagged};
        #types
        #items
        #events
    }
}

/// Emits the payload of each webhook of the document.
fn payloads(context: &Context<'_>, api: &ApiVersion) -> TokenStream {
    let page = "The payloads of webhooks: the bodies of the requests that the API sends.";
    let page = docs::inner_lines(page);
    let components = components(context.library, api);
    let payloads = api.info.webhooks.iter().filter_map(|webhook| {
        let id = *components.get(webhook.schema.as_str())?;
        let (name, ty) = (ident(&webhook.rust_name), context.shape_path(id));
        let text = format!("The payload of the webhook {}.", docs::code(&webhook.name));
        let docs = docs::lines(&text);
        Some(quote!(#docs pub type #name = #ty;))
    });
    quote!(#page #(#payloads)*)
}

/// Returns the shapes of the payloads of a version's webhooks, with duplicates.
pub(in crate::emit) fn shapes(library: &Library, api: &ApiVersion) -> Vec<ShapeId> {
    let (items, events) = (&api.info.webhook_items, &api.info.webhook_events);
    let components = components(library, api);
    let names = items.iter().chain(events).flat_map(TaggedSchemas::names);
    let payloads = api.info.webhooks.iter().map(|webhook| &webhook.schema);
    names
        .chain(payloads)
        .filter_map(|name| components.get(name.as_str()).copied())
        .collect()
}

fn tagged_union(
    context: &Context<'_>,
    api: &ApiVersion,
    name: &str,
    tagged: &TaggedSchemas,
    text: &str,
) -> TokenStream {
    let shapes = components(context.library, api);
    let mut values = by_shape(&tagged.schemas, &shapes);
    let topics = by_shape(&tagged.topics, &shapes);
    for id in topics.keys() {
        values.entry(*id).or_default();
    }
    let property = &tagged.property;
    let union = union(context, property, &values);
    let name = format_ident!("{name}");
    let docs = docs::lines(text);
    let emitted = unions::emit(context, &name, &union, &["blank"], docs, &|id| {
        context.public_path(id)
    });
    let variant = |id: &ShapeId| ident(&context.library.shape(*id).item.name);
    let reads = |values: &IndexMap<ShapeId, Vec<String>>| -> Vec<TokenStream> {
        let values = values.iter().filter(|(_, values)| !values.is_empty());
        let read = values.map(|(id, values)| {
            let variant = variant(id);
            quote!(#(#values)|* => reader.read(Self::#variant))
        });
        read.collect()
    };
    let tags = reads(&values);
    let topics = reads(&topics);
    let read_topic = (!topics.is_empty()).then(|| {
        quote! {
            #[inline]
            fn read_topic(topic: &str, reader: &Reader<'_>) -> Option<Decoded<Option<Self>>> {
                match topic {
                    #(#topics,)*
                    _ => None,
                }
            }
        }
    });
    quote! {
        #(#emitted)*

        impl Tagged for #name {
            const TAG: &'static str = #property;

            #[inline]
            fn read_tagged(tag: &str, reader: &Reader<'_>) -> Option<Decoded<Option<Self>>> {
                match tag {
                    #(#tags,)*
                    _ => None,
                }
            }

            #read_topic
        }
    }
}

/// Returns the values that select each shape, in declaration order.
fn by_shape(
    schemas: &IndexMap<String, String>,
    shapes: &HashMap<&str, ShapeId>,
) -> IndexMap<ShapeId, Vec<String>> {
    let mut values: IndexMap<ShapeId, Vec<String>> = IndexMap::default();
    for (value, schema) in schemas {
        if let Some(id) = shapes.get(schema.as_str()) {
            values.entry(*id).or_default().push(value.clone());
        }
    }
    values
}

/// Returns a union with a variant for each type, named like it. A type without values is selected
/// by topic only.
fn union(
    context: &Context<'_>,
    property: &str,
    values: &IndexMap<ShapeId, Vec<String>>,
) -> UnionShape<ShapeId> {
    let variants = values.keys().map(|id| Variant {
        rust_name: context.library.shape(*id).item.name.clone(),
        ty: Type::Named(*id),
    });
    let patterns = values
        .values()
        .enumerate()
        .filter(|(_, values)| !values.is_empty());
    let patterns = patterns.map(|(variant, values)| Pattern {
        variant,
        kind: JsonKind::Object {
            tag: Some(Tag {
                property: property.to_owned(),
                values: values.clone(),
            }),
            constants: Vec::new(),
            required: Vec::new(),
            known: Vec::new(),
        },
    });
    UnionShape {
        variants: variants.collect(),
        patterns: patterns.collect(),
        search: None,
    }
}

/// Returns the shapes of the components in this version, by name.
fn components<'a>(library: &'a Library, api: &ApiVersion) -> HashMap<&'a str, ShapeId> {
    let shapes = api.shapes.iter().map(|id| (&library.shape(*id).item, *id));
    let components = shapes.filter(|(shape, _)| !shape.is_inline());
    // The first one, if several have a name.
    let components = components.map(|(shape, id)| (shape.document_name.as_str(), id));
    components.rev().collect()
}
