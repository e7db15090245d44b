//! Everything has words: what a document leaves without a description gets one of `spec/docs.yaml`.

use std::collections::BTreeSet;

use intercom_codegen::Generator;
use intercom_codegen::ir::{Api, Body, Docs, SchemaId, SchemaKind};
use intercom_codegen::spec::{Document, Overlay, RawDocument, Words, find_documents};
use intercom_codegen::{lower, pass};

use crate::workspace::{fixture, folder};

/// The documents of the workspace, with the words that they are given.
fn described() -> Vec<Api> {
    let overlays = Overlay::load_folder(folder("spec/overlays")).unwrap();
    let documents = find_documents(&folder("spec")).unwrap().into_iter();
    let mut apis: Vec<Api> = documents
        .map(|(version, path)| {
            let mut raw = RawDocument::load(path).unwrap();
            for overlay in &overlays {
                overlay.apply(&mut raw, Some(&version)).unwrap();
            }
            let document = Document::parse(raw, Some(version)).unwrap();
            lower::lower(&document).unwrap().0
        })
        .collect();
    let words = Words::load(folder("spec/docs.yaml")).unwrap();
    let mut borrowed: Vec<&mut Api> = apis.iter_mut().collect();
    pass::describe(&mut borrowed, &words).unwrap_or_else(|faults| panic!("{faults}"));
    apis
}

/// What nothing is said about, by its kind and name.
fn silent(api: &Api) -> BTreeSet<String> {
    let mut silent = BTreeSet::new();
    let mut check = |docs: &Docs, name: String| {
        if docs.text.is_none() {
            silent.insert(name);
        }
    };
    for operation in &api.operations {
        let id = &operation.id;
        check(&operation.docs, format!("operation {id}"));
        for parameter in &operation.parameters {
            check(
                &parameter.docs,
                format!("parameter {id}: {}", parameter.name),
            );
        }
        if let Some(Body::Multipart(parts)) = &operation.body {
            for part in parts {
                check(&part.docs, format!("property {id}.request: {}", part.name));
            }
        }
    }
    for (id, schema) in &api.schemas {
        if *id == SchemaId::component(id.root().name()) {
            check(&schema.docs, format!("schema {id}"));
        }
        if let SchemaKind::Object(object) = &schema.kind {
            for (name, property) in &object.properties {
                check(&property.docs, format!("property {id}: {name}"));
            }
        }
    }
    silent
}

#[test]
fn everything_has_words() {
    let silent: BTreeSet<String> = described().iter().flat_map(silent).collect();
    let list: Vec<String> = silent.into_iter().collect();
    assert!(
        list.is_empty(),
        "{} things without words; add them to spec/docs.yaml:\n{}",
        list.len(),
        list.join("\n")
    );
}

#[test]
fn every_tag_has_words() {
    for api in described() {
        let tags = api.operations.iter().map(|operation| &operation.tag);
        let silent: BTreeSet<&String> = tags
            .filter(|tag| !api.info.tags.contains_key(*tag))
            .collect();
        assert!(silent.is_empty(), "{:?}: {silent:?}", api.info.version);
    }
}

/// Words are looked for where something is written, then in the glossary. A reference takes them
/// like anything else; what the document says itself stays.
#[test]
fn words_are_given_where_there_are_none() {
    let generated = Generator::document(fixture("words/tide.yaml"))
        .name("tide-table")
        .words(fixture("words/docs.yaml"))
        .generate()
        .unwrap_or_else(|faults| panic!("{faults}"));
    let files = [
        "src/types/tide.rs",
        "src/types/note_tide.rs",
        "src/operations/tides.rs",
    ];
    let files = files.iter().chain(&["src/api/tides.rs"]);
    let texts = files.map(|path| generated.files.get(path).unwrap_or_default());
    let lines = texts.flat_map(str::lines).filter(|line| {
        let line = line.trim_start();
        line.starts_with("//") || line.starts_with("pub ") && !line.starts_with("pub use")
    });
    insta::assert_snapshot!(lines.collect::<Vec<_>>().join("\n"));
}
