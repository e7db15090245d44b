//! Name clashes are reported once, with an overlay that resolves them.

use std::path::Path;

use intercom_codegen::diagnostic::Code;
use intercom_codegen::{Generator, Output, find_documents};
use serde_yaml::Value;

use crate::workspace::{GENERATED, folder};

fn generate(document: &Path, overlay: Option<&Path>) -> Output {
    let mut generator = Generator::document(document);
    if let Some(overlay) = overlay {
        generator = generator.overlay(overlay);
    }
    generator
        .generate()
        .unwrap_or_else(|diagnostics| panic!("{diagnostics}"))
}

/// Returns an overlay of the actions that the help of the warnings suggests.
fn overlay(generated: &Output) -> String {
    let helps = generated
        .warnings
        .iter()
        .filter_map(|one| one.help.as_deref());
    let actions: Vec<&str> = helps
        .map(|help| help.split_once('\n').map_or("", |(_, actions)| actions))
        .collect();
    format!(
        "overlay: 1.1.0\ninfo: {{title: Names, version: '1'}}\nactions:\n{}\n",
        actions.join("\n")
    )
}

/// The suggested actions, pasted into an overlay, leave no warnings.
#[test]
fn suggested_overlays_resolve_clashes() {
    for name in [
        "clashes",
        "inline-names",
        "reserved-names",
        "symbol-names",
        "webhook-names",
    ] {
        let document = folder("generator/fixtures/construct")
            .join(name)
            .with_extension("yaml");
        let generated = generate(&document, None);
        assert!(!generated.warnings.is_empty(), "{name}");

        let temporary = tempfile::tempdir().unwrap();
        let path = temporary.path().join("names.yaml");
        std::fs::write(&path, overlay(&generated)).unwrap();
        let settled = generate(&document, Some(&path));
        let warnings: Vec<&str> = settled.warnings.iter().map(|one| &*one.message).collect();
        assert_eq!(warnings, [""; 0], "{name}\n{}", overlay(&generated));
    }
}

/// The chosen name of an operation is that of its method, its request builder and the types of its
/// inline schemas. Its id remains an alias, and its id in `dynamic`.
#[test]
fn operations_have_chosen_names() {
    let document = "\
openapi: 3.0.3
info: {title: Harbour, version: '1'}
paths:
  /ships/{id}:
    get:
      operationId: ShowAShipById
      tags: [Ships]
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses:
        '200':
          description: A ship
          content:
            application/json:
              schema: {type: object, properties: {name: {type: string}}}
";
    let overlay = "\
overlay: 1.1.0
info: {title: Names, version: '1'}
actions:
- target: $.paths[*][?@.operationId == 'ShowAShipById']
  description: Returns one ship.
  update: {x-rust-name: get_ship}
";
    let temporary = tempfile::tempdir().unwrap();
    let [document_path, overlay_path] =
        [("ships.yaml", document), ("names.yaml", overlay)].map(|(name, text)| {
            let path = temporary.path().join(name);
            std::fs::write(&path, text).unwrap();
            path
        });
    let generated = generate(&document_path, Some(&overlay_path));
    let has = |file: &str, parts: [&str; 2]| {
        let text = generated.files.get(file).unwrap();
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        for part in parts {
            assert!(text.contains(part), "{file} lacks `{part}`:\n{text}");
        }
    };
    let alias = "#[doc(alias = \"ShowAShipById\")]";
    let aliases = "#[doc(alias(\"ShowAShipById\", \"get ship\", \"/ships/{id}\"))]";
    has(
        "src/tag_groups/ships.rs",
        [&format!("{aliases} pub fn get_ship("), "-> GetShip {"],
    );
    has(
        "src/operations/ships.rs",
        [alias, "pub struct GetShip { request"],
    );
    has(
        "src/shapes/get_ship_response.rs",
        ["pub struct GetShipResponse {", "name"],
    );
    has(
        "src/dynamic/ships.rs",
        ["::GetShip = ", "\"ShowAShipById\", tag"],
    );
}

/// Constructors are uniform: a property with one value is never an argument of `new`, whether the
/// type is a member of a union or not.
#[test]
fn constants_are_never_arguments() {
    let mut constants = 0;
    for (version, path) in find_documents(&folder("spec")).unwrap() {
        let text = std::fs::read_to_string(path).unwrap();
        let document: Value = serde_yaml::from_str(&text).unwrap();
        for (name, schema) in document["components"]["schemas"].as_mapping().unwrap() {
            let (name, properties) = (name.as_str().unwrap(), &schema["properties"]);
            let required = schema["required"].as_sequence().into_iter().flatten();
            let constant = required.filter(|property| {
                let values = properties[*property]["enum"].as_sequence();
                values.is_some_and(|values| values.len() == 1)
            });
            let Some(text) = GENERATED.files.get(&format!("src/types/{name}.rs")) else {
                continue;
            };
            for property in constant.filter_map(Value::as_str) {
                let is_property = |argument: &&str| {
                    let argument = argument.trim_start().trim_start_matches("r#");
                    argument.starts_with(&format!("{property}:"))
                };
                let argument = arguments_of_new(text).find(is_property);
                assert_eq!(argument, None, "{version}: {name}");
                constants += 1;
            }
        }
    }
    assert!(constants > 100, "{constants}");
}

/// Returns the arguments of all functions `new` in a file.
fn arguments_of_new(text: &str) -> impl Iterator<Item = &str> {
    let functions = text.split("pub fn new(").skip(1);
    functions.flat_map(|function| {
        let (arguments, _) = function.split_once(") -> Self").unwrap_or_default();
        arguments.split(',')
    })
}

/// The length of the warning does not grow with the number of values.
#[test]
fn clashes_of_enum_values_are_one_warning() {
    let values: Vec<String> = (0..4000)
        .map(|at| format!("value{at}_x, Value{at}X"))
        .collect();
    let document = format!(
        "openapi: 3.0.3\ninfo: {{title: Values, version: '1'}}\npaths: {{}}\ncomponents:\n  schemas:\n    \
         flag: {{type: string, enum: [{}]}}\n",
        values.join(", ")
    );
    let temporary = tempfile::tempdir().unwrap();
    let path = temporary.path().join("values.yaml");
    std::fs::write(&path, document).unwrap();
    let generated = generate(&path, None);
    let [warning] = generated.warnings.iter().collect::<Vec<_>>()[..] else {
        panic!("{}", generated.warnings);
    };
    assert_eq!(warning.code, Code::NameCollision);
    assert!(
        warning
            .message
            .contains("`Value0X` clashes with `value0_x`: the variant is renamed `Value0X2`"),
        "{}",
        warning.message
    );
    assert!(
        warning.message.ends_with("and 3992 more"),
        "{}",
        warning.message
    );
}

/// A method of the document called `clone` would hide `Clone::clone`.
#[test]
fn everything_emitted_can_be_cloned() {
    use intercom_tests_compiled::reserved_names::api::types::OptionSchema;
    use intercom_tests_compiled::reserved_names::{Client, Error};

    let client: Result<Client, Error> = Client::builder().base_url("http://127.0.0.1:1").build();
    let client: Client = client.unwrap().clone();
    let _ = client.clone_api().clone().clone_operation().clone();
    let body: OptionSchema = OptionSchema::new().clone_field("Tern").clone();
    assert_eq!(body.clone_field.as_deref(), Some("Tern"));
}
