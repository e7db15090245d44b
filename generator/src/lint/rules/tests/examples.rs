//! Tests of examples and default values.

use super::{all, in_operation, in_schema, locations};
use crate::diagnostic::Code;

#[test]
fn examples_of_schemas() {
    let code = Code::ExampleContradictsSchema;
    let schema = "{properties: {a: {type: string}, b: {$ref: '#/components/schemas/s'}}, \
                  example: {a: 1, b: {a: x, b: {a: []}}}}";
    assert_eq!(in_schema(code, schema), ["/example/a", "/example/b/b/a"]);
    for good in [
        "{type: string, nullable: true, example: null}",
        "{type: string, example: }",
        "{required: [a], properties: {a: {readOnly: true}}, example: {}}",
        "{oneOf: [{type: integer}, {type: number}], example: 1}",
        "{type: string, format: date, example: soon}",
        "{items: {$ref: '#/components/schemas/gone'}, example: [1]}",
        "{type: nonsense, example: 1}",
    ] {
        assert!(in_schema(code, good).is_empty(), "{good}");
    }
}

/// A keyword with an invalid value is reported by other rules, and hides no violation.
#[test]
fn examples_beside_invalid_keywords() {
    let schemas = [
        "{type: nonsense, maxLength: 1}",
        "{type: [string, 1], maxLength: 1}",
        "{pattern: '(', maxLength: 1}",
        "{minimum: x, multipleOf: 0, exclusiveMinimum: x, maxLength: 1}",
        "{minLength: -1, minItems: 1.5, uniqueItems: 3, maxLength: 1}",
        "{required: 1, enum: {}, properties: [], items: 1, maxLength: 1}",
        "{allOf: 1, oneOf: [1], anyOf: [], not: 1, additionalProperties: 1, maxLength: 1}",
        "{nullable: 1, default: 1, maxLength: 1}",
    ];
    for schema in schemas {
        let referring = "{allOf: [{$ref: '#/components/schemas/one'}], example: long}";
        let text = format!(
            "paths: {{}}\ncomponents: {{schemas: {{one: {schema}, two: {referring}, three: \
             {{type: boolean, example: 1}}}}}}"
        );
        assert_eq!(
            locations(Code::ExampleContradictsSchema, &text),
            [
                "/components/schemas/two/example",
                "/components/schemas/three/example"
            ],
            "{schema}"
        );
    }
}

/// Each schema leads to all others, so that a validator for each of them would never be compiled.
#[test]
fn examples_of_schemas_that_lead_to_each_other() {
    const COUNT: usize = 1_000;
    let schema = |index: usize| {
        let next = (index + 1) % COUNT;
        format!(
            "    s{index}: {{properties: {{next: {{$ref: '#/components/schemas/s{next}'}}}}, type: \
             object, example: {{next: 1}}}}\n"
        )
    };
    let schemas: String = (0..COUNT).map(schema).collect();
    let text = format!("paths: {{}}\ncomponents:\n  schemas:\n{schemas}");
    let found = locations(Code::ExampleContradictsSchema, &text);
    assert_eq!(found.len(), COUNT);
    assert_eq!(
        found.first().map(String::as_str),
        Some("/components/schemas/s0/example/next")
    );
}

/// The violations of the intended member are reported, not those of the composition.
#[test]
fn examples_of_compositions() {
    let messages = |schema: &str| {
        let text = format!("paths: {{}}\ncomponents: {{schemas: {{s: {schema}}}}}");
        let found = all(&text).into_iter();
        let one = found.filter(|one| one.code == Code::ExampleContradictsSchema);
        one.map(|one| one.message).collect::<Vec<_>>()
    };
    let prefix = "example does not match its schema";
    assert_eq!(
        messages("{type: string, nullable: true, example: 1}"),
        [format!("{prefix}: it is not of type \"string\"")]
    );
    assert_eq!(
        messages("{anyOf: [{type: object, required: [a]}, {type: array}], example: {}}"),
        [format!("{prefix}: \"a\" is a required property")]
    );
}

#[test]
fn examples_of_bodies_and_parameters() {
    let code = Code::ExampleContradictsSchema;
    let content = |media: &str, rest: &str| {
        format!(
            "{{responses: {{'200': {{content: {{{media}: {{schema: {{type: object}}, {rest}}}}}}}}}}}"
        )
    };
    let found = in_operation(
        code,
        &content("application/json", "examples: {e: {value: 1}, f: {}}"),
    );
    assert_eq!(
        found,
        ["/responses/200/content/application~1json/examples/e/value"]
    );
    assert!(in_operation(code, &content("text/csv", "example: a;b")).is_empty());
    let parameter = "{parameters: [{name: q, in: query, schema: {type: integer}, example: x}]}";
    assert_eq!(in_operation(code, parameter), ["/parameters/0/example"]);
}

#[test]
fn defaults() {
    let found = in_schema(
        Code::DefaultContradictsSchema,
        "{type: integer, default: '1'}",
    );
    assert_eq!(found, ["/default"]);
}
