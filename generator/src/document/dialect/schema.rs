//! The keywords of JSON Schema 2020-12 that OpenAPI 3.0 lacks or defines differently.

use serde_json::{Map, Value, json};

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
fn is_always_newer(keyword: &String) -> bool {
    CONDITIONS.contains(&keyword.as_str()) || keyword == "$dynamicRef"
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
    preserve_encoding(schema);
    content(schema);
    prefix_items(schema, &mut moves);
    pattern_properties(schema, &mut moves);
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

/// Converts the elements of a tuple to a list whose elements are of any of these types.
fn prefix_items(schema: &mut Map<String, Value>, moves: &mut Moves) {
    let Some(Value::Array(prefix)) = schema.shift_remove("prefixItems") else {
        return;
    };
    let root = Pointer::root();
    let (from, to) = (root.child("prefixItems"), root.child("items"));
    let rest = schema.shift_remove("items").filter(Value::is_object);
    if rest.is_none() && prefix.windows(2).all(|pair| pair[0] == pair[1]) {
        moves.push((to, from.index(0)));
        schema.extend(
            prefix
                .into_iter()
                .next()
                .map(|only| ("items".to_owned(), only)),
        );
        return;
    }
    let any_of = to.child("anyOf");
    let count = prefix.len();
    if rest.is_some() {
        moves.push((any_of.index(count), to));
    }
    moves.extend((0..count).map(|index| (any_of.index(index), from.index(index))));
    let elements: Vec<Value> = prefix.into_iter().chain(rest).collect();
    schema.insert("items".to_owned(), json!({"anyOf": elements}));
}

/// Converts properties with names of a pattern to additional properties.
fn pattern_properties(schema: &mut Map<String, Value>, moves: &mut Moves) {
    let patterns = schema.shift_remove("patternProperties");
    let unevaluated = schema.shift_remove("unevaluatedProperties");
    let is_open = schema
        .get("additionalProperties")
        .is_some_and(|value| *value != json!(false));
    if is_open {
        return;
    }
    let root = Pointer::root();
    let to = root.child("additionalProperties");
    let additional = match patterns {
        Some(Value::Object(patterns)) if patterns.len() == 1 => {
            let only = patterns.into_iter().next();
            only.map(|(pattern, values)| {
                moves.push((to, root.child("patternProperties").child(&pattern)));
                values
            })
        }
        Some(Value::Object(patterns)) if !patterns.is_empty() => Some(json!(true)),
        _ => unevaluated.inspect(|_| moves.push((to, root.child("unevaluatedProperties")))),
    };
    schema.extend(additional.map(|values| ("additionalProperties".to_owned(), values)));
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
                json!({"type": "string", "x-content-encoding": "base64", "format": "byte"}),
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
                json!({"prefixItems": [{"type": "string"}, {"type": "string"}]}),
                json!({"items": {"type": "string"}}),
            ),
            (
                json!({"prefixItems": [{"type": "string"}], "items": {"type": "integer"}}),
                json!({"items": {"anyOf": [{"type": "string"}, {"type": "integer"}]}}),
            ),
            (
                json!({"patternProperties": {"^x": {"type": "string"}}}),
                json!({"additionalProperties": {"type": "string"}}),
            ),
            (
                json!({"patternProperties": {"a": {}, "b": {}}, "additionalProperties": false}),
                json!({"additionalProperties": true}),
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

    #[test]
    fn invalid_types_remain_for_the_next_stage() {
        for schema in [json!({"type": 1}), json!({"type": ["string", 1]})] {
            assert_eq!(converted(schema.clone()), schema);
        }
    }
}
