//! Generates a module for every document in `generator/fixtures/construct`, and those with chosen
//! types and traits.

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
            .features(["dynamic", "mock"])
            .cli("fixture")
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
    modules.push_str(&with_chosen_types(&out));
    modules.push_str(&with_json_schemas(&out));
    fs::write(out.join("documents.rs"), modules).expect("the file can be written");
}

/// Generates a document with the types of each crate for dates and times. Returns the modules.
fn with_chosen_types(out: &Path) -> String {
    println!("cargo::rerun-if-changed=choices.yaml");
    let mut modules = String::new();
    for crate_of_times in ["chrono", "jiff", "time"] {
        let name = format!("choices_{crate_of_times}");
        let generated = Generator::document("choices.yaml")
            .module_name(&name)
            .presets(["base64", "rust_decimal", "url", "uuid", crate_of_times])
            .format("ipv4", "::std::net::Ipv4Addr")
            .replace("Money", "crate::Money")
            .replace("flag", "crate::Flag")
            .features(["dynamic"])
            .derive(["Eq"])
            .generate()
            .unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
        generated
            .files
            .write_among_others(out)
            .unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
        modules.push_str(&format!(
            "include!(concat!(env!(\"OUT_DIR\"), \"/{name}.rs\"));\n"
        ));
    }
    let types = Generator::document("choices.yaml")
        .module_name("choices_types")
        .types_only(true)
        .generate()
        .unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
    types
        .files
        .write_among_others(out)
        .unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
    modules.push_str("include!(concat!(env!(\"OUT_DIR\"), \"/choices_types.rs\"));\n");
    modules
}

/// Generates a document whose types derive `schemars::JsonSchema`. Returns the module.
fn with_json_schemas(out: &Path) -> String {
    println!("cargo::rerun-if-changed=json_schema.yaml");
    let generated = Generator::document("json_schema.yaml")
        .module_name("json_schema")
        .presets(["rust_decimal", "schemars", "time", "uuid"])
        .derive(["schemars::JsonSchema"])
        .generate()
        .unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
    generated
        .files
        .write_among_others(out)
        .unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
    "include!(concat!(env!(\"OUT_DIR\"), \"/json_schema.rs\"));\n".to_owned()
}
