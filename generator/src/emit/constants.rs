//! Constants: the values that requests contain by themselves.

use serde_json::Value;
use syn::Expr;

use crate::model::{Constant, Type};

use super::syntax::{self, fixed};

/// Returns a constant as a value of a scalar type, or of any JSON. Text is a `&str`.
pub(super) fn constant<S>(constant: &Constant, ty: &Type<S>) -> Expr {
    match ty {
        Type::Json => json(&constant.json()),
        Type::Number => syntax::float(constant.json().as_f64().unwrap_or_default()),
        _ => scalar(&constant.json()),
    }
}

/// Returns a scalar as a literal. Lists and objects are not scalars.
fn scalar(value: &Value) -> Expr {
    match value {
        Value::String(text) => syntax::string(text),
        Value::Bool(value) => syntax::boolean(*value),
        Value::Number(number) => match (number.as_i64(), number.as_u64()) {
            (Some(integer), _) => syntax::integer(integer),
            (None, Some(unsigned)) => syntax::unsigned(unsigned),
            (None, None) => syntax::float(number.as_f64().unwrap_or_default()),
        },
        Value::Null | Value::Array(_) | Value::Object(_) => json(value),
    }
}

/// Returns JSON as a `Value`.
fn json(value: &Value) -> Expr {
    let of = |name: &str, argument| {
        let function = syntax::associated("Value", syntax::identifier(name));
        syntax::call(function, [argument])
    };
    let empty = || fixed!(Expr: ::core::default::Default::default());
    match value {
        Value::Null => syntax::value(syntax::associated("Value", syntax::identifier("Null"))),
        Value::Array(items) if items.is_empty() => of("Array", empty()),
        Value::Object(members) if members.is_empty() => of("Object", empty()),
        Value::Array(items) => of("from_iter", syntax::array(items.iter().map(json))),
        Value::Object(members) => {
            let members = members.iter();
            let members =
                members.map(|(key, value)| syntax::pair(syntax::string(key), json(value)));
            of("from_iter", syntax::array(members))
        }
        scalar_value => of("from", scalar(scalar_value)),
    }
}
