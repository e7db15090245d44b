//! The keywords of JSON Schema 2020-12 that OpenAPI 3.0 lacks or defines differently.

use serde_json::{Map, Value, json};

use super::CONDITIONS_EXTENSION;
use crate::diagnostic::Pointer;

/// A move of a value within a schema: its new and its former location.
type Moves = Vec<(Pointer, Pointer)>;

/// The keywords that apply to values of one type. A schema of several types becomes an `anyOf`, to
/// which these keywords move.
const OF_OBJECT: &[&str] = &[
    "properties",
    "required",
    "additionalProperties",
    "minProperties",
    "maxProperties",
    "discriminator",
];
const OF_ARRAY: &[&str] = &["items", "minItems", "maxItems", "uniqueItems"];
const OF_STRING: &[&str] = &["pattern", "minLength", "maxLength", "format"];
const OF_NUMBER: &[&str] = &[
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "format",
];

/// The keywords of OpenAPI 3.1 that are read in documents of 3.0, too.
const NEWER: &[&str] = &[
    "const",
    "contentEncoding",
    "contentMediaType",
    "patternProperties",
    "prefixItems",
    "unevaluatedProperties",
];

/// Keywords whose schemas apply under a condition.
const CONDITIONS: &[&str] = &[
    "if",
    "then",
    "else",
    "dependentSchemas",
    "dependentRequired",
];

/// The types of a schema, besides `null`.
const TYPES: [&str; 6] = ["string", "number", "integer", "boolean", "object", "array"];

/// The formats of numbers, in a schema that also allows text.
const NUMBER_FORMATS: &[&str] = &["int32", "int64", "uint32", "uint64", "float", "double"];

/// Returns the keywords of a schema that OpenAPI 3.0 lacks or defines differently.
pub(super) fn newer_keywords(schema: &Map<String, Value>) -> impl Iterator<Item = &String> {
    let newer = schema
        .iter()
        .filter(|(keyword, value)| match keyword.as_str() {
            "type" => value.is_array() || *value == "null",
            "exclusiveMinimum" | "exclusiveMaximum" => value.is_number(),
            keyword => NEWER.contains(&keyword),
        });
    newer.map(|(keyword, _)| keyword)
}

/// Returns `true` for keywords without an equivalent in OpenAPI 3.0.
fn is_always_newer(keyword: &String) -> bool {
    let others = ["$dynamicRef", "unevaluatedItems"];
    CONDITIONS.contains(&keyword.as_str()) || others.contains(&keyword.as_str())
}

/// Converts the keywords of a schema, but not those of the schemas in it.
pub(super) fn convert(schema: &mut Map<String, Value>) -> Moves {
    let mut moves = Moves::new();
    if newer_keywords(schema).next().is_none() && !schema.keys().any(is_always_newer) {
        return moves;
    }
    if let Some(value) = schema.shift_remove("const") {
        schema.entry("enum").or_insert_with(|| json!([value]));
    }
    limits(schema);
    content(schema);
    if schema.contains_key("prefixItems") || schema.contains_key("unevaluatedItems") {
        prefix_items(schema, &mut moves);
    }
    if schema.contains_key("patternProperties") || schema.contains_key("unevaluatedProperties") {
        pattern_properties(schema, &mut moves);
    }
    if let Some(reference) = schema.shift_remove("$dynamicRef") {
        schema.entry("$ref").or_insert(reference);
    }
    types(schema, &mut moves);
    conditions(schema);
    moves
}

/// Replaces conditions, which no type expresses, by an extension that names them: the documentation
/// mentions them, and properties that only a condition declares are undocumented ones.
fn conditions(schema: &mut Map<String, Value>) {
    let present = CONDITIONS.iter().copied();
    let removed: Vec<String> = present
        .filter(|keyword| schema.shift_remove(*keyword).is_some())
        .map(|keyword| format!("`{keyword}`"))
        .collect();
    if !removed.is_empty() {
        schema.insert(CONDITIONS_EXTENSION.to_owned(), json!(removed.join(", ")));
    }
}

/// Converts exclusive limits, which are numbers, to a limit and a flag.
fn limits(schema: &mut Map<String, Value>) {
    for (exclusive, limit) in [
        ("exclusiveMinimum", "minimum"),
        ("exclusiveMaximum", "maximum"),
    ] {
        if let Some(value) = schema.get(exclusive).filter(|value| value.is_number()) {
            let value = value.clone();
            schema.insert(exclusive.to_owned(), Value::Bool(true));
            schema.insert(limit.to_owned(), value);
        }
    }
}

/// Converts the encoding and media type of a string to a format: Base64, or else bytes, which
/// `binary` encodes as themselves (RFC 2045, section 6.2).
fn content(schema: &mut Map<String, Value>) {
    let encoding = schema.shift_remove("contentEncoding");
    let media_type = schema.shift_remove("contentMediaType");
    let format = match (&encoding, &media_type) {
        (Some(Value::String(encoding)), _) if encoding.eq_ignore_ascii_case("base64") => "byte",
        (Some(Value::String(encoding)), _) if encoding.eq_ignore_ascii_case("binary") => "binary",
        (None, Some(Value::String(media_type))) if is_binary(media_type) => "binary",
        _ => return,
    };
    schema.entry("format").or_insert_with(|| json!(format));
}

/// Returns `true` for media types whose content is not text.
fn is_binary(media_type: &str) -> bool {
    !media_type.starts_with("text/") && !media_type.contains("json") && !media_type.contains("xml")
}

/// Converts the elements of a tuple to a list whose elements are of any of these types, or any JSON
/// if any element may follow them (JSON Schema, section 10.3.1).
fn prefix_items(schema: &mut Map<String, Value>, moves: &mut Moves) {
    let root = Pointer::root();
    let to = root.child("items");
    let prefix = match schema.shift_remove("prefixItems") {
        Some(Value::Array(prefix)) => prefix,
        _ => Vec::new(),
    };
    let keyword = if schema.contains_key("items") {
        "items"
    } else {
        "unevaluatedItems"
    };
    let rest = schema.shift_remove(keyword);
    schema.shift_remove("unevaluatedItems");
    let maximum = schema.get("maxItems").and_then(Value::as_u64);
    let is_complete = maximum.is_some_and(|maximum| maximum <= prefix.len() as u64);
    let prefix = prefix.into_iter().enumerate();
    let mut elements: Vec<(Pointer, Value)> = prefix
        .map(|(index, element)| (root.child("prefixItems").index(index), element))
        .collect();
    match rest {
        Some(Value::Bool(false)) => {}
        _ if is_complete => {}
        Some(rest) => elements.push((root.child(keyword), rest)),
        None => elements.push((to.clone(), json!({}))),
    }
    let items = if are_equal(&elements) {
        let first = elements.into_iter().next();
        first.map(|(from, only)| {
            if from != to {
                moves.push((to, from));
            }
            only
        })
    } else if elements.iter().any(|(_, element)| is_any(element)) {
        Some(json!({}))
    } else {
        let any_of = to.child("anyOf");
        let elements = elements.into_iter().enumerate();
        let elements: Vec<Value> = elements
            .map(|(index, (from, element))| {
                moves.push((any_of.index(index), from));
                element
            })
            .collect();
        Some(json!({"anyOf": elements}))
    };
    schema.extend(items.map(|items| ("items".to_owned(), items)));
}

/// Converts properties with names of a pattern to additional properties, of any JSON unless all
/// undeclared properties have the same schema.
fn pattern_properties(schema: &mut Map<String, Value>, moves: &mut Moves) {
    let root = Pointer::root();
    let to = root.child("additionalProperties");
    let patterns = match schema.shift_remove("patternProperties") {
        Some(Value::Object(patterns)) => patterns,
        _ => Map::new(),
    };
    let unevaluated = schema.shift_remove("unevaluatedProperties");
    let (from, others) = match (schema.shift_remove("additionalProperties"), unevaluated) {
        (Some(additional), _) => (to.clone(), additional),
        (None, Some(unevaluated)) => (root.child("unevaluatedProperties"), unevaluated),
        (None, None) => (to.clone(), json!(true)),
    };
    let is_closed = others == json!(false) && !patterns.is_empty();
    let has_others = !is_closed && !patterns.keys().any(|pattern| matches_all(pattern));
    let at = root.child("patternProperties");
    let patterns = patterns.into_iter();
    let values: Vec<(Pointer, Value)> = patterns
        .map(|(pattern, value)| (at.child(&pattern), value))
        .chain(has_others.then_some((from, others)))
        .collect();
    let only = if are_equal(&values) {
        values.into_iter().next()
    } else {
        None
    };
    let value = match only {
        Some((from, value)) => {
            if from != to {
                moves.push((to, from));
            }
            value
        }
        None => json!(true),
    };
    schema.insert("additionalProperties".to_owned(), value);
}

/// Returns `true` for a pattern that all names match.
fn matches_all(pattern: &str) -> bool {
    let pattern = pattern.strip_prefix('^').unwrap_or(pattern);
    let pattern = pattern.strip_suffix('$').unwrap_or(pattern);
    matches!(pattern, ".*" | ".+")
}

/// Returns `true` if schemas at several locations are equal.
fn are_equal(schemas: &[(Pointer, Value)]) -> bool {
    schemas.windows(2).all(|pair| pair[0].1 == pair[1].1)
}

/// Returns `true` for a schema that allows any JSON.
fn is_any(schema: &Value) -> bool {
    *schema == json!(true) || *schema == json!({})
}

/// Converts a list of types, and the type `null`.
fn types(schema: &mut Map<String, Value>, moves: &mut Moves) {
    let mut types: Vec<String> = match schema.get("type") {
        Some(Value::String(only)) if only == "null" => vec![only.clone()],
        Some(Value::Array(types)) if types.iter().all(Value::is_string) => {
            let names = types.iter().filter_map(Value::as_str);
            names.map(str::to_owned).collect()
        }
        _ => return,
    };
    let allows_null = types.iter().any(|name| name == "null");
    types.retain(|name| name != "null");
    if types.iter().any(|name| name == "number") {
        types.retain(|name| name != "integer");
    }
    types.dedup();
    schema.shift_remove("type");
    if allows_null {
        schema.insert("nullable".to_owned(), json!(true));
    }
    let is_known = |name: &&String| TYPES.contains(&name.as_str());
    if let Some(unknown) = types.iter().find(|name| !is_known(name)) {
        // The next stage reports it.
        schema.insert("type".to_owned(), json!(unknown));
        return;
    }
    let is_any = ["string", "number", "boolean", "object", "array"]
        .iter()
        .all(|name| types.iter().any(|known| known == name));
    let decides = |keyword: &str| schema.contains_key(keyword);
    match types.as_slice() {
        [] => {
            schema.insert("enum".to_owned(), json!([null]));
        }
        [only] => {
            schema.insert("type".to_owned(), json!(only));
        }
        _ if ["enum", "oneOf", "anyOf", "allOf", "$ref"]
            .into_iter()
            .any(decides) => {}
        _ if is_any => remove_keywords_of_types(schema),
        _ => {
            let branches = types.iter().map(|name| branch(schema, name)).collect();
            remove_keywords_of_types(schema);
            let any_of = Pointer::root().child("anyOf");
            moves.extend((0..types.len()).map(|index| (any_of.index(index), Pointer::root())));
            schema.insert("anyOf".to_owned(), Value::Array(branches));
        }
    }
}

/// Removes the keywords that apply to values of one type. `type` is absent, so that they would decide
/// the type.
fn remove_keywords_of_types(schema: &mut Map<String, Value>) {
    for keyword in [OF_OBJECT, OF_ARRAY, OF_STRING, OF_NUMBER].concat() {
        schema.shift_remove(keyword);
    }
}

/// Returns the schema of one of several types, with the keywords that apply to it.
fn branch(schema: &Map<String, Value>, name: &str) -> Value {
    let keywords = match name {
        "object" => OF_OBJECT,
        "array" => OF_ARRAY,
        "string" => OF_STRING,
        "number" | "integer" => OF_NUMBER,
        _ => &[],
    };
    let format = schema.get("format").and_then(Value::as_str);
    let is_numeric = format.is_some_and(|format| NUMBER_FORMATS.contains(&format));
    let applies = |keyword: &&str| *keyword != "format" || is_numeric == (name != "string");
    let mut branch = Map::from_iter([("type".to_owned(), json!(name))]);
    for keyword in keywords.iter().copied().filter(applies) {
        if let Some(value) = schema.get(keyword) {
            branch.insert(keyword.to_owned(), value.clone());
        }
    }
    Value::Object(branch)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn converted(schema: Value) -> Value {
        let Value::Object(mut schema) = schema else {
            panic!("a schema is an object");
        };
        convert(&mut schema);
        Value::Object(schema)
    }

    #[test]
    fn keywords_become_those_of_3_0() {
        for (schema, expected) in [
            (json!({"const": "a"}), json!({"enum": ["a"]})),
            (
                json!({"type": ["string", "strnig", "null"], "enum": ["a"]}),
                json!({"type": "strnig", "nullable": true, "enum": ["a"]}),
            ),
            (
                json!({"type": "null"}),
                json!({"nullable": true, "enum": [null]}),
            ),
            (json!({"type": ["string"]}), json!({"type": "string"})),
            (
                json!({"type": ["string", "null"], "format": "date"}),
                json!({"format": "date", "nullable": true, "type": "string"}),
            ),
            (
                json!({"type": ["integer", "number"]}),
                json!({"type": "number"}),
            ),
            (
                json!({"type": ["string", "integer"], "format": "int64", "pattern": "a"}),
                json!({"anyOf": [
                    {"type": "string", "pattern": "a"},
                    {"type": "integer", "format": "int64"},
                ]}),
            ),
            (
                json!({"type": ["string", "number", "boolean", "object", "array", "null"]}),
                json!({"nullable": true}),
            ),
            (
                json!({
                    "type": ["object", "array", "string", "number", "boolean"],
                    "description": "d",
                    "items": {"type": "string"},
                    "properties": {"a": {}},
                    "required": ["a"],
                    "maxLength": 9,
                }),
                json!({"description": "d"}),
            ),
            (
                json!({
                    "type": ["object", "array", "string", "integer", "number", "boolean", "null"],
                    "additionalProperties": {"type": "string"},
                    "oneOf": [{}],
                }),
                json!({
                    "additionalProperties": {"type": "string"},
                    "oneOf": [{}],
                    "nullable": true,
                }),
            ),
            (
                json!({"type": ["string", "integer"], "enum": ["a", 1]}),
                json!({"enum": ["a", 1]}),
            ),
            (
                json!({"minimum": 1, "exclusiveMinimum": 2}),
                json!({"minimum": 2, "exclusiveMinimum": true}),
            ),
            (
                json!({"minimum": 1, "exclusiveMinimum": true}),
                json!({"minimum": 1, "exclusiveMinimum": true}),
            ),
            (
                json!({"type": "string", "contentEncoding": "base64", "contentMediaType": "a/b"}),
                json!({"type": "string", "format": "byte"}),
            ),
            (
                json!({"type": "string", "contentEncoding": "binary"}),
                json!({"type": "string", "format": "binary"}),
            ),
            (
                json!({"type": "string", "contentMediaType": "image/png"}),
                json!({"type": "string", "format": "binary"}),
            ),
            (
                json!({"type": "string", "contentMediaType": "application/json"}),
                json!({"type": "string"}),
            ),
            (
                json!({"properties": {"a": {}}, "unevaluatedProperties": false}),
                json!({"properties": {"a": {}}, "additionalProperties": false}),
            ),
            (json!({"$dynamicRef": "#a"}), json!({"$ref": "#a"})),
            (
                json!({"if": {}, "then": {}, "dependentSchemas": {"a": {}}}),
                json!({"x-conditions": "`if`, `then`, `dependentSchemas`"}),
            ),
        ] {
            assert_eq!(converted(schema.clone()), expected, "{schema}");
        }
    }

    /// JSON Schema 2020-12, core, section 10.3.1: without `items`, any elements follow.
    #[test]
    fn elements_have_a_type_if_all_have_it() {
        let (text, number) = (json!({"type": "string"}), json!({"type": "integer"}));
        for (schema, items) in [
            (json!({"prefixItems": [text]}), json!({})),
            (json!({"prefixItems": [text], "items": true}), json!({})),
            (json!({"prefixItems": [text], "items": false}), text.clone()),
            (
                json!({"prefixItems": [text, text], "items": text}),
                text.clone(),
            ),
            (
                json!({"prefixItems": [text, text], "items": false}),
                text.clone(),
            ),
            (
                json!({"prefixItems": [text, number], "items": false}),
                json!({"anyOf": [text, number]}),
            ),
            (
                json!({"prefixItems": [text], "items": number}),
                json!({"anyOf": [text, number]}),
            ),
            (json!({"prefixItems": [text, number]}), json!({})),
            (
                json!({"prefixItems": [text], "unevaluatedItems": false}),
                text.clone(),
            ),
            (
                json!({"prefixItems": [text], "unevaluatedItems": number}),
                json!({"anyOf": [text, number]}),
            ),
            (json!({"unevaluatedItems": text}), text.clone()),
            (
                json!({"items": text, "unevaluatedItems": number}),
                text.clone(),
            ),
        ] {
            assert_eq!(
                converted(schema.clone()),
                json!({"items": items}),
                "{schema}"
            );
        }
        assert_eq!(
            converted(json!({"prefixItems": [text, number], "maxItems": 2})),
            json!({"maxItems": 2, "items": {"anyOf": [text, number]}})
        );
        assert_eq!(
            converted(json!({"prefixItems": [text], "maxItems": 2})),
            json!({"maxItems": 2, "items": {}})
        );
    }

    /// JSON Schema 2020-12, core, section 10.3.2: the schema of a property depends on the patterns
    /// that its name matches.
    #[test]
    fn undeclared_properties_have_a_type_if_all_have_it() {
        let (text, number) = (json!({"type": "string"}), json!({"type": "integer"}));
        let any = json!(true);
        for (schema, additional) in [
            (json!({"patternProperties": {"^x": text}}), any.clone()),
            (json!({"patternProperties": {"^.*$": text}}), text.clone()),
            (
                json!({"patternProperties": {"^x": text}, "additionalProperties": false}),
                text.clone(),
            ),
            (
                json!({"patternProperties": {"^x": text}, "unevaluatedProperties": false}),
                text.clone(),
            ),
            (
                json!({"patternProperties": {"^x": text}, "additionalProperties": text}),
                text.clone(),
            ),
            (
                json!({"patternProperties": {"^x": number}, "additionalProperties": text}),
                any.clone(),
            ),
            (
                json!({"patternProperties": {"^x": number}, "unevaluatedProperties": text}),
                any.clone(),
            ),
            (
                json!({
                    "patternProperties": {"a": text, "b": number},
                    "additionalProperties": false,
                }),
                any.clone(),
            ),
            (
                json!({"patternProperties": {"a": text, "b": text}, "additionalProperties": false}),
                text.clone(),
            ),
            (
                json!({"additionalProperties": false, "unevaluatedProperties": text}),
                json!(false),
            ),
            (json!({"unevaluatedProperties": text}), text.clone()),
        ] {
            let expected = json!({"additionalProperties": additional});
            assert_eq!(converted(schema.clone()), expected, "{schema}");
        }
    }

    #[test]
    fn invalid_types_remain_for_the_next_stage() {
        for schema in [json!({"type": 1}), json!({"type": ["string", 1]})] {
            assert_eq!(converted(schema.clone()), schema);
        }
    }
}
