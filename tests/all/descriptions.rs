//! Every item has a description: from the document, or else from `spec/docs.yaml`.

use intercom_codegen::Generator;

use crate::workspace::{GENERATED, fixture, folder};

#[test]
fn everything_is_described() {
    let list: Vec<&str> = GENERATED.undescribed.iter().map(String::as_str).collect();
    assert!(
        list.is_empty(),
        "{} items without a description; add them to spec/docs.yaml:\n{}",
        list.len(),
        list.join("\n")
    );
}

/// A missing description is looked up for the item itself, then in the glossary, also for
/// references; descriptions of the document take precedence.
#[test]
fn descriptions_fill_gaps() {
    let generated = Generator::document(fixture("descriptions/tide.yaml"))
        .name("tide-table")
        .descriptions(fixture("descriptions/docs.yaml"))
        .generate()
        .unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
    let files = [
        "src/shapes/tide.rs",
        "src/shapes/note_tide.rs",
        "src/operations/tides.rs",
    ]
    .iter()
    .chain(&["src/api/tides.rs"]);
    let texts = files.map(|path| generated.files.get(path).unwrap_or_default());
    let lines = texts.flat_map(str::lines).filter(|line| {
        let line = line.trim_start();
        line.starts_with("//") || line.starts_with("pub ") && !line.starts_with("pub use")
    });
    insta::assert_snapshot!(lines.collect::<Vec<_>>().join("\n"));
}

/// The descriptions of all versions serve for some of them, too.
#[test]
fn descriptions_of_other_versions_are_not_unused() {
    let generator = Generator::documents(folder("spec"))
        .overlays(folder("spec/overlays"))
        .descriptions(folder("spec/docs.yaml"))
        .versions(["2.16"]);
    let generated = generator.generate().expect("2.16 is valid alone");
    assert!(generated.files.get("src/v2_16/client.rs").is_some());
}
