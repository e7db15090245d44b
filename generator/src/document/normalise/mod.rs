//! Validation and normalisation of a raw document before `openapiv3` parses it.
//!
//! Errors of `openapiv3` have no location, and it parses each nested value several times. Every
//! value that it would reject is therefore reported here, in one pass, at the innermost invalid
//! value, and repaired or removed. Constructs that it would lose are rewritten.

mod enums;
mod mapping;
mod numbers;
mod primitive;
mod reference;
mod repair;

use std::mem;

use serde_json::{Map, Value, json};

use crate::diagnostic::{Code, Diagnostics, Pointer};
use crate::document::component::{ComponentRef, References};
use crate::document::cursor::{Cursor, MAX_DEPTH, Part};
use crate::document::dialect::Dialect;
use crate::document::grammar::{KeywordValue, ObjectKind};
use crate::document::history::{Relocation, RemovedElements};
use crate::document::source::Source;
pub(super) use primitive::noun;

/// The keywords from which nothing is generated: they hold the targets of references, which are
/// components by now, or schemas that no type expresses.
const UNREAD: [&str; 8] = [
    "$defs",
    "contains",
    "definitions",
    "mediaTypes",
    "pathItems",
    "propertyNames",
    "unevaluatedItems",
    "webhooks",
];

/// The consequence of most invalid values.
pub(super) const IGNORED: &str = "it is ignored";

/// The result of the normalisation of a document.
pub(super) struct Normalised {
    /// The references of the document.
    pub references: References,
    /// The changes of the document, with the locations of the changed values.
    pub changes: Vec<(Pointer, Relocation)>,
    /// A diagnostic for each value that OpenAPI does not allow at its location.
    pub found: Diagnostics,
}

/// Checks and normalises the document in place, which has the vocabulary of OpenAPI 3.0 but is
/// declared as one of `dialect`:
///
/// - A schema's `$ref` with siblings is moved into an `allOf`, so that the siblings are preserved.
///   An `enum` beside `allOf` becomes one of its members.
/// - The defaults of `style` and `explode` are added to encodings with either of them, since
///   `openapiv3` does not distinguish `explode: false` from an absent one.
/// - Booleans and numbers in an enum of strings become strings, as written in the source.
/// - Examples, code samples, links, callbacks and empty keywords (`description:`) are removed.
///
/// An invalid value is read as the one that it resembles, or removed, together with the operations
/// that cannot be generated without it.
pub(super) fn normalise(source: &Source, document: &mut Value, dialect: Dialect) -> Normalised {
    let mut walk = Walk {
        source,
        dialect,
        changes: Vec::new(),
        references: References::default(),
        found: Diagnostics::new(),
        mapped: Vec::new(),
        omits: false,
    };
    walk.object(ObjectKind::Document, document, &Cursor::ROOT);
    walk.report_dangling_mappings(document);
    Normalised {
        references: walk.references,
        changes: walk.changes,
        found: walk.found,
    }
}

struct Walk<'s> {
    source: &'s Source,
    dialect: Dialect,
    changes: Vec<(Pointer, Relocation)>,
    references: References,
    found: Diagnostics,
    /// The values of discriminators with their locations and the schemas that they select.
    mapped: Vec<(Pointer, String, ComponentRef)>,
    /// `true` if the operation or path item that is being checked cannot be generated.
    omits: bool,
}

impl Walk<'_> {
    fn moved(&mut self, to: Pointer, from: Pointer) {
        self.changes.push((to, Relocation::MovedFrom(from)));
    }

    /// Removes the elements of a list for which a check returns `false`.
    fn retain(
        &mut self,
        elements: &mut Vec<Value>,
        at: &Cursor<'_>,
        mut check: impl FnMut(&mut Self, &mut Value, &Cursor<'_>) -> bool,
    ) {
        let removed = RemovedElements::retain(elements, |index, element| {
            check(self, element, &at.enter(Part::Index(index)))
        });
        if !removed.is_empty() {
            self.changes
                .push((at.pointer(), Relocation::Removed(removed)));
        }
    }

    fn report(&mut self, code: Code, at: &Cursor<'_>, message: String) {
        self.found
            .push(self.source.diagnostic(code, at.pointer(), message));
    }

    fn wrong_type(&mut self, expected: &str, value: &Value, at: &Cursor<'_>, consequence: &str) {
        let (name, actual) = (self.name(at), noun(value));
        let message = format!("{name} must be {expected}, but is {actual}: {consequence}");
        self.report(Code::WrongType, at, message);
    }

    /// Returns the designation of a location in messages, as it is in the source.
    fn name(&self, at: &Cursor<'_>) -> String {
        let pointer = at.pointer();
        let original = self.source.before_moves(pointer.clone());
        let (Some(last), true) = (original.last(), original != pointer) else {
            return at.name();
        };
        let list = original.parent().and_then(|list| list.last());
        match (last.parse::<usize>(), list) {
            (Ok(index), Some(list)) => format!("element {index} of `{list}`"),
            _ => format!("`{last}`"),
        }
    }

    /// Returns the designation of an object of a kind as the value of a keyword.
    fn expected(&self, kind: ObjectKind, allows_flag: bool) -> String {
        let object = format!("an object ({})", kind.noun());
        let is_schema = kind == ObjectKind::Schema && self.dialect > Dialect::V3_0;
        if allows_flag || is_schema {
            format!("{object} or a boolean")
        } else {
            object
        }
    }

    /// Checks an object. Returns `true` if it remains in the document.
    fn object(&mut self, kind: ObjectKind, value: &mut Value, at: &Cursor<'_>) -> bool {
        self.object_or_flag(kind, false, value, at)
    }

    /// Checks an object where a boolean may be instead of it, which the caller checks.
    fn object_or_flag(
        &mut self,
        kind: ObjectKind,
        allows_flag: bool,
        value: &mut Value,
        at: &Cursor<'_>,
    ) -> bool {
        if at.depth > MAX_DEPTH {
            let message = format!("{} is nested more than {MAX_DEPTH} levels deep", at.name());
            *value = json!({});
            let source = self.source;
            let one = source.diagnostic(Code::NestingTooDeep, at.pointer(), message);
            let help = "move an inner schema to `components/schemas`, and refer to it";
            self.found.push(one.help(help));
            return true;
        }
        if !value.is_object() {
            let expected = self.expected(kind, allows_flag);
            let Some(consequence) = repair::empty(kind) else {
                self.wrong_type(&expected, value, at, IGNORED);
                return false;
            };
            self.wrong_type(&expected, value, at, consequence);
            let mut empty = Map::new();
            let remains = repair::complete(kind, &mut empty);
            *value = Value::Object(empty);
            return remains;
        }
        match value {
            Value::Object(map) if repair::is_operational(kind) => {
                let outer = mem::take(&mut self.omits);
                let remains = self.members(kind, map, at);
                let omits = mem::replace(&mut self.omits, outer);
                remains && !omits
            }
            Value::Object(map) => {
                let remains = self.members(kind, map, at);
                self.omits |= !remains && kind == ObjectKind::Parameter;
                remains
            }
            _ => false,
        }
    }

    fn members(&mut self, kind: ObjectKind, map: &mut Map<String, Value>, at: &Cursor<'_>) -> bool {
        if map.contains_key("$ref") {
            if kind == ObjectKind::Operation {
                // The target does not exist, which is reported already.
                return false;
            }
            if kind.is_referable() {
                return self.reference(kind, map, at);
            }
        }
        self.required(kind, map, at);
        self.keywords(kind, map, at);
        if kind == ObjectKind::Schema {
            self.move_values(map, at);
        }
        repair::complete(kind, map)
    }

    fn required(&mut self, kind: ObjectKind, map: &Map<String, Value>, at: &Cursor<'_>) {
        let ty = map.get("type").and_then(Value::as_str);
        for key in kind
            .required()
            .iter()
            .chain(repair::required_by_type(kind, ty))
        {
            if !map.contains_key(*key) {
                let consequence = repair::lacking(kind, key, map);
                self.missing(&format!("`{key}`"), at, consequence);
            }
        }
        let has_type = map.contains_key("schema") || map.contains_key("content");
        if matches!(kind, ObjectKind::Parameter | ObjectKind::Header) && !has_type {
            self.missing("`schema` or `content`", at, "its value is text");
        }
    }

    fn missing(&mut self, what: &str, at: &Cursor<'_>, consequence: &str) {
        let name = at.name();
        let message = format!("{name} lacks the required keyword {what}: {consequence}");
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
                Some(KeywordValue::Enum(values)) => {
                    let consequence = repair::without(kind, key);
                    self.enum_value(values, value, &at, consequence)
                }
                Some(expected) => {
                    self.value(expected, value, &at) && !UNREAD.contains(&key.as_str())
                }
                None => self.unknown(kind, key, &at),
            }
        });
        match kind {
            ObjectKind::Schema => {
                self.string_values(map, at);
                self.enum_lists(map, at);
                self.preserve_numbers(map, at);
            }
            ObjectKind::Encoding => add_defaults(map),
            ObjectKind::Discriminator => self.mapping(map, at),
            _ => {}
        }
    }

    /// Makes the values of an enum of strings strings, as written in the source: `1.10` is not
    /// `1.1`.
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
                *value = Value::String(self.source.written(&pointer, value));
            }
        }
    }

    /// Ignores an unknown keyword, but reports an invalid path, method or response status.
    ///
    /// Returns `false`: the keyword is removed.
    fn unknown(&mut self, kind: ObjectKind, key: &str, at: &Cursor<'_>) -> bool {
        match kind {
            ObjectKind::Paths => {
                let name = at.name();
                let message =
                    format!("the path {name} does not begin with `/`: its operations are left out");
                self.report(Code::InvalidPath, at, message);
            }
            ObjectKind::PathItem => {
                if let Some(method) = kind.method_in_other_case(key) {
                    let message = format!(
                        "methods are in lower case, not `{key}`: the operation is left out"
                    );
                    let diagnostic = self
                        .source
                        .diagnostic(Code::OmittedOperation, at.pointer(), message)
                        .help(format!("write `{method}`"));
                    self.found.push(diagnostic);
                }
            }
            ObjectKind::Responses => {
                let message = format!("{} is not a response status: {IGNORED}", at.name());
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
            KeywordValue::Any => true,
            KeywordValue::Sample => false,
            KeywordValue::Map(ObjectKind::Link | ObjectKind::Callback) => {
                self.unread_map(value, at);
                false
            }
            KeywordValue::One(kind) => self.object(kind, value, at),
            KeywordValue::List(kind) => self.list(kind, value, at),
            KeywordValue::Map(kind) => self.map(kind, value, at),
            KeywordValue::SchemaOrFlag => {
                value.is_boolean() || self.object_or_flag(ObjectKind::Schema, true, value, at)
            }
            // A keyword without a value.
            _ if value.is_null() => false,
            KeywordValue::Enum(values) => self.enum_value(values, value, at, IGNORED),
            KeywordValue::AnyList => self.is_of(value.is_array(), "an array", value, at),
            KeywordValue::TextList => self.text_list(value, at),
            KeywordValue::TextMap | KeywordValue::ProseMap => self.text_map(value, at),
            KeywordValue::Text | KeywordValue::Prose => self.text(value, at),
            KeywordValue::Flag => self.flag(value, at),
            KeywordValue::Number => self.is_of(value.is_number(), "a number", value, at),
            KeywordValue::Count => self.is_of(value.is_u64(), "a non-negative integer", value, at),
        }
    }

    fn list(&mut self, kind: ObjectKind, value: &mut Value, at: &Cursor<'_>) -> bool {
        let Value::Array(elements) = value else {
            return self.is_of(false, "an array", value, at);
        };
        self.retain(elements, at, |walk, element, at| {
            walk.object(kind, element, at)
        });
        true
    }

    /// Checks a map of objects from which nothing is generated.
    fn unread_map(&mut self, value: &Value, at: &Cursor<'_>) {
        let Value::Object(members) = value else {
            self.is_of(value.is_null(), "an object", value, at);
            return;
        };
        for (name, member) in members {
            self.is_of(member.is_object(), "an object", member, &at.key(name));
        }
    }

    fn map(&mut self, kind: ObjectKind, value: &mut Value, at: &Cursor<'_>) -> bool {
        let Value::Object(members) = value else {
            return self.is_of(false, "an object", value, at);
        };
        members.retain(|name, member| self.object(kind, member, &at.key(name)));
        true
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

#[cfg(test)]
mod tests;
