//! Fields of forms.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use syn::Path;

use crate::model::{
    FieldContent, FormEncoding, FormField, Location, Serialization, ShapeId, ValueKind,
};

use crate::emit::context::{Context, ident};
use crate::emit::docs;
use crate::emit::operations::arguments::{Argument, argument};
use crate::emit::operations::input::{Input, Origin};
use crate::emit::operations::parameters::styled;
use crate::emit::syntax::fixed;

pub(in crate::emit) fn field(
    context: &Context<'_>,
    encoding: FormEncoding,
    field: &FormField<ShapeId>,
    named: &impl Fn(ShapeId) -> Path,
) -> Input {
    let name = ident(&field.rust_name);
    let key = &field.name;
    let (value, ty, set) = match &field.content {
        FieldContent::File {
            content_type,
            is_list,
        } => file(key, &name, content_type.as_deref(), *is_list),
        FieldContent::Value { ty, serialization } => {
            let argument = argument(context, ty, *serialization, &name, named);
            let set = match encoding {
                FormEncoding::Multipart => part(key, *serialization, &argument),
                FormEncoding::UrlEncoded => {
                    let method = format_ident!("field");
                    styled(&method, key, Location::Query, *serialization, &argument)
                }
            };
            (argument.value, argument.ty, set)
        }
    };
    let docs = docs::setter_comment(key, &field.docs);
    Input {
        name,
        key: key.clone(),
        origin: Origin::Field,
        value,
        ty,
        required: field.required,
        set,
        docs,
    }
}

/// Sets a file of a multipart body, or several.
fn file(
    key: &str,
    name: &Ident,
    content_type: Option<&str>,
    is_list: bool,
) -> (syn::Type, syn::Type, TokenStream) {
    let typed = content_type.map(|content_type| quote!(.or_content_type(#content_type)));
    if is_list {
        let typed = typed.map(|typed| quote!(.into_iter().map(|file| file #typed)));
        let set = quote!(request.files(#key, #name #typed););
        let files = fixed!(syn::Type: Vec<File>);
        (
            files,
            fixed!(syn::Type: impl IntoIterator<Item = File>),
            set,
        )
    } else {
        let set = quote!(request.file(#key, #name #typed););
        let file = fixed!(syn::Type: File);
        (file.clone(), file, set)
    }
}

/// Sets a field of a multipart body that is no file.
fn part(key: &str, serialization: Serialization, argument: &Argument) -> TokenStream {
    let Argument {
        name,
        text,
        converted,
        ..
    } = argument;
    match serialization {
        Serialization::Styled {
            value: ValueKind::Primitive,
            ..
        } => quote!(request.part(#key, #text);),
        Serialization::Styled {
            value: ValueKind::Array,
            ..
        } => quote!(request.part_each(#key, #text);),
        _ => quote!(#converted request.part_json(#key, &#name);),
    }
}
