//! Snapshots of the model: one small document per construct in `fixtures/construct`, several
//! versions of one document in `fixtures/versions`.

use std::path::{Path, PathBuf};

use crate::diagnostic::Diagnostics;
use crate::model::{ShapedApi, print};
use crate::pipeline::{Clock, Model};
use crate::{Generator, pass};

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

fn read(generator: &Generator) -> Model {
    Model::read(generator, &mut Clock::start()).unwrap_or_else(|found| panic!("{found}"))
}

/// Prints the model of a document.
pub(crate) fn printed(document: &str) -> String {
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    let path = folder.path().join("document.yaml");
    std::fs::write(&path, document).expect("the folder can be written");
    print::api(&read(&Generator::document(path)).sides[0].api)
}

/// Prints the types of a document that has only these component schemas.
pub(crate) fn types(schemas: &str) -> String {
    let head = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths: {}\n";
    let schemas: String = schemas
        .lines()
        .map(|line| format!("    {line}\n"))
        .collect();
    printed(&format!("{head}components:\n  schemas:\n{schemas}"))
}

/// Prints warnings without their locations, which depend on the path of the workspace.
fn print_warnings(warnings: &Diagnostics) -> String {
    let lines = warnings.iter().map(|one| {
        let (severity, code) = (&one.severity, &one.code);
        format!("{severity}[{code}]: {}\n", one.message)
    });
    lines.collect()
}

#[test]
fn constructs_become_types_and_operations() {
    insta::glob!("../../fixtures/construct", "*.yaml", |path| {
        let model = read(&Generator::document(path));
        let text = print::api(&model.sides[0].api) + &print_warnings(&model.warnings);
        let mut settings = insta::Settings::clone_current();
        settings.remove_snapshot_suffix();
        settings.remove_input_file();
        settings.set_omit_expression(true);
        settings.set_prepend_module_to_snapshot(false);
        settings.set_snapshot_path(fixtures().join("construct"));
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        settings.bind(|| insta::assert_snapshot!(&*name, text));
    });
}

/// `flag` and `crew` are equal in all versions, `ship` is not, and `ship_list` differs only in the
/// type of its items; `getFlag` differs in the name of its parameter.
#[test]
fn versions_share_equal_types_and_operations() {
    let model = read(&Generator::documents(fixtures().join("versions")));
    let apis: Vec<&ShapedApi> = model.sides.iter().map(|side| &side.api).collect();
    insta::assert_snapshot!(print::library(&pass::unify(&apis)));
}
