//! The notation of types in Rust.

use std::hash::Hash;

use crate::hash::HashSet;
use crate::model::{Field, Output, Presence, SchemaId, Shape, ShapedApi, Type};

pub(super) fn ty(api: &ShapedApi, of: &Type<SchemaId>) -> String {
    match of {
        Type::String => "String".to_owned(),
        Type::Integer => "i64".to_owned(),
        Type::Unsigned => "u64".to_owned(),
        Type::Number => "f64".to_owned(),
        Type::Decimal => "Decimal".to_owned(),
        Type::Boolean => "bool".to_owned(),
        Type::Timestamp => "Timestamp".to_owned(),
        Type::External(external) => external.ty.clone(),
        Type::Json => "Value".to_owned(),
        Type::Array(items) => format!("Vec<{}>", ty(api, items)),
        Type::Map(values) => format!("Map<{}>", ty(api, values)),
        Type::Nullable(inner) => format!("Option<{}>", ty(api, inner)),
        Type::Boxed(inner) => format!("Box<{}>", ty(api, inner)),
        Type::Named(id) => api
            .shapes
            .get(id)
            .map_or_else(|| id.to_string(), Shape::rust_path),
    }
}

pub(super) fn field(api: &ShapedApi, field: &Field<SchemaId>) -> String {
    let ty = ty(api, &field.ty);
    match field.presence {
        Presence::Required => ty,
        Presence::Optional => format!("Option<{ty}>"),
        Presence::Nullable => format!("Nullable<{ty}>"),
    }
}

pub(super) fn output(api: &ShapedApi, output: &Output<SchemaId>) -> String {
    match output {
        Output::Json(of) => ty(api, of),
        Output::Text => "String".to_owned(),
        Output::Binary => "Bytes".to_owned(),
        Output::Empty => "()".to_owned(),
        Output::Location => "the URL of a redirect".to_owned(),
    }
}

/// Returns `true` if the elements that two lists have in common are in another order.
pub(super) fn are_reordered<T: Eq + Hash>(old: &[T], new: &[T]) -> bool {
    let (before, after): (HashSet<&T>, HashSet<&T>) = (old.iter().collect(), new.iter().collect());
    let old = old.iter().filter(|one| after.contains(one));
    old.ne(new.iter().filter(|one| before.contains(one)))
}
