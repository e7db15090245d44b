//! The notation of types in Rust.

use crate::model::{Body, Field, Output, Presence, SchemaId, Shape, ShapedApi, Type};

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

pub(super) fn body(api: &ShapedApi, body: &Body<SchemaId>) -> String {
    let (text, required) = match body {
        Body::Json {
            ty: of, required, ..
        } => (ty(api, of), *required),
        Body::Text { required, .. } => ("String".to_owned(), *required),
        Body::Binary { required, .. } => ("Bytes".to_owned(), *required),
        Body::Form { fields, .. } => {
            let names: Vec<&str> = fields.iter().map(|field| field.name.as_str()).collect();
            return format!("a form of {}", names.join(", "));
        }
    };
    if required {
        text
    } else {
        format!("Option<{text}>")
    }
}

pub(super) fn is_required(body: &Body<SchemaId>) -> bool {
    match body {
        Body::Json { required, .. }
        | Body::Text { required, .. }
        | Body::Binary { required, .. } => *required,
        Body::Form { fields, .. } => fields.iter().any(|field| field.required),
    }
}
