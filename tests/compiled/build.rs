//! Makes a module of every document in `fixtures/construct`.

use std::fs;
use std::path::{Path, PathBuf};

use intercom_codegen::Generator;

const OTHER_FEATURES: &str =
    r#""chrono", "jiff", "middleware", "native-tls", "rustls", "time", "tracing", "webhooks""#;

/// The first item of a crate.
const RUNTIME: &str = "#[doc(hidden)]\npub mod runtime;";

fn main() {
    let documents = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/construct");
    let out = PathBuf::from(std::env::var_os("OUT_DIR").expect("Cargo sets it"));
    println!("cargo::rerun-if-changed={}", documents.display());
    // Features of the crates that need more dependencies than this one has.
    println!("cargo::rustc-check-cfg=cfg(feature, values({OTHER_FEATURES}))");
    let entries = fs::read_dir(&documents).expect("the documents are there");
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.expect("it can be read").path())
        .filter(|path| path.is_file())
        .collect();
    paths.sort();
    let mut modules = String::new();
    for path in paths {
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        let name = name.replace('-', "_");
        let generated = Generator::document(&path)
            .generate()
            .unwrap_or_else(|faults| panic!("{faults}"));
        for (file, text) in generated.files.iter() {
            let Some(file) = file
                .strip_prefix("src/")
                .filter(|file| file.ends_with(".rs"))
            else {
                continue;
            };
            if !file.starts_with("runtime/") {
                write(&out.join(&name).join(file), &within(&name, file, text));
            }
        }
        modules.push_str(&format!(
            "pub mod {name} {{ include!(concat!(env!(\"OUT_DIR\"), \"/{name}/lib.rs\")); }}\n"
        ));
    }
    write(&out.join("documents.rs"), &modules);
}

/// The file of a crate as one of the module `name`: its paths begin there, and the runtime is that
/// of all modules.
fn within(name: &str, file: &str, text: &str) -> String {
    let text = text
        .replace("crate::", &format!("crate::{name}::"))
        .replace(&format!("crate::{name}::runtime"), "crate::runtime");
    match (file, text.split_once(RUNTIME)) {
        // Attributes of the crate come before; nothing that is included may have any.
        ("lib.rs", Some((_, modules))) => format!("use crate::runtime;\n{modules}"),
        _ => text,
    }
}

fn write(path: &Path, text: &str) {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).expect("the folder can be made");
    }
    fs::write(path, text).expect("the file can be written");
}
