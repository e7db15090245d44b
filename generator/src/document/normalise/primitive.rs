//! Strings, booleans and lists of strings: what resembles one is read as one.

use serde_json::{Value, json};

use super::{IGNORED, Walk};
use crate::diagnostic::{Code, nearest};
use crate::document::cursor::Cursor;
use crate::document::grammar::ObjectKind;

impl Walk<'_> {
    /// Reports a value unless it is as expected, which is returned.
    pub(super) fn is_of(
        &mut self,
        is_valid: bool,
        expected: &str,
        value: &Value,
        at: &Cursor<'_>,
    ) -> bool {
        if !is_valid {
            self.wrong_type(expected, value, at, IGNORED);
        }
        is_valid
    }

    /// Checks a string. A number or a boolean is read as one.
    pub(super) fn text(&mut self, value: &mut Value, at: &Cursor<'_>) -> bool {
        let text = match value {
            Value::String(_) => return true,
            Value::Number(_) | Value::Bool(_) => value.to_string(),
            _ => return self.is_of(false, "a string", value, at),
        };
        let consequence = format!("it is read as the string `{text}`");
        self.wrong_type("a string", value, at, &consequence);
        *value = Value::String(text);
        true
    }

    /// Checks a boolean. The strings `true` and `false` are read as one.
    pub(super) fn flag(&mut self, value: &mut Value, at: &Cursor<'_>) -> bool {
        let flag = match value {
            Value::Bool(_) => return true,
            Value::String(text) => text.parse::<bool>().ok(),
            _ => None,
        };
        let Some(flag) = flag else {
            return self.is_of(false, "a boolean", value, at);
        };
        let consequence = format!("it is read as `{flag}`");
        self.wrong_type("a boolean", value, at, &consequence);
        *value = Value::Bool(flag);
        true
    }

    /// Checks an array of strings. A string is read as an array of one.
    pub(super) fn text_list(&mut self, value: &mut Value, at: &Cursor<'_>) -> bool {
        match value {
            Value::Array(elements) => {
                self.retain(elements, at, Self::text);
                true
            }
            Value::String(_) => {
                let consequence = "it is read as an array of one string";
                self.wrong_type("an array of strings", value, at, consequence);
                *value = json!([value]);
                true
            }
            _ => self.is_of(false, "an array of strings", value, at),
        }
    }

    pub(super) fn text_map(&mut self, value: &mut Value, at: &Cursor<'_>) -> bool {
        let Value::Object(members) = value else {
            return self.is_of(false, "an object", value, at);
        };
        members.retain(|name, member| self.text(member, &at.key(name)));
        true
    }

    /// Checks one of the strings that OpenAPI allows.
    pub(super) fn enum_value(
        &mut self,
        allowed: &[&str],
        value: &Value,
        at: &Cursor<'_>,
        consequence: &str,
    ) -> bool {
        let text = match value {
            // A keyword without a value.
            Value::Null => return false,
            Value::String(text) if allowed.contains(&text.as_str()) => return true,
            Value::String(text) => text,
            _ => {
                self.wrong_type("a string", value, at, consequence);
                return false;
            }
        };
        let (name, known) = (at.name(), allowed.join("`, `"));
        let message = format!("{name} is `{text}`, but must be one of `{known}`: {consequence}");
        let mut one = self
            .source
            .diagnostic(Code::UnknownValue, at.pointer(), message);
        if let Some(nearest) = nearest(text, allowed.iter().copied()) {
            one = one.help(format!("did you mean `{nearest}`?"));
        }
        self.found.push(one);
        false
    }

    /// Checks a style, since the allowed styles depend on the location of the parameter.
    pub(super) fn style(
        &mut self,
        kind: ObjectKind,
        location: Option<&str>,
        value: &Value,
        at: &Cursor<'_>,
    ) -> bool {
        let allowed: &[&str] = match (kind, location) {
            (ObjectKind::Header, _) | (_, Some("header")) => &["simple"],
            (_, Some("path")) => &["simple", "label", "matrix"],
            (_, Some("cookie")) => &["form", "cookie"],
            _ => &["form", "spaceDelimited", "pipeDelimited", "deepObject"],
        };
        let consequence = "the default style is used";
        self.enum_value(allowed, value, at, consequence)
    }
}

/// Returns a value in messages.
pub(in crate::document) fn noun(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(flag) => format!("`{flag}`"),
        Value::Number(number) => format!("the number {number}"),
        Value::String(text) if text.len() <= 40 => format!("the string `{text}`"),
        Value::String(_) => "a string".to_owned(),
        Value::Array(_) => "an array".to_owned(),
        Value::Object(_) => "an object".to_owned(),
    }
}
