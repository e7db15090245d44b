//! Inheritance: schemas with a discriminator, and the schemas that include them with `allOf`.
//!
//! In OpenAPI 3.0 ("Composition and Inheritance"), a value of the base may be a value of any of
//! these subtypes, although the base does not list them. Here, the base receives the implied
//! `oneOf`.

use std::collections::{HashMap, HashSet};

use indexmap::IndexSet;
use serde_json::{Map, Value, json};

use super::component::{ComponentRef, Section};
use super::source::Source;
use crate::diagnostic::{Code, Diagnostics};

/// The largest ratio of the subtypes of all bases, each counted for each of its bases, to the
/// number of schemas.
const RATIO: usize = 100;

/// The limit of subtypes for small documents.
const MINIMUM: usize = 100_000;

/// Adds to every base a `oneOf` of its subtypes and, as the last, itself. Returns the names of the
/// bases.
///
/// # Errors
/// Returns an error if the lists are out of proportion to the document, as in a long chain of
/// bases.
pub(super) fn list_subtypes(
    source: &Source,
    document: &mut Value,
) -> Result<HashSet<String>, Diagnostics> {
    let mut bases = HashSet::new();
    let Some(Value::Object(schemas)) = document.pointer_mut("/components/schemas") else {
        return Ok(bases);
    };
    let all = Subtypes::of(schemas);
    let mut budget = schemas.len().saturating_mul(RATIO).max(MINIMUM);
    for (name, schema) in schemas.iter_mut() {
        if let Value::Object(schema) = schema
            && is_base(schema)
            && !all.direct(name).is_empty()
        {
            let Some(subtypes) = all.of_base(name, budget) else {
                return Err(too_many_subtypes(source, name));
            };
            budget -= subtypes.len();
            let members = subtypes
                .into_iter()
                .chain([name.as_str()])
                .map(|name| json!({ "$ref": ComponentRef::schema(name).to_string() }))
                .collect();
            schema.insert("oneOf".to_owned(), members);
            bases.insert(name.clone());
        }
    }
    Ok(bases)
}

fn too_many_subtypes(source: &Source, base: &str) -> Diagnostics {
    let message = format!(
        "the subtypes of all bases up to `{base}` are more than {RATIO} times the schemas of the \
         document"
    );
    let pointer = ComponentRef::schema(base).pointer();
    source
        .diagnostic(Code::ExcessiveExpansion, pointer, message)
        .help("remove `discriminator` from the schemas that are subtypes themselves")
        .into()
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

    /// Returns the schemas that include a base, directly or indirectly, or `None` if they are more
    /// than `limit`.
    fn of_base<'s>(&'s self, base: &'s str, limit: usize) -> Option<Vec<&'s str>> {
        let mut found = IndexSet::from([base]);
        let mut next = 0;
        while let Some(name) = found.get_index(next).copied() {
            found.extend(self.direct(name).iter().map(String::as_str));
            if found.len() > limit {
                return None;
            }
            next += 1;
        }
        Some(found.into_iter().skip(1).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source() -> Source {
        Source::new("x.json", "{}")
    }

    /// Each base of a chain has all schemas after it as subtypes.
    #[test]
    fn a_long_chain_of_bases_is_rejected() {
        let schema = |index: usize| {
            let base = format!("#/components/schemas/s{}", index.saturating_sub(1));
            let schema = json!({"allOf": [{"$ref": base}], "discriminator": {"propertyName": "k"}});
            (format!("s{index}"), schema)
        };
        let chain = |length| {
            let schemas: Map<String, Value> = (0..length).map(schema).collect();
            list_subtypes(&source(), &mut json!({"components": {"schemas": schemas}}))
        };
        // The last schema has no subtypes.
        assert_eq!(chain(100).unwrap().len(), 99);
        let found = chain(2_000).unwrap_err().to_string();
        assert!(found.contains("excessive-expansion"), "{found}");
    }

    #[test]
    fn a_base_lists_its_subtypes_and_itself() {
        let mut document = json!({"components": {"schemas": {
            "vessel": {"discriminator": {"propertyName": "kind"}},
            "ferry": {"allOf": [{"$ref": "#/components/schemas/vessel"}]},
            "car/ferry": {"allOf": [{"$ref": "#/components/schemas/ferry"}, {}]},
            "crew": {"discriminator": {"propertyName": "kind"}},
        }}});
        let bases = list_subtypes(&source(), &mut document).unwrap();
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
