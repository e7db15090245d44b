use serde_json::json;

use crate::document::RawDocument;

/// The names of the files are the same, and so are those of the schemas in them.
#[test]
fn components_of_different_files_have_distinct_names() {
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        path
    };
    let ship = "{type: object, properties: {crew: {$ref: '#/Crew'}}, Crew: {type: object}}";
    write("ships/ship.yaml", ship);
    write("a/ship.yaml", ship);
    write("b/ship.yaml", ship);
    let text = "\
components:
  schemas:
    vessel: {$ref: ships/ship.yaml}
    harbour:
      properties:
        a: {$ref: a/ship.yaml}
        b: {$ref: b/ship.yaml}
        first: {$ref: ships/ship.yaml}
";
    let document = RawDocument::load(write("harbour.yaml", text)).unwrap();
    let schema = |name: &str| json!({"$ref": format!("#/components/schemas/{name}")});
    let schemas = &document.value["components"]["schemas"];
    let harbour = json!({
        "properties": {"a": schema("ship"), "b": schema("b.ship"), "first": schema("vessel")},
    });
    assert_eq!(schemas["harbour"], harbour);
    for (name, crew) in [
        ("vessel", "Crew"),
        ("ship", "ship.Crew"),
        ("b.ship", "b.ship.Crew"),
    ] {
        assert_eq!(schemas[name]["properties"]["crew"], schema(crew), "{name}");
        assert_eq!(schemas[crew], json!({"type": "object"}));
    }
    let found = document.found.iter();
    let messages: Vec<String> = found
        .map(|one| format!("{}: {}", one.severity, one.message))
        .collect();
    assert_eq!(
        messages,
        [
            "warning: `b/ship.yaml` clashes with the component `ship`: it is named `b.ship`",
            "warning: `#/Crew` clashes with the component `Crew`: it is named `ship.Crew`",
            "warning: `#/Crew` clashes with the component `Crew`: it is named `b.ship.Crew`",
        ]
    );
}
