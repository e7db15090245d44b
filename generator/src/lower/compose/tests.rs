//! Tests of compositions.

use crate::pass::tests::types;

#[test]
fn parts_of_all_of_become_one_struct() {
    let schemas = "\
craft: {type: object, properties: {name: {type: string}}}
ship:
  allOf:
  - {$ref: '#/components/schemas/craft'}
  - {type: object, properties: {masts: {type: integer}}}
";
    let ship = "struct Ship in ship: ship, response\n  \
                name: Option<String>\n  masts: Option<Integer>\n";
    assert!(types(schemas).contains(ship), "{}", types(schemas));
}

/// JSON Schema, "allOf": a value is valid against the schema and all members.
#[test]
fn constraints_do_not_replace_the_type_beside_them() {
    for (schema, expected) in [
        ("{type: string, allOf: [{minLength: 3}]}", "String"),
        ("{type: integer, allOf: [{minimum: 3}]}", "Integer"),
        (
            "{type: boolean, allOf: [{description: A flag.}]}",
            "Boolean",
        ),
        ("{allOf: [{type: number, allOf: [{minimum: 3}]}]}", "Number"),
        (
            "{type: string, anyOf: [{minLength: 3}, {pattern: a}]}",
            "String",
        ),
        (
            "{type: array, items: {type: string}, allOf: [{minItems: 3}]}",
            "Vec<String>",
        ),
        (
            "{type: string, enum: [a, b], allOf: [{minLength: 1}]}",
            "ship::Name",
        ),
    ] {
        let types = types(&format!(
            "ship: {{type: object, properties: {{name: {schema}}}}}\n"
        ));
        let expected = format!("  name: Option<{expected}>\n");
        assert!(types.contains(&expected), "{schema}: {types}");
    }
}

#[test]
fn all_of_one_reference_is_that_reference() {
    let schemas = "\
craft: {type: object, properties: {name: {type: string}}}
ship: {type: object, properties: {tug: {allOf: [{$ref: '#/components/schemas/craft'}]}}}
";
    assert!(types(schemas).contains("  tug: Option<Craft>\n"));
}

#[test]
fn an_object_that_may_be_null_is_null_among_references_only() {
    let tug = |other: &str| {
        types(&format!(
            "\
craft: {{type: object, properties: {{name: {{type: string}}}}}}
ship:
  type: object
  properties:
    tug: {{anyOf: [{{$ref: '#/components/schemas/craft'}}, {other}]}}
"
        ))
    };
    let nullable = "  tug: Option<Craft>\n";
    let null = tug("{type: object, nullable: true}");
    assert!(null.contains(nullable), "{null}");
    for any in [
        "{type: object}",
        "{type: object, nullable: true, description: Any ship.}",
        "{type: object, nullable: true, additionalProperties: true}",
        "{type: object, nullable: true}, {type: string}",
    ] {
        let any = tug(any);
        assert!(any.contains("  tug: Option<ship::Tug>\n"), "{any}");
    }
}

#[test]
fn a_schema_may_include_itself() {
    let schemas = "\
ship:
  allOf:
  - {$ref: '#/components/schemas/ship'}
  - {type: object, properties: {name: {type: string}}}
";
    let expected = "struct Ship in ship: ship, response\n  name: Option<String>\n";
    assert_eq!(types(schemas), expected);
}

#[test]
fn a_schema_of_nothing_but_itself_is_any_json() {
    for tug in [
        "{allOf: [{$ref: '#/components/schemas/tug'}]}",
        "{oneOf: [{type: object, allOf: [{$ref: '#/components/schemas/tug'}]}]}",
        "{$ref: '#/components/schemas/tug'}",
    ] {
        assert_eq!(
            types(&format!("tug: {tug}\n")),
            "type Tug in tug: tug = Json\n"
        );
    }
}
