//! Parameters: how each is written, by its place and its style.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use crate::model::{Location, Parameter, Serialization, ShapeId, Style, ValueKind};

use crate::emit::operations::arguments::Written;

/// The statements that put a parameter into `request`.
pub(super) fn set(parameter: &Parameter<ShapeId>, written: &Written) -> TokenStream {
    let (key, location) = (&parameter.name, parameter.location);
    let text = written.text();
    match usual(location, parameter.serialization) {
        Some(Usual::Path) => quote!(request.path(#key, #text);),
        Some(Usual::Header) => quote!(request.header(#key, #text);),
        Some(Usual::Query) => quote!(request.query(#key, #text);),
        Some(Usual::Each) => quote!(request.query_each(#key, #text);),
        Some(Usual::List(separator)) => {
            let separator = format_ident!("{separator}");
            quote!(request.query_list(#key, #text, Separator::#separator);)
        }
        Some(Usual::Members) => {
            let (name, conversion) = (&written.name, written.conversion());
            quote!(#conversion request.query_object(&#name);)
        }
        None => {
            let method = match location {
                Location::Path => format_ident!("path_styled"),
                Location::Query => format_ident!("query_styled"),
                Location::Header => format_ident!("header_styled"),
                Location::Cookie => format_ident!("cookie"),
            };
            styled(&method, key, location, parameter.serialization, written)
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
pub(super) fn styled(
    method: &Ident,
    key: &str,
    location: Location,
    serialization: Serialization,
    written: &Written,
) -> TokenStream {
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
    let name = &written.name;
    let (conversion, argument) = match value {
        Some(ValueKind::Primitive) => {
            let text = written.text();
            (None, quote!(Argument::primitive(#text)))
        }
        Some(ValueKind::Array) => {
            let texts = written.text();
            (None, quote!(Argument::array(#texts)))
        }
        Some(ValueKind::Object | ValueKind::Mixed) => {
            (written.conversion(), quote!(Argument::value(&#name)))
        }
        None => (written.conversion(), quote!(Argument::json(&#name))),
    };
    quote!(#conversion request.#method(#key, #style #explode #allow_reserved, #argument);)
}
