//! Validation and normalisation of a raw document before `openapiv3` parses it.
//!
//! Errors of `openapiv3` have no location, and it parses each nested value several times. Every
//! value that it would reject is therefore reported here, in one pass, at the innermost invalid
//! value. Constructs that it would lose are rewritten.

use std::borrow::Cow;

use serde_json::{Map, Value, json};

use crate::diagnostic::{Code, Diagnostics, nearest};
use crate::document::component::References;
use crate::document::cursor::{Cursor, MAX_DEPTH, Part};
use crate::document::grammar::{KeywordValue, ObjectKind};
use crate::document::scalar;
use crate::document::source::Source;

/// The keywords that only hold the targets of references, which are components by now.
const HOLDERS: [&str; 4] = ["$defs", "definitions", "pathItems", "webhooks"];

/// Checks and normalises the document in place:
///
/// - A schema's `$ref` with siblings is moved into an `allOf`, so that the siblings are preserved.
/// - The defaults of `style` and `explode` are added to encodings with either of them, since
///   `openapiv3` does not distinguish `explode: false` from an absent one.
/// - Booleans and numbers in an enum of strings become strings, as written in the source.
/// - Examples, code samples, links, callbacks and empty keywords (`description:`) are removed.
///
/// Returns the references of the document, and an error for each value that OpenAPI 3.0 does not allow
/// at its location. Keywords with such a value are removed, so that the rest may be parsed.
pub(super) fn normalise(source: &Source, document: &mut Value) -> (References, Diagnostics) {
    let mut walk = Walk {
        source,
        references: References::default(),
        found: Diagnostics::new(),
    };
    walk.object(ObjectKind::Document, document, &Cursor::ROOT);
    (walk.references, walk.found)
}

struct Walk<'s> {
    source: &'s Source,
    references: References,
    found: Diagnostics,
}

impl Walk<'_> {
    fn report(&mut self, code: Code, at: &Cursor<'_>, message: String) {
        self.found
            .push(self.source.diagnostic(code, at.pointer(), message));
    }

    fn wrong_type(&mut self, expected: &str, value: &Value, at: &Cursor<'_>) {
        let message = format!("{} must be {expected}, but is {}", at.name(), noun(value));
        self.report(Code::WrongType, at, message);
    }

    fn object(&mut self, kind: ObjectKind, value: &mut Value, at: &Cursor<'_>) {
        if at.depth > MAX_DEPTH {
            let message = format!("{} is nested more than {MAX_DEPTH} levels deep", at.name());
            *value = json!({});
            let source = self.source;
            let one = source.diagnostic(Code::NestingTooDeep, at.pointer(), message);
            let help = "move an inner schema to `components/schemas`, and refer to it";
            return self.found.push(one.help(help));
        }
        let Value::Object(map) = value else {
            let expected = format!("an object ({})", kind.noun());
            return self.wrong_type(&expected, value, at);
        };
        if kind.is_referable() && map.contains_key("$ref") {
            self.reference(kind, map, at);
        } else {
            self.required(kind, map, at);
            self.keywords(kind, map, at);
        }
    }

    fn reference(&mut self, kind: ObjectKind, map: &mut Map<String, Value>, at: &Cursor<'_>) {
        match map.get("$ref") {
            Some(Value::String(reference)) => self.references.add(reference),
            Some(other) => self.wrong_type("a string", other, &at.key("$ref")),
            None => {}
        }
        if kind != ObjectKind::Schema {
            // OpenAPI 3.0: siblings of such a reference are ignored.
            return map.retain(|key, _| key == "$ref");
        }
        self.keywords(kind, map, at);
        if map.len() > 1
            && let Some(reference) = map.shift_remove("$ref")
        {
            let members = map.entry("allOf").or_insert_with(|| json!([]));
            if let Value::Array(members) = members {
                members.insert(0, json!({ "$ref": reference }));
            }
        }
    }

    fn required(&mut self, kind: ObjectKind, map: &Map<String, Value>, at: &Cursor<'_>) {
        for key in kind.required().iter().chain(required_by_type(kind, map)) {
            if !map.contains_key(*key) {
                self.missing(&format!("`{key}`"), at);
            }
        }
        let has_type = map.contains_key("schema") || map.contains_key("content");
        if matches!(kind, ObjectKind::Parameter | ObjectKind::Header) && !has_type {
            self.missing("`schema` or `content`", at);
        }
    }

    fn missing(&mut self, what: &str, at: &Cursor<'_>) {
        let message = format!("{} lacks the required keyword {what}", at.name());
        self.report(Code::MissingKeyword, at, message);
    }

    fn keywords(&mut self, kind: ObjectKind, map: &mut Map<String, Value>, at: &Cursor<'_>) {
        let location = map.get("in").and_then(Value::as_str).map(str::to_owned);
        map.retain(|key, value| {
            let at = at.key(key);
            match kind.keyword(key) {
                Some(KeywordValue::Enum(_)) if key == "style" => {
                    self.style(kind, location.as_deref(), value, &at)
                }
                Some(expected) => {
                    let errors = self.found.len();
                    let remains = self.value(expected, value, &at);
                    let is_valid = self.found.len() == errors || is_nested(expected, value);
                    remains && is_valid && !HOLDERS.contains(&key.as_str())
                }
                None => self.unknown(kind, &at),
            }
        });
        match kind {
            ObjectKind::Schema => self.string_values(map, at),
            ObjectKind::Encoding => add_defaults(map),
            ObjectKind::Discriminator => self.mapping(map),
            _ => {}
        }
    }

    /// Makes the values of an enum of strings strings, as written in the source: `1.10` is not `1.1`.
    fn string_values(&self, schema: &mut Map<String, Value>, at: &Cursor<'_>) {
        if schema.get("type") != Some(&Value::String("string".to_owned())) {
            return;
        }
        let Some(Value::Array(values)) = schema.get_mut("enum") else {
            return;
        };
        let at = at.key("enum");
        for (index, value) in values.iter_mut().enumerate() {
            if matches!(value, Value::Bool(_) | Value::Number(_)) {
                let pointer = at.enter(Part::Index(index)).pointer();
                let text = self.source.plain_scalar(&pointer);
                let is_same = |text: &&str| {
                    scalar::resolve(Cow::Borrowed(text), true, None).as_ref() == Ok(&*value)
                };
                let text = text.filter(is_same).map(str::to_owned);
                *value = Value::String(text.unwrap_or_else(|| value.to_string()));
            }
        }
    }

    fn mapping(&mut self, discriminator: &Map<String, Value>) {
        let mapping = discriminator.get("mapping").and_then(Value::as_object);
        let values = mapping.into_iter().flat_map(Map::values);
        for value in values.filter_map(Value::as_str) {
            self.references.add_mapping(value);
        }
    }

    /// Ignores an unknown keyword, but reports an invalid path or response status.
    ///
    /// Returns `false`: the keyword is removed.
    fn unknown(&mut self, kind: ObjectKind, at: &Cursor<'_>) -> bool {
        match kind {
            ObjectKind::Paths => {
                let message = format!("the path {} does not begin with `/`", at.name());
                self.report(Code::InvalidPath, at, message);
            }
            ObjectKind::Responses => {
                let message = format!("{} is not a response status", at.name());
                let diagnostic = self
                    .source
                    .diagnostic(Code::InvalidStatus, at.pointer(), message)
                    .help("use a status code (`404`), a range (`4XX`) or `default`");
                self.found.push(diagnostic);
            }
            _ => {}
        }
        false
    }

    /// Checks the value of a keyword. Returns `true` if the keyword remains in the document.
    fn value(&mut self, expected: KeywordValue, value: &mut Value, at: &Cursor<'_>) -> bool {
        match expected {
            KeywordValue::Any => return true,
            KeywordValue::Sample | KeywordValue::Map(ObjectKind::Link | ObjectKind::Callback) => {
                return false;
            }
            KeywordValue::One(kind) => self.object(kind, value, at),
            KeywordValue::List(kind) => self.list(kind, value, at),
            KeywordValue::Map(kind) => self.map(kind, value, at),
            KeywordValue::SchemaOrFlag if value.is_boolean() => {}
            KeywordValue::SchemaOrFlag => self.object(ObjectKind::Schema, value, at),
            // A keyword without a value.
            _ if value.is_null() => return false,
            KeywordValue::Enum(values) => self.enum_value(values, value, at),
            KeywordValue::TextList => self.text_list(value, at),
            KeywordValue::TextMap | KeywordValue::ProseMap => self.text_map(value, at),
            KeywordValue::Text | KeywordValue::Prose if !value.is_string() => {
                self.wrong_type("a string", value, at);
            }
            KeywordValue::Flag if !value.is_boolean() => self.wrong_type("a boolean", value, at),
            KeywordValue::Number if !value.is_number() => self.wrong_type("a number", value, at),
            KeywordValue::Count if !value.is_u64() => {
                self.wrong_type("a non-negative integer", value, at);
            }
            KeywordValue::Text
            | KeywordValue::Prose
            | KeywordValue::Flag
            | KeywordValue::Number
            | KeywordValue::Count => {}
        }
        true
    }

    fn list(&mut self, kind: ObjectKind, value: &mut Value, at: &Cursor<'_>) {
        let Value::Array(elements) = value else {
            return self.wrong_type("an array", value, at);
        };
        for (index, element) in elements.iter_mut().enumerate() {
            self.object(kind, element, &at.enter(Part::Index(index)));
        }
    }

    fn map(&mut self, kind: ObjectKind, value: &mut Value, at: &Cursor<'_>) {
        let Value::Object(members) = value else {
            return self.wrong_type("an object", value, at);
        };
        for (name, member) in members {
            self.object(kind, member, &at.key(name));
        }
    }

    fn text_list(&mut self, value: &Value, at: &Cursor<'_>) {
        match value {
            Value::Array(elements) if elements.iter().all(Value::is_string) => {}
            Value::Array(elements) => {
                for (index, element) in elements.iter().enumerate().filter(|(_, e)| !e.is_string())
                {
                    self.wrong_type("a string", element, &at.enter(Part::Index(index)));
                }
            }
            _ => self.wrong_type("an array of strings", value, at),
        }
    }

    fn text_map(&mut self, value: &Value, at: &Cursor<'_>) {
        let Value::Object(members) = value else {
            return self.wrong_type("an object", value, at);
        };
        for (name, member) in members.iter().filter(|(_, member)| !member.is_string()) {
            self.wrong_type("a string", member, &at.key(name));
        }
    }

    fn enum_value(&mut self, allowed: &[&str], value: &Value, at: &Cursor<'_>) {
        let Value::String(text) = value else {
            return self.wrong_type("a string", value, at);
        };
        if !allowed.contains(&text.as_str()) {
            let known = allowed.join("`, `");
            let message = format!("{} is `{text}`, but must be one of `{known}`", at.name());
            let mut one = self
                .source
                .diagnostic(Code::UnknownValue, at.pointer(), message);
            if let Some(nearest) = nearest(text, allowed.iter().copied()) {
                one = one.help(format!("did you mean `{nearest}`?"));
            }
            self.found.push(one);
        }
    }

    /// Checks a style, since the allowed styles depend on the location of the parameter.
    fn style(
        &mut self,
        kind: ObjectKind,
        location: Option<&str>,
        value: &Value,
        at: &Cursor<'_>,
    ) -> bool {
        if value.is_null() {
            return false;
        }
        let allowed: &[&str] = match (kind, location) {
            (ObjectKind::Header, _) | (_, Some("header")) => &["simple"],
            (_, Some("path")) => &["simple", "label", "matrix"],
            (_, Some("cookie")) => &["form"],
            _ => &["form", "spaceDelimited", "pipeDelimited", "deepObject"],
        };
        self.enum_value(allowed, value, at);
        true
    }
}

/// Returns `true` if a value consists of objects, as it should.
fn is_nested(expected: KeywordValue, value: &Value) -> bool {
    match expected {
        KeywordValue::One(_) | KeywordValue::Map(_) | KeywordValue::SchemaOrFlag => {
            value.is_object()
        }
        KeywordValue::List(_) => value.is_array(),
        _ => false,
    }
}

/// Adds the defaults of `style` and `explode` to an encoding that does not rely on defaults alone.
fn add_defaults(encoding: &mut Map<String, Value>) {
    let is_reserved_allowed = encoding.get("allowReserved") == Some(&Value::Bool(true));
    if !is_reserved_allowed && !encoding.contains_key("style") && !encoding.contains_key("explode")
    {
        return;
    }
    let style = encoding.entry("style").or_insert_with(|| "form".into());
    let is_form = style == "form";
    encoding.entry("explode").or_insert(Value::Bool(is_form));
}

/// Returns the keywords that a security scheme of its type requires.
fn required_by_type(kind: ObjectKind, map: &Map<String, Value>) -> &'static [&'static str] {
    match (kind, map.get("type").and_then(Value::as_str)) {
        (ObjectKind::SecurityScheme, Some("apiKey")) => &["name", "in"],
        (ObjectKind::SecurityScheme, Some("http")) => &["scheme"],
        (ObjectKind::SecurityScheme, Some("oauth2")) => &["flows"],
        (ObjectKind::SecurityScheme, Some("openIdConnect")) => &["openIdConnectUrl"],
        _ => &[],
    }
}

fn noun(value: &Value) -> String {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_have_the_defaults_of_their_style() {
        for (encoding, expected) in [
            (json!({}), json!({})),
            (json!({"contentType": "a/b"}), json!({"contentType": "a/b"})),
            (
                json!({"allowReserved": false}),
                json!({"allowReserved": false}),
            ),
            (
                json!({"allowReserved": true}),
                json!({"allowReserved": true, "style": "form", "explode": true}),
            ),
            (
                json!({"explode": false}),
                json!({"explode": false, "style": "form"}),
            ),
            (
                json!({"style": "pipeDelimited"}),
                json!({"style": "pipeDelimited", "explode": false}),
            ),
            (
                json!({"style": "form"}),
                json!({"style": "form", "explode": true}),
            ),
        ] {
            let mut written = encoding.clone();
            if let Value::Object(written) = &mut written {
                add_defaults(written);
            }
            assert_eq!(written, expected, "{encoding}");
        }
    }
}
