//! The crate in `generated/` is up to date with the generator.

use intercom_codegen::output::{LIST, Stale};

use crate::program::succeed;
use crate::workspace::{GENERATED, files, folder, generate};

#[test]
fn the_crate_is_up_to_date() {
    let stale = GENERATED.files.check(&folder("generated")).unwrap();
    assert_eq!(
        stale,
        Stale::default(),
        "run `cargo run -p intercom-codegen -- generate`:\n{stale}"
    );
}

/// The program agrees with the library, using its default options.
#[test]
fn the_program_reports_the_crate_as_up_to_date() {
    let stdout = succeed(&folder("tests"), ["generate", "--check"]);
    assert!(stdout.ends_with("generated: up to date\n"), "{stdout}");
}

/// No file in `src` is obsolete or hand-written.
#[test]
fn the_crate_has_no_other_source_files() {
    let mut found = files(&folder("generated/src"));
    for (path, _) in GENERATED.files.iter() {
        if let Some(path) = path.strip_prefix("src/") {
            found.remove(path);
        }
    }
    assert_eq!(found.keys().collect::<Vec<_>>(), Vec::<&String>::new());
    assert!(GENERATED.files.get(LIST).is_none());
}

#[test]
fn generation_is_deterministic() {
    let again = generate();
    let differ: Vec<&str> = again
        .files
        .iter()
        .filter(|(path, text)| GENERATED.files.get(path) != Some(text))
        .map(|(path, _)| path)
        .collect();
    assert_eq!(differ, Vec::<&str>::new());
    assert_eq!(again.files.len(), GENERATED.files.len());
}
