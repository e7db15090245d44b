//! Inheritance: schemas with a discriminator, and the schemas that include them by `allOf`.
//!
//! OpenAPI 3.0 ("Composition and Inheritance") lets a value of the base be a value of any of these,
//! although the base does not list them. It receives the `oneOf` that it means.

use std::collections::{HashMap, HashSet};

use indexmap::IndexSet;
use serde_json::{Map, Value, json};

use super::component::{ComponentRef, Section};

/// Gives every base the list of its subtypes, with itself as the last. Returns the names of these
/// bases.
pub(super) fn list_subtypes(document: &mut Value) -> HashSet<String> {
    let Some(Value::Object(schemas)) = document.pointer_mut("/components/schemas") else {
        return HashSet::new();
    };
    let heirs = Heirs::of(schemas);
    let mut bases = HashSet::new();
    for (name, schema) in schemas.iter_mut() {
        let subtypes = heirs.below(name);
        if let Value::Object(schema) = schema
            && is_base(schema)
            && !subtypes.is_empty()
        {
            let members = subtypes.into_iter().chain([name.as_str()]);
            let references = members.map(|name| ComponentRef::schema(name).to_string());
            let members = references.map(|reference| json!({ "$ref": reference }));
            schema.insert("oneOf".to_owned(), members.collect());
            bases.insert(name.clone());
        }
    }
    bases
}

/// An object with a discriminator that lists no alternatives.
fn is_base(schema: &Map<String, Value>) -> bool {
    schema.contains_key("discriminator")
        && !schema.contains_key("oneOf")
        && !schema.contains_key("anyOf")
}

/// The schemas that include another by `allOf`, by the name of that one.
pub(super) struct Heirs(HashMap<String, Vec<String>>);

impl Heirs {
    /// Collects the heirs among the schemas of a document.
    pub fn of(schemas: &Map<String, Value>) -> Self {
        let mut heirs: HashMap<String, Vec<String>> = HashMap::new();
        for (name, schema) in schemas {
            let parts = schema.get("allOf").and_then(Value::as_array);
            let references = parts
                .into_iter()
                .flatten()
                .filter_map(|part| part.get("$ref")?.as_str());
            for base in references.filter_map(ComponentRef::parse) {
                if base.section == Section::Schemas {
                    heirs.entry(base.name).or_default().push(name.clone());
                }
            }
        }
        Self(heirs)
    }

    /// Returns the schemas that include a base directly.
    pub fn directly_below(&self, base: &str) -> &[String] {
        self.0.get(base).map_or(&[], Vec::as_slice)
    }

    /// Returns the schemas that include a base, directly or through another.
    fn below<'h>(&'h self, base: &'h str) -> Vec<&'h str> {
        let mut found = IndexSet::from([base]);
        let mut next = 0;
        while let Some(name) = found.get_index(next).copied() {
            found.extend(self.directly_below(name).iter().map(String::as_str));
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
