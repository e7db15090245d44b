use serde_json::{Map, Value, json};

use crate::lower::tests::{document, messages, operation};
use crate::model::{Api, Choice, Credentials, KeyLocation, Scheme, Security};

/// The security of a document with the schemes `token` and `password`.
fn security(
    document_security: Option<Value>,
    operation_security: Option<Value>,
) -> Security<Choice> {
    api(document_security, operation_security).info.security
}

fn api(document_security: Option<Value>, operation_security: Option<Value>) -> Api {
    let mut operation = operation();
    if let Some(security) = operation_security {
        operation["security"] = security;
    }
    let mut members = json!({
        "paths": {"/ships/{id}": {"get": operation}},
        "components": {"securitySchemes": {
            "token": {"type": "http", "scheme": "bearer"},
            "password": {"type": "http", "scheme": "basic"},
            "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
            "custom": {"type": "http", "scheme": "SharedAccessKey"},
        }},
    });
    if let Some(security) = document_security {
        members["security"] = security;
    }
    document(members).unwrap().0
}

#[test]
fn schemes_are_alternatives_if_no_requirement_is_declared() {
    let Security::Any(schemes) = security(None, None) else {
        panic!("the schemes are required together");
    };
    assert_eq!(schemes.len(), 4);
}

#[test]
fn schemes_of_one_requirement_are_required_together() {
    let both = json!([{"token": [], "key": []}]);
    let Security::All(schemes) = security(Some(both), None) else {
        panic!("the schemes are alternatives");
    };
    assert_eq!(schemes.len(), 2);
}

#[test]
fn schemes_of_one_header_are_alternatives() {
    let both = json!([{"token": [], "password": []}]);
    let schemes = vec![Scheme::Bearer, Scheme::Basic];
    assert_eq!(security(Some(both), None), Security::Any(schemes));
}

#[test]
fn a_custom_http_scheme_is_a_key() {
    let Security::All(schemes) = security(Some(json!([{"custom": []}])), None) else {
        panic!("the scheme is an alternative");
    };
    let [Scheme::ApiKey { location, name, .. }] = schemes.as_slice() else {
        panic!("{schemes:?}");
    };
    assert_eq!(
        (*location, name.as_str()),
        (KeyLocation::Http, "SharedAccessKey")
    );
}

#[test]
fn an_operation_selects_its_credentials() {
    let credentials = |document: &Value, operation: &Value| {
        let api = api(Some(document.clone()), Some(operation.clone()));
        api.operations[0].credentials.clone()
    };
    let (token, basic) = (json!([{"token": []}]), json!([{"password": []}]));
    let scheme = |name: &str| Credentials::Scheme(name.to_owned());
    assert_eq!(credentials(&token, &json!([])), Credentials::None);
    assert_eq!(credentials(&json!([]), &token), Credentials::All);
    assert_eq!(credentials(&json!([]), &json!([])), Credentials::All);
    assert_eq!(credentials(&token, &token), Credentials::All);
    assert_eq!(credentials(&token, &basic), scheme("basic"));
    let either = json!([{"password": []}, {"token": []}]);
    assert_eq!(credentials(&token, &either), scheme("basic"));
}

/// If all operations allow one scheme, a client has its credentials only.
#[test]
fn schemes_are_selected_if_operations_have_none_in_common() {
    let either = json!([{"password": []}, {"token": []}]);
    assert!(!api(Some(either), None).info.selects_authorization);
    let basic = json!({"operationId": "a", "security": [{"password": []}], "responses": {}});
    let bearer = json!({"operationId": "b", "security": [{"token": []}], "responses": {}});
    let (api, _) = document(json!({
        "paths": {"/ships": {"get": basic, "post": bearer}},
        "components": {"securitySchemes": {
            "token": {"type": "oauth2", "flows": {}},
            "password": {"type": "http", "scheme": "basic"},
        }},
    }))
    .unwrap();
    assert!(api.info.selects_authorization);
}

/// Returns the security of a document with these schemes, the messages of its warnings, and the
/// credentials of its operations.
fn declared(
    schemes: &Value,
    document_security: Value,
    operations: &[Value],
) -> (Security<Choice>, Vec<String>, Vec<Credentials>) {
    let methods = ["get", "put", "post", "delete"].into_iter();
    let item: Map<String, Value> = methods
        .zip(operations)
        .map(|(method, security)| {
            let operation = json!({"operationId": method, "security": security, "responses": {}});
            (method.to_owned(), operation)
        })
        .collect();
    let (api, found) = document(json!({
        "openapi": "3.1.0",
        "security": document_security,
        "paths": {"/ships": item},
        "components": {"securitySchemes": schemes},
    }))
    .unwrap();
    let messages = messages(&found).into_iter().map(str::to_owned);
    let credentials = api.operations.into_iter().map(|one| one.credentials);
    (api.info.security, messages.collect(), credentials.collect())
}

fn schemes() -> Value {
    json!({
        "a": {"type": "apiKey", "in": "header", "name": "A"},
        "b": {"type": "apiKey", "in": "query", "name": "b"},
        "alias": {"$ref": "#/components/securitySchemes/b"},
        "digest": {"type": "http", "scheme": "digest"},
        "certificate": {"type": "mutualTLS"},
    })
}

/// Returns the names of the schemes.
fn scheme_names(security: &Security<Choice>) -> Vec<&str> {
    let names = security.schemes().iter().map(|scheme| match scheme {
        Scheme::ApiKey { scheme, .. } => scheme.as_str(),
        Scheme::Bearer | Scheme::Basic => "authorization",
    });
    names.collect()
}

/// OpenAPI 3.0, "Components Object": a security scheme or a reference to one.
#[test]
fn a_security_scheme_can_be_a_reference() {
    let both = json!([{"alias": [], "b": [], "a": []}]);
    let (security, found, _) = declared(&schemes(), both, &[json!([{"b": [], "a": []}])]);
    assert!(matches!(security, Security::All(_)), "{security:?}");
    assert_eq!(scheme_names(&security), ["b", "a"]);
    assert_eq!(found, [""; 0]);
    let absent = json!({"alias": {"$ref": "#/components/securitySchemes/absent"}});
    let (security, found, _) = declared(&absent, json!([{"alias": []}]), &[]);
    assert_eq!(security, Security::All(Vec::new()));
    let [message] = found.as_slice() else {
        panic!("{found:?}");
    };
    let expected = "`#/components/securitySchemes/absent` does not exist";
    assert!(message.starts_with(expected), "{message}");
}

/// OpenAPI 3.0, "Security Requirement Object": all schemes of one requirement must be satisfied.
#[test]
fn schemes_beside_one_that_is_not_supported_are_required() {
    let together = json!([{"digest": [], "b": []}]);
    let (security, found, _) = declared(&schemes(), together, &[json!([{"digest": []}])]);
    assert!(matches!(security, Security::All(_)), "{security:?}");
    assert_eq!(scheme_names(&security), ["b"]);
    let expected = "security scheme `digest` uses the unsupported HTTP scheme `digest`: the \
                    application sends the credentials by hand (`ClientBuilder::header`)";
    assert_eq!(found, [expected]);
}

#[test]
fn the_order_of_schemes_in_a_requirement_has_no_meaning() {
    let (one, other) = (json!([{"a": [], "b": []}]), json!([{"b": [], "a": []}]));
    let (security, ..) = declared(&schemes(), one, &[other]);
    assert!(matches!(security, Security::All(_)), "{security:?}");
    assert_eq!(scheme_names(&security), ["a", "b"]);
}

/// OpenAPI 3.0, "Operation Object": `security` of an operation overrides that of the document, and
/// only one of its requirements must be satisfied.
#[test]
fn schemes_are_alternatives_if_each_is_sufficient_for_all_operations() {
    let security = |list: Value, operations: &[Value]| declared(&schemes(), list, operations).0;
    let either = json!([{"a": []}, {"b": []}]);
    let reversed = json!([{"b": []}, {"a": []}]);
    for (list, operations) in [
        (either.clone(), vec![]),
        (either.clone(), vec![reversed, json!([]), json!([{}])]),
        (json!([{"a": []}, {"b": []}, {}]), vec![]),
    ] {
        let found = security(list, &operations);
        assert!(matches!(found, Security::Any(_)), "{found:?}");
        assert_eq!(scheme_names(&found), ["a", "b"]);
    }
    for (list, operations) in [
        (json!([{"a": []}]), vec![json!([{"b": []}])]),
        (json!([{"a": []}]), vec![json!([{"a": [], "b": []}])]),
        (json!([{"a": [], "b": []}]), vec![either]),
        (json!([{"a": [], "b": []}, {}]), vec![]),
    ] {
        let found = security(list, &operations);
        assert!(matches!(found, Security::Several(_)), "{found:?}");
        assert_eq!(scheme_names(&found), ["a", "b"]);
    }
}

/// OpenAPI 3.1, "Security Scheme Object": `mutualTLS`.
#[test]
fn a_client_certificate_is_left_to_the_http_client() {
    let warning = "security scheme `certificate` requires a client certificate: the application \
                   sets it on its HTTP client (`ClientBuilder::http_client`)";
    let together = json!([{"certificate": [], "a": []}]);
    let only = json!([{"certificate": []}]);
    let (security, found, credentials) = declared(&schemes(), together, &[only]);
    // The certificate suffices for the operation.
    assert_eq!(scheme_names(&security), ["a"]);
    assert!(matches!(security, Security::Any(_)), "{security:?}");
    assert_eq!(found, [warning]);
    assert_eq!(credentials, [Credentials::None]);
}

#[test]
fn only_keys_can_be_named() {
    let schemes = json!({
        "gate": {"type": "apiKey", "in": "header", "name": "X-Gate", "x-rust-name": "gate_key"},
        "token": {"type": "http", "scheme": "Bearer", "x-rust-name": "secret"},
    });
    let found = document(json!({
        "security": [{"gate": [], "token": []}],
        "components": {"securitySchemes": schemes},
    }));
    let expected = "`x-rust-name` has no effect on the security scheme `token`, whose credentials \
                    are always named `token`";
    assert_eq!(messages(&found.unwrap_err()), [expected]);
}

/// OpenAPI 3.2, "Security Requirement Object": names are those of components, or URIs of security
/// schemes.
#[test]
fn requirements_may_name_schemes_by_uris() {
    let key = |name: &str| json!({"type": "apiKey", "in": "header", "name": name});
    let mut operation = operation();
    operation["security"] = json!([
        {"#/components/securitySchemes/a": [], "b/#": []},
        {"#/x-schemes/c": []},
        {"#/components/securitySchemes/lost": []},
        {"#/x-schemes/lost": []},
    ]);
    let lowered = |version: &str| {
        document(json!({
            "openapi": version,
            "paths": {"/ships/{id}": {"get": operation}},
            "x-schemes": {"c": key("C")},
            "components": {"securitySchemes": {"a": key("A"), "b/#": key("B")}},
        }))
    };
    let (api, found) = lowered("3.2.0").unwrap();
    assert_eq!(scheme_names(&api.info.security), ["a", "b/#", "c"]);
    let at = |name: &str| format!("/paths/~1ships~1{{id}}/get/security/{name}");
    let found: Vec<_> = found
        .iter()
        .filter(|one| one.message.contains("credentials by hand"))
        .map(|one| {
            let pointer = one.pointer.as_ref().unwrap().to_string();
            (one.message.split(':').next().unwrap().to_owned(), pointer)
        })
        .collect();
    let expected = [
        (
            "security scheme `lost` is not declared".to_owned(),
            at("2/#~1components~1securitySchemes~1lost"),
        ),
        (
            "`#/x-schemes/lost` does not exist".to_owned(),
            at("3/#~1x-schemes~1lost"),
        ),
    ];
    assert_eq!(found, expected);
    let (_, found) = lowered("3.1.1").unwrap();
    let undeclared = messages(&found)
        .into_iter()
        .filter(|one| one.contains("is not declared"));
    assert_eq!(undeclared.count(), 4);
}

/// OpenAPI 3.2, "Parameter Locations": the value is the whole query string.
#[test]
fn keys_beside_a_whole_query_of_json_are_reported() {
    let found = |media_type: &str, location: &str| {
        let schema = json!({"type": "object", "properties": {"name": {"type": "string"}}});
        let content = json!({media_type: {"schema": schema}});
        let mut operation = operation();
        operation["parameters"] = json!([
            operation["parameters"][0],
            {"name": "q", "in": "querystring", "content": content},
        ]);
        operation["security"] = json!([{"key": []}]);
        let key = json!({"type": "apiKey", "in": location, "name": "token"});
        let (_, found) = document(json!({
            "openapi": "3.2.0",
            "paths": {"/ships/{id}": {"get": operation}},
            "components": {"securitySchemes": {"key": key}},
        }))
        .unwrap();
        messages(&found).join("\n")
    };
    assert_eq!(
        found("application/json", "query"),
        "parameter `q` is the whole query: the API key `token`, which is in the query, is not sent \
         with it"
    );
    assert_eq!(found("application/json", "header"), "");
    assert_eq!(found("application/x-www-form-urlencoded", "query"), "");
}
