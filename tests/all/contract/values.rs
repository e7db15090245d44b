//! Deterministic values that match a schema.

use serde_json::{Map, Value, json};

use super::alternatives::{Plain, alternatives};
use super::document::{members, resolve};

/// The text of strings without a format. In a path or a query, most of it must be encoded; in a
/// list, the comma too.
const TEXT: &str = "ü, a/b?c=d&e=%2F#+";

/// A generator of values for one document.
#[derive(Clone, Copy)]
pub struct Maker<'a> {
    pub root: &'a Value,
    pub side: Side,
    pub extent: Extent,
}

/// The direction of a value: requests exclude `readOnly` properties, responses `writeOnly` ones.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Request,
    Response,
}

/// The properties that objects have.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    Required,
    Everything,
    /// Everything, with null wherever it is allowed.
    Nulls,
}

impl<'a> Maker<'a> {
    /// Returns a value for each alternative of the schema; of a response, also null if it is
    /// allowed.
    pub fn values(self, schema: &Value) -> Vec<Value> {
        let alternatives = alternatives(self.root, schema);
        let is_null = (self.side, self.extent) == (Side::Response, Extent::Nulls)
            && alternatives.iter().any(is_nullable);
        let values = alternatives
            .iter()
            .filter_map(|alternative| self.plain(alternative, &Position::default()));
        values.chain(is_null.then_some(Value::Null)).collect()
    }

    /// Returns a value of the first alternative that is not infinitely recursive.
    fn value(self, schema: &Value, position: &Position) -> Option<Value> {
        let alternatives = alternatives(self.root, schema);
        if self.extent == Extent::Nulls && alternatives.iter().any(is_nullable) {
            return Some(Value::Null);
        }
        alternatives.iter().find_map(|it| self.plain(it, position))
    }

    fn plain(self, schema: &Plain, position: &Position) -> Option<Value> {
        let position = &position.enter(schema)?;
        if let Some(Value::Array(values)) = schema.get("enum") {
            let values: Vec<_> = values.iter().filter(|value| !value.is_null()).collect();
            return Some(values.get(position.item % values.len())?.to_owned().clone());
        }
        let kind = schema.get("type").and_then(Value::as_str);
        match kind {
            Some("object") => self.object(schema, position),
            None if schema.contains_key("properties") || schema.contains_key("required") => {
                self.object(schema, position)
            }
            Some("array") => self.array(schema, position),
            Some("integer" | "number") => Some(number(schema, position.item)),
            Some("boolean") => Some(Value::Bool(true)),
            _ => Some(Value::String(text(schema, position.item))),
        }
    }

    fn object(self, schema: &Plain, position: &Position) -> Option<Value> {
        let mut object = Map::new();
        let required = schema.get("required").and_then(Value::as_array);
        let required = |name: &str| required.is_some_and(|names| names.iter().any(|it| it == name));
        let properties = schema.get("properties").unwrap_or(&Value::Null);
        for (name, property) in members(properties) {
            let wanted = required(name) || self.extent != Extent::Required;
            if wanted && !self.is_withheld(property) {
                match self.value(property, position) {
                    Some(value) => object.insert(name.to_owned(), value),
                    None if required(name) => return None,
                    None => continue,
                };
            }
        }
        // Required properties that are declared elsewhere, or nowhere.
        let names = schema.get("required").and_then(Value::as_array);
        for name in names.into_iter().flatten().filter_map(Value::as_str) {
            if properties.get(name).is_none() {
                object.insert(name.to_owned(), Value::String(TEXT.to_owned()));
            }
        }
        if self.extent != Extent::Required
            && let Some(value) = self.additional(schema, position)
        {
            object.insert("an additional property".to_owned(), value);
        }
        Some(Value::Object(object))
    }

    /// Returns the value of an additional property, if the schema provides for such.
    fn additional(self, schema: &Plain, position: &Position) -> Option<Value> {
        match schema.get("additionalProperties") {
            Some(Value::Bool(false)) => None,
            Some(Value::Bool(true)) => Some(json!({"free": [1, "form", null]})),
            Some(value) => self.value(value, position),
            None if schema.contains_key("properties") => None,
            None => Some(json!({"free": [1, "form", null]})),
        }
    }

    fn is_withheld(self, property: &Value) -> bool {
        let keyword = match self.side {
            Side::Request => "readOnly",
            Side::Response => "writeOnly",
        };
        let is_set = |schema: &Value| schema[keyword] == true;
        is_set(property) || is_set(resolve(self.root, property))
    }

    fn array(self, schema: &Plain, position: &Position) -> Option<Value> {
        let bound = |keyword| schema.get(keyword).and_then(Value::as_u64);
        let count = match (self.side, self.extent) {
            (Side::Request, Extent::Everything | Extent::Nulls) => 2,
            _ => 1,
        };
        let count = count
            .max(bound("minItems").unwrap_or(0))
            .min(bound("maxItems").unwrap_or(u64::MAX));
        let any = json!({});
        let items = schema.get("items").unwrap_or(&any);
        (0..count as usize)
            .map(|item| {
                self.value(
                    items,
                    &Position {
                        item,
                        ..position.clone()
                    },
                )
            })
            .collect()
    }
}

fn is_nullable(schema: &Plain) -> bool {
    schema.get("nullable") == Some(&Value::Bool(true))
}

/// The position of a value.
#[derive(Clone, Default)]
struct Position {
    /// The enclosing components.
    components: Vec<Value>,
    /// The index in the enclosing list, so that items differ.
    item: usize,
}

impl Position {
    /// Enters a schema; returns `None` if it is recursive.
    fn enter(&self, schema: &Plain) -> Option<Self> {
        let mut position = self.clone();
        if let Some(Value::Array(components)) = schema.get("$ref") {
            if components.iter().any(|it| position.components.contains(it)) {
                return None;
            }
            position.components.extend(components.iter().cloned());
        }
        Some(position)
    }
}

fn number(schema: &Plain, item: usize) -> Value {
    let bound = |keyword| schema.get(keyword).and_then(Value::as_f64);
    let (value, is_integer) = match (schema.get("type"), schema.get("format")) {
        (Some(Value::String(number)), _) if number == "number" => (2.5, false),
        (_, Some(Value::String(time))) if time == "date-time" || time == "timestamp" => {
            (1_700_000_000.0, true)
        }
        _ => (7.0, true),
    };
    let value = value + item as f64;
    let value = value
        .max(bound("minimum").unwrap_or(f64::MIN))
        .min(bound("maximum").unwrap_or(f64::MAX));
    if is_integer {
        json!(value as i64)
    } else {
        json!(value)
    }
}

fn text(schema: &Plain, item: usize) -> String {
    let format = schema.get("format").and_then(Value::as_str);
    let text = match format {
        Some("date") => "2026-02-28".to_owned(),
        Some("date-time") => "2026-02-28T23:59:59Z".to_owned(),
        Some("uri") => format!("https://example.com/{item}?a=b&c=%20#d"),
        Some("email") => format!("somebody+{item}@example.com"),
        Some("uuid") => format!("6ba7b810-9dad-11d1-80b4-00c04fd430c{item:x}"),
        Some("byte") => "aW50ZXJjb20=".to_owned(),
        _ => format!("{TEXT}{item}"),
    };
    let bound = |keyword| schema.get(keyword).and_then(Value::as_u64);
    let mut text: Vec<char> = text.chars().collect();
    if let Some(least) = bound("minLength") {
        text.resize(text.len().max(least as usize), 'x');
    }
    if let Some(most) = bound("maxLength") {
        text.truncate(most as usize);
    }
    text.into_iter().collect()
}
