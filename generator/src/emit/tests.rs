//! No text of a document changes the meaning of the emitted code or hides a part of it.

use rayon::prelude::*;
use serde_json::{Value, json};

use crate::Generator;
use crate::neutral::is_hidden;
use crate::output::Files;

/// A text that would end a comment, a string or a code block, and hide what follows.
const HOSTILE: &str = "a\r*/ b`\n\n```\nfn main() { panic!() }\n```\u{202e}\"#\\\u{2066}{api}\u{200b}\
                       \u{feff}\n#![allow(x)]\u{3164}\u{2028}<script>[`x`](y)\u{1b}z";

/// A document with a text at every kind of location whose text is free.
fn document() -> Value {
    let text = |ty: &str| json!({"type": ty, "description": "A description", "title": "A title"});
    let body = |schema: Value| json!({"application/json": {"schema": schema}});
    let ship = json!({
        "type": "object",
        "description": "A ship",
        "title": "Ship",
        "required": ["name"],
        "properties": {
            "name": {"type": "string", "description": "Its name", "pattern": "^a$", "format": "f",
                "default": "none", "example": "Ines", "minLength": 1},
            "kind": {"type": "string", "enum": ["tug", "barge"], "default": "tug"},
            "flag": {"type": "string", "enum": ["red"]},
            "masts": {"type": "integer", "enum": [1, 2], "x-unit": "mast"},
            "cargo": {"oneOf": [text("string"), text("integer"), {"type": "object",
                "properties": {"tons": {"type": "number"}}, "required": ["tons"]}]},
            "log": {"type": "object", "additionalProperties": text("string")},
        },
    });
    let parameter = |name: &str, location: &str| {
        let required = location == "path";
        json!({"name": name, "in": location, "description": "A parameter", "required": required,
            "schema": {"type": "string", "default": "x"}})
    };
    json!({
        "openapi": "3.0.3",
        "info": {"title": "Harbour", "version": "1", "description": "An API"},
        "servers": [{"url": "https://harbour.example/{port}", "description": "A server",
            "variables": {"port": {"default": "north", "enum": ["north"], "description": "d"}}}],
        "tags": [{"name": "Ships", "description": "The ships"}],
        "security": [{"key": []}],
        "paths": {"/ships/{id}": {
            "get": {
                "operationId": "get_ship", "tags": ["Ships"], "summary": "Gets", "description": "d",
                "parameters": [parameter("id", "path"), parameter("page", "query"),
                    parameter("X-Trace", "header"), parameter("session", "cookie")],
                "responses": {"200": {"description": "A ship", "content": body(
                    json!({"$ref": "#/components/schemas/ship"}))}},
            },
            "post": {
                "operationId": "add_ship", "tags": ["Ships"],
                "servers": [{"url": "https://other.example"}],
                "parameters": [parameter("id", "path")],
                "requestBody": {"content": body(json!({"$ref": "#/components/schemas/ship"}))},
                "responses": {"200": {"description": "A ship", "content": {"text/plain": {}}}},
            },
            "put": {
                "operationId": "scan_ship", "tags": ["Ships"],
                "parameters": [parameter("id", "path")],
                "requestBody": {"content": {"multipart/form-data": {"schema": ship}}},
                "responses": {"204": {"description": "Nothing"}},
            },
        }},
        "components": {
            "schemas": {"ship": ship},
            "securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}},
        },
    })
}

/// A replacement of one text: a value, or the key of a member.
#[derive(Clone, Debug)]
enum Replacement {
    Value(String),
    Key(String),
}

fn replacements(value: &Value, at: &str, found: &mut Vec<Replacement>) {
    match value {
        Value::String(_) => found.push(Replacement::Value(at.to_owned())),
        Value::Array(elements) => {
            for (index, element) in elements.iter().enumerate() {
                replacements(element, &format!("{at}/{index}"), found);
            }
        }
        Value::Object(members) => {
            for (key, member) in members {
                let at = format!("{at}/{}", key.replace('/', "~1"));
                found.push(Replacement::Key(at.clone()));
                replacements(member, &at, found);
            }
        }
        _ => {}
    }
}

fn replace(document: &mut Value, location: &Replacement) {
    match location {
        Replacement::Value(at) => {
            if let Some(value) = document.pointer_mut(at) {
                *value = HOSTILE.into();
            }
        }
        Replacement::Key(at) => {
            let (parent, key) = at.rsplit_once('/').unwrap();
            if let Some(Value::Object(members)) = document.pointer_mut(parent) {
                let members = std::mem::take(members).into_iter();
                let key = key.replace("~1", "/");
                let renamed = members.map(|(name, member)| {
                    let is_renamed = name == key;
                    (if is_renamed { HOSTILE.to_owned() } else { name }, member)
                });
                *document.pointer_mut(parent).unwrap() = Value::Object(renamed.collect());
            }
        }
    }
}

fn generate(document: &Value) -> Option<Files> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("document.json");
    std::fs::write(&path, document.to_string()).unwrap();
    Some(Generator::document(path).generate().ok()?.files)
}

/// Returns the number of code blocks in doc comments that are tests.
fn doctests(text: &str) -> usize {
    let comments = text.lines().map(str::trim_start);
    let comments = comments.filter_map(|line| line.strip_prefix("//").map(|rest| &rest[1..]));
    let mut is_open = false;
    let mut tests = 0;
    for line in comments.map(str::trim) {
        if is_open {
            is_open = line != "```";
        } else if line.starts_with("```") && !line.trim_start_matches('`').contains('`') {
            is_open = true;
            tests += usize::from(!matches!(line, "```text" | "```no_run"));
        }
    }
    tests
}

/// Checks emitted files.
fn check(files: &Files) -> Result<(), String> {
    for (path, text) in files.iter() {
        if let Some(at) = text.find(is_hidden) {
            let line = text[..at].lines().last();
            return Err(format!("{path}: hidden character after {line:?}"));
        }
        if path.contains(is_hidden) {
            return Err(format!("{path:?}: hidden character"));
        }
        if path.ends_with(".rs") {
            syn::parse_file(text).map_err(|error| format!("{path}: {error}"))?;
            if doctests(text) > 0 {
                return Err(format!("{path}: a doctest"));
            }
        }
    }
    Ok(())
}

#[test]
fn text_of_documents_is_neutral() {
    let document = document();
    let plain = generate(&document).map(|files| check(&files));
    assert_eq!(plain, Some(Ok(())));
    let mut all = Vec::new();
    replacements(&document, "", &mut all);
    let checked = all.par_iter().filter_map(|location| {
        let mut document = document.clone();
        replace(&mut document, location);
        let checked = check(&generate(&document)?);
        Some(checked.map_err(|problem| format!("{location:?}: {problem}")))
    });
    let checked: Vec<Result<(), String>> = checked.collect();
    let problems: Vec<&String> = checked
        .iter()
        .filter_map(|one| one.as_ref().err())
        .collect();
    assert!(problems.is_empty(), "{problems:#?}");
    // Many replacements are rejected, such as those of keywords and types.
    assert!(checked.len() > 60, "{} of {}", checked.len(), all.len());
}

/// Formatting is recursive; a thread of the usual stack overflows.
#[test]
fn the_deepest_type_is_emitted() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("document.json");
    let list = (0..60).fold(
        serde_json::json!({"type": "string"}),
        |inner, _| serde_json::json!({"type": "array", "items": inner}),
    );
    let document = serde_json::json!({
        "openapi": "3.0.3", "info": {"title": "T", "version": "1"}, "paths": {},
        "components": {"schemas": {"list": list}},
    });
    std::fs::write(&path, document.to_string()).unwrap();
    let generated = crate::Generator::document(&path).generate().unwrap();
    let is_nested = |(_, text): (&str, &str)| text.contains(&"Vec<".repeat(3));
    assert!(generated.files.iter().any(is_nested));
}
