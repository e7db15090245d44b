//! The lists of extensions beside `enum`, with an element for each value.

use serde_json::{Map, Value};

use super::Walk;
use crate::diagnostic::Code;
use crate::document::cursor::{Cursor, Part};

impl Walk<'_> {
    /// Reports elements of `x-enum-varnames` and `x-enum-descriptions` that are not strings or belong
    /// to no value, and values without a name. Values need no description, and null needs no name.
    pub(super) fn enum_lists(&mut self, schema: &Map<String, Value>, at: &Cursor<'_>) {
        let Some(Value::Array(values)) = schema.get("enum") else {
            return;
        };
        let named = values
            .iter()
            .rposition(|value| !value.is_null())
            .map_or(0, |last| last + 1);
        for (key, least) in [("x-enum-varnames", named), ("x-enum-descriptions", 0)] {
            let Some(Value::Array(elements)) = schema.get(key) else {
                continue;
            };
            let at = at.key(key);
            for (index, element) in elements.iter().enumerate() {
                let is_valid = element.is_string() || element.is_null();
                let element_at = at.enter(Part::Index(index));
                self.is_of(is_valid, "a string", element, &element_at);
            }
            let (found, count) = (elements.len(), values.len());
            let consequence = if found < least {
                "the other values have derived names"
            } else if found > count {
                "the other elements are ignored"
            } else {
                continue;
            };
            let message = format!(
                "`{key}` must have an element for each of the {count} values of `enum`, but has \
                 {found}: {consequence}"
            );
            self.report(Code::WrongType, &at, message);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::document::normalise::tests::schema;

    #[test]
    fn lists_have_an_element_for_each_value() {
        let found = |names, descriptions| {
            let (_, found) = schema(json!({
                "enum": ["a", "b", null],
                "x-enum-varnames": names,
                "x-enum-descriptions": descriptions,
            }));
            found
        };
        let none: [&str; 0] = [];
        assert_eq!(found(json!(["A", "B"]), json!(["First."])), none);
        assert_eq!(found(json!([null, "B", null]), json!([])), none);
        assert_eq!(
            found(json!(["A"]), json!(["1", "2", "3", "4"])),
            [
                "`x-enum-varnames` must have an element for each of the 3 values of `enum`, but has \
                 1: the other values have derived names",
                "`x-enum-descriptions` must have an element for each of the 3 values of `enum`, but \
                 has 4: the other elements are ignored",
            ]
        );
        assert_eq!(
            found(json!(["A", 2]), json!("First.")),
            [
                "`x-enum-descriptions` must be an array, but is the string `First.`: it is ignored",
                "element 1 of `x-enum-varnames` must be a string, but is the number 2: it is ignored",
            ]
        );
    }
}
