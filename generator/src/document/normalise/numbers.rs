//! Numbers that lose digits when they are read.

use serde_json::{Map, Value};

use super::Walk;
use crate::document::NUMBERS_EXTENSION;
use crate::document::cursor::{Cursor, Part};

/// The least integer that a double cannot distinguish from the next.
const LEAST_INEXACT: f64 = 9_007_199_254_740_992.0;

/// The keywords whose numbers the documentation states, each with the keyword of OpenAPI 3.1 that it
/// may be written as.
const NUMBERS: [(&str, &str); 4] = [
    ("minimum", "exclusiveMinimum"),
    ("maximum", "exclusiveMaximum"),
    ("multipleOf", "multipleOf"),
    ("default", "default"),
];

impl Walk<'_> {
    /// Adds an extension with the large numbers of a schema as they are written, by keyword or by the
    /// keyword and the index.
    pub(super) fn preserve_numbers(&self, schema: &mut Map<String, Value>, at: &Cursor<'_>) {
        let mut numbers = Map::new();
        for (key, other) in NUMBERS {
            if let Some(value) = schema.get(key).filter(|value| is_inexact(value)) {
                let mut written = [key, other].into_iter().filter_map(|key| {
                    let pointer = at.key(key).pointer();
                    self.source.written_member(&pointer, value)
                });
                let text = written.next().unwrap_or_else(|| value.to_string());
                numbers.insert(key.to_owned(), text.into());
            }
        }
        let values = schema.get("enum").and_then(Value::as_array);
        for (index, value) in values.into_iter().flatten().enumerate() {
            if is_inexact(value) {
                let pointer = at.key("enum").enter(Part::Index(index)).pointer();
                let text = self
                    .source
                    .written_member(&at.key("const").pointer(), value)
                    .unwrap_or_else(|| self.source.written(&pointer, value));
                numbers.insert(format!("enum/{index}"), text.into());
            }
        }
        if !numbers.is_empty() {
            schema.insert(NUMBERS_EXTENSION.to_owned(), Value::Object(numbers));
        }
    }
}

fn is_inexact(value: &Value) -> bool {
    value
        .as_f64()
        .is_some_and(|number| number.abs() >= LEAST_INEXACT)
}
