//! Conversions of search filters to queries, and to requests that contain a query.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;
use syn::Path;

use crate::model::{
    Field, Presence, Role, SearchGrammar, ShapeId, ShapeKind, Struct, Type, UnionShape,
};

use crate::emit::context::Context;

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
    conversion(name, &value)
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
    let query = match context.library.without_aliases(&only.ty) {
        Type::Named(id) if is_query(context, *id) => named(*id),
        _ => return None,
    };
    let value = quote!(#query::try_from(filter).map(Self::new));
    (object.role == Role::Request).then(|| conversion(name, &value))
}

fn is_query(context: &Context<'_>, id: ShapeId) -> bool {
    matches!(
        context.library.shape(id).item.kind,
        ShapeKind::Union(UnionShape {
            search: Some(_),
            ..
        })
    )
}

fn conversion(name: &Ident, value: &TokenStream) -> TokenStream {
    quote! {
        /// Returns an error if the filter exceeds the limits of this version of the API on the
        /// depth of groups or the number of filters in a group.
        impl TryFrom<::intercom_codegen_runtime::search::Filter> for #name {
            type Error = ::intercom_codegen_runtime::search::FilterError;

            #[inline]
            fn try_from(filter: ::intercom_codegen_runtime::search::Filter) -> Result<Self, Self::Error> {
                #value
            }
        }
    }
}
