//! The alternatives of a schema.

use serde_json::Value;

use crate::diagnostic::Pointer;
use crate::document::reference::{Target, follow};

/// The locations of schemas that apply together.
pub(super) type Conjunction = Vec<Pointer>;

/// The maximum number of schemas in the alternatives of a schema.
const MAX_SCHEMAS: usize = 4_096;

/// The maximum depth of compositions and references within each other.
const MAX_DEPTH: usize = 64;

/// Returns the alternatives of schemas that apply together: references and `allOf` add the schemas
/// that apply, too, `oneOf` and `anyOf` distinguish alternatives, except for null.
///
/// Returns `None` beyond the limits, which recursive compositions reach.
pub(super) fn alternatives(document: &Value, schemas: &[Pointer]) -> Option<Vec<Conjunction>> {
    let mut expansion = Expansion {
        document,
        remaining: MAX_SCHEMAS,
    };
    expansion.of_all(schemas, 0)
}

struct Expansion<'a> {
    document: &'a Value,
    /// The number of schemas that may still be added.
    remaining: usize,
}

impl Expansion<'_> {
    fn of_all(&mut self, schemas: &[Pointer], depth: usize) -> Option<Vec<Conjunction>> {
        let mut found = vec![Conjunction::new()];
        for schema in schemas {
            let others = self.of(schema, depth)?;
            found = self.combine(&found, &others)?;
        }
        Some(found)
    }

    fn of(&mut self, at: &Pointer, depth: usize) -> Option<Vec<Conjunction>> {
        if depth > MAX_DEPTH {
            return None;
        }
        let Some(schema) = self.document.pointer(at.as_str()) else {
            return Some(vec![Conjunction::new()]);
        };
        let mut found = vec![vec![at.clone()]];
        let mut parts = elements(schema, at, "allOf");
        parts.extend(self.target(schema));
        let parts = self.of_all(&parts, depth + 1)?;
        found = self.combine(&found, &parts)?;
        for keyword in ["oneOf", "anyOf"] {
            let mut choices = Vec::new();
            for choice in elements(schema, at, keyword) {
                choices.extend(self.of(&choice, depth + 1)?);
            }
            if !choices.is_empty() {
                found = self.combine(&found, &choices)?;
            }
        }
        Some(found)
    }

    /// Returns the location of the schema that a schema refers to.
    fn target(&self, schema: &Value) -> Option<Pointer> {
        let target = Target::local(schema.get("$ref")?.as_str()?)?;
        follow(self.document, &target, None)
    }

    /// Returns each combination of one of the first and one of the second alternatives.
    fn combine(
        &mut self,
        first: &[Conjunction],
        second: &[Conjunction],
    ) -> Option<Vec<Conjunction>> {
        let mut combined = Vec::new();
        for one in first {
            for other in second {
                let size = one.len() + other.len();
                self.remaining = self.remaining.checked_sub(size.max(1))?;
                combined.push([one.as_slice(), other].concat());
            }
        }
        Some(combined)
    }
}

/// Returns the locations of the schemas of a keyword, except for those that only allow null.
fn elements(schema: &Value, at: &Pointer, keyword: &str) -> Vec<Pointer> {
    let elements = schema.get(keyword).and_then(Value::as_array);
    let elements = elements.into_iter().flatten().enumerate();
    elements
        .filter(|(_, element)| element.get("type") != Some(&Value::from("null")))
        .map(|(index, _)| at.child(keyword).index(index))
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// Returns the alternatives of the schema `item` of a document, each with its locations.
    fn of_item(document: &Value) -> Option<Vec<String>> {
        let found = alternatives(document, &[Pointer::root().child("item")])?;
        let text = |one: Conjunction| {
            let locations = one.iter().map(Pointer::to_string);
            locations.collect::<Vec<String>>().join(" ")
        };
        Some(found.into_iter().map(text).collect())
    }

    #[test]
    fn compositions_and_references_are_a_choice_of_conjunctions() {
        let document = json!({
            "item": {"$ref": "#/alias", "anyOf": [{"$ref": "#/a"}, {"type": "null"}, {"allOf": [{}, {}]}]},
            "alias": {"$ref": "#/base"},
            "base": {},
            "a": {"oneOf": [{}, {}]},
        });
        assert_eq!(
            of_item(&document).unwrap(),
            [
                "/item /alias /base /item/anyOf/0 /a /a/oneOf/0",
                "/item /alias /base /item/anyOf/0 /a /a/oneOf/1",
                "/item /alias /base /item/anyOf/2 /item/anyOf/2/allOf/0 /item/anyOf/2/allOf/1",
            ]
        );
        assert_eq!(of_item(&json!({})).unwrap(), [""]);
    }

    #[test]
    fn alternatives_are_limited() {
        let itself = json!({"$ref": "#/item"});
        for item in [
            itself.clone(),
            json!({"allOf": [itself, {}]}),
            json!({"oneOf": [itself, itself]}),
            json!({"allOf": vec![json!({"oneOf": vec![json!({}); 8]}); 8]}),
        ] {
            assert_eq!(of_item(&json!({"item": item})), None, "{item}");
        }
    }
}
