//! The text of single values.

use std::fmt::Write;

use crate::model::{Constant, JsonKind, KeyLocation, Pattern, Scheme, Serialization, ValueKind};

/// Returns a Rust name, with the name on the wire if it differs.
pub(super) fn renamed(rust_name: &str, name: &str) -> String {
    if rust_name == name {
        return name.to_owned();
    }
    format!("{rust_name} {name:?}")
}

pub(super) fn constant(constant: &Constant) -> String {
    match constant {
        Constant::Text(text) => format!(" = {text:?}"),
        Constant::Boolean(flag) => format!(" = {flag}"),
        Constant::Integer(number) => format!(" = {number}"),
        Constant::Other(value) => format!(" = {value}"),
        Constant::Null => " = null".to_owned(),
    }
}

pub(super) fn scheme(scheme: &Scheme) -> String {
    match scheme {
        Scheme::Bearer => "bearer".to_owned(),
        Scheme::Basic => "basic".to_owned(),
        Scheme::ApiKey {
            rust_name,
            location,
            name,
            ..
        } => {
            let location = match location {
                KeyLocation::Header => "header",
                KeyLocation::Query => "query",
                KeyLocation::Cookie => "cookie",
                KeyLocation::Http => "authorization",
            };
            format!("key {} in {location}", renamed(rust_name.as_str(), name))
        }
    }
}

pub(super) fn serialization(serialization: Serialization) -> String {
    match serialization {
        Serialization::Json => "as JSON".to_owned(),
        Serialization::Styled {
            style,
            explode,
            allow_reserved,
            value,
        } => {
            let mut text = format!("{style:?}");
            if explode {
                text += " explode";
            }
            if allow_reserved {
                text += " reserved";
            }
            match value {
                ValueKind::Primitive => {}
                ValueKind::Array => text += " of arrays",
                ValueKind::Object => text += " of objects",
                ValueKind::Mixed => text += " of mixed values",
                ValueKind::Any => text += " of any values",
            }
            text
        }
    }
}

pub(super) fn pattern(pattern: &Pattern) -> String {
    json_kind(&pattern.kind)
}

fn json_kind(kind: &JsonKind) -> String {
    let JsonKind::Object {
        tag,
        constants,
        required,
        known,
    } = kind
    else {
        return match kind {
            JsonKind::Array(items) => {
                let items: Vec<String> = items.iter().map(json_kind).collect();
                format!("array of {}", items.join(" or "))
            }
            other => format!("{other:?}").to_lowercase(),
        };
    };
    let mut text = "object".to_owned();
    if let Some(tag) = tag {
        let _ = write!(text, " tagged {}: {}", tag.property, tag.values.join(" | "));
    }
    for (key, value) in constants {
        let _ = write!(text, " with {key}{}", constant(value));
    }
    if !required.is_empty() {
        let _ = write!(text, " requiring {}", required.join(", "));
    }
    if !known.is_empty() {
        let _ = write!(text, " knowing {}", known.join(", "));
    }
    text
}
