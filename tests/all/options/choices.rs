//! The choices of types: `format`, `presets`, `replace`, `derive` and `types_only`.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::Command;

use super::*;

/// Returns the folder of the harbour's document, where ships have a date.
fn harbour_with_date() -> tempfile::TempDir {
    let harbour = harbour();
    let document = harbour.path().join("harbour.yaml");
    let text = fs::read_to_string(&document).unwrap();
    let name = "        name: {type: string";
    let date = format!("        built: {{type: string, format: date}}\n{name}");
    fs::write(document, text.replace(name, &date)).unwrap();
    harbour
}

#[test]
fn all_ways_choose_the_same_types() {
    let harbour = harbour_with_date();
    let path = harbour.path();
    let generator = Generator::document(path.join("harbour.yaml"))
        .module_name("harbour")
        .presets(["jiff", "uuid"])
        .format("date", "crate::Date")
        .replace("ship", "crate::Ship");
    let arguments = "--document harbour.yaml --module-name harbour --presets jiff,uuid --format \
                     date=crate::Date --replace ship=crate::Ship";
    let keys = "document = 'harbour.yaml'\nmodule_name = 'harbour'\npresets = ['jiff', \
                'uuid']\n[format]\ndate = 'crate::Date'\n[replace]\nship = 'crate::Ship'\n";
    let (_, text) = same_module(path, generator, arguments, keys).unwrap();
    assert!(text.contains("pub type Ship = ::intercom_codegen_runtime::External<crate::Ship>;"));
    assert!(!text.contains("pub struct Ship "));
}

#[test]
fn invalid_choices_are_reported_together() {
    let harbour = harbour_with_date();
    let arguments = "--document harbour.yaml --out out --format uuid=a.b --presets jif --replace \
                     shp=crate::Ship";
    let arguments: Vec<&str> = arguments.split(' ').collect();
    let run = generate(harbour.path(), &arguments);
    assert_eq!(run.code, 1);
    for part in [
        "`a.b` is not a Rust type: format `uuid`",
        "`jif` is not a preset",
        "did you mean `jiff`?",
        "no document has the schema `shp`, which is replaced",
        "did you mean `ship`?",
    ] {
        assert!(run.stderr.contains(part), "{part}: {}", run.stderr);
    }
    assert_eq!(generate(harbour.path(), &["--format", "uuid"]).code, 2);
    // Formats of presets need not occur, those that are named do.
    let format = "--document harbour.yaml --out out --presets uuid,jiff --format dat=crate::Date";
    let run = generate(harbour.path(), &Vec::from_iter(format.split(' ')));
    assert_eq!(run.code, 1);
    for part in [
        "error[unmatched-selection]",
        "no document has a string with the format `dat`, whose type is chosen",
        "did you mean `date`?",
    ] {
        assert!(run.stderr.contains(part), "{part}: {}", run.stderr);
    }
    assert_eq!(run.stderr.matches("unmatched-selection").count(), 1);
    // Schemas that the selected operations do not refer to may be replaced.
    let selected = "--document harbour.yaml --out out --operations moorShip --replace \
                    shp=crate::Ship --replace ship=crate::Ship";
    let run = generate(harbour.path(), &Vec::from_iter(selected.split(' ')));
    assert_eq!(run.code, 0, "{}", run.stderr);
    for part in [
        "warning[unmatched-selection]",
        "no document has the schema `shp`, which is replaced",
    ] {
        assert!(run.stderr.contains(part), "{part}: {}", run.stderr);
    }
    assert_eq!(run.stderr.matches("which is replaced").count(), 1);
}

#[test]
fn problems_of_a_file_of_options_have_their_positions_there() {
    let harbour = harbour_with_date();
    let options = "\
        document = \"harbour.yaml\"\n\
        name = \"1 harbour\"\n\
        tags = [\n  \"Ships\",\n  \"Shisp\",\n]\n\
        operations = [\"moorShip\", \"sinkShip\"]\n\
        presets = [\"uuid\", \"jif\"]\n\
        features = [\"mokc\"]\n\
        derive = [\"Copy\"]\n\
        [format]\n\
        uuid = \"a.b\"\n\
        dat = \"crate::Date\"\n\
        [replace]\n\
        shp = \"crate::Ship\"\n";
    fs::write(harbour.path().join("codegen.toml"), options).unwrap();
    let run = generate(harbour.path(), &["--out", "out"]);
    assert_eq!(run.code, 1);
    for (message, position) in [
        ("`1 harbour` ", "2:8"),
        ("no operation has the tag `Shisp`", "5:3"),
        ("no operation matches `sinkShip`", "7:27"),
        ("`jif` is not a preset", "8:20"),
        ("`mokc` is not an optional part", "9:13"),
        ("`Copy` cannot be derived", "10:11"),
        ("`a.b` is not a Rust type: format `uuid`", "12:1"),
        ("no document has a string with the format `dat`", "13:1"),
        ("no document has the schema `shp`", "15:1"),
    ] {
        let (_, rest) = run.stderr.split_once(message).expect(message);
        let location = rest.split("-[").nth(1).unwrap_or_default();
        let location = location.split(']').next();
        let expected = format!("codegen.toml:{position}");
        assert_eq!(location, Some(expected.as_str()), "{message}: {rest}");
    }
    // An argument is not in the file.
    let run = generate(harbour.path(), &["--out", "out", "--presets", "uiud"]);
    let (_, rest) = run.stderr.split_once("`uiud` is not a preset").unwrap();
    let (rest, _) = rest.split_once("did you mean").unwrap();
    assert!(!rest.contains("codegen.toml"), "{rest}");
}

#[test]
fn all_ways_derive_the_same_traits() {
    let harbour = harbour();
    let path = harbour.path();
    let generator = Generator::document(path.join("harbour.yaml"))
        .module_name("harbour")
        .replace("berth", "crate::Berth")
        .derive(["Eq", "::marks::Mark"]);
    let arguments = "--document harbour.yaml --module-name harbour --replace berth=crate::Berth \
                     --derive Eq,::marks::Mark";
    let keys = "document = 'harbour.yaml'\nmodule_name = 'harbour'\nderive = ['Eq', \
                '::marks::Mark']\n[replace]\nberth = 'crate::Berth'\n";
    let (_, text) = same_module(path, generator, arguments, keys).unwrap();
    assert!(text.contains("#[derive(Default, PartialEq, ::marks::Mark, Eq)]"));
}

const DEPTHS: &str = "\
openapi: 3.0.3
info: {title: Depths, version: '1'}
paths: {}
components:
  schemas:
    Depth: {type: number}
    Chart:
      type: object
      properties:
        name: {type: string}
        depths: {type: array, items: {$ref: '#/components/schemas/Depth'}}
    Log:
      type: object
      properties:
        notes: {type: object, additionalProperties: {type: string}}
";

#[test]
fn traits_that_a_type_cannot_derive_are_errors() {
    let folder = tempfile::tempdir().unwrap();
    let document = folder.path().join("depths.yaml");
    fs::write(&document, DEPTHS).unwrap();
    let errors = |traits: &[&str]| {
        let found = Generator::document(&document)
            .derive(traits.to_vec())
            .generate();
        let found = found.unwrap_err().into_iter();
        found.map(|one| one.message).collect::<Vec<_>>()
    };
    assert_eq!(
        errors(&["Eq", "::core::hash::Hash"]),
        [
            "`Chart` cannot derive `Eq`: property `depths` contains a float",
            "`Chart` cannot derive `Hash`: property `depths` contains a float",
            "`Log` cannot derive `Hash`: property `notes` contains a map",
        ]
    );
    assert_eq!(
        errors(&["Copy", "Debug", "not a path"]),
        [
            "`Copy` cannot be derived: emitted types preserve undocumented properties and values",
            "`Debug` is implemented by emitted types already",
            "`not a path` is not the path of a derive macro",
        ]
    );
    let replaced = Generator::document(&document).derive(["Eq"]);
    assert!(replaced.replace("Depth", "crate::Depth").generate().is_ok());
}

const TEXTS: &str = "\
openapi: 3.0.3
info: {title: Texts, version: '1'}
servers: [{url: 'https://harbour.example'}]
paths:
  /flags:
    put:
      operationId: raiseFlag
      requestBody: {content: {text/plain: {schema: {$ref: '#/components/schemas/Flag'}}}}
      responses:
        '200': {description: ok, content: {text/plain: {schema: {type: string, format: uuid}}}}
    patch:
      operationId: replaceFlag
      requestBody: {content: {text/plain: {schema: {$ref: '#/components/schemas/Colours'}}}}
      responses: {'204': {description: ok}}
    post:
      operationId: describeFlag
      requestBody:
        required: true
        content:
          application/x-www-form-urlencoded: {schema: {$ref: '#/components/schemas/Colours'}}
      responses: {'204': {description: ok}}
components:
  schemas:
    Flag: {type: string, enum: [N, A]}
    Colours: {type: object, required: [hoist], properties: {hoist: {type: string}}}
    Ship:
      type: object
      properties:
        id: {allOf: [{type: string}, {format: uuid}]}
        owner: {format: uuid, allOf: [{$ref: '#/components/schemas/Text'}]}
        length: {allOf: [{type: number}, {format: decimal}]}
    Text: {type: string}
";

/// The type of a schema is that of all its values, whatever keyword declares it.
#[test]
fn chosen_types_are_used_or_reported() {
    let folder = tempfile::tempdir().unwrap();
    let document = folder.path().join("texts.yaml");
    fs::write(&document, TEXTS).unwrap();
    let generator = Generator::document(&document)
        .module_name("texts")
        .format("uuid", "crate::Id")
        .replace("Flag", "crate::Flag")
        .replace("Colours", "crate::Colours");
    let generated = generator.generate().unwrap();
    let (_, text) = generated.files.iter().next().unwrap();
    for part in [
        "pub id: Option<::intercom_codegen_runtime::External<crate::Id>>",
        "pub owner: Option<::intercom_codegen_runtime::External<crate::Id>>",
        "pub length: Option<::intercom_codegen_runtime::Decimal>",
        "fn describe_flag(&self, fields: impl Into<Colours>)",
        "body: impl Into<::intercom_codegen_runtime::External<crate::Flag>>,",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let messages = generated.warnings.iter().map(|one| one.message.clone());
    let expected = ["Id", "Colours"].map(|ty| {
        format!("the chosen type `crate::{ty}` is not used for text: the content is a `String`")
    });
    assert_eq!(messages.collect::<Vec<_>>(), expected);
}

const EXTENSIONS: &str = "\
openapi: 3.0.3
info: {title: Extensions, version: '1'}
servers: [{url: 'https://harbour.example'}]
paths:
  /ships:
    post:
      operationId: addShip
      requestBody:
        content:
          multipart/form-data:
            schema:
              allOf:
              - {$ref: '#/components/schemas/Money'}
              - {properties: {name: {type: string}}}
      responses: {'204': {description: ok}}
components:
  schemas:
    Money: {type: object, properties: {value: {type: string}}}
    Price:
      allOf:
      - {$ref: '#/components/schemas/Money'}
      - {type: object, properties: {discount: {type: string}}}
    Fee: {allOf: [{$ref: '#/components/schemas/Money'}, {description: A fee.}]}
";

/// The properties of a chosen type are not known, so nothing can be added to them.
#[test]
fn extensions_of_replaced_schemas_are_reported() {
    let folder = tempfile::tempdir().unwrap();
    let document = folder.path().join("extensions.yaml");
    fs::write(&document, EXTENSIONS).unwrap();
    let generator = Generator::document(&document).module_name("extensions");
    assert!(generator.generate().unwrap().warnings.is_empty());
    let generated = generator
        .replace("Money", "crate::Money")
        .generate()
        .unwrap();
    let (_, text) = generated.files.iter().next().unwrap();
    assert!(text.contains("pub type Fee = Money;"), "{text}");
    assert!(text.contains("pub struct Price {"), "{text}");
    let found: Vec<(String, String)> = generated
        .warnings
        .iter()
        .map(|one| {
            let pointer = one.pointer.as_ref().map(ToString::to_string);
            (one.message.clone(), pointer.unwrap_or_default())
        })
        .collect();
    let message = "the chosen type `crate::Money` is not used where another schema extends `Money`: \
                   the extension has the properties that the document declares";
    let expected = [
        "/components/schemas/Price/allOf/0",
        "/paths/~1ships/post/requestBody/content/multipart~1form-data/schema/allOf/0",
    ];
    assert_eq!(
        found,
        expected.map(|pointer| (message.to_owned(), pointer.to_owned()))
    );
}

#[test]
fn all_ways_generate_the_same_types() {
    let harbour = harbour();
    let path = harbour.path();
    let generator = Generator::documents(path.join("spec"))
        .module_name("harbour")
        .types_only(true);
    let arguments = "--documents spec --module-name harbour --types-only";
    let keys = "documents = 'spec'\nmodule_name = 'harbour'\ntypes_only = true\n";
    let (_, text) = same_module(path, generator, arguments, keys).unwrap();
    assert!(text.contains("pub struct Ship {") && text.contains("pub mod v2_10 {"));
    for absent in ["Client", "mod operations", "mod tag_groups"] {
        assert!(!text.contains(absent), "{absent}");
    }
    let generated = Generator::documents(path.join("spec"))
        .types_only(true)
        .generate();
    let files = generated.unwrap().files;
    let paths = files.iter().map(|(path, _)| path.to_owned());
    let rust: Vec<String> = paths.filter(|path| path.ends_with(".rs")).collect();
    assert!(
        rust.iter().all(|path| path.ends_with("/mod.rs")
            || path.contains("types")
            || path == "src/lib.rs"),
        "{rust:?}"
    );
    let (_, manifest) = files
        .iter()
        .find(|(path, _)| *path == "Cargo.toml")
        .unwrap();
    assert!(
        !manifest.contains("rustls") && manifest.contains("default = [\"v2_10\"]"),
        "{manifest}"
    );
}

#[test]
fn presets_add_their_dependencies_to_the_manifest() {
    let harbour = harbour();
    let generated = Generator::document(harbour.path().join("harbour.yaml"))
        .presets(["base64", "uuid"])
        .generate()
        .unwrap();
    let (_, manifest) = generated
        .files
        .iter()
        .find(|(path, _)| *path == "Cargo.toml")
        .unwrap();
    for line in [
        "default-features = false, features = [\"client\", \"base64\"] }\n",
        "uuid = { version = \"1\", default-features = false, features = [\"serde\", \"std\"] }\n",
    ] {
        assert!(manifest.contains(line), "{manifest}");
    }
}

/// Runs Cargo on a generated crate, with the runtime and the dependencies of the workspace.
fn cargo(package: &Path, arguments: &[&str]) -> String {
    let scratch = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let output = Command::new(env!("CARGO"))
        .args(arguments)
        .args(["--offline", "--quiet", "--color", "never"])
        .current_dir(package)
        .env("CARGO_TARGET_DIR", scratch.parent().unwrap())
        .env_remove("RUSTFLAGS")
        .output()
        .unwrap();
    let errors = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success() && errors.is_empty(), "{errors}");
    String::from_utf8(output.stdout).unwrap()
}

/// Generates a crate with these arguments, and returns its folder and the names of its
/// dependencies.
fn dependencies(harbour: &Path, name: &str, arguments: &[&str]) -> (PathBuf, BTreeSet<String>) {
    let common = ["--document", "harbour.yaml", "--name", name, "--out", name];
    let run = generate(harbour, &[&common, arguments].concat());
    assert_eq!(run.code, 0, "{}", run.stderr);
    let package = harbour.join(name);
    let manifest = fs::read_to_string(package.join("Cargo.toml")).unwrap();
    let runtime = folder("generator/runtime");
    let patch = format!(
        "\n[patch.crates-io]\nintercom-codegen-runtime = {{ path = {runtime:?} }}\n\n[workspace]\n"
    );
    fs::write(package.join("Cargo.toml"), manifest + &patch).unwrap();
    fs::copy(folder("Cargo.lock"), package.join("Cargo.lock")).unwrap();
    let tree = cargo(&package, &["tree", "--edges", "normal", "--prefix", "none"]);
    let names = tree.lines().filter_map(|line| line.split(' ').next());
    (package, names.map(str::to_owned).collect())
}

#[test]
fn types_alone_have_no_http_client() {
    let harbour = harbour();
    let (_, of_client) = dependencies(harbour.path(), "harbour-client", &[]);
    let types = ["--types-only", "--presets", "base64,uuid"];
    let (package, of_types) = dependencies(harbour.path(), "harbour-types", &types);
    for name in ["http", "hyper", "reqwest", "secrecy", "tokio", "url"] {
        assert!(of_client.contains(name), "{name}: {of_client:?}");
        assert!(!of_types.contains(name), "{name}: {of_types:?}");
    }
    assert!(of_types.len() < 20, "{of_types:?}");
    cargo(&package, &["check"]);
}
