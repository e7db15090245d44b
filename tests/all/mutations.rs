//! Mutated documents generate a crate or diagnostics: the generator never panics, and the emitted
//! code is valid Rust.
//!
//! The fixtures are mutated pseudorandomly with a fixed seed: keys are removed and renamed, values
//! are swapped, copied and replaced. `PROPTEST_CASES` sets the number of mutated documents.

use std::path::{Path, PathBuf};

use intercom_codegen::Generator;
use intercom_codegen::diagnostic::Diagnostics;
use intercom_codegen::output::Files;
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::{Value, json};

/// A mutation of a document; its indices select among the pointers of the document.
#[derive(Clone, Debug)]
enum Mutation {
    /// Removes a member or an element.
    Remove(Index),
    /// Replaces a value with a copy of another one.
    Copy { from: Index, to: Index },
    /// Swaps two values.
    Swap(Index, Index),
    /// Replaces a value.
    Replace(Index, Value),
    /// Renames a key.
    Rename(Index, String),
    /// Replaces a value with a reference to another one.
    Refer { from: Index, to: Index },
}

fn unusual_text() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(vec![
            "",
            "-",
            "_",
            "__",
            "$ref",
            "@type",
            "1st",
            "☠",
            "größe",
            "self",
            "Self",
            "crate",
            "type",
            "new",
            "extra",
            "send",
            "Option",
            "Vec",
            "String",
            "Result",
            "Client",
            "mod",
            "{",
            "}",
            "{id}",
            "/{a}/{a}",
            "#",
            "#/",
            "a/b~c",
            "*/",
            "\"",
            "\\",
            "\n",
            "```",
            "properties",
            "allOf",
            "oneOf",
            "object",
            "array",
            "string",
            "null",
            "\u{feff}",
            "\u{200d}",
            "r#type",
            "İ",
            "ǆ",
            "2.1",
            "%20",
            "a%2Fb",
            "--> ]] <x>",
        ])
        .prop_map(str::to_owned),
        any::<String>(),
    ]
}

fn unusual_value() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        Just(json!(u64::MAX)),
        Just(json!(1e300)),
        Just(json!(-0.0)),
        unusual_text().prop_map(Value::from),
        Just(json!([])),
        Just(json!({})),
        Just(json!({"type": "object", "additionalProperties": {"nullable": true}})),
        Just(json!({"type": "string", "enum": ["a", "A", "-a", "", null]})),
        Just(
            json!({"allOf": [{}], "oneOf": [{}, {"type": "string"}], "discriminator": {"propertyName": ""}})
        ),
        Just(json!({"not": {}})),
    ]
}

fn mutation() -> impl Strategy<Value = Mutation> {
    let index = any::<Index>;
    prop_oneof![
        index().prop_map(Mutation::Remove),
        (index(), index()).prop_map(|(from, to)| Mutation::Copy { from, to }),
        (index(), index()).prop_map(|(one, other)| Mutation::Swap(one, other)),
        (index(), unusual_value()).prop_map(|(at, value)| Mutation::Replace(at, value)),
        (index(), unusual_text()).prop_map(|(at, name)| Mutation::Rename(at, name)),
        (index(), index()).prop_map(|(from, to)| Mutation::Refer { from, to }),
    ]
}

/// Returns the pointers to every value of a document, except the document itself.
fn pointers(value: &Value) -> Vec<String> {
    fn visit(value: &Value, at: &str, pointers: &mut Vec<String>) {
        let children: Vec<(String, &Value)> = match value {
            Value::Object(members) => members
                .iter()
                .map(|(name, member)| (name.replace('~', "~0").replace('/', "~1"), member))
                .collect(),
            Value::Array(elements) => elements
                .iter()
                .enumerate()
                .map(|(index, element)| (index.to_string(), element))
                .collect(),
            _ => Vec::new(),
        };
        for (name, child) in children {
            let pointer = format!("{at}/{name}");
            visit(child, &pointer, pointers);
            pointers.push(pointer);
        }
    }
    let mut found = Vec::new();
    visit(value, "", &mut found);
    found
}

fn apply(document: &mut Value, mutation: &Mutation) {
    let pointers = pointers(document);
    if pointers.is_empty() {
        return;
    }
    let at = |index: &Index| index.get(&pointers).as_str();
    let value =
        |document: &Value, pointer: &str| document.pointer(pointer).cloned().unwrap_or_default();
    match mutation {
        Mutation::Remove(index) => drop(take(document, at(index))),
        Mutation::Copy { from, to } => {
            let copy = value(document, at(from));
            put(document, at(to), copy);
        }
        Mutation::Swap(one, other) => {
            let (first, second) = (value(document, at(one)), value(document, at(other)));
            put(document, at(one), second);
            put(document, at(other), first);
        }
        Mutation::Replace(index, value) => put(document, at(index), value.clone()),
        Mutation::Rename(index, name) => {
            let (parent, _) = at(index).rsplit_once('/').unwrap_or_default();
            let value = take(document, at(index));
            if let (Some(Value::Object(members)), Some(value)) =
                (document.pointer_mut(parent), value)
            {
                members.insert(name.clone(), value);
            }
        }
        Mutation::Refer { from, to } => {
            let reference = json!({ "$ref": format!("#{}", at(to)) });
            put(document, at(from), reference);
        }
    }
}

fn put(document: &mut Value, pointer: &str, value: Value) {
    if let Some(slot) = document.pointer_mut(pointer) {
        *slot = value;
    }
}

fn take(document: &mut Value, pointer: &str) -> Option<Value> {
    let (parent, name) = pointer.rsplit_once('/')?;
    match document.pointer_mut(parent)? {
        Value::Object(members) => members.shift_remove(&name.replace("~1", "/").replace("~0", "~")),
        Value::Array(elements) => Some(elements.remove(name.parse().ok()?)),
        _ => None,
    }
}

/// Writes the text of a document to a file and generates a crate from it.
fn generate(path: &Path, text: &str) -> Result<Files, Diagnostics> {
    std::fs::write(path, text).unwrap();
    Ok(Generator::document(path).generate()?.files)
}

/// Mutates documents pseudorandomly with a fixed seed, and passes the generated crates to `seen`.
fn mutate(fixtures: &[PathBuf], cases: u32, mut seen: impl FnMut(&Files)) {
    let documents: Vec<Value> = fixtures
        .iter()
        .map(|path| {
            let mut documents = Generator::document(path).corrected_documents().unwrap();
            documents.remove(0).1
        })
        .collect();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mutated.json");
    let config = Config {
        cases,
        failure_persistence: None,
        ..Config::default()
    };
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(config, rng);
    let strategy = (any::<Index>(), prop::collection::vec(mutation(), 1..6));
    let seen = std::cell::RefCell::new(&mut seen);
    let result = runner.run(&strategy, |(document, mutations)| {
        let mut document = document.get(&documents).clone();
        for mutation in &mutations {
            apply(&mut document, mutation);
        }
        if let Ok(files) = generate(&path, &document.to_string()) {
            for (path, text) in files.iter().filter(|(path, _)| path.ends_with(".rs")) {
                let parsed = syn::parse_file(text);
                prop_assert!(parsed.is_ok(), "{path}: {:?} of {document}", parsed.err());
            }
            (seen.borrow_mut())(&files);
        }
        Ok(())
    });
    if let Err(error) = result {
        panic!("{error}");
    }
}

fn fixtures(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "yaml"))
        .collect();
    paths.sort();
    paths
}

#[test]
fn mutated_documents_never_panic_and_emit_valid_rust() {
    let mut crates = 0;
    let cases = Config::default().cases;
    mutate(
        &fixtures(&crate::workspace::folder("generator/fixtures/construct")),
        cases,
        |_| crates += 1,
    );
    // Most documents are rejected, but rejections alone would prove little.
    assert!(crates > cases / 10, "{crates} of {cases}");
}
