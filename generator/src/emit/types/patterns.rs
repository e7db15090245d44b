//! The patterns that distinguish the variants of a union.

use syn::Expr;

use crate::model::{Constant, JsonKind, Pattern};

use crate::emit::syntax;

/// Emits a pattern, such as `Pattern::object(1).required(&["id"])`.
pub(in crate::emit) fn pattern(pattern: &Pattern) -> Expr {
    kind(&pattern.kind, pattern.variant)
}

fn kind(json: &JsonKind, variant: usize) -> Expr {
    let plain = |name| constructor(name, variant, None);
    match json {
        JsonKind::Any => plain("any"),
        JsonKind::String => plain("string"),
        JsonKind::Integer => plain("integer"),
        JsonKind::Number => plain("number"),
        JsonKind::Boolean => plain("boolean"),
        JsonKind::Array(items) => {
            let items = items.iter().map(|item| kind(item, 0));
            constructor("array", variant, Some(syntax::slice(items)))
        }
        JsonKind::Object {
            tag,
            constants,
            required,
            known,
        } => {
            let mut pattern = plain("object");
            if let Some(tag) = tag {
                let arguments = [syntax::string(&tag.property), syntax::strings(&tag.values)];
                pattern = syntax::call_method(pattern, "tagged", arguments);
            }
            if !constants.is_empty() {
                let constants = constants.iter().map(|(key, value)| constant(key, value));
                pattern = syntax::call_method(pattern, "constants", [syntax::slice(constants)]);
            }
            for (method, names) in [("required", required), ("known", known)] {
                if !names.is_empty() {
                    pattern = syntax::call_method(pattern, method, [syntax::strings(names)]);
                }
            }
            pattern
        }
    }
}

/// Returns `Pattern::name(variant)`, or `Pattern::name(variant, items)`.
fn constructor(name: &str, variant: usize, items: Option<Expr>) -> Expr {
    let function = syntax::associated("Pattern", syntax::identifier(name));
    let variant = syntax::number(variant);
    syntax::call(function, [variant].into_iter().chain(items))
}

/// Returns `("key", Constant::Text("value"))`, or `("key", Constant::Null)`.
fn constant(key: &str, value: &Constant) -> Expr {
    let (kind, value) = match value {
        Constant::Text(text) => ("Text", Some(syntax::string(text))),
        Constant::Boolean(value) => ("Boolean", Some(syntax::boolean(*value))),
        Constant::Integer(value) => ("Integer", Some(syntax::integer(*value))),
        Constant::Other(value) => ("Json", Some(syntax::string(&value.to_string()))),
        Constant::Null => ("Null", None),
    };
    let constant = syntax::associated("Constant", syntax::identifier(kind));
    let constant = match value {
        Some(value) => syntax::call(constant, [value]),
        None => syntax::value(constant),
    };
    syntax::pair(syntax::string(key), constant)
}
