//! Statements that write parameters, by location and style.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use crate::model::{Location, Parameter, Serialization, ShapeId, Style, ValueKind};

use crate::emit::operations::arguments::Written;

/// Emits the statements that set a parameter of `request`.
pub(super) fn set(
    request: &TokenStream,
    parameter: &Parameter<ShapeId>,
    written: &Written<'_>,
) -> TokenStream {
    let (key, location) = (&parameter.name, parameter.location);
    let text = written.text();
    let common = common(location, parameter.serialization);
    // The text of a float may be that of no number.
    let common = common.filter(|common| !written.contains_floats || *common == Common::Members);
    match common {
        Some(Common::Path) => quote!(#request.path(#key, #text);),
        Some(Common::Header) => quote!(#request.header(#key, #text);),
        Some(Common::Query) => quote!(#request.query(#key, #text);),
        Some(Common::Each) => quote!(#request.query_each(#key, #text);),
        Some(Common::List(separator)) => {
            let separator = format_ident!("{separator}");
            quote!(#request.query_list(#key, #text, Separator::#separator);)
        }
        Some(Common::Members) => {
            let (value, conversion) = (written.reference(), written.conversion());
            quote!(#conversion #request.query_object(#value);)
        }
        None if !parameter.encodings.is_empty() => {
            let (value, conversion) = (written.reference(), written.conversion());
            let properties = properties(&parameter.encodings);
            quote! {
                #conversion
                #request.query_string(
                    #key, Style::FORM.exploded() #properties, Argument::value(#value),
                );
            }
        }
        None => {
            let method = match location {
                Location::Path => format_ident!("path_styled"),
                Location::Query => format_ident!("query_styled"),
                Location::Header => format_ident!("header_styled"),
                Location::Cookie => format_ident!("cookie"),
                Location::QueryString => format_ident!("query_string"),
            };
            styled(
                request,
                &method,
                key,
                location,
                parameter.serialization,
                written,
            )
        }
    }
}

/// The common serializations of parameters, for which `Request` has short methods.
#[derive(PartialEq)]
enum Common {
    Path,
    Header,
    Query,
    /// A list, as one name-value pair for each item.
    Each,
    /// A list, as one name-value pair with this separator between the items.
    List(&'static str),
    /// An object, as one name-value pair for each member.
    Members,
}

fn common(location: Location, serialization: Serialization) -> Option<Common> {
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
        (Location::Path, Style::Simple, ValueKind::Primitive, _) => Common::Path,
        (Location::Header, Style::Simple, ValueKind::Primitive, _) => Common::Header,
        (Location::Query, Style::Form, ValueKind::Primitive, _) => Common::Query,
        (Location::Query, Style::Form, ValueKind::Object, true) => Common::Members,
        (Location::Query, Style::Form, ValueKind::Array, false) => Common::List("Comma"),
        (Location::Query, Style::SpaceDelimited, ValueKind::Array, false) => Common::List("Space"),
        (Location::Query, Style::PipeDelimited, ValueKind::Array, false) => Common::List("Pipe"),
        (
            Location::Query,
            Style::Form | Style::SpaceDelimited | Style::PipeDelimited,
            ValueKind::Array,
            true,
        ) => Common::Each,
        _ => return None,
    })
}

/// Emits a statement such as
/// `request.cookie("color", Style::FORM.exploded(), Argument::array(color));`.
pub(super) fn styled(
    request: &TokenStream,
    method: &Ident,
    key: &str,
    location: Location,
    serialization: Serialization,
    written: &Written<'_>,
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
                Location::Query | Location::Cookie | Location::QueryString => Style::Form,
            };
            (style, false, false, None)
        }
    };
    let with_json = with_json_objects(value);
    let style = self::style(style, explode, allow_reserved);
    let reference = written.reference();
    let (conversion, argument) = match value {
        Some(ValueKind::Primitive | ValueKind::Array) if written.contains_floats => {
            (written.conversion(), quote!(Argument::value(#reference)))
        }
        Some(ValueKind::Primitive) => {
            let text = written.text();
            (None, quote!(Argument::primitive(#text)))
        }
        Some(ValueKind::Array) => {
            let texts = written.text();
            (None, quote!(Argument::array(#texts)))
        }
        Some(ValueKind::Object | ValueKind::Mixed | ValueKind::Any) => {
            (written.conversion(), quote!(Argument::value(#reference)))
        }
        None => (written.conversion(), quote!(Argument::json(#reference))),
    };
    quote!(#conversion #request.#method(#key, #style #with_json, #argument);)
}

/// Emits the setting of the styles of properties of a whole query; `None` if there are none.
pub(in crate::emit) fn properties(encodings: &[(String, Serialization)]) -> Option<TokenStream> {
    let styles = encodings.iter().map(|(name, serialization)| {
        let style = match *serialization {
            Serialization::Styled {
                style,
                explode,
                allow_reserved,
                value,
            } => {
                let with_json = with_json_objects(Some(value));
                let style = self::style(style, explode, allow_reserved);
                quote!(#style #with_json)
            }
            Serialization::Json => quote!(Style::FORM.with_json()),
        };
        quote!((#name, #style))
    });
    (!encodings.is_empty()).then(|| quote!(.with_properties(const { &[#(#styles),*] })))
}

/// Emits the setting of a style that serializes objects as JSON, if values are of any type.
pub(in crate::emit) fn with_json_objects(value: Option<ValueKind>) -> Option<TokenStream> {
    (value == Some(ValueKind::Any)).then(|| quote!(.with_json_objects()))
}

/// Emits a style, such as `Style::FORM.exploded()`.
pub(in crate::emit) fn style(style: Style, explode: bool, allow_reserved: bool) -> TokenStream {
    let style = match style {
        Style::Matrix => quote!(Style::MATRIX),
        Style::Label => quote!(Style::LABEL),
        Style::Simple => quote!(Style::SIMPLE),
        Style::Form => quote!(Style::FORM),
        Style::SpaceDelimited => quote!(Style::SPACE_DELIMITED),
        Style::PipeDelimited => quote!(Style::PIPE_DELIMITED),
        Style::DeepObject => quote!(Style::DEEP_OBJECT),
        Style::Cookie => quote!(Style::COOKIE),
    };
    let explode = explode.then(|| quote!(.exploded()));
    let allow_reserved = allow_reserved.then(|| quote!(.allowing_reserved()));
    quote!(#style #explode #allow_reserved)
}
