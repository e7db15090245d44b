//! Statements that write the fields of forms.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use crate::model::{
    Argument, Body, FormEncoding, Location, PartHeader, Serialization, ShapeId, Style, ValueKind,
};

use crate::emit::docs;
use crate::emit::operations::arguments::Written;
use crate::emit::operations::parameters::styled;

/// Emits the statement that sets the body to a form without fields, if the form is required.
pub(super) fn set_empty(request: &TokenStream, body: &Body<ShapeId>) -> Option<TokenStream> {
    match body {
        Body::Form {
            encoding,
            required: true,
            ..
        } => Some(match encoding {
            FormEncoding::Multipart => quote!(#request.empty_multipart();),
            FormEncoding::UrlEncoded => quote!(#request.empty_form();),
        }),
        _ => None,
    }
}

/// Emits the statements that set a field of a URL-encoded form to a value.
pub(super) fn set_field(
    request: &TokenStream,
    key: &str,
    serialization: Serialization,
    written: &Written<'_>,
) -> TokenStream {
    styled_by("field", request, key, serialization, written)
}

/// Emits the statements that set a field to a value in its style by a method of the request.
fn styled_by(
    method: &str,
    request: &TokenStream,
    key: &str,
    serialization: Serialization,
    written: &Written<'_>,
) -> TokenStream {
    let (method, location) = (format_ident!("{method}"), Location::Query);
    styled(request, &method, key, location, serialization, written)
}

/// Emits the statement that adds one or several files to a multipart body.
pub(super) fn set_file(
    request: &TokenStream,
    key: &str,
    name: &Ident,
    content_type: Option<&str>,
    argument: Argument,
) -> TokenStream {
    let typed = content_type.map(|content_type| quote!(.or_content_type(#content_type)));
    match argument {
        Argument::Items(_) => {
            let typed = typed.map(|typed| quote!(.into_iter().map(|file| file #typed)));
            quote!(#request.files(#key, #name #typed);)
        }
        Argument::Entries(_) => quote!(#request.named_files(#name);),
        _ => quote!(#request.file(#key, #name #typed);),
    }
}

/// Emits the statements that set a field of a multipart body to a value, with the declared media
/// type of its parts.
pub(super) fn set_part(
    request: &TokenStream,
    key: &str,
    serialization: Serialization,
    content_type: Option<&str>,
    written: &Written<'_>,
) -> TokenStream {
    let typed = content_type.map(|content_type| quote!(#request.part_type(#key, #content_type);));
    match serialization {
        serialization if is_styled(serialization) => {
            styled_by("part_styled", request, key, serialization, written)
        }
        Serialization::Styled {
            value: ValueKind::Primitive | ValueKind::Array,
            ..
        } if written.contains_floats => {
            let (value, conversion) = (written.reference(), written.conversion());
            quote!(#conversion #request.part_value(#key, #value); #typed)
        }
        Serialization::Styled {
            value: ValueKind::Primitive,
            ..
        } => {
            let text = written.text();
            quote!(#request.part(#key, #text); #typed)
        }
        Serialization::Styled {
            value: ValueKind::Array,
            ..
        } => {
            let texts = written.text();
            quote!(#request.part_each(#key, #texts); #typed)
        }
        // All fields of the form; other objects are sent as JSON.
        Serialization::Styled {
            value: ValueKind::Object,
            ..
        } => {
            let (name, conversion) = (&written.name, written.conversion());
            quote!(#conversion #request.parts(&#name);)
        }
        // Each value by its own type.
        Serialization::Styled {
            value: ValueKind::Mixed | ValueKind::Any,
            ..
        } => {
            let (value, conversion) = (written.reference(), written.conversion());
            quote!(#conversion #request.part_value(#key, #value);)
        }
        Serialization::Json => {
            let (value, conversion) = (written.reference(), written.conversion());
            quote!(#conversion #request.part_json(#key, #value); #typed)
        }
    }
}

/// Returns `true` if the parts of a field have another style than the default of parts.
pub(in crate::emit) fn is_styled(serialization: Serialization) -> bool {
    match serialization {
        Serialization::Styled {
            style,
            explode,
            value,
            ..
        } => style != Style::Form || !explode && value != ValueKind::Primitive,
        Serialization::Json => false,
    }
}

/// Returns the paragraph of the documentation that lists the headers of the parts of a form, if there
/// are any.
pub(super) fn documented_headers(body: &Body<ShapeId>) -> Option<String> {
    let fields = body.fields().iter();
    let fields = fields.filter(|field| !field.headers.is_empty());
    let items: Vec<String> = fields
        .map(|field| {
            let headers: Vec<String> = field.headers.iter().map(documented_header).collect();
            format!("- {}: {}", docs::code(&field.name), headers.join(", "))
        })
        .collect();
    (!items.is_empty()).then(|| {
        format!(
            "Headers of parts, which \
             [`File::header`](::intercom_codegen_runtime::File::header) and, of fields that are not \
             files, [`Request::part_header`](::intercom_codegen_runtime::Request::part_header) \
             set:\n\n{}",
            items.join("\n")
        )
    })
}

fn documented_header(header: &PartHeader) -> String {
    let name = docs::code(&header.name);
    match &header.value {
        Some(value) => format!("{name} (defaults to {})", docs::code(value)),
        None if header.is_required => format!("{name} (required)"),
        None => name,
    }
}

/// Emits the statements that set the headers of the parts of a field whose value is declared.
pub(super) fn set_headers(request: &TokenStream, key: &str, headers: &[PartHeader]) -> TokenStream {
    let sets = headers
        .iter()
        .filter_map(PartHeader::declared)
        .map(|(name, value)| quote!(#request.default_part_header(#key, #name, #value);));
    quote!(#(#sets)*)
}
