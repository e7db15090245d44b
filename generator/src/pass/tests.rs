//! Snapshots of the model: one small document per construct in `fixtures/construct`, several
//! versions of one document in `fixtures/versions`.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::diagnostic::{Diagnostics, Pointer};
use crate::document::RawDocument;
use crate::document::grammar::ObjectKind;
use crate::document::nodes::nodes;
use crate::model::{ShapedApi, print};
use crate::pipeline::{Clock, Model};
use crate::{Generator, pass};

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

fn read(generator: &Generator) -> Model {
    Model::read(generator, &mut Clock::start()).unwrap_or_else(|found| panic!("{found}"))
}

/// Returns the model of a document.
pub(crate) fn shaped(document: &str) -> ShapedApi {
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    let path = folder.path().join("document.yaml");
    std::fs::write(&path, document).expect("the folder can be written");
    read(&Generator::document(path)).sides.remove(0).api
}

/// Returns the messages of the errors of a document.
pub(crate) fn errors(document: &str) -> Vec<String> {
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    let path = folder.path().join("document.yaml");
    std::fs::write(&path, document).expect("the folder can be written");
    match Model::read(&Generator::document(path), &mut Clock::start()) {
        Ok(_) => Vec::new(),
        Err(found) => found.iter().map(|one| one.message.clone()).collect(),
    }
}

/// Prints the model of a document.
pub(crate) fn printed(document: &str) -> String {
    print::api(&shaped(document))
}

/// Prints the types of a document that has only these component schemas.
pub(crate) fn types(schemas: &str) -> String {
    printed(&of_schemas(schemas))
}

/// Returns a document that has only these component schemas.
fn of_schemas(schemas: &str) -> String {
    let head = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths: {}\n";
    let schemas: String = schemas
        .lines()
        .map(|line| format!("    {line}\n"))
        .collect();
    format!("{head}components:\n  schemas:\n{schemas}")
}

/// Returns the messages of the warnings of a document that has only these component schemas.
pub(crate) fn warnings(schemas: &str) -> Vec<String> {
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    let path = folder.path().join("document.yaml");
    std::fs::write(&path, of_schemas(schemas)).expect("the folder can be written");
    let warnings = read(&Generator::document(path)).warnings;
    warnings.iter().map(|one| one.message.clone()).collect()
}

/// Prints warnings without their locations, which depend on the path of the workspace.
fn print_warnings(warnings: &Diagnostics) -> String {
    let lines = warnings.iter().map(|one| {
        let (severity, code) = (&one.severity, &one.code);
        format!("{severity}[{code}]: {}\n", one.message)
    });
    lines.collect()
}

#[test]
fn constructs_become_types_and_operations() {
    insta::glob!("../../fixtures/construct", "*.yaml", |path| {
        let model = read(&Generator::document(path));
        let text = print::api(&model.sides[0].api) + &print_warnings(&model.warnings);
        let mut settings = insta::Settings::clone_current();
        settings.remove_snapshot_suffix();
        settings.remove_input_file();
        settings.set_omit_expression(true);
        settings.set_prepend_module_to_snapshot(false);
        settings.set_snapshot_path(fixtures().join("construct"));
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        settings.bind(|| insta::assert_snapshot!(&*name, text));
    });
}

/// Documents of OpenAPI 3.1 become the same types and operations as those of 3.0.
#[test]
fn constructs_of_3_1_become_the_same() {
    insta::glob!("../../fixtures/construct", "*.yaml", |path| {
        let raw = RawDocument::load(path).unwrap_or_else(|found| panic!("{found}"));
        if raw.value["openapi"] != "3.0.3" {
            return;
        }
        let folder = tempfile::tempdir().expect("there is a folder for temporary files");
        let twin = folder.path().join("document.json");
        std::fs::write(&twin, in_3_1(raw.value).to_string()).expect("the folder can be written");
        let [old, new] = [path, &twin].map(|path| {
            let model = read(&Generator::document(path));
            print::api(&model.sides[0].api) + &print_warnings(&model.warnings)
        });
        assert_eq!(new, old, "{}", path.display());
    });
}

/// Rewrites a document of OpenAPI 3.0 in the vocabulary of 3.1.
fn in_3_1(mut document: Value) -> Value {
    let mut schemas: Vec<Pointer> = nodes(&document)
        .into_iter()
        .filter(|node| node.kind == ObjectKind::Schema && node.reference().is_none())
        .map(|node| node.pointer)
        .collect();
    // Innermost first, since an outer schema may become a branch.
    schemas.reverse();
    for pointer in schemas {
        if let Some(schema) = document.pointer_mut(pointer.as_str()) {
            *schema = schema_in_3_1(schema.take());
        }
    }
    document["openapi"] = json!("3.1.0");
    document
}

fn schema_in_3_1(mut value: Value) -> Value {
    let Value::Object(schema) = &mut value else {
        return value;
    };
    match schema.get("format").and_then(Value::as_str) {
        Some("byte") => {
            schema.remove("format");
            schema.insert("contentEncoding".to_owned(), json!("base64"));
        }
        Some("binary") => {
            schema.remove("format");
            schema.insert(
                "contentMediaType".to_owned(),
                json!("application/octet-stream"),
            );
        }
        _ => {}
    }
    for (exclusive, limit) in [
        ("exclusiveMinimum", "minimum"),
        ("exclusiveMaximum", "maximum"),
    ] {
        if schema.get(exclusive) == Some(&json!(true))
            && let Some(value) = schema.remove(limit)
        {
            schema.insert(exclusive.to_owned(), value);
        }
    }
    let only = schema
        .get("enum")
        .and_then(Value::as_array)
        .and_then(|values| match &values[..] {
            [only] => Some(only.clone()),
            _ => None,
        });
    if let Some(only) = only {
        schema.remove("enum");
        schema.insert("const".to_owned(), only);
    }
    if schema.remove("nullable") != Some(json!(true)) {
        return value;
    }
    if let Some(Value::Array(values)) = schema.get_mut("enum")
        && !values.contains(&Value::Null)
    {
        values.push(Value::Null);
    }
    match schema.get("type").cloned() {
        Some(ty) => {
            schema.insert("type".to_owned(), json!([ty, "null"]));
            value
        }
        None => {
            let description = schema.remove("description");
            let mut either = json!({"anyOf": [value, {"type": "null"}]});
            if let Some(description) = description {
                either["description"] = description;
            }
            either
        }
    }
}

/// `flag` and `crew` are equal in all versions, `ship` is not, and `ship_list` differs only in the
/// type of its items; `getFlag` differs in the name of its parameter.
#[test]
fn versions_share_equal_types_and_operations() {
    let model = read(&Generator::documents(fixtures().join("versions")));
    let apis: Vec<&ShapedApi> = model.sides.iter().map(|side| &side.api).collect();
    insta::assert_snapshot!(print::library(&pass::unify(&apis)));
}

fn chain(length: usize, first: &str) -> String {
    let mut schemas = format!("s0: {first}\n");
    for index in 1..length {
        schemas.push_str(&format!(
            "s{index}: {{$ref: '#/components/schemas/s{}'}}\n",
            index - 1
        ));
    }
    schemas
}

/// Rust limits the length of chains of aliases.
#[test]
fn long_chains_of_aliases_are_shortened() {
    let types = types(&chain(
        10_000,
        "{type: object, nullable: true, properties: {a: {}}}",
    ));
    assert!(
        types.contains("type S16 in s16: s16 = S15\n"),
        "{}",
        &types[..2_000]
    );
    assert!(types.contains("type S17 in s17: s17 = S0\n"));
    assert!(types.contains("type S9999 in s9999: s9999 = S0\n"));
}

#[test]
fn a_cycle_of_aliases_is_reported_with_its_members() {
    let text = "\
openapi: 3.0.3
info: {title: T, version: '1'}
paths: {}
components:
  schemas:
    ship: {$ref: '#/components/schemas/boat'}
    boat: {$ref: '#/components/schemas/raft'}
    raft: {$ref: '#/components/schemas/ship'}
";
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("document.yaml");
    std::fs::write(&path, text).unwrap();
    let warnings = read(&Generator::document(path)).warnings;
    assert_eq!(
        print_warnings(&warnings),
        "warning[recursive-alias]: schema `ship` is an alias of itself, by `boat`, `raft`: it is \
         generated as any JSON\n"
    );
}

#[test]
fn the_first_list_of_a_long_cycle_is_a_struct() {
    let types = types(&chain(
        5_000,
        "{type: array, items: {$ref: '#/components/schemas/s4999'}}",
    ));
    assert_eq!(types.matches("Json").count(), 0);
    assert!(
        types.contains("struct S0 in s0: s0 of Vec<S4999>\n"),
        "{}",
        &types[..200]
    );
}

/// The last types differ, and with them, one after the other, all that refer to them.
#[test]
fn a_difference_is_passed_on_through_a_long_chain() {
    const LENGTH: usize = 2_000;
    let document = |version: &str, last: &str| {
        let mut text = format!(
            "openapi: 3.0.3\ninfo: {{title: T, version: '{version}'}}\npaths: {{}}\n\
             components:\n  schemas:\n    s0: {{properties: {{a: {{type: {last}}}}}}}\n"
        );
        for index in 1..LENGTH {
            let before = format!("{{$ref: '#/components/schemas/s{}'}}", index - 1);
            text.push_str(&format!("    s{index}: {{properties: {{a: {before}}}}}\n"));
        }
        text
    };
    let folder = tempfile::tempdir().unwrap();
    for (version, last) in [("1.0", "string"), ("2.0", "integer"), ("3.0", "string")] {
        let path = folder.path().join(format!("{version}.yaml"));
        std::fs::write(path, document(version, last)).unwrap();
    }
    let model = read(&Generator::documents(folder.path()));
    let apis: Vec<&ShapedApi> = model.sides.iter().map(|side| &side.api).collect();
    assert_eq!(pass::unify(&apis).shapes.len(), 2 * LENGTH);
}
