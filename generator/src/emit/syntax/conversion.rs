//! Conversions of arguments to values.

use proc_macro2::Ident;
use syn::Expr;

use crate::model::{Argument, Element};

use super::{associated, call, call_method, fixed, identifier, value};

/// Returns the conversion of an argument to its value, or `None` if the argument is the value.
pub(in crate::emit) fn converted(argument: Argument, name: &Ident) -> Option<Expr> {
    match argument {
        Argument::Value | Argument::Text => None,
        Argument::Into => Some(into(name)),
        Argument::Items(element) => Some(collected(
            name,
            match element {
                Element::Into => Some(fixed!(Expr: Into::into)),
                Element::Value | Element::Text => None,
            },
        )),
        Argument::Entries(element) => Some(collected(
            name,
            match element {
                Element::Into => Some(fixed!(Expr: |(key, value)| (key.into(), value.into()))),
                Element::Value | Element::Text => {
                    Some(fixed!(Expr: |(key, value)| (key.into(), value)))
                }
            },
        )),
        Argument::Boxed(element) => {
            let content = match element {
                Element::Into => into(name),
                Element::Value | Element::Text => value(name.clone()),
            };
            Some(call(associated("Box", identifier("new")), [content]))
        }
    }
}

fn into(name: &Ident) -> Expr {
    call_method(value(name.clone()), "into", [])
}

/// Returns an expression that collects an iterator, with each element converted.
fn collected(name: &Ident, conversion: Option<Expr>) -> Expr {
    let mut items = call_method(value(name.clone()), "into_iter", []);
    if let Some(conversion) = conversion {
        items = call_method(items, "map", [conversion]);
    }
    call_method(items, "collect", [])
}
