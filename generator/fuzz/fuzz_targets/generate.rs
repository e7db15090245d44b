//! Any text either is refused or becomes Rust. A good corpus to begin with are the documents in
//! `tests/fixtures/construct`.

#![no_main]

use intercom_codegen::diagnostic::Diagnostics;
use intercom_codegen::emit::{CrateOptions, Layout, emit};
use intercom_codegen::output::Files;
use intercom_codegen::document::{Document, RawDocument, Source};
use intercom_codegen::emit::Additions;
use intercom_codegen::{lower, pass};

libfuzzer_sys::fuzz_target!(|text: &str| {
    let Ok(files) = generate(text) else {
        return;
    };
    for (path, text) in files.iter().filter(|(path, _)| path.ends_with(".rs")) {
        if let Err(error) = syn::parse_file(text) {
            panic!("{path}: {error}");
        }
    }
});

fn generate(text: &str) -> Result<Files, Diagnostics> {
    let raw = RawDocument::from_source(Source::new("fuzz.yaml", text))?;
    let document = Document::parse(raw, None)?;
    let (api, _) = lower::lower(&document)?;
    let (api, _) = pass::shape(api, &document)?;
    let options = CrateOptions {
        service: None,
        name: "fuzz".to_owned(),
        description: "A client".to_owned(),
        additions: Additions::default(),
    };
    Ok(emit(&pass::unify(&[&api]), &Layout::Crate(options)))
}
