//! Parameters: how each is written, by its place and its style.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use crate::ir::{Location, Parameter, Serialization, ShapeId, Style, ValueKind};

use super::context::{Context, ident};
use super::docs;
use super::inputs::{Argument, Input, Origin, argument};

pub(super) fn parameter(
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
pub(super) fn styled(
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
