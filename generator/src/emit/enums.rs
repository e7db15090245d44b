//! Open enums of strings.

use proc_macro2::Ident;
use quote::{ToTokens, quote};
use syn::{Arm, ImplItem, Item, Signature, Type, Visibility};

use crate::model::StringEnum;

use super::context::{ident, own_variant};
use super::docs;
use super::syntax::{self, Attributes, fixed};

/// Variants that every enum has.
pub(crate) const RESERVED_VARIANTS: &[&str] = &["Unrecognized"];

pub(super) fn emit(name: &Ident, values: &StringEnum, docs: Attributes) -> Vec<Item> {
    vec![
        declaration(name, values, docs),
        implementation(name, values),
        syntax::macro_call("json_enum", name.to_token_stream()),
    ]
}

fn declaration(name: &Ident, values: &StringEnum, docs: Attributes) -> Item {
    let attributes = docs.of_open_type(quote!(Clone, Debug, PartialEq, Eq, Hash));
    let variants = values.variants.iter().map(|variant| {
        let alias = docs::alias(&variant.value, &variant.rust_name);
        let docs = docs::lines(&docs::code(&variant.value)).with(alias);
        syntax::variant(docs, ident(&variant.rust_name), None)
    });
    let unrecognized = syntax::variant(
        docs::lines("A value that the document does not list, kept as it came."),
        syntax::identifier("Unrecognized"),
        Some(fixed!(Type: UnrecognizedString)),
    );
    syntax::enumeration(attributes, name.clone(), variants.chain([unrecognized]))
}

fn implementation(name: &Ident, values: &StringEnum) -> Item {
    let from_unrecognized = fixed! {
        ImplItem:
        #[inline]
        fn from_unrecognized(value: UnrecognizedString) -> Self {
            Self::Unrecognized(value)
        }
    };
    let functions = vec![from_known(values), from_unrecognized, text(values)];
    syntax::implementation(Some(syntax::path("StringEnum")), name.clone(), functions)
}

fn from_known(values: &StringEnum) -> ImplItem {
    let arms = values.variants.iter().map(|variant| {
        let pattern = syntax::string_pattern(&variant.value);
        syntax::arm(pattern, syntax::value(own_variant(&variant.rust_name)))
    });
    let mut arms: Vec<Arm> = arms.collect();
    arms.push(fixed!(Arm: _ => return None,));
    let known = syntax::match_value(syntax::value(syntax::path("value")), arms);
    syntax::function(
        syntax::inline(),
        Visibility::Inherited,
        fixed!(Signature: fn from_known(value: &str) -> Option<Self>),
        vec![syntax::result(syntax::call(syntax::path("Some"), [known]))],
    )
}

fn text(values: &StringEnum) -> ImplItem {
    let arms = values.variants.iter().map(|variant| {
        let pattern = syntax::path_pattern(own_variant(&variant.rust_name));
        syntax::arm(pattern, syntax::string(&variant.value))
    });
    let mut arms: Vec<Arm> = arms.collect();
    arms.push(fixed!(Arm: Self::Unrecognized(value) => value.as_str(),));
    let text = syntax::match_value(syntax::value(syntax::path("self")), arms);
    syntax::function(
        syntax::inline(),
        Visibility::Inherited,
        fixed!(Signature: fn text(&self) -> &str),
        vec![syntax::result(text)],
    )
}
