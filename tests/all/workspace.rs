//! The folders of the workspace and the crate generated from its documents.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use intercom_codegen::{Generator, Output};

/// Returns the path of a folder of the workspace.
pub fn folder(name: &str) -> PathBuf {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    tests
        .parent()
        .expect("`tests` is a folder of the workspace")
        .join(name)
}

/// Returns the path of a file or folder in `fixtures`.
pub fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fixtures")
        .join(name)
}

/// Generates the crate with the default options of the program.
pub fn generate() -> Output {
    let generator = Generator::documents(folder("spec"))
        .overlays(folder("spec/overlays"))
        .additions(folder("spec/crate"))
        .descriptions(folder("spec/docs.yaml"))
        .presets(["base64"])
        .tag_features(true)
        .name("intercom-client")
        .description("Async client for Intercom's REST API, with one feature per API version")
        .cli("intercom");
    generator
        .generate()
        .expect("the documents of the workspace are valid")
}

/// The crate, generated once for all tests.
pub static GENERATED: LazyLock<Output> = LazyLock::new(generate);

/// Returns the contents of the files in a folder, by path.
pub fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in std::fs::read_dir(next).expect("the folder can be read") {
            let path = entry.expect("the folder can be read").path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path
                    .strip_prefix(folder)
                    .expect("the file is in the folder");
                let parts: Vec<_> = name.iter().map(|part| part.to_string_lossy()).collect();
                files.insert(
                    parts.join("/"),
                    std::fs::read(&path).expect("the file can be read"),
                );
            }
        }
    }
    files
}
