//! Tests of examples and default values.

use super::{all, in_operation, in_schema};
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
