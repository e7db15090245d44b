//! Inheritance: schemas with a discriminator, and the schemas that include them with `allOf`, or that
//! the discriminator maps values to.
//!
//! In OpenAPI 3.0 ("Composition and Inheritance"), a value of the base may be a value of any of
//! these subtypes, although the base does not list them. Here, the base receives the implied
//! `oneOf`.

use std::iter::successors;

use serde_json::{Map, Value, json};

use super::component::{ComponentRef, Section};
use super::grammar::DEFAULT_MAPPING;
use super::reference::{MAX_STEPS, mapping_reference};
use super::source::Source;
use crate::diagnostic::{Code, Diagnostics};
use crate::hash::{HashMap, HashSet, IndexSet};

/// The largest ratio of the subtypes of all bases, each counted for each of its bases, to the
/// number of schemas.
const RATIO: usize = 100;

/// The limit of subtypes for small documents.
const MINIMUM: usize = 100_000;

/// Adds to every base a `oneOf` of its subtypes and, as the last, itself, unless `defaultMapping`
/// names another schema for the other values. Returns the names of the bases.
///
/// # Errors
/// Returns an error if the lists are out of proportion to the document, as in a long chain of
/// bases.
pub(super) fn list_subtypes(
    source: &Source,
    document: &mut Value,
) -> Result<HashSet<String>, Diagnostics> {
    let mut bases = HashSet::default();
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
            let has_default = default_of(schema).is_some_and(|default| default != *name);
            let is_mapped = mapping(schema).any(|target| target == *name);
            let own = Some(name.as_str()).filter(|_| is_mapped || !has_default);
            let members = subtypes
                .into_iter()
                .chain(own)
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

/// The schemas that include a base, or are mapped by its discriminator, by the name of the base.
pub(super) struct Subtypes(HashMap<String, Vec<String>>);

impl Subtypes {
    /// Collects the subtypes among the schemas of a document.
    pub fn of(schemas: &Map<String, Value>) -> Self {
        let mut subtypes: HashMap<String, Vec<String>> = HashMap::default();
        for (name, schema) in schemas {
            for base in included(schema) {
                if base.section == Section::Schemas {
                    subtypes.entry(base.name).or_default().push(name.clone());
                }
            }
        }
        let mut subtypes = Self(subtypes);
        for (name, schema) in schemas {
            if let Value::Object(base) = schema
                && is_base(base)
                && included(schema).next().is_none()
            {
                subtypes.add_mapped(schemas, name, base);
            }
        }
        subtypes
    }

    /// Adds the schemas to which a base maps values of its discriminator, but which do not include
    /// it.
    fn add_mapped(
        &mut self,
        schemas: &Map<String, Value>,
        base: &str,
        schema: &Map<String, Value>,
    ) {
        let targets: Vec<String> = mapping(schema)
            .chain(default_of(schema))
            .filter(|target| {
                schemas.contains_key(target) && end_of_aliases(schemas, target) != base
            })
            .collect();
        if targets.is_empty() {
            return;
        }
        let direct: IndexSet<String> = self.direct(base).iter().cloned().chain(targets).collect();
        self.0.insert(base.to_owned(), direct.into_iter().collect());
    }

    /// Returns the schemas that include a base directly.
    pub fn direct(&self, base: &str) -> &[String] {
        self.0.get(base).map_or(&[], Vec::as_slice)
    }

    /// Returns the schemas that include a base, directly or indirectly, or `None` if they are more
    /// than `limit`.
    fn of_base<'s>(&'s self, base: &'s str, limit: usize) -> Option<Vec<&'s str>> {
        let mut found = IndexSet::from_iter([base]);
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

/// Returns the components that a schema includes: by `allOf`, or by a reference beside properties.
fn included(schema: &Value) -> impl Iterator<Item = ComponentRef> {
    let parts = schema.get("allOf").and_then(Value::as_array);
    let own = Some(schema).filter(|schema| schema.get("properties").is_some());
    let parts = parts.into_iter().flatten().chain(own);
    let references = parts.filter_map(|part| part.get("$ref")?.as_str());
    references.filter_map(ComponentRef::parse)
}

/// Returns the names of the schemas in the mapping of a schema's discriminator.
fn mapping(schema: &Map<String, Value>) -> impl Iterator<Item = String> {
    let discriminator = schema.get("discriminator");
    let mapping = discriminator.and_then(|one| one.get("mapping")?.as_object());
    let targets = mapping.into_iter().flat_map(Map::values);
    targets.filter_map(schema_name)
}

/// Returns the name of the schema of values that no mapping names.
fn default_of(schema: &Map<String, Value>) -> Option<String> {
    schema_name(schema.get("discriminator")?.get(DEFAULT_MAPPING)?)
}

/// Returns the name of the schema that a value of a mapping refers to.
fn schema_name(target: &Value) -> Option<String> {
    let target = mapping_reference(target.as_str()?);
    let component = ComponentRef::parse(&target)?;
    (component.section == Section::Schemas).then_some(component.name)
}

/// Returns the name of the schema that an alias leads to.
fn end_of_aliases(schemas: &Map<String, Value>, name: &str) -> String {
    let next = |name: &String| {
        let alias = schemas
            .get(name)?
            .as_object()
            .filter(|one| one.len() == 1)?;
        Some(ComponentRef::parse(alias.get("$ref")?.as_str()?)?.name)
    };
    let chain = successors(Some(name.to_owned()), next);
    chain.take(MAX_STEPS).last().unwrap_or_default()
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
        assert_eq!(bases, HashSet::from_iter(["vessel".to_owned()]));
        let schemas = &document["components"]["schemas"];
        let expected = json!([
            {"$ref": "#/components/schemas/ferry"},
            {"$ref": "#/components/schemas/car~1ferry"},
            {"$ref": "#/components/schemas/vessel"},
        ]);
        assert_eq!(schemas["vessel"]["oneOf"], expected);
        assert_eq!(schemas["crew"].get("oneOf"), None);
    }

    /// Discriminator Object: the mapping names the schemas of values, whichever way they are written.
    #[test]
    fn mapped_schemas_are_subtypes() {
        let reference = |name: &str| json!({"$ref": format!("#/components/schemas/{name}")});
        let mut document = json!({"components": {"schemas": {
            "pet": {"discriminator": {
                "propertyName": "kind",
                "mapping": {"c": "cat", "d": "#/components/schemas/dog", "p": "pet", "a": "alias"},
                "defaultMapping": "other",
            }},
            "alias": reference("pet"),
            "cat": {"type": "object"},
            "dog": {"$ref": "#/components/schemas/pet", "properties": {"bark": {}}},
            "fox": {"allOf": [reference("pet")]},
            "other": {"type": "object"},
            // All other values are those of the default.
            "crew": {"discriminator": {"propertyName": "kind", "defaultMapping": "cook"}},
            "cook": {"allOf": [reference("crew")]},
            // Its mapping is that of the base.
            "wolf": {
                "allOf": [reference("pet")],
                "discriminator": {"propertyName": "kind", "mapping": {"c": "cat"}},
            },
        }}});
        list_subtypes(&source(), &mut document).unwrap();
        let schemas = &document["components"]["schemas"];
        let expected = ["dog", "fox", "wolf", "cat", "other", "pet"].map(reference);
        assert_eq!(schemas["pet"]["oneOf"], json!(expected));
        assert_eq!(schemas["crew"]["oneOf"], json!([reference("cook")]));
        assert_eq!(schemas["wolf"].get("oneOf"), None);
    }
}
