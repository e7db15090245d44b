//! What a request is given: its parameters and its body, as arguments or setters.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use crate::ir::{
    Body, FieldContent, FormEncoding, FormField, Location, Operation, Parameter, Serialization,
    ShapeId, ShapeKind, Style, Type, ValueKind,
};

use super::context::{Context, ident};
use super::docs;

/// Something that a request is given: a parameter, the body, or a part of it.
pub(super) struct Input {
    pub name: Ident,
    /// Its name in the document; `body` for the body.
    pub key: String,
    pub origin: Origin,
    /// The type of the values that an argument or setter can be given when they come as JSON.
    pub value: TokenStream,
    /// The type that the argument or setter takes.
    pub ty: TokenStream,
    pub required: bool,
    /// Puts it into `request`.
    pub set: TokenStream,
    /// What its setter says.
    pub docs: TokenStream,
}

/// What an input is in the document.
#[derive(Clone, Copy)]
pub(super) enum Origin {
    /// A parameter.
    Parameter(Location),
    /// The body.
    Body,
    /// A field of a body that is a form.
    Field,
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
        Some(Body::Json {
            content_type,
            ty,
            required,
        }) => {
            inputs.push(json_body(context, ty, content_type, *required, named));
        }
        Some(Body::Form { encoding, fields }) => {
            inputs.extend(
                fields
                    .iter()
                    .map(|each| field(context, *encoding, each, named)),
            );
        }
        Some(Body::Text {
            content_type,
            required,
        }) => {
            let header = content_type_header(content_type);
            let set = quote!(#header request.text(body););
            inputs.push(plain_body(quote!(String), set, *required));
        }
        Some(Body::Binary {
            content_type,
            required,
        }) => {
            let header = content_type_header(content_type);
            let set = quote!(#header request.bytes(body););
            inputs.push(plain_body(quote!(bytes::Bytes), set, *required));
        }
    }
    inputs
}

/// Names the media type of the body, where that of its kind is not meant.
fn content_type_header(content_type: &Option<String>) -> Option<TokenStream> {
    let name = content_type.as_ref()?;
    Some(quote!(request.header("content-type", #name);))
}

fn plain_body(value: TokenStream, set: TokenStream, required: bool) -> Input {
    let docs = docs::lines("Sets the body.");
    Input {
        name: format_ident!("body"),
        key: "body".to_owned(),
        origin: Origin::Body,
        ty: quote!(impl Into<#value>),
        value,
        required,
        set,
        docs,
    }
}

fn json_body(
    context: &Context<'_>,
    ty: &Type<ShapeId>,
    content_type: &Option<String>,
    required: bool,
    named: &impl Fn(ShapeId) -> TokenStream,
) -> Input {
    let name = format_ident!("body");
    let header = content_type_header(content_type);
    let value = context.ty(ty, named);
    let (ty, converted) = converted(context, ty, &name, named);
    let set = quote!(#converted #header request.json(&body););
    Input {
        name,
        key: "body".to_owned(),
        origin: Origin::Body,
        value,
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
    let argument = argument(
        context,
        &parameter.ty,
        parameter.serialization,
        &name,
        named,
    );
    let Argument {
        value, ty, text, ..
    } = &argument;
    let set = match (parameter.location, parameter.serialization) {
        (Location::Query, serialization) if is_exploded_object(serialization) => {
            let converted = &argument.converted;
            quote!(#converted request.query_object(&#name);)
        }
        (location, serialization) => match usual(location, serialization) {
            Some(Usual::Text) => {
                let method = match location {
                    Location::Path => format_ident!("path"),
                    Location::Header => format_ident!("header"),
                    Location::Query | Location::Cookie => format_ident!("query"),
                };
                quote!(request.#method(#key, #text);)
            }
            Some(Usual::Each) => quote!(request.query_each(#key, #text);),
            Some(Usual::List(separator)) => {
                let separator = format_ident!("{separator}");
                quote!(request.query_list(#key, #text, Separator::#separator);)
            }
            None => {
                let method = match location {
                    Location::Path => format_ident!("path_styled"),
                    Location::Query => format_ident!("query_styled"),
                    Location::Header => format_ident!("header_styled"),
                    Location::Cookie => format_ident!("cookie"),
                };
                styled(&method, key, location, serialization, &argument)
            }
        },
    };
    let (value, ty) = (value.clone(), ty.clone());
    let docs = docs::comment(&parameter.docs, &format!("Sets {}.", docs::code(key)), &[]);
    Input {
        name,
        key: key.clone(),
        origin: Origin::Parameter(parameter.location),
        value,
        ty,
        required: parameter.required,
        set,
        docs,
    }
}

/// The most usual ways to write a parameter, which have short names.
enum Usual {
    Text,
    Each,
    List(&'static str),
}

fn usual(location: Location, serialization: Serialization) -> Option<Usual> {
    let Serialization::Styled {
        style,
        explode,
        allow_reserved: false,
        value,
    } = serialization
    else {
        return None;
    };
    match (location, style, value, explode) {
        (Location::Path | Location::Header, Style::Simple, ValueKind::Primitive, _) => {
            Some(Usual::Text)
        }
        (Location::Query, Style::Form, ValueKind::Primitive, _) => Some(Usual::Text),
        (Location::Query, Style::DeepObject, ..) => None,
        (Location::Query, _, ValueKind::Array, true) => Some(Usual::Each),
        (Location::Query, Style::Form, ValueKind::Array, false) => Some(Usual::List("Comma")),
        (Location::Query, Style::SpaceDelimited, ValueKind::Array, false) => {
            Some(Usual::List("Space"))
        }
        (Location::Query, Style::PipeDelimited, ValueKind::Array, false) => {
            Some(Usual::List("Pipe"))
        }
        _ => None,
    }
}

fn is_exploded_object(serialization: Serialization) -> bool {
    serialization
        == Serialization::Styled {
            style: Style::Form,
            explode: true,
            allow_reserved: false,
            value: ValueKind::Object,
        }
}

/// `request.cookie("color", Style::FORM.exploded(), Argument::array(color));`
fn styled(
    method: &Ident,
    key: &str,
    location: Location,
    serialization: Serialization,
    argument: &Argument,
) -> TokenStream {
    let Argument {
        name,
        text,
        converted,
        ..
    } = argument;
    let (style, explode, allow_reserved, value) = match serialization {
        Serialization::Styled {
            style,
            explode,
            allow_reserved,
            value,
        } => (style, explode, allow_reserved, Some(value)),
        Serialization::Json => {
            let style = match location {
                Location::Path | Location::Header => Style::Simple,
                Location::Query | Location::Cookie => Style::Form,
            };
            (style, false, false, None)
        }
    };
    let style = match style {
        Style::Matrix => quote!(Style::MATRIX),
        Style::Label => quote!(Style::LABEL),
        Style::Simple => quote!(Style::SIMPLE),
        Style::Form => quote!(Style::FORM),
        Style::SpaceDelimited => quote!(Style::SPACE_DELIMITED),
        Style::PipeDelimited => quote!(Style::PIPE_DELIMITED),
        Style::DeepObject => quote!(Style::DEEP_OBJECT),
    };
    let explode = explode.then(|| quote!(.exploded()));
    let allow_reserved = allow_reserved.then(|| quote!(.allowing_reserved()));
    let written = match value {
        Some(ValueKind::Primitive) => quote!(Argument::primitive(#text)),
        Some(ValueKind::Array) => quote!(Argument::array(#text)),
        Some(ValueKind::Object | ValueKind::Mixed) => quote!(Argument::value(&#name)),
        None => quote!(Argument::json(&#name)),
    };
    quote!(#converted request.#method(#key, #style #explode #allow_reserved, #written);)
}

fn field(
    context: &Context<'_>,
    encoding: FormEncoding,
    field: &FormField<ShapeId>,
    named: &impl Fn(ShapeId) -> TokenStream,
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
    let docs = docs::comment(&field.docs, &format!("Sets {}.", docs::code(key)), &[]);
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
) -> (TokenStream, TokenStream, TokenStream) {
    let typed = content_type.map(|content_type| quote!(.or_content_type(#content_type)));
    match is_list {
        false => {
            let set = quote!(request.file(#key, #name #typed););
            (quote!(File), quote!(File), set)
        }
        true => {
            let typed = typed.map(|typed| quote!(.into_iter().map(|file| file #typed)));
            let set = quote!(request.files(#key, #name #typed););
            (
                quote!(Vec<File>),
                quote!(impl IntoIterator<Item = File>),
                set,
            )
        }
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

/// How a value is taken and what is made of it.
struct Argument {
    name: Ident,
    /// What is read from JSON, see [`Input::value`].
    value: TokenStream,
    /// What is taken, see [`Input::ty`].
    ty: TokenStream,
    /// What is written as text.
    text: TokenStream,
    /// Makes a value to be serialised of what is taken.
    converted: Option<TokenStream>,
}

fn argument(
    context: &Context<'_>,
    ty: &Type<ShapeId>,
    serialization: Serialization,
    name: &Ident,
    named: &impl Fn(ShapeId) -> TokenStream,
) -> Argument {
    let is_text = matches!(
        serialization,
        Serialization::Styled {
            value: ValueKind::Primitive | ValueKind::Array,
            ..
        }
    );
    let name = name.clone();
    if is_text {
        let (taken, text) = displayed(context, ty, &name, named);
        return Argument {
            value: text_value(context, ty, named),
            ty: taken,
            text,
            converted: None,
            name,
        };
    }
    let (taken, converted) = converted(context, ty, &name, named);
    Argument {
        value: context.ty(ty, named),
        ty: taken,
        text: quote!(#name),
        converted,
        name,
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

/// What an argument that is written as text is read as from JSON: text, unless its type checks or
/// converts it.
fn text_value(
    context: &Context<'_>,
    ty: &Type<ShapeId>,
    named: &impl Fn(ShapeId) -> TokenStream,
) -> TokenStream {
    match context.without_aliases(ty) {
        ty if takes_any_text(context, ty) => quote!(String),
        Type::Array(items) if takes_any_text(context, items) => quote!(Vec<String>),
        _ => context.ty(ty, named),
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
