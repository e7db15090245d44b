//! Parameters: how each is written, by its place and its style.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use syn::Path;

use crate::model::{Location, Parameter, Serialization, ShapeId, Style, ValueKind};

use crate::emit::context::{Context, ident};
use crate::emit::docs;
use crate::emit::operations::arguments::{Argument, argument};
use crate::emit::operations::input::{Input, Origin};

pub(in crate::emit) fn parameter(
    context: &Context<'_>,
    parameter: &Parameter<ShapeId>,
    named: &impl Fn(ShapeId) -> Path,
) -> Input {
    let (key, name) = (&parameter.name, ident(&parameter.rust_name));
    let argument = argument(
        context,
        &parameter.ty,
        parameter.serialization,
        &name,
        named,
    );
    let set = set(parameter, &argument);
    let docs = docs::setter_comment(key, &parameter.docs);
    Input {
        name,
        key: key.clone(),
        origin: Origin::Parameter(parameter.location),
        value: argument.value,
        ty: argument.ty,
        required: parameter.required,
        set,
        docs,
    }
}

/// Puts the parameter into `request`.
fn set(parameter: &Parameter<ShapeId>, argument: &Argument) -> TokenStream {
    let Argument {
        name,
        text,
        converted,
        ..
    } = argument;
    let (key, location) = (&parameter.name, parameter.location);
    match usual(location, parameter.serialization) {
        Some(Usual::Path) => quote!(request.path(#key, #text);),
        Some(Usual::Header) => quote!(request.header(#key, #text);),
        Some(Usual::Query) => quote!(request.query(#key, #text);),
        Some(Usual::Each) => quote!(request.query_each(#key, #text);),
        Some(Usual::List(separator)) => {
            let separator = format_ident!("{separator}");
            quote!(request.query_list(#key, #text, Separator::#separator);)
        }
        Some(Usual::Members) => quote!(#converted request.query_object(&#name);),
        None => {
            let method = match location {
                Location::Path => format_ident!("path_styled"),
                Location::Query => format_ident!("query_styled"),
                Location::Header => format_ident!("header_styled"),
                Location::Cookie => format_ident!("cookie"),
            };
            styled(&method, key, location, parameter.serialization, argument)
        }
    }
}

/// The most usual ways to write a parameter, which have short names.
enum Usual {
    Path,
    Header,
    Query,
    /// A list, as one pair for each item.
    Each,
    /// A list, as one pair with this between the items.
    List(&'static str),
    /// An object, as one pair for each member.
    Members,
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
    Some(match (location, style, value, explode) {
        (Location::Path, Style::Simple, ValueKind::Primitive, _) => Usual::Path,
        (Location::Header, Style::Simple, ValueKind::Primitive, _) => Usual::Header,
        (Location::Query, Style::Form, ValueKind::Primitive, _) => Usual::Query,
        (Location::Query, Style::Form, ValueKind::Object, true) => Usual::Members,
        (Location::Query, Style::Form, ValueKind::Array, false) => Usual::List("Comma"),
        (Location::Query, Style::SpaceDelimited, ValueKind::Array, false) => Usual::List("Space"),
        (Location::Query, Style::PipeDelimited, ValueKind::Array, false) => Usual::List("Pipe"),
        (
            Location::Query,
            Style::Form | Style::SpaceDelimited | Style::PipeDelimited,
            ValueKind::Array,
            true,
        ) => Usual::Each,
        _ => return None,
    })
}

/// `request.cookie("color", Style::FORM.exploded(), Argument::array(color));`
pub(in crate::emit) fn styled(
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
