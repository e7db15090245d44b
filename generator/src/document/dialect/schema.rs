//! The keywords of JSON Schema 2020-12 that OpenAPI 3.0 lacks or defines differently.

use std::cmp::Ordering;

use serde_json::{Map, Value, json};

use super::moved::Referenced;
use super::{CONDITIONS_EXTENSION, ENCODING_EXTENSION};
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
fn is_always_newer(keyword: &str) -> bool {
    CONDITIONS.contains(&keyword) || matches!(keyword, "$dynamicRef" | "unevaluatedItems")
}

/// Converts the keywords of a schema, but not those of the schemas in it. Schemas in keywords that
/// are removed remain in `$defs` if they are referenced.
///
/// Returns the moves, from the root for each of several schemas with its keywords.
pub(super) fn convert(schema: &mut Map<String, Value>, referenced: &Referenced) -> Moves {
    let mut moves = Moves::new();
    if newer_keywords(schema).next().is_none() && !schema.keys().any(|key| is_always_newer(key)) {
        return moves;
    }
    if let Some(value) = schema.shift_remove("const") {
        schema.entry("enum").or_insert_with(|| json!([value]));
    }
    limits(schema);
    preserve_encoding(schema);
    content(schema);
    if schema.contains_key("prefixItems") || schema.contains_key("unevaluatedItems") {
        prefix_items(schema, referenced, &mut moves);
    }
    if schema.contains_key("patternProperties") || schema.contains_key("unevaluatedProperties") {
        pattern_properties(schema, referenced, &mut moves);
    }
    if let Some(reference) = schema.shift_remove("$dynamicRef")
        && !schema.contains_key("$ref")
    {
        schema.insert("$ref".to_owned(), reference);
        let root = Pointer::root();
        moves.push((root.child("$ref"), root.child("$dynamicRef")));
    }
    types(schema, referenced, &mut moves);
    conditions(schema, referenced, &mut moves);
    moves
}

/// Replaces conditions, which no type expresses, by an extension that names them: the documentation
/// mentions them, and properties that only a condition declares are undocumented ones.
fn conditions(schema: &mut Map<String, Value>, referenced: &Referenced, moves: &mut Moves) {
    let mut removed: Vec<String> = Vec::new();
    for keyword in CONDITIONS {
        let Some(value) = schema.shift_remove(*keyword) else {
            continue;
        };
        removed.push(format!("`{keyword}`"));
        let at = Pointer::root().child(keyword);
        match value {
            Value::Object(members) if *keyword == "dependentSchemas" => {
                for (name, member) in members {
                    referenced.keep(schema, at.child(&name), member, moves);
                }
            }
            value => referenced.keep(schema, at, value, moves),
        }
    }
    if !removed.is_empty() {
        schema.insert(CONDITIONS_EXTENSION.to_owned(), json!(removed.join(", ")));
    }
}

/// Converts exclusive limits, which are numbers, to a limit and a flag. A limit beside them applies as
/// well: the narrower one remains.
fn limits(schema: &mut Map<String, Value>) {
    for (exclusive, limit, narrower) in [
        ("exclusiveMinimum", "minimum", Ordering::Greater),
        ("exclusiveMaximum", "maximum", Ordering::Less),
    ] {
        let Some(value) = schema.get(exclusive).filter(|value| value.is_number()) else {
            continue;
        };
        let other = schema.get(limit).and_then(Value::as_f64);
        let order = other.and_then(|other| other.partial_cmp(&value.as_f64()?));
        if order == Some(narrower) {
            schema.shift_remove(exclusive);
        } else {
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

/// Preserves the encoding of text, on which the media type of the parts of a form depends.
fn preserve_encoding(schema: &mut Map<String, Value>) {
    if let Some(Value::String(encoding)) = schema.get("contentEncoding")
        && !encoding.eq_ignore_ascii_case("binary")
    {
        let encoding = json!(encoding);
        schema.insert(ENCODING_EXTENSION.to_owned(), encoding);
    }
}

/// Returns `true` for media types whose content is not text.
fn is_binary(media_type: &str) -> bool {
    !media_type.starts_with("text/") && !media_type.contains("json") && !media_type.contains("xml")
}

/// Converts the elements of a tuple to a list whose elements are of any of these types, or any JSON
/// if any element may follow them (JSON Schema, section 10.3.1).
fn prefix_items(schema: &mut Map<String, Value>, referenced: &Referenced, moves: &mut Moves) {
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
        only(elements, &to, moves)
    } else if elements.iter().any(|(_, element)| is_any(element)) {
        for (from, element) in elements {
            referenced.keep(schema, from, element, moves);
        }
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
fn pattern_properties(schema: &mut Map<String, Value>, referenced: &Referenced, moves: &mut Moves) {
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
    let value = if are_equal(&values) {
        only(values, &to, moves)
    } else {
        for (from, value) in values {
            referenced.keep(schema, from, value, moves);
        }
        None
    };
    let value = value.unwrap_or(json!(true));
    schema.insert("additionalProperties".to_owned(), value);
}

/// Returns the only one of equal schemas at several locations, and records their moves.
fn only(schemas: Vec<(Pointer, Value)>, to: &Pointer, moves: &mut Moves) -> Option<Value> {
    let from = schemas.iter().rev().map(|(from, _)| from);
    moves.extend(
        from.filter(|from| *from != to)
            .map(|from| (to.clone(), from.clone())),
    );
    schemas.into_iter().next().map(|(_, schema)| schema)
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
fn types(schema: &mut Map<String, Value>, referenced: &Referenced, moves: &mut Moves) {
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
        _ if is_any => {
            keep_schemas_of_types(schema, referenced, moves);
            remove_keywords_of_types(schema);
        }
        _ => {
            let branches = types.iter().map(|name| branch(schema, name)).collect();
            remove_keywords_of_types(schema);
            let any_of = Pointer::root().child("anyOf");
            moves.extend((0..types.len()).map(|index| (any_of.index(index), Pointer::root())));
            schema.insert("anyOf".to_owned(), Value::Array(branches));
        }
    }
}

/// Keeps the schemas in keywords that apply to values of one type, which are removed.
fn keep_schemas_of_types(
    schema: &mut Map<String, Value>,
    referenced: &Referenced,
    moves: &mut Moves,
) {
    let at = Pointer::root();
    if let Some(Value::Object(properties)) = schema.shift_remove("properties") {
        for (name, property) in properties {
            let from = at.child("properties").child(&name);
            referenced.keep(schema, from, property, moves);
        }
    }
    for keyword in ["items", "additionalProperties"] {
        if let Some(value) = schema.shift_remove(keyword) {
            referenced.keep(schema, at.child(keyword), value, moves);
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
mod tests;
