//! Documents that went wrong in some way are generated from or complained about: nothing makes the
//! generator panic, and what it emits is Rust.
//!
//! The fixtures are changed at random, always in the same way: keys go, values are swapped, copied
//! and replaced by others. `PROPTEST_CASES` makes it try more of them.

use std::path::{Path, PathBuf};

use intercom_codegen::Generator;
use intercom_codegen::diagnostic::Diagnostics;
use intercom_codegen::output::Files;
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::{Value, json};

/// A change of a document; which places it is made at depends on the document.
#[derive(Clone, Debug)]
enum Mutation {
    /// A key or an element goes.
    Remove(Index),
    /// A value becomes another one of the document.
    Copy { from: Index, to: Index },
    /// Two values change places.
    Swap(Index, Index),
    /// A value becomes something else.
    Replace(Index, Value),
    /// A key is spelled otherwise.
    Rename(Index, String),
    /// A reference leads to a place of the document.
    Refer { from: Index, to: Index },
}

fn odd_text() -> impl Strategy<Value = String> {
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

fn odd_value() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        Just(json!(u64::MAX)),
        Just(json!(1e300)),
        Just(json!(-0.0)),
        odd_text().prop_map(Value::from),
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
        (index(), odd_value()).prop_map(|(at, value)| Mutation::Replace(at, value)),
        (index(), odd_text()).prop_map(|(at, name)| Mutation::Rename(at, name)),
        (index(), index()).prop_map(|(from, to)| Mutation::Refer { from, to }),
    ]
}

/// Where every value of a document stands, but the document itself.
fn places(value: &Value) -> Vec<String> {
    fn visit(value: &Value, at: &str, places: &mut Vec<String>) {
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
            let place = format!("{at}/{name}");
            visit(child, &place, places);
            places.push(place);
        }
    }
    let mut found = Vec::new();
    visit(value, "", &mut found);
    found
}

fn apply(document: &mut Value, mutation: &Mutation) {
    let places = places(document);
    if places.is_empty() {
        return;
    }
    let at = |index: &Index| index.get(&places).as_str();
    let value =
        |document: &Value, place: &str| document.pointer(place).cloned().unwrap_or_default();
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

fn put(document: &mut Value, place: &str, value: Value) {
    if let Some(slot) = document.pointer_mut(place) {
        *slot = value;
    }
}

fn take(document: &mut Value, place: &str) -> Option<Value> {
    let (parent, name) = place.rsplit_once('/')?;
    match document.pointer_mut(parent)? {
        Value::Object(members) => members.shift_remove(&name.replace("~1", "/").replace("~0", "~")),
        Value::Array(elements) => Some(elements.remove(name.parse().ok()?)),
        _ => None,
    }
}

/// Generates a crate from the text of a document, which is written to a file.
fn generate(path: &Path, text: &str) -> Result<Files, Diagnostics> {
    std::fs::write(path, text).unwrap();
    Ok(Generator::document(path).generate()?.files)
}

/// Changes documents at random, the same way in every run.
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
    if let Err(fault) = result {
        panic!("{fault}");
    }
}

fn fixtures(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    let mut paths: Vec<PathBuf> = paths
        .filter(|path| path.extension().is_some_and(|end| end == "yaml"))
        .collect();
    paths.sort();
    paths
}

#[test]
fn no_document_makes_it_panic_or_emit_what_is_no_rust() {
    let mut crates = 0;
    let cases = Config::default().cases;
    mutate(
        &fixtures(&crate::workspace::folder("generator/fixtures/construct")),
        cases,
        |_| crates += 1,
    );
    // Most are refused, but a test of refusals alone would say little.
    assert!(crates > cases / 10, "{crates} of {cases}");
}
