//! Conversions of search filters to queries, and to requests that contain a query.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;
use syn::Path;

use crate::model::{Field, Presence, Role, SearchGrammar, ShapeId, ShapeKind, Struct, Type};

use crate::emit::context::Context;
use crate::emit::docs;
use crate::emit::syntax::Attributes;

/// Returns `true` if any version has search queries.
pub(in crate::emit) fn is_used(context: &Context<'_>) -> bool {
    let mut shapes = context.library.shapes.iter();
    shapes
        .any(|entry| matches!(&entry.item.kind, ShapeKind::Union(union) if union.search.is_some()))
}

/// Emits the conversion of a filter to a query.
pub(in crate::emit) fn query(name: &Ident, grammar: &SearchGrammar) -> TokenStream {
    let SearchGrammar {
        operators,
        mixes,
        max_depth,
        max_filters,
    } = grammar;
    let max_depth = Literal::usize_unsuffixed(*max_depth);
    let max_filters = Literal::usize_unsuffixed(*max_filters);
    let value = quote! {
        const GRAMMAR: ::intercom_codegen_runtime::search::Grammar = ::intercom_codegen_runtime::search::Grammar {
            operators: &[#(#operators),*],
            mixes: #mixes,
            max_depth: #max_depth,
            max_filters: #max_filters,
        };
        GRAMMAR.query(filter)
    };
    conversion(name, grammar, &value)
}

/// Emits the conversion of a filter to a request, if the query is its only required field.
pub(in crate::emit) fn request(
    context: &Context<'_>,
    name: &Ident,
    object: &Struct<ShapeId>,
    named: &impl Fn(ShapeId) -> Path,
) -> Option<TokenStream> {
    let required = |field: &&Field<ShapeId>| field.presence == Presence::Required;
    let mut required = object.fields.iter().filter(required);
    let (Some(only), None) = (required.next(), required.next()) else {
        return None;
    };
    let Type::Named(id) = context.library.without_aliases(&only.ty) else {
        return None;
    };
    let grammar = grammar(context, *id)?;
    let query = named(*id);
    let value = quote!(#query::try_from(filter).map(Self::new));
    (object.role == Role::Request).then(|| conversion(name, grammar, &value))
}

/// Returns the grammar of a type that is a search query.
fn grammar<'a>(context: &'a Context<'_>, id: ShapeId) -> Option<&'a SearchGrammar> {
    match &context.library.shape(id).item.kind {
        ShapeKind::Union(union) => union.search.as_ref(),
        _ => None,
    }
}

/// Returns the documentation of a conversion: the supported filters.
fn supported(grammar: &SearchGrammar) -> Attributes {
    let operators: Vec<String> = grammar.operators.iter().map(|it| docs::code(it)).collect();
    let nesting = match grammar.max_depth {
        0 | 1 => "cannot be nested".to_owned(),
        depth => format!("can be nested up to {depth} deep"),
    };
    docs::lines(&format!(
        "Supports filters with the operators {}, in groups of up to {} filters that {nesting}. \
         Returns an error for other filters.",
        operators.join(", "),
        grammar.max_filters
    ))
}

fn conversion(name: &Ident, grammar: &SearchGrammar, value: &TokenStream) -> TokenStream {
    let docs = supported(grammar);
    quote! {
        #docs
        impl TryFrom<::intercom_codegen_runtime::search::Filter> for #name {
            type Error = ::intercom_codegen_runtime::search::FilterError;

            #[inline]
            fn try_from(filter: ::intercom_codegen_runtime::search::Filter) -> Result<Self, Self::Error> {
                #value
            }
        }
    }
}
