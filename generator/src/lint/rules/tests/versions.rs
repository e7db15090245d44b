//! Tests of documents of OpenAPI 3.1 and 3.2.

use super::{all_of, in_schema, locations};
use crate::diagnostic::{Code, Pointer};

/// Returns the codes of the diagnostics of a schema in a document of this version of OpenAPI, with
/// their locations.
fn in_schema_of(version: &str, schema: &str) -> Vec<(Code, String)> {
    let used = "/a: {get: {operationId: a, responses: {'200': {description: d, content: \
                {application/json: {schema: {$ref: '#/components/schemas/s'}}}}}}}";
    let text = format!("paths: {{{used}}}\ncomponents: {{schemas: {{s: {schema}}}}}");
    let found = all_of(version, &text).into_iter();
    let at = |pointer: Option<Pointer>| pointer.as_ref().map(Pointer::to_string);
    let found = found.map(|one| (one.code, at(one.pointer).unwrap_or_default()));
    let inside = found.map(|(code, at)| (code, at.replace("/components/schemas/s", "")));
    inside.collect()
}

#[test]
fn keywords_of_3_1_are_known_in_3_1() {
    for schema in [
        "{const: 1}",
        "{if: {required: [a]}, then: {required: [b]}, else: {}}",
        "{$id: 'https://a.test/s', $anchor: s, $comment: c, $dynamicAnchor: t}",
        "{type: string, contentEncoding: base64, contentMediaType: image/png}",
        "{dependentRequired: {a: [b]}, dependentSchemas: {a: {}}, propertyNames: {}}",
        "{type: array, contains: {}, minContains: 1, maxContains: 2, unevaluatedItems: false}",
        "{type: object, unevaluatedProperties: false, $defs: {a: {}}}",
        "{type: array}",
        "{type: array, prefixItems: [{type: string}]}",
        "{type: string, examples: [a]}",
        "{enum: [a, null]}",
        "{type: [string, 'null'], enum: [a, null]}",
    ] {
        for version in ["3.1.0", "3.2.0"] {
            assert_eq!(in_schema_of(version, schema), [], "{version}: {schema}");
        }
    }
    let head = "jsonSchemaDialect: https://spec.openapis.org/oas/3.1/dialect/base\nwebhooks: {}\n";
    assert!(all_of("3.1.0", head).is_empty());
    assert_eq!(
        locations(Code::UnknownKeyword, head),
        ["/jsonSchemaDialect"]
    );
}

#[test]
fn keywords_of_other_versions_are_unknown() {
    let anchor = in_schema(Code::UnknownKeyword, "{$anchor: a, $comment: c}");
    assert_eq!(anchor, ["/$anchor", "/$comment"]);
    assert_eq!(
        in_schema_of("3.1.0", "{requried: [a]}"),
        [(Code::UnknownKeyword, "/requried".to_owned())]
    );
    let tag = "paths: {}\ntags: [{name: a, kind: nav}]\n";
    let codes = |version| {
        let found = all_of(version, tag).into_iter();
        found.map(|one| one.code).collect::<Vec<_>>()
    };
    assert_eq!(codes("3.1.0"), [Code::UnknownKeyword]);
    assert_eq!(codes("3.2.0"), []);
}

#[test]
fn null_of_an_enum_that_its_type_excludes() {
    let found = all_of(
        "3.1.0",
        "paths: {}\ncomponents: {schemas: {s: {type: string, enum: [a, null]}}}",
    );
    let code = Code::EnumNullWithoutNullable;
    let helps = found.iter().filter(|one| one.code == code);
    let helps: Vec<_> = helps.filter_map(|one| one.help.as_deref()).collect();
    assert_eq!(helps, ["add `'null'` to `type`, or remove `null`"]);
}

/// References are resolved as when a client is generated.
#[test]
fn references_to_identifiers() {
    let schema = "{properties: {a: {$ref: '#pt'}, b: {$dynamicRef: '#dyn'}, c: {$ref: 'urn:c'}}}, \
                  P: {$anchor: pt}, D: {$dynamicAnchor: dyn}, C: {$id: 'urn:c'}";
    assert_eq!(in_schema_of("3.1.0", schema), []);
    assert_eq!(
        in_schema(Code::DanglingReference, "{properties: {a: {$ref: '#pt'}}}"),
        ["/properties/a"]
    );
    let example =
        "{properties: {a: {$ref: '#pt'}}, example: {a: 1}}, P: {$anchor: pt, type: string}";
    assert_eq!(
        in_schema_of("3.1.0", example),
        [(Code::ExampleContradictsSchema, "/example/a".to_owned())]
    );
}

#[test]
fn examples_of_schemas_of_3_1() {
    for (schema, expected) in [
        (
            "{type: number, exclusiveMinimum: 1, example: 1}",
            vec!["/example"],
        ),
        ("{const: a, example: b}", vec!["/example"]),
        ("{type: [string, 'null'], example: 1}", vec!["/example"]),
        (
            "{type: array, prefixItems: [{type: string}], items: {type: integer}, example: [a, b]}",
            vec!["/example/1"],
        ),
        (
            "{patternProperties: {^x: {}}, additionalProperties: false, example: {x: 1}}",
            vec![],
        ),
    ] {
        let found = in_schema_of("3.1.0", schema).into_iter();
        let code = Code::ExampleContradictsSchema;
        let found = found.filter(|(known, _)| *known == code).map(|(_, at)| at);
        assert_eq!(found.collect::<Vec<_>>(), expected, "{schema}");
    }
}

#[test]
fn schemas_of_all_keywords_are_used() {
    let used = "{$ref: '#/components/schemas/used'}";
    let keywords = [
        format!("not: {used}"),
        format!("contains: {used}"),
        format!("propertyNames: {used}"),
        format!("if: {used}"),
        format!("then: {used}"),
        format!("else: {{properties: {{a: {used}}}}}"),
        format!("dependentSchemas: {{a: {used}}}"),
        format!("unevaluatedItems: {used}"),
        format!("unevaluatedProperties: {used}"),
        format!("patternProperties: {{a: {used}}}"),
        format!("prefixItems: [{used}]"),
        format!("contentSchema: {used}"),
        format!("$defs: {{a: {used}}}"),
        "discriminator: {propertyName: a, mapping: {b: used}}".to_owned(),
        "discriminator: {propertyName: a, mapping: {b: '#/components/schemas/used'}}".to_owned(),
    ];
    for keyword in keywords {
        let text = format!(
            "paths: {{/a: {{post: {{operationId: a, requestBody: {{content: {{application/json: \
             {{schema: {{{keyword}}}}}}}}}}}}}}}\ncomponents: {{schemas: {{used: {{}}, other: {{}}}}}}"
        );
        let found = all_of("3.1.0", &text);
        let unused = found.iter().filter(|one| one.code == Code::UnusedSchema);
        let unused: Vec<_> = unused
            .map(|one| one.pointer.as_ref().unwrap().to_string())
            .collect();
        assert_eq!(unused, ["/components/schemas/other"], "{keyword}");
    }
}

/// Returns the locations of the diagnostics with a code in a document of OpenAPI 3.2.
fn in_3_2(code: Code, text: &str) -> Vec<String> {
    let found = all_of("3.2.0", text).into_iter();
    let found = found.filter(|one| one.code == code);
    found
        .filter_map(|one| one.pointer.map(|at| at.to_string()))
        .collect()
}

#[test]
fn parameters_beside_the_whole_query() {
    let whole = |name: &str| {
        format!(
            "{{name: {name}, in: querystring, content: {{application/json: {{schema: {{}}}}}}}}"
        )
    };
    let query = "{name: b, in: query, schema: {}}";
    let header = "{name: b, in: header, schema: {}}";
    for (of_path, own, expected) in [
        (
            String::new(),
            format!("{}, {query}", whole("a")),
            Some("get/parameters/0"),
        ),
        (query.to_owned(), whole("a"), Some("get/parameters/0")),
        (whole("a"), query.to_owned(), Some("parameters/0")),
        (whole("a"), whole("b"), Some("parameters/0")),
        (whole("a"), whole("a"), None),
        (header.to_owned(), whole("a"), None),
        (query.to_owned(), header.to_owned(), None),
    ] {
        let text = format!(
            "paths: {{/a: {{parameters: [{of_path}], get: {{operationId: a, parameters: [{own}], \
             responses: {{}}}}}}}}"
        );
        let expected = expected.map(|at| format!("/paths/~1a/{at}"));
        let found = in_3_2(Code::QueryStringBesideQuery, &text);
        assert_eq!(found, Vec::from_iter(expected), "{text}");
    }
}

#[test]
fn methods_with_a_keyword_of_their_own() {
    let text = "paths: {/a: {additionalOperations: {POST: {}, QUERY: {}, COPY: {}, post: {}}}}";
    assert_eq!(
        in_3_2(Code::MisplacedMethod, text),
        ["POST", "QUERY"].map(|method| format!("/paths/~1a/additionalOperations/{method}"))
    );
}

#[test]
fn parents_of_tags() {
    let found = |tags: &str| {
        in_3_2(
            Code::InvalidTagParent,
            &format!("paths: {{}}\ntags: [{tags}]"),
        )
    };
    assert!(found("{name: a}, {name: b, parent: a}, {name: c, parent: b}").is_empty());
    assert_eq!(found("{name: a, parent: b}"), ["/tags/0/parent"]);
    assert_eq!(found("{name: a, parent: a}"), ["/tags/0/parent"]);
    let circle = "{name: d, parent: a}, {name: a, parent: b}, {name: b, parent: a}";
    assert_eq!(found(circle), ["/tags/1/parent"]);
}

#[test]
fn servers_with_the_same_name() {
    let server = |name: &str| format!("{{url: 'https://{name}.test', name: {name}}}");
    let text = format!(
        "servers: [{0}, {1}, {0}]\npaths: {{/a: {{servers: [{0}]}}}}",
        server("a"),
        server("b")
    );
    assert_eq!(
        in_3_2(Code::DuplicateServerName, &text),
        ["/servers/2/name"]
    );
}
