//! Operations by name: their descriptions, and decoding and encoding of bodies. Calls are tested in
//! `wire/dynamic.rs`.

use std::collections::BTreeSet;

use intercom_client::dynamic::Operation;
use intercom_client::{preview, v2_7, v2_9, v2_11, v2_15, v2_16};
use serde_json::{Value, json};

fn operation(id: &str) -> &'static v2_16::dynamic::Operation {
    v2_16::dynamic::operation(id).unwrap()
}

fn decode<C>(operation: &Operation<C>, status: u16, body: &Value) -> Value {
    let body = body.to_string();
    operation.decode(status, body.as_bytes()).unwrap().value
}

macro_rules! ids {
    ($($version:ident)*) => {
        [$(
            intercom_client::$version::dynamic::OPERATIONS
                .iter()
                .map(|operation| operation.id)
                .collect::<Vec<_>>()
        ),*]
    };
}

#[test]
fn every_version_lists_each_operation_once() {
    let ids = ids!(v2_7 v2_8 v2_9 v2_10 v2_11 v2_12 v2_13 v2_14 v2_15 v2_16 preview);
    let counts: Vec<usize> = ids.iter().map(Vec::len).collect();
    // The operations of the documents, and `GET /companies` twice: it finds one company, too.
    let expected = [99, 99, 109, 109, 109, 119, 134, 151, 163, 232, 257];
    assert_eq!(counts, expected);
    for ids in ids {
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len());
    }
}

#[test]
fn an_operation_has_its_method_path_and_tag() {
    let retrieve = operation("RetrieveACompanyById");
    assert_eq!(retrieve.method, "GET");
    assert_eq!(retrieve.path, "/companies/{company_id}");
    assert_eq!(retrieve.tag, "Companies");
    assert!(v2_16::dynamic::operation("retrieve_a_company_by_id").is_none());
}

/// Both versions share one builder; each operation has the path of its own document.
#[test]
fn paths_have_the_variable_names_of_the_version() {
    let old = v2_7::dynamic::operation("RetrieveACompanyById").unwrap();
    let new = operation("RetrieveACompanyById");
    assert_eq!(old.path, "/companies/{id}");
    assert_eq!(new.path, "/companies/{company_id}");
}

#[test]
fn response_bodies_round_trip() {
    let company = json!({
        "type": "company",
        "id": "c1",
        "created_at": 1_751_000_000,
        "plan": {"type": "plan", "id": "7", "name": "Harbour"},
        "custom_attributes": {"fleet": 12, "dock": null},
        "tide": {"phase": "ebb"},
    });
    let retrieve = operation("RetrieveACompanyById");
    assert_eq!(decode(retrieve, 200, &company), company);
    let retrieve = v2_7::dynamic::operation("RetrieveACompanyById").unwrap();
    assert_eq!(decode(retrieve, 200, &company), company);
}

/// The conversions of the response type apply: the integer becomes a string.
#[test]
fn response_bodies_are_decoded_as_their_type() {
    let retrieve = operation("RetrieveACompanyById");
    let company = decode(retrieve, 200, &json!({"id": 6, "created_at": "1751000000"}));
    assert_eq!(company, json!({"id": "6", "created_at": 1_751_000_000}));
}

#[test]
fn error_bodies_are_decoded_as_their_type() {
    let body = json!({
        "type": "error.list",
        "request_id": "r-1",
        "errors": [{"code": "company_not_found", "message": "Company Not Found"}],
    });
    let retrieve = operation("RetrieveACompanyById");
    assert_eq!(decode(retrieve, 404, &body), body);
    let error = retrieve.decode(404, b"no JSON").unwrap_err();
    assert!(error.is_decode());
    assert_eq!(error.body().unwrap(), &b"no JSON"[..]);
}

#[test]
fn unexpected_values_are_skipped() {
    let body = json!({"type": "error.list", "errors": [{"code": {}}]}).to_string();
    let retrieve = operation("RetrieveACompanyById");
    let decoded = retrieve.decode(404, body.as_bytes()).unwrap();
    assert_eq!(decoded.value, json!({"type": "error.list", "errors": [{}]}));
    assert_eq!(decoded.anomalies[0].path(), "errors[0].code");
}

#[test]
fn default_covers_undeclared_statuses() {
    let has_default = |operation: &v2_15::dynamic::Operation| operation.decode(418, b"{}").is_ok();
    let with_default: Vec<&str> = v2_15::dynamic::OPERATIONS
        .iter()
        .filter(|operation| has_default(operation))
        .map(|operation| operation.id)
        .collect();
    assert_eq!(with_default.len(), 5, "{with_default:?}");
}

#[test]
fn an_undeclared_status_is_an_error() {
    let error = operation("RetrieveACompanyById")
        .decode(418, b"{}")
        .unwrap_err();
    assert!(error.is_invalid());
    assert_eq!(
        error.to_string(),
        "GET /companies/{company_id}: no response with status 418 is declared: expected 200, 404, 401"
    );
    let error = operation("RetrieveACompanyById")
        .decode(7, b"{}")
        .unwrap_err();
    assert!(error.to_string().ends_with("7 is not a valid HTTP status"));
}

#[test]
fn text_bytes_and_empty_bodies_are_decoded() {
    let value = |id: &str, status, body: &[u8]| {
        let decoded = operation(id).decode(status, body);
        decoded
            .map(|decoded| decoded.value)
            .map_err(|error| error.to_string())
    };
    assert_eq!(value("showCallTranscript", 200, b"Ahoy"), Ok(json!("Ahoy")));
    let export = value("downloadDataExport", 200, &[31, 139]);
    assert_eq!(export, Ok(json!([31, 139])));
    let nothing = value("deleteAudience", 204, b"");
    assert_eq!(nothing, Ok(Value::Null));
    // The location is in the headers.
    let redirect = value("showCallRecording", 302, b"");
    assert!(redirect.unwrap_err().contains("cannot be decoded"));
}

#[test]
fn request_bodies_are_encoded_as_sent() {
    let create = v2_9::dynamic::operation("createOrUpdateCompany").unwrap();
    let body = json!({"company_id": 6, "name": "Tidewater Pumps", "berth": "north"});
    assert_eq!(
        create.encode(&body).unwrap(),
        json!({"company_id": "6", "name": "Tidewater Pumps", "berth": "north"})
    );
    let error = create.encode(&json!({"size": [41]})).unwrap_err();
    assert!(error.is_invalid());
    assert_eq!(
        error.to_string(),
        "POST /companies: the body is not valid: invalid type: sequence, expected a 64-bit integer, \
         at `size`"
    );
}

#[test]
fn operations_without_a_json_body_reject_one() {
    let retrieve = v2_11::dynamic::operation("RetrieveACompanyById").unwrap();
    let upload = preview::dynamic::operation("uploadEcommerceCatalog").unwrap();
    for error in [
        retrieve.encode(&json!({})).unwrap_err(),
        upload.encode(&json!({})).unwrap_err(),
    ] {
        assert!(error.is_invalid());
        assert!(error.to_string().ends_with("has no JSON body"));
    }
}

/// RFC 7396: null removes a property.
#[test]
fn nulls_of_request_bodies_are_sent() {
    let update = operation("UpdateContact");
    for body in [
        json!({"email": null, "name": "n"}),
        json!({"name": null, "owner_id": null, "custom_attributes": {"a": null}}),
    ] {
        assert_eq!(update.encode(&body).unwrap(), body);
    }
}

/// The documents do not list all bodies that Intercom accepts.
#[test]
fn request_bodies_that_match_no_alternative_are_kept() {
    let reply = operation("replyConversation");
    let body = json!({"type": "user", "user_id": "u1", "message_type": "quick_reply"});
    assert_eq!(reply.encode(&body).unwrap(), body);
}
