//! The conversions of responses into requests.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::Item;

use crate::model::{Conversion, Copied, Field, FieldConversion, ShapeId, Struct};

use crate::emit::context::{Context, ident};
use crate::emit::revisions::Part;
use crate::emit::syntax;
use crate::emit::tag_features::Features;

/// Emits the conversions into a struct of a part of a revision.
pub(super) fn emit<'a>(
    context: &'a Context<'_>,
    id: ShapeId,
    object: &'a Struct<ShapeId>,
    part: &'a Part,
) -> impl Iterator<Item = Item> {
    let conversions = context.library.conversions(id).iter();
    conversions.flat_map(move |one| syntax::items(conversion(context, id, object, one, part)))
}

fn conversion(
    context: &Context<'_>,
    id: ShapeId,
    object: &Struct<ShapeId>,
    conversion: &Conversion,
    part: &Part,
) -> TokenStream {
    let tags = conversion.tags.iter();
    let tags: Vec<Features> = tags.map(|tag| context.tag_features.of_tag(tag)).collect();
    let tags = Features::of_any(&tags);
    let tags = (tags != part.features).then(|| tags.cfg()).flatten();
    let versions = &conversion.versions;
    let versions = (*versions != part.versions).then(|| context.inner_cfg(versions));
    let (response, name) = (
        context.shape_path(conversion.from),
        ident(&context.library.shape(id).item.name),
    );
    let fields = || object.fields.iter().zip(&conversion.fields);
    let arguments = names(fields(), FieldConversion::Copied(Copied::Argument));
    let absent: Vec<Ident> = names(fields(), FieldConversion::Absent).collect();
    let absent = (!absent.is_empty()).then(|| quote!(except #(#absent),*));
    let copied = fields().filter_map(|(field, conversion)| {
        let function = syntax::identifier(function(*conversion)?);
        let name = ident(&field.rust_name);
        Some(quote!(#function #name))
    });
    quote! {
        #tags #versions
        json_conversion!(#response => #name(#(#arguments),*) { #(#copied,)* } #absent);
    }
}

/// Returns the names of the fields with a conversion.
fn names<'a>(
    fields: impl Iterator<Item = (&'a Field<ShapeId>, &'a FieldConversion)>,
    conversion: FieldConversion,
) -> impl Iterator<Item = Ident> {
    fields
        .filter(move |(_, one)| **one == conversion)
        .map(|(field, _)| ident(&field.rust_name))
}

/// Returns the function of the runtime that converts a value, unless that is an argument of `new`.
fn function(conversion: FieldConversion) -> Option<&'static str> {
    let FieldConversion::Copied(copied) = conversion else {
        return None;
    };
    Some(match copied {
        Copied::Argument => return None,
        Copied::Same => "same",
        Copied::Some => "some",
        Copied::Value => "value",
        Copied::Present => "present",
        Copied::SameText => "same_text",
        Copied::SomeText => "some_text",
        Copied::PresentText => "present_text",
    })
}
