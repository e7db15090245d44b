//! Tests of each rule with a minimal document.

mod examples;
mod versions;

use super::RULES;
use crate::diagnostic::{Code, Diagnostic, MAX_SUGGESTIONS, Pointer, Severity};
use crate::document::{RawDocument, Source};
use crate::hash::HashSet;
use crate::lint::run::lint;

/// Returns all diagnostics of a document.
fn all(text: &str) -> Vec<Diagnostic> {
    all_of("3.0.3", text)
}

/// Returns all diagnostics of a document of this version of OpenAPI.
fn all_of(version: &str, text: &str) -> Vec<Diagnostic> {
    let head = format!("openapi: {version}\ninfo: {{title: T, version: '1'}}\n");
    let source = Source::new("x.yaml", format!("{head}{text}"));
    let document = RawDocument::from_source(source).unwrap();
    lint(&document, None).into_iter().collect()
}

/// Returns the locations of the diagnostics with a code.
fn locations(code: Code, text: &str) -> Vec<String> {
    let found = all(text).into_iter().filter(|one| one.code == code);
    found
        .map(|one| {
            one.pointer
                .as_ref()
                .map(Pointer::to_string)
                .unwrap_or_default()
        })
        .collect()
}

/// Returns the locations of the diagnostics with a code in the component schema `s` of a document
/// that is otherwise valid.
fn in_schema(code: Code, schema: &str) -> Vec<String> {
    let text = format!("paths: {{}}\ncomponents: {{schemas: {{t: {{}}, s: {schema}}}}}");
    let inside = |location: String| {
        location
            .strip_prefix("/components/schemas/s")
            .map(str::to_owned)
    };
    let locations = locations(code, &text);
    locations.into_iter().filter_map(inside).collect()
}

/// Returns the locations of the diagnostics with a code in the operation `get` of `/a/{id}`.
fn in_operation(code: Code, operation: &str) -> Vec<String> {
    let text = format!("paths: {{'/a/{{id}}': {{get: {operation}}}}}");
    let inside = |location: String| {
        location
            .strip_prefix("/paths/~1a~1{id}/get")
            .map(str::to_owned)
    };
    let locations = locations(code, &text);
    locations.into_iter().filter_map(inside).collect()
}

#[test]
fn rules_have_unique_codes() {
    let codes: HashSet<_> = RULES.iter().map(|rule| rule.code).collect();
    assert_eq!(codes.len(), RULES.len());
}

#[test]
fn dangling_references() {
    let code = Code::DanglingReference;
    let properties = "{properties: {a: {$ref: '#/components/schemas/u'}, $ref: {type: string}}}";
    assert_eq!(in_schema(code, properties), ["/properties/a"]);
    let mapping = "{discriminator: {propertyName: p, mapping: {a: t, b: u, c: '#/x'}}}";
    assert_eq!(
        in_schema(code, mapping),
        ["/discriminator/mapping/b", "/discriminator/mapping/c"]
    );
    let default = "{discriminator: {propertyName: p, defaultMapping: u}}";
    assert_eq!(in_schema(code, default), ["/discriminator/defaultMapping"]);
    assert!(in_schema(code, "{$ref: '#/components/schemas/t'}").is_empty());
    assert!(in_schema(code, "{example: {$ref: '#/nowhere'}}").is_empty());
    let parameter = "{parameters: [{$ref: '#/components/parameters/id'}], responses: {}}";
    assert_eq!(in_operation(code, parameter), ["/parameters/0"]);
}

#[test]
fn references_to_other_files() {
    let found = in_schema(Code::DanglingReference, "{items: {$ref: 'other.yaml#/x'}}");
    assert_eq!(found, ["/items"]);
}

#[test]
fn operation_ids() {
    assert_eq!(
        in_operation(Code::MissingOperationId, "{responses: {}}"),
        [""]
    );
    let twice = "paths:\n  /a: {get: {operationId: x}, put: {operationId: x}}\n  \
                 /b: {get: {operationId: X}}";
    assert_eq!(
        locations(Code::DuplicateOperationId, twice),
        ["/paths/~1a/put"]
    );
}

#[test]
fn success_responses() {
    let code = Code::NoSuccessResponse;
    let found = in_operation(code, "{responses: {'404': {description: d}, default: {}}}");
    assert_eq!(found, ["/responses"]);
    for status in ["'204'", "2XX", "'302'"] {
        assert!(in_operation(code, &format!("{{responses: {{{status}: {{}}}}}}")).is_empty());
    }
}

#[test]
fn tags_bodies_and_security() {
    assert_eq!(
        in_operation(Code::MultipleTags, "{tags: [a, b]}"),
        ["/tags"]
    );
    assert!(in_operation(Code::MultipleTags, "{tags: [a]}").is_empty());
    let body = "{requestBody: {content: {}}}";
    assert_eq!(
        in_operation(Code::UnexpectedRequestBody, body),
        ["/requestBody"]
    );
    let security = "{security: [{key: []}]}";
    assert_eq!(
        in_operation(Code::UndeclaredSecurityScheme, security),
        ["/security/0/key"]
    );
}

#[test]
fn path_variables() {
    let parameters = |text: &str| format!("{{parameters: [{text}], responses: {{}}}}");
    let query = parameters("{name: id, in: query}");
    assert_eq!(in_operation(Code::UndeclaredPathVariable, &query), [""]);
    let other = parameters("{name: key, in: path, required: true}");
    assert_eq!(
        in_operation(Code::UnusedPathParameter, &other),
        ["/parameters/0"]
    );
    let optional = parameters("{name: id, in: path}");
    assert_eq!(
        in_operation(Code::OptionalPathParameter, &optional),
        ["/parameters/0"]
    );
    assert!(in_operation(Code::UndeclaredPathVariable, &optional).is_empty());
    let twice = parameters("{name: q, in: query}, {name: q, in: header}, {name: q, in: query}");
    assert_eq!(
        in_operation(Code::DuplicateParameter, &twice),
        ["/parameters/2"]
    );
}

#[test]
fn parameters_of_path_items_apply_to_operations() {
    let text = "paths:\n  /a/{id}:\n    parameters: [{$ref: '#/components/parameters/p'}]\n    \
                get: {operationId: x}\ncomponents: {parameters: {p: {name: id, in: path}}}";
    assert!(locations(Code::UndeclaredPathVariable, text).is_empty());
    assert!(locations(Code::UnusedPathParameter, text).is_empty());
}

/// OpenAPI 3.0.4, "Path Templating": a template expression must not appear more than once.
#[test]
fn paths_that_repeat_a_variable() {
    let text = "paths: {'/a/{id}/{id}': {}, '/a/{id}/{name}': {}}";
    assert_eq!(
        locations(Code::InvalidPath, text),
        ["/paths/~1a~1{id}~1{id}"]
    );
}

/// OpenAPI 3.0, "Responses Object": the wildcard is an uppercase `X`. HTTP defines 100 to 599.
#[test]
fn response_statuses() {
    let responses = "{responses: {'200': {}, 4XX: {}, 5xx: {}, '600': {}, default: {}}}";
    assert_eq!(
        in_operation(Code::InvalidStatus, responses),
        ["/responses/5xx", "/responses/600"]
    );
}

/// OpenAPI 3.0, "Components Object": names match `^[a-zA-Z0-9\.\-_]+$`.
#[test]
fn component_names() {
    let text = "paths: {}\ncomponents: {x-ours: {a b: 1}, schemas: {a.B-1_: {}, a b: {}}, \
                examples: {é: {}}}";
    assert_eq!(
        locations(Code::InvalidComponentName, text),
        ["/components/schemas/a b", "/components/examples/é"]
    );
}

#[test]
fn paths_that_differ_in_variable_names() {
    let text = "paths: {'/a/{id}': {}, '/a/{name}': {}, '/a/b': {}}";
    assert_eq!(locations(Code::DuplicatePath, text), ["/paths/~1a~1{name}"]);
}

#[test]
fn arrays_and_nullable_references() {
    let array = "{properties: {a: {type: array}, b: {type: array, items: {}}}}";
    assert_eq!(in_schema(Code::ArrayWithoutItems, array), ["/properties/a"]);
    let nullable = "{$ref: '#/components/schemas/t', nullable: true}";
    assert_eq!(
        in_schema(Code::ReferenceWithSiblings, nullable),
        ["/nullable"]
    );
}

#[test]
fn formats_and_ranges() {
    let code = Code::FormatContradictsType;
    assert_eq!(
        in_schema(code, "{type: boolean, format: date-time}"),
        ["/format"]
    );
    for good in [
        "type: string, format: uuid",
        "type: integer, format: ours",
        "type: integer, format: date-time",
        "format: int64",
    ] {
        assert!(in_schema(code, &format!("{{{good}}}")).is_empty(), "{good}");
    }
    let properties = "{properties: {format: {type: string}, a: {type: string, format: datetime}}}";
    assert_eq!(
        in_schema(Code::MisspelledFormat, properties),
        ["/properties/a/format"]
    );
    assert!(in_schema(Code::MisspelledFormat, "{type: string, format: ours}").is_empty());
    let range = "{minLength: 3, maxLength: 2, minimum: 1, maximum: 1}";
    assert_eq!(in_schema(Code::EmptyRange, range), ["/minLength"]);
}

#[test]
fn required_properties() {
    let code = Code::RequiredWithoutProperty;
    let plain = "{properties: {a: {}}, required: [a, b]}";
    assert_eq!(in_schema(code, plain), ["/required/1"]);
    let branch = "{properties: {a: {}}, anyOf: [{required: [a]}, {allOf: [{required: [b]}]}]}";
    assert_eq!(in_schema(code, branch), ["/anyOf/1/allOf/0/required/0"]);
    let circle = "{required: [a], allOf: [{$ref: '#/components/schemas/s'}]}";
    assert_eq!(in_schema(code, circle), ["/required/0"]);
    assert!(in_schema(code, "{additionalProperties: {}, required: [a]}").is_empty());
    // JSON Schema, `not`: instances with all of these properties are invalid.
    for not in [
        "{required: [a, b]}",
        "{anyOf: [{required: [b]}]}",
        "{properties: {a: {required: [b]}}}",
    ] {
        let schema = format!("{{properties: {{a: {{}}}}, not: {not}}}");
        assert!(in_schema(code, &schema).is_empty(), "{not}");
    }
    let named = "{properties: {not: {required: [a]}, oneOf: {properties: {a: {}}, items: {required: [a]}}}}";
    assert_eq!(
        in_schema(code, named),
        [
            "/properties/not/required/0",
            "/properties/oneOf/items/required/0"
        ]
    );
}

#[test]
fn enums() {
    let schema = "{type: string, enum: [a, 1, null, a]}";
    assert_eq!(in_schema(Code::EnumContradictsType, schema), ["/enum/1"]);
    assert_eq!(
        in_schema(Code::EnumNullWithoutNullable, schema),
        ["/enum/2"]
    );
    assert_eq!(in_schema(Code::DuplicateEnumValue, schema), ["/enum/3"]);
    let nullable = "{type: integer, nullable: true, enum: [1, 2.0, null]}";
    for code in [Code::EnumContradictsType, Code::EnumNullWithoutNullable] {
        assert!(in_schema(code, nullable).is_empty(), "{code}");
    }
}

#[test]
fn enum_values_are_quoted_as_they_are_written() {
    let found =
        all("paths: {}\ncomponents: {schemas: {s: {type: string, enum: [0x10, 1e3, 0x10]}}}");
    let messages = found.iter().map(|one| one.message.as_str());
    let values: Vec<&str> = messages
        .filter(|one| one.starts_with("enum value"))
        .collect();
    let is_no_string = |value| format!("enum value `{value}` is not of type `string`");
    let duplicate = "enum value `0x10` is a duplicate".to_owned();
    let expected = [
        is_no_string("0x10"),
        is_no_string("1e3"),
        is_no_string("0x10"),
        duplicate,
    ];
    assert_eq!(values, expected);
}

#[test]
fn unused_schemas() {
    let text = "paths: {/a: {get: {operationId: x, responses: {'200': {$ref: \
                '#/components/responses/r'}}}}}\ncomponents:\n  responses: {r: {content: \
                {application/json: {schema: {$ref: '#/components/schemas/used'}}}}}\n  \
                schemas: {used: {items: {$ref: '#/components/schemas/deep'}}, deep: {}, \
                alone: {$ref: '#/components/schemas/alone'}, named: {}}\n\
                x-webhook-items: {type: {it: named}}";
    assert_eq!(
        locations(Code::UnusedSchema, text),
        ["/components/schemas/alone"]
    );
}

#[test]
fn unknown_keywords() {
    let schema = "{requried: [a], x-ours: 1, properties: {requried: {}}}";
    assert_eq!(in_schema(Code::UnknownKeyword, schema), ["/requried"]);
    assert!(in_operation(Code::UnknownKeyword, "{parameters: [{$ref: x, a: b}]}").is_empty());
}

#[test]
fn methods_in_another_case_are_reported_once() {
    let found = all("paths: {/a: {GET: {responses: {}}}}");
    let found: Vec<_> = found.iter().map(|one| (one.code, one.severity)).collect();
    assert_eq!(found, [(Code::OmittedOperation, Severity::Error)]);
}

/// An error in parsing does not prevent the rules from running.
#[test]
fn a_document_that_cannot_be_parsed_is_checked() {
    let text = "paths: {/a: {get: {responses: {'20': {}}, tags: [a, b]}}}";
    let codes: Vec<Code> = all(text).iter().map(|one| one.code).collect();
    for code in [
        Code::InvalidStatus,
        Code::MultipleTags,
        Code::MissingOperationId,
    ] {
        assert!(codes.contains(&code), "{code} is not in {codes:?}");
    }
}

#[test]
fn equal_diagnostics_are_reported_once() {
    let text = "paths: {'/a/{id}': {get: {responses: {'200': {description: d}}}}}\n\
                components: {schemas: {s: {$ref: '#/components/schemas/u', nullable: true}}}";
    let mut codes: Vec<Code> = all(text).iter().map(|one| one.code).collect();
    let count = codes.len();
    codes.sort();
    codes.dedup();
    assert_eq!(codes.len(), count, "{codes:?}");
}

#[test]
fn similar_names_are_searched_for_some_dangling_references() {
    let reference =
        |index| format!("    s{index}: {{$ref: '#/components/schemas/ship{index}_'}}\n");
    let schema = |index| format!("    ship{index}: {{type: object}}\n");
    let schemas: String = (0..100)
        .flat_map(|index| [reference(index), schema(index)])
        .collect();
    let found = all(&format!("paths: {{}}\ncomponents:\n  schemas:\n{schemas}"));
    let helps = found.iter().filter_map(|one| one.help.as_deref());
    let suggestions = helps.filter(|help| help.starts_with("did you mean"));
    assert_eq!(suggestions.count(), MAX_SUGGESTIONS);
}
