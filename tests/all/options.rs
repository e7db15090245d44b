//! The options of a run: methods of `Generator` in a build script, arguments of the program, keys
//! of a file. Each of them generates the same output.

mod choices;

use std::fs;
use std::path::Path;

use intercom_codegen::Generator;
use intercom_codegen::diagnostic::Diagnostics;
use tempfile::TempDir;

use crate::program::{Run, run, succeed};
use crate::workspace::{files, fixture, folder};

const CORRECTIONS: &str = "\
overlay: 1.1.0
info: {title: Corrections, version: '1'}
actions:
- target: $.components.schemas.ship.properties
  description: ships have a flag
  update: {flag: {type: string}}
";

const DESCRIPTIONS: &str = "schema_properties: {ship: {flag: The country it sails for.}}\n";

/// Creates a folder with `harbour.yaml` and inputs for all options.
fn harbour() -> TempDir {
    let temporary = tempfile::tempdir().unwrap();
    let path = temporary.path();
    fs::copy(fixture("harbour.yaml"), path.join("harbour.yaml")).unwrap();
    fs::create_dir(path.join("spec")).unwrap();
    for version in ["2.9", "2.10", "preview"] {
        let to = path.join("spec").join(format!("{version}.yaml"));
        fs::copy(fixture("harbour.yaml"), to).unwrap();
    }
    fs::create_dir(path.join("additions")).unwrap();
    fs::write(path.join("additions/NOTES.md"), "# Notes\n").unwrap();
    fs::write(path.join("corrections.yaml"), CORRECTIONS).unwrap();
    fs::write(path.join("docs.yaml"), DESCRIPTIONS).unwrap();
    temporary
}

fn generate(folder: &Path, arguments: &[&str]) -> Run {
    run(folder, [&["generate"], arguments].concat())
}

/// Returns the only file of a folder.
fn module(folder: &Path) -> (String, String) {
    let mut files = files(folder).into_iter();
    let (path, text) = files.next().expect("a file is generated");
    assert_eq!(files.next(), None, "only one file is generated");
    (path, String::from_utf8(text).unwrap())
}

/// Generates a module by a build script, by arguments and by a file of options, and returns it.
fn same_module(
    harbour: &Path,
    by_methods: Generator,
    arguments: &str,
    keys: &str,
) -> Result<(String, String), Diagnostics> {
    by_methods.out_dir(harbour.join("script")).build_script()?;
    let expected = module(&harbour.join("script"));

    let arguments: Vec<&str> = arguments.split(' ').chain(["--out", "arguments"]).collect();
    let first = generate(harbour, &arguments);
    assert_eq!((first.code, first.stderr.as_str()), (0, ""));
    assert!(module(&harbour.join("arguments")) == expected, "arguments");

    fs::write(harbour.join("codegen.toml"), keys).unwrap();
    succeed(harbour, ["generate", "--out", "file"]);
    assert!(module(&harbour.join("file")) == expected, "file");
    Generator::from_config(harbour.join("codegen.toml"))?
        .out_dir(harbour.join("script of file"))
        .build_script()?;
    let found = module(&harbour.join("script of file"));
    assert!(found == expected, "build script with a file");
    Ok(expected)
}

#[test]
fn all_ways_generate_the_same_module_of_a_document() {
    let harbour = harbour();
    let path = harbour.path();
    let generator = Generator::document(path.join("harbour.yaml"))
        .version("2.9".parse().unwrap())
        .overlay(path.join("corrections.yaml"))
        .descriptions(path.join("docs.yaml"))
        .tags(["Ships"])
        .operations(["moorShip"])
        .module_name("apis::harbour")
        .service("crate::Policy")
        .features(["dynamic", "mock", "webhooks"])
        .cli("harbour");
    let arguments = "--document harbour.yaml --version 2.9 --overlay corrections.yaml \
                     --descriptions docs.yaml --tags Ships --operations moorShip \
                     --module-name apis::harbour --service crate::Policy \
                     --features dynamic,mock,webhooks --cli harbour";
    let keys = "document = 'harbour.yaml'\nversion = '2.9'\noverlays = ['corrections.yaml']\n\
                descriptions = 'docs.yaml'\ntags = ['Ships']\noperations = ['moorShip']\n\
                module_name = 'apis::harbour'\nservice = 'crate::Policy'\n\
                features = ['dynamic', 'mock', 'webhooks']\ncli = 'harbour'\n";
    let (file, text) = same_module(path, generator, arguments, keys).unwrap();
    assert_eq!(file, "harbour.rs");
    for part in [
        "pub mod v2_9 {",
        "/// The country it sails for.",
        "pub mod dynamic",
        "pub fn mock() ->",
        "pub mod cli",
        "crate::Policy",
    ] {
        assert!(text.contains(part), "{part}");
    }
}

#[test]
fn all_ways_generate_the_same_module_of_versions() {
    let harbour = harbour();
    let path = harbour.path();
    let generator = Generator::documents(path.join("spec"))
        .versions(["2.10", "preview"])
        .overlay(path.join("corrections.yaml"))
        .operations(["listShips"])
        .module_name("harbour")
        .docs(false);
    let arguments = "--documents spec --versions 2.10,preview --overlay corrections.yaml --operations \
                     listShips --module-name harbour --docs false";
    let keys = "documents = 'spec'\nversions = ['2.10', 'preview']\noverlays = \
                ['corrections.yaml']\noperations = ['listShips']\nmodule_name = \
                'harbour'\ndocs = false\n";
    let (_, text) = same_module(path, generator, arguments, keys).unwrap();
    assert!(text.contains("pub mod preview {") && text.contains("pub mod v2_10 {"));
    assert!(!text.contains("v2_9") && !text.contains("///"));
    assert!(!text.contains("moor_ship"));
}

#[test]
fn the_library_and_the_program_generate_the_same_crate() {
    let harbour = harbour();
    let path = harbour.path();
    let generated = Generator::document(path.join("harbour.yaml"))
        .description("Ships.")
        .additions(path.join("additions"))
        .service("crate::Policy")
        .generate()
        .unwrap();
    generated.files.write(&path.join("library")).unwrap();
    let arguments = "generate --document harbour.yaml --description Ships. --additions additions \
                     --service crate::Policy --out program";
    succeed(path, arguments.split(' '));
    let expected = files(&path.join("library"));
    assert!(files(&path.join("program")) == expected);
    assert!(expected.contains_key("NOTES.md"));
    let manifest = String::from_utf8_lossy(&expected["Cargo.toml"]);
    assert!(manifest.contains("name = \"harbour\"\n"), "{manifest}");
}

#[test]
fn arguments_replace_the_options_of_a_file() {
    let harbour = harbour();
    let path = harbour.path();
    fs::create_dir(path.join("nested")).unwrap();
    let keys = "documents = 'missing'\nname = 'file'\noperations = ['listShips']\nout_dir = 'of \
                file'\n";
    fs::write(path.join("nested/options.toml"), keys).unwrap();
    let arguments = "generate --config nested/options.toml --document harbour.yaml --name argument";
    succeed(path, arguments.split(' '));
    // Its paths are relative to the file.
    let found = files(&path.join("nested/of file"));
    let manifest = String::from_utf8_lossy(&found["Cargo.toml"]);
    assert!(manifest.contains("name = \"argument\"\n"), "{manifest}");
    assert!(!found.contains_key("src/operations/moor_ship.rs"));
}

#[test]
fn lint_reads_the_options_of_a_file() {
    let harbour = harbour();
    let path = harbour.path();
    let document = "document = 'harbour.yaml'\noverlays = ['missing.yaml']\n";
    fs::write(path.join("codegen.toml"), document).unwrap();
    let found = run(path, ["lint"]);
    assert!(
        found.stdout.contains("error[unreadable-file]"),
        "{}",
        found.stdout
    );
    assert_eq!(succeed(path, ["lint", "--no-overlays"]), "0 errors\n");
}

#[test]
fn unknown_names_have_a_suggestion() {
    let harbour = harbour();
    fs::write(harbour.path().join("bad.toml"), "documnet = 'x'\n").unwrap();
    let document = ["--document", "harbour.yaml", "--out", "out"];
    let versions = ["--documents", "spec", "--out", "out"];
    for (input, argument, code, help) in [
        (
            document,
            "--tags=Shps",
            "unmatched-selection",
            "did you mean `Ships`?",
        ),
        (
            document,
            "--operations=listShip",
            "unmatched-selection",
            "did you mean `listShips`?",
        ),
        (
            versions,
            "--versions=2.19",
            "unknown-version",
            "did you mean `2.9`?",
        ),
        (
            document,
            "--config=bad.toml",
            "invalid-config",
            "did you mean `document`?",
        ),
    ] {
        let arguments = [&input[..], &[argument]].concat();
        let run = generate(harbour.path(), &arguments);
        assert_eq!((run.code, run.stdout.as_str()), (1, ""), "{argument}");
        assert!(
            run.stderr.contains(&format!("error[{code}]")),
            "{}",
            run.stderr
        );
        assert!(run.stderr.contains(help), "{}", run.stderr);
    }
    let parts = ["--module-name", "harbour", "--features", "webhook"];
    let run = generate(harbour.path(), &[&document[..], &parts].concat());
    assert!(
        run.stderr.contains("did you mean `webhooks`?"),
        "{}",
        run.stderr
    );
    assert!(!harbour.path().join("out").exists());
}

#[test]
fn a_module_is_written_among_the_files_of_an_application() {
    let harbour = harbour();
    let src = harbour.path().join("src");
    fs::create_dir(&src).unwrap();
    fs::write(src.join("lib.rs"), "include!(\"harbour.rs\");\n").unwrap();
    let module = |name, more: &[&str]| {
        let arguments = ["--document", "harbour.yaml", "--out", "src"];
        let named = [&arguments[..], &["--module-name", name], more].concat();
        generate(harbour.path(), &named)
    };
    assert_eq!(module("harbour", &["--check"]).code, 1);
    assert_eq!(module("harbour", &[]).code, 0);
    assert_eq!(module("other", &[]).code, 0);
    let written = files(&src);
    let names: Vec<&String> = written.keys().collect();
    assert_eq!(names, ["harbour.rs", "lib.rs", "other.rs"]);
    // A generated file is replaced, a file of the application is not.
    let changed = module("harbour", &["--docs", "false"]);
    assert_eq!(changed.code, 0, "{}", changed.stderr);
    assert_eq!(module("harbour", &["--check"]).code, 1);
    let refused = module("lib", &[]);
    assert_eq!(refused.code, 1);
    assert!(
        refused.stderr.contains("error[foreign-file]"),
        "{}",
        refused.stderr
    );
    assert!(files(&src)["lib.rs"] == written["lib.rs"]);
}

/// The table of options in the README names a method of `Generator`, an argument of `generate` and
/// a key of the file for each option.
/// As in a build script: nothing else is generated instead.
#[test]
fn a_file_with_options_declares_the_input() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("codegen.toml"), "tags = ['Ships']\n").unwrap();
    let run = generate(folder.path(), &["--out", "out"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(run.stderr.contains("document"), "{}", run.stderr);
    assert_eq!(files(folder.path()).len(), 1);
}

#[test]
fn a_module_is_checked() {
    let harbour = harbour();
    let arguments = [
        "--document",
        "harbour.yaml",
        "--module-name",
        "harbour",
        "--out",
        "src",
    ];
    let check = [&arguments[..], &["--check"]].concat();
    assert_eq!(generate(harbour.path(), &check).code, 1);
    assert_eq!(generate(harbour.path(), &arguments).code, 0);
    assert_eq!(generate(harbour.path(), &check).code, 0);
    fs::write(harbour.path().join("src/harbour.rs"), "").unwrap();
    assert_eq!(generate(harbour.path(), &check).code, 1);
}

#[test]
fn the_readme_lists_every_option() {
    let readme = fs::read_to_string(folder("README.md")).unwrap();
    let (_, table) = readme.split_once("| `Generator` |").unwrap();
    let rows: Vec<&str> = table
        .lines()
        .skip(2)
        .take_while(|line| line.starts_with('|'))
        .collect();
    for row in &rows {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        assert!(cells.iter().all(|cell| !cell.is_empty()), "{row}");
    }
    let help = succeed(Path::new("."), ["generate", "--help"]);
    let (help, _exit_codes) = help.split_once("Exit codes:").unwrap();
    let arguments: Vec<&str> = help
        .split_whitespace()
        .map(|name| name.trim_matches(['[', ',', ']']))
        .map(|name| name.split('[').next().unwrap_or(name))
        .filter(|name| name.starts_with("--"))
        .map(|name| name.split('[').next().unwrap_or(name))
        .collect();
    let mentioned: Vec<&str> = rows
        .iter()
        .flat_map(|row| row.split('`'))
        .filter(|code| code.starts_with("--"))
        .map(|code| code.split(' ').next().unwrap_or(code))
        .collect();
    for argument in &mentioned {
        assert!(arguments.contains(argument), "{argument} is not in {help}");
    }
    // Arguments of the program alone.
    let own = [
        "--spec",
        "--check",
        "--overwrite",
        "--verbose",
        "--message-format",
        "--help",
    ];
    for argument in arguments.iter().filter(|name| !own.contains(name)) {
        assert!(
            mentioned.contains(argument),
            "{argument} is not in the table"
        );
    }
}
