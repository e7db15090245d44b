//! Any text either is refused or becomes Rust. A good corpus to begin with are the documents in
//! `generator/fixtures/construct`.

#![no_main]

use intercom_codegen::Generator;
use intercom_codegen::diagnostic::Diagnostics;
use intercom_codegen::output::Files;

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
    // A file of the process, as a document is read from a file.
    let name = format!("intercom-codegen-fuzz-{}.yaml", std::process::id());
    let path = std::env::temp_dir().join(name);
    std::fs::write(&path, text).expect("the folder of temporary files can be written");
    Ok(Generator::document(path).generate()?.files)
}
