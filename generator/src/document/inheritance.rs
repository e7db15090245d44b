//! Inheritance: schemas with a discriminator, and the schemas that include them with `allOf`.
//!
//! In OpenAPI 3.0 ("Composition and Inheritance"), a value of the base may be a value of any of
//! these subtypes, although the base does not list them. Here, the base receives the implied
//! `oneOf`.

use std::collections::{HashMap, HashSet};

use indexmap::IndexSet;
use serde_json::{Map, Value, json};

use super::component::{ComponentRef, Section};

/// Adds to every base a `oneOf` of its subtypes and, as the last, itself. Returns the names of the
/// bases.
pub(super) fn list_subtypes(document: &mut Value) -> HashSet<String> {
    let Some(Value::Object(schemas)) = document.pointer_mut("/components/schemas") else {
        return HashSet::new();
    };
    let all = Subtypes::of(schemas);
    let mut bases = HashSet::new();
    for (name, schema) in schemas.iter_mut() {
        let subtypes = all.of_base(name);
        if let Value::Object(schema) = schema
            && is_base(schema)
            && !subtypes.is_empty()
        {
            let members = subtypes
                .into_iter()
                .chain([name.as_str()])
                .map(|name| json!({ "$ref": ComponentRef::schema(name).to_string() }))
                .collect();
            schema.insert("oneOf".to_owned(), members);
            bases.insert(name.clone());
        }
    }
    bases
}

/// Returns `true` for a schema with a discriminator that lists no alternatives.
fn is_base(schema: &Map<String, Value>) -> bool {
    schema.contains_key("discriminator")
        && !schema.contains_key("oneOf")
        && !schema.contains_key("anyOf")
}

/// The schemas that include a base with `allOf`, by the name of the base.
pub(super) struct Subtypes(HashMap<String, Vec<String>>);

impl Subtypes {
    /// Collects the subtypes among the schemas of a document.
    pub fn of(schemas: &Map<String, Value>) -> Self {
        let mut subtypes: HashMap<String, Vec<String>> = HashMap::new();
        for (name, schema) in schemas {
            let parts = schema.get("allOf").and_then(Value::as_array);
            let references = parts
                .into_iter()
                .flatten()
                .filter_map(|part| part.get("$ref")?.as_str());
            for base in references.filter_map(ComponentRef::parse) {
                if base.section == Section::Schemas {
                    subtypes.entry(base.name).or_default().push(name.clone());
                }
            }
        }
        Self(subtypes)
    }

    /// Returns the schemas that include a base directly.
    pub fn direct(&self, base: &str) -> &[String] {
        self.0.get(base).map_or(&[], Vec::as_slice)
    }

    /// Returns the schemas that include a base, directly or indirectly.
    fn of_base<'s>(&'s self, base: &'s str) -> Vec<&'s str> {
        let mut found = IndexSet::from([base]);
        let mut next = 0;
        while let Some(name) = found.get_index(next).copied() {
            found.extend(self.direct(name).iter().map(String::as_str));
            next += 1;
        }
        found.into_iter().skip(1).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_base_lists_its_subtypes_and_itself() {
        let mut document = json!({"components": {"schemas": {
            "vessel": {"discriminator": {"propertyName": "kind"}},
            "ferry": {"allOf": [{"$ref": "#/components/schemas/vessel"}]},
            "car/ferry": {"allOf": [{"$ref": "#/components/schemas/ferry"}, {}]},
            "crew": {"discriminator": {"propertyName": "kind"}},
        }}});
        let bases = list_subtypes(&mut document);
        assert_eq!(bases, HashSet::from(["vessel".to_owned()]));
        let schemas = &document["components"]["schemas"];
        let expected = json!([
            {"$ref": "#/components/schemas/ferry"},
            {"$ref": "#/components/schemas/car~1ferry"},
            {"$ref": "#/components/schemas/vessel"},
        ]);
        assert_eq!(schemas["vessel"]["oneOf"], expected);
        assert_eq!(schemas["crew"].get("oneOf"), None);
    }
}
