//! Sets `cfg(has_upstream)` if `INTERCOM_OPENAPI` names a checkout of the published documents, and
//! writes the Rust of the README into files, which the tests compile.

use std::fs;
use std::path::{Path, PathBuf};

const README: &str = "../README.md";

fn main() {
    println!("cargo::rustc-check-cfg=cfg(has_upstream)");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed=INTERCOM_OPENAPI");
    if std::env::var_os("INTERCOM_OPENAPI").is_some() {
        println!("cargo::rustc-cfg=has_upstream");
    }
    println!("cargo::rerun-if-changed={README}");
    let out = PathBuf::from(std::env::var_os("OUT_DIR").expect("Cargo sets OUT_DIR"));
    let readme = fs::read_to_string(README).expect("the README can be read");
    write_blocks(&readme, &out.join("readme"));
}

/// Writes each block of Rust into a file that is named for the heading or the bold text above it,
/// and the list of these names into `names.rs`.
fn write_blocks(readme: &str, folder: &Path) {
    fs::create_dir_all(folder).expect("the folder can be created");
    let write = |name: &str, text: String| {
        let path = folder.join(format!("{name}.rs"));
        fs::write(path, text).expect("the file can be written");
    };
    let mut names: Vec<String> = Vec::new();
    let mut title = String::new();
    let mut lines = readme.lines();
    while let Some(line) = lines.next() {
        if let Some(text) = title_of(line) {
            title = file_name(text);
        }
        let Some(language) = line.strip_prefix("```") else {
            continue;
        };
        let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        if !language.starts_with("rust") {
            continue;
        }
        let block = block.join("\n");
        let name = if names.contains(&title) {
            format!("{title}_2")
        } else {
            title.clone()
        };
        // A file is included as one expression, or as items.
        let has_items = block.contains("fn ") || block.contains("include!");
        let text = if has_items {
            block
        } else {
            format!("{{\n{block}\n}}")
        };
        write(&name, text);
        names.push(name);
    }
    write("names", format!("{names:?}"));
}

/// Returns the text of a heading, or the bold text at the beginning of a paragraph.
fn title_of(line: &str) -> Option<&str> {
    let bold = || Some(line.strip_prefix("**")?.split_once("**")?.0);
    let heading = line.starts_with('#').then(|| line.trim_start_matches('#'));
    heading.or_else(bold)
}

fn file_name(title: &str) -> String {
    let parts = title.split(|one: char| !one.is_alphanumeric());
    let parts: Vec<String> = parts
        .filter(|part| !part.is_empty())
        .map(str::to_lowercase)
        .collect();
    parts.join("_")
}
