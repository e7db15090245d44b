//! References to values whose location the conversion changes.

use std::iter::successors;

use serde_json::{Map, Value};

use super::{Move, replace_reference};
use crate::diagnostic::Pointer;
use crate::document::grammar::ObjectKind;
use crate::document::nodes::visit;
use crate::document::reference::{MAX_STEPS, Target, child, local_reference};
use crate::hash::{HashMap, HashSet};

/// The keywords that the references of a document go through. Schemas in them remain, even if the
/// keyword does not.
pub(super) struct Referenced(HashSet<String>);

impl Referenced {
    /// Collects the keywords of the references of a document.
    pub fn of(document: &Value) -> Self {
        let mut keywords = HashSet::default();
        visit(ObjectKind::Document, document, &mut |object, _, _| {
            let references = object.references();
            for target in references.filter_map(|(_, reference)| Target::local(reference)) {
                keywords.extend(target.parts().map(|part| part.into_owned()));
            }
        });
        Self(keywords)
    }

    /// Moves a schema that a removed keyword contains to `$defs` if a reference may lead to it.
    /// Records the move of its location in the schema.
    pub fn keep(
        &self,
        schema: &mut Map<String, Value>,
        from: Pointer,
        value: Value,
        moves: &mut Vec<(Pointer, Pointer)>,
    ) {
        let parts: Vec<_> = from.parts().collect();
        if !parts.iter().all(|part| self.0.contains(&**part)) {
            return;
        }
        let mut name = parts.join(".");
        let definitions = schema.entry("$defs").or_insert_with(|| Map::new().into());
        let Value::Object(definitions) = definitions else {
            return;
        };
        while definitions.contains_key(&name) {
            name.push('_');
        }
        moves.push((Pointer::root().child("$defs").child(&name), from));
        definitions.insert(name, value);
    }
}

/// The moves of a conversion, in their order, by the former locations.
struct Forward<'m> {
    moves: &'m [Move],
    by_origin: HashMap<&'m Pointer, Vec<usize>>,
}

impl<'m> Forward<'m> {
    fn new(moves: &'m [Move]) -> Self {
        let mut by_origin: HashMap<&Pointer, Vec<usize>> = HashMap::default();
        for (index, one) in moves.iter().enumerate() {
            by_origin.entry(&one.from).or_default().push(index);
        }
        Self { moves, by_origin }
    }

    /// Returns the location in the converted document of a value of the original one, to which
    /// references of the document may lead.
    fn behind_aliases(&self, document: &Value, pointer: &Pointer) -> Pointer {
        let mut at = self.location(document, pointer);
        for _ in 0..MAX_STEPS {
            match behind_alias(document, &at) {
                Some(target) => at = self.location(document, &target),
                None => break,
            }
        }
        at
    }

    /// Returns the location in the converted document of a value of the original one.
    fn location(&self, document: &Value, pointer: &Pointer) -> Pointer {
        let mut at = pointer.clone();
        let mut done = 0;
        while let Some((index, moved)) = self.next(document, &at, done) {
            at = moved;
            done = index + 1;
        }
        at
    }

    /// Returns the first move of a value around a location, after `done` others, and the location
    /// after it.
    fn next(&self, document: &Value, at: &Pointer, done: usize) -> Option<(usize, Pointer)> {
        let around = successors(Some(at.clone()), Pointer::parent);
        let moves = around.filter_map(|around| {
            let rest = at.below(&around)?;
            let known = self.by_origin.get(&around)?;
            let later = &known[known.partition_point(|index| *index < done)..];
            later.iter().find_map(|index| {
                let one = &self.moves[*index];
                let applies = !one.is_branch || has_first(document, &one.to, &rest);
                applies.then(|| (*index, one.to.join(&rest)))
            })
        });
        moves.min_by_key(|(index, _)| *index)
    }
}

/// Returns the location that a reference along a pointer leads to: the pointer goes through it if the
/// next part is not beside the reference.
fn behind_alias(document: &Value, pointer: &Pointer) -> Option<Pointer> {
    let mut value = document;
    let mut at = Pointer::root();
    for part in pointer.parts() {
        let Some(inner) = child(value, &part) else {
            let target = Target::local(value.get("$ref")?.as_str()?)?;
            return Some(target.join(&pointer.below(&at)?));
        };
        value = inner;
        at = at.child(&part);
    }
    None
}

/// Returns `true` if the value at a location has a member with the first part of a pointer.
fn has_first(document: &Value, at: &Pointer, rest: &Pointer) -> bool {
    let value = document.pointer(at.as_str());
    let first = rest.parts().next();
    value
        .zip(first)
        .is_some_and(|(value, first)| value.get(&*first).is_some())
}

/// Replaces references to values that were moved by references to their locations.
pub(super) fn redirect(document: &mut Value, moves: &[Move]) {
    if moves.is_empty() {
        return;
    }
    let forward = Forward::new(moves);
    let mut changes: Vec<(Pointer, String, Pointer)> = Vec::new();
    visit(ObjectKind::Document, document, &mut |object, at, _| {
        for (key, reference) in object.references() {
            let Some(target) = Target::local(reference) else {
                continue;
            };
            let location = forward.behind_aliases(document, &target);
            if location != target && document.pointer(location.as_str()).is_some() {
                changes.push((at.pointer(), key.to_owned(), location));
            }
        }
    });
    for (at, key, location) in changes {
        if let Some(Value::Object(object)) = document.pointer_mut(at.as_str()) {
            replace_reference(object, &key, local_reference(&location).into());
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::document::dialect::{Dialect, convert};
    use crate::document::source::Source;

    /// Returns the schema at the converted target of a reference into a schema.
    fn target(schema: &serde_json::Value, path: &str) -> serde_json::Value {
        let reference = format!("#/components/schemas/T/{path}");
        let mut document = json!({"components": {"schemas": {
            "T": schema,
            "use": {"properties": {"a": {"$ref": reference}}},
        }}});
        let mut source = Source::new("x.json", "");
        assert!(convert(&mut source, &mut document, Dialect::V3_1).is_empty());
        let reference = &document["components"]["schemas"]["use"]["properties"]["a"]["$ref"];
        let pointer = reference.as_str().unwrap().strip_prefix('#').unwrap();
        let pointer = percent_encoding::percent_decode_str(pointer)
            .decode_utf8()
            .unwrap();
        let found = document.pointer(&pointer);
        found
            .unwrap_or_else(|| panic!("{reference}: {document}"))
            .clone()
    }

    #[test]
    fn references_go_through_aliases_to_converted_schemas() {
        let own = json!({"title": "own"});
        let schema = json!({
            "$defs": {
                "tuple": {"prefixItems": [own], "items": false},
                "alias": {"$ref": "#/components/schemas/T/$defs/tuple"},
                "twice": {"$ref": "#/components/schemas/T/$defs/alias"},
                "inner": {"then": {"$ref": "#/components/schemas/T/$defs/twice"}},
            },
        });
        for path in [
            "alias/prefixItems/0",
            "twice/prefixItems/0",
            "inner/then/prefixItems/0",
        ] {
            assert_eq!(target(&schema, &format!("$defs/{path}")), own, "{path}");
        }
    }

    #[test]
    fn references_lead_to_converted_schemas() {
        let (own, other) = (json!({"title": "own"}), json!({"title": "other"}));
        let tuple = json!([own, other]);
        for (schema, path) in [
            (json!({"prefixItems": tuple}), "prefixItems/0"),
            (
                json!({"prefixItems": tuple, "items": false}),
                "prefixItems/0",
            ),
            (
                json!({"prefixItems": [own, own], "items": false}),
                "prefixItems/1",
            ),
            (json!({"prefixItems": [other], "items": own}), "items"),
            (
                json!({"prefixItems": tuple, "items": false, "type": ["array", "string"]}),
                "prefixItems/0",
            ),
            (
                json!({"patternProperties": {"^x": own}}),
                "patternProperties/%5Ex",
            ),
            (
                json!({"patternProperties": {"^x": own}, "additionalProperties": false}),
                "patternProperties/%5Ex",
            ),
            (
                json!({"patternProperties": {"^x": other}, "additionalProperties": own}),
                "additionalProperties",
            ),
            (
                json!({"patternProperties": {"^x": other}, "unevaluatedProperties": own}),
                "unevaluatedProperties",
            ),
            (
                json!({"unevaluatedProperties": own}),
                "unevaluatedProperties",
            ),
            (json!({"unevaluatedItems": own}), "unevaluatedItems"),
            (
                json!({"dependentSchemas": {"a": own}}),
                "dependentSchemas/a",
            ),
            (
                json!({"if": {}, "then": own, "$defs": {"then": other}}),
                "then",
            ),
            (
                json!({"if": {}, "else": {"properties": {"b": own}}}),
                "else/properties/b",
            ),
            (
                json!({"then": {"prefixItems": [own], "items": false}}),
                "then/prefixItems/0",
            ),
            (
                json!({"type": ["object", "string"], "properties": {"b": own}}),
                "properties/b",
            ),
            (json!({"type": ["array", "string"], "items": own}), "items"),
            (
                json!({
                    "type": ["object", "array", "string", "number", "boolean"],
                    "properties": {"b": own},
                    "items": other,
                }),
                "properties/b",
            ),
        ] {
            assert_eq!(target(&schema, path), own, "{path}: {schema}");
        }
    }
}
