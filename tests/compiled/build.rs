//! Generates a module for every document in `generator/fixtures/construct`.

use std::fs;
use std::path::{Path, PathBuf};

use intercom_codegen::Generator;

fn main() {
    let documents =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../generator/fixtures/construct");
    let out = PathBuf::from(std::env::var_os("OUT_DIR").expect("Cargo sets OUT_DIR"));
    println!("cargo::rerun-if-changed={}", documents.display());
    let entries = fs::read_dir(&documents).expect("the folder of documents can be read");
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.expect("the entry can be read").path())
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "yaml")
        })
        .collect();
    paths.sort();
    let mut modules = String::new();
    for path in paths {
        let name = path
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .replace('-', "_");
        let generated = Generator::document(&path)
            .module_name(&name)
            .features(["dynamic"])
            .generate()
            .unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
        generated
            .files
            .write_among_others(&out)
            .unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
        modules.push_str(&format!(
            "include!(concat!(env!(\"OUT_DIR\"), \"/{name}.rs\"));\n"
        ));
    }
    fs::write(out.join("documents.rs"), modules).expect("the file can be written");
}
