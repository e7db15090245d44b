//! Invalid values of the keywords that the conversion of a schema replaces, which the next stage does
//! not see.

use serde_json::{Map, Value, json};

use super::Dialect;
use crate::diagnostic::Pointer;
use crate::document::normalise::{IGNORED, noun};

/// The keywords that do not decide the type of a value.
const ANNOTATIONS: [&str; 4] = ["type", "title", "description", "deprecated"];

/// An invalid value, by its location in the schema.
pub(super) struct Invalid {
    pub at: Pointer,
    pub message: String,
    pub help: Option<&'static str>,
}

/// Repairs or removes the invalid values, and returns them.
pub(super) fn repair(schema: &mut Map<String, Value>, dialect: Dialect) -> Vec<Invalid> {
    let mut found = Vec::new();
    repair_type(schema, dialect, &mut found);
    if dialect > Dialect::V3_0 {
        exclusive_limits(schema, &mut found);
    }
    remove_unless(
        schema,
        "prefixItems",
        "an array",
        Value::is_array,
        &mut found,
    );
    for keyword in ["contentEncoding", "contentMediaType", "$dynamicRef"] {
        remove_unless(schema, keyword, "a string", Value::is_string, &mut found);
    }
    let keyword = "patternProperties";
    remove_unless(schema, keyword, "an object", Value::is_object, &mut found);
    inner_schemas(schema, &mut found);
    found
}

/// Replaces the schemas of elements and of patterns that are neither objects nor booleans.
fn inner_schemas(schema: &mut Map<String, Value>, found: &mut Vec<Invalid>) {
    let root = Pointer::root();
    if let Some(Value::Array(elements)) = schema.get_mut("prefixItems") {
        let at = root.child("prefixItems");
        for (index, element) in elements.iter_mut().enumerate() {
            let what = format!("element {index} of `prefixItems`");
            inner_schema(element, at.index(index), &what, found);
        }
    }
    if let Some(Value::Object(patterns)) = schema.get_mut("patternProperties") {
        let at = root.child("patternProperties");
        for (pattern, member) in patterns {
            inner_schema(member, at.child(pattern), &format!("`{pattern}`"), found);
        }
    }
}

fn inner_schema(schema: &mut Value, at: Pointer, what: &str, found: &mut Vec<Invalid>) {
    if schema.is_object() || schema.is_boolean() {
        return;
    }
    let expected = "an object (schema) or a boolean";
    found.push(Invalid {
        at,
        message: wrong(what, expected, schema, "any value is accepted"),
        help: None,
    });
    *schema = json!({});
}

/// Repairs the type of a schema. YAML reads `null` without quotes as null, which is not the name of a
/// type.
fn repair_type(schema: &mut Map<String, Value>, dialect: Dialect, found: &mut Vec<Invalid>) {
    let at = Pointer::root().child("type");
    let is_bare = schema.keys().all(|key| ANNOTATIONS.contains(&&**key));
    match schema.get_mut("type") {
        Some(Value::Array(types)) => {
            if types.is_empty() {
                let message =
                    "`type` must name at least one type, but is an empty array: it is ignored";
                found.push(Invalid {
                    at: at.clone(),
                    message: message.to_owned(),
                    help: None,
                });
            }
            let mut indices = 0..;
            types.retain_mut(|name| {
                let index = indices.next().unwrap_or_default();
                let at = at.index(index);
                name.is_string()
                    || repair_name(name, at, &format!("element {index} of `type`"), found)
            });
            if types.is_empty() {
                schema.shift_remove("type");
            }
        }
        // In other schemas, a keyword without a value: `type:`.
        Some(name @ Value::Null) if is_bare && dialect > Dialect::V3_0 => {
            repair_name(name, at, "`type`", found);
        }
        Some(Value::Null) => {
            let message = wrong("`type`", "a string", &Value::Null, IGNORED);
            found.push(Invalid {
                at,
                message,
                help: None,
            });
            schema.shift_remove("type");
        }
        _ => {}
    }
}

/// Reads null as the name of its type. Returns `false` for other values, which are not names.
fn repair_name(name: &mut Value, at: Pointer, what: &str, found: &mut Vec<Invalid>) -> bool {
    let is_null = name.is_null();
    let (consequence, help) = if is_null {
        (
            "it is read as the type `null`",
            Some("write it with quotes: `'null'`"),
        )
    } else {
        (IGNORED, None)
    };
    let message = wrong(what, "a string", name, consequence);
    found.push(Invalid { at, message, help });
    if is_null {
        *name = Value::String("null".to_owned());
    }
    is_null
}

/// Removes exclusive limits that are neither numbers nor, as in OpenAPI 3.0, booleans.
fn exclusive_limits(schema: &mut Map<String, Value>, found: &mut Vec<Invalid>) {
    for (keyword, help) in [
        (
            "exclusiveMinimum",
            "write `exclusiveMinimum: 3` instead of `minimum: 3`",
        ),
        (
            "exclusiveMaximum",
            "write `exclusiveMaximum: 3` instead of `maximum: 3`",
        ),
    ] {
        if let Some(flag @ Value::Bool(_)) = schema.get(keyword) {
            let consequence = "it is read as in OpenAPI 3.0";
            found.push(Invalid {
                at: Pointer::root().child(keyword),
                message: wrong(&format!("`{keyword}`"), "a number", flag, consequence),
                help: Some(help),
            });
        } else {
            remove_unless(schema, keyword, "a number", Value::is_number, found);
        }
    }
}

/// Removes a keyword unless its value is valid. A keyword without a value is not reported.
fn remove_unless(
    schema: &mut Map<String, Value>,
    keyword: &str,
    expected: &str,
    is_valid: fn(&Value) -> bool,
    found: &mut Vec<Invalid>,
) {
    let Some(value) = schema.get(keyword).filter(|value| !is_valid(value)) else {
        return;
    };
    if !value.is_null() {
        found.push(Invalid {
            at: Pointer::root().child(keyword),
            message: wrong(&format!("`{keyword}`"), expected, value, IGNORED),
            help: None,
        });
    }
    schema.shift_remove(keyword);
}

fn wrong(what: &str, expected: &str, value: &Value, consequence: &str) -> String {
    let actual = noun(value);
    format!("{what} must be {expected}, but is {actual}: {consequence}")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// Returns the repaired schema, and the locations of the invalid values.
    fn repaired(schema: Value, dialect: Dialect) -> (Value, Vec<String>) {
        let mut schema = schema.as_object().cloned().unwrap();
        let found = repair(&mut schema, dialect);
        let found = found.iter().map(|one| one.at.to_string()).collect();
        (Value::Object(schema), found)
    }

    /// JSON Schema 2020-12, validation, section 6.1.1: the value of `type` is one of seven strings,
    /// `null` among them, or an array of them.
    #[test]
    fn null_without_quotes_is_the_type_null() {
        for (schema, expected, found) in [
            (
                json!({"type": [null, "string"]}),
                json!({"type": ["null", "string"]}),
                vec!["/type/0"],
            ),
            (
                json!({"type": null}),
                json!({"type": "null"}),
                vec!["/type"],
            ),
            (
                json!({"type": null, "properties": {}}),
                json!({"properties": {}}),
                vec!["/type"],
            ),
            (
                json!({"type": ["string", 1]}),
                json!({"type": ["string"]}),
                vec!["/type/1"],
            ),
            (json!({"type": []}), json!({}), vec!["/type"]),
            (json!({"type": ["null"]}), json!({"type": ["null"]}), vec![]),
        ] {
            let found = found.into_iter().map(str::to_owned).collect();
            assert_eq!(
                repaired(schema.clone(), Dialect::V3_1),
                (expected, found),
                "{schema}"
            );
        }
        let (schema, found) = repaired(json!({"type": null}), Dialect::V3_0);
        assert_eq!((schema, found.len()), (json!({}), 1));
    }

    /// JSON Schema 2020-12, validation, sections 6.2.3 and 6.2.5: exclusive limits are numbers. They
    /// are booleans in OpenAPI 3.0.
    #[test]
    fn exclusive_limits_are_those_of_their_version() {
        let flag = json!({"exclusiveMinimum": true, "minimum": 3});
        let text = json!({"exclusiveMaximum": "5"});
        let at = |keyword: &str| vec![format!("/{keyword}")];
        assert_eq!(
            repaired(flag.clone(), Dialect::V3_1),
            (flag.clone(), at("exclusiveMinimum"))
        );
        assert_eq!(repaired(flag.clone(), Dialect::V3_0), (flag, vec![]));
        assert_eq!(
            repaired(text, Dialect::V3_1),
            (json!({}), at("exclusiveMaximum"))
        );
    }

    /// JSON Schema 2020-12, core, sections 10.3.1.1 and 10.3.2.2: the elements of `prefixItems` and
    /// the members of `patternProperties` are schemas, objects or booleans (section 4.3).
    #[test]
    fn schemas_are_objects_or_booleans() {
        let schema = json!({"prefixItems": [3, true], "patternProperties": {"^x": "a", "^y": {}}});
        let (schema, found) = repaired(schema, Dialect::V3_1);
        let expected =
            json!({"prefixItems": [{}, true], "patternProperties": {"^x": {}, "^y": {}}});
        assert_eq!(schema, expected);
        assert_eq!(found, ["/prefixItems/0", "/patternProperties/^x"]);
    }

    #[test]
    fn converted_keywords_without_their_type_are_removed() {
        let schema = json!({
            "prefixItems": 1,
            "patternProperties": [],
            "contentEncoding": {},
            "contentMediaType": null,
        });
        let (schema, found) = repaired(schema, Dialect::V3_1);
        assert_eq!(schema, json!({}));
        assert_eq!(
            found,
            ["/prefixItems", "/contentEncoding", "/patternProperties"]
        );
    }
}
