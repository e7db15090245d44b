//! Responses that do not match the document.

use intercom_client::v2_16::Client;
use intercom_client::v2_16::types::CompanyList;
use intercom_client::{Anomaly, Error, Response};
use serde_json::{Value, json};
use wiremock::ResponseTemplate;

use super::Server;
use super::log::{Log, warnings};

async fn list_companies(server: &Server, is_strict: bool) -> Result<Response<CompanyList>, Error> {
    let client: Client = server.builder().strict(is_strict).build().unwrap();
    client.companies().list_all_companies().response().await
}

/// Decodes a list of companies.
async fn decode_list(body: impl AsRef<[u8]>) -> Result<Response<CompanyList>, Error> {
    let response = ResponseTemplate::new(200).set_body_bytes(body.as_ref());
    list_companies(&Server::responding_with([response]).await, false).await
}

async fn decode(body: impl AsRef<[u8]>) -> Response<CompanyList> {
    decode_list(body)
        .await
        .expect("the response can be decoded")
}

/// Returns the error of a body that cannot be decoded, which contains the body.
async fn decode_error(body: impl AsRef<[u8]>) -> Error {
    let error = decode_list(body.as_ref())
        .await
        .expect_err("the response cannot be decoded");
    assert!(error.is_decode(), "{error}");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(200));
    assert_eq!(error.body().map(AsRef::as_ref), Some(body.as_ref()));
    error
}

/// Returns the path and value of each anomaly.
fn anomalies(response: &Response<CompanyList>) -> Vec<(&str, &Value)> {
    let anomalies = response.anomalies().iter();
    anomalies
        .map(|anomaly| (anomaly.path(), anomaly.value()))
        .collect()
}

fn encoded(response: &Response<CompanyList>) -> Value {
    serde_json::to_value(response.body()).unwrap()
}

#[tokio::test]
async fn unexpected_values_are_skipped() {
    let response = decode(
        json!({"data": [
            {"id": "c1", "size": 5},
            {"id": "c2", "size": {"of": "what"}, "name": "Blue Sun"},
            {"id": "c3"},
        ]})
        .to_string(),
    )
    .await;
    let companies = response.body().data.as_ref().unwrap();
    assert_eq!(companies.len(), 3);
    assert_eq!(companies[1].name.as_deref(), Some("Blue Sun"));
    assert_eq!(companies[1].size, None);
    assert_eq!(
        anomalies(&response),
        [("data[1].size", &json!({"of": "what"}))]
    );
    assert_eq!(
        response.anomalies()[0].reason(),
        "invalid type: map, expected a 64-bit integer"
    );
}

/// The paths refer to the received body, including skipped items.
#[tokio::test]
async fn unexpected_values_are_skipped_at_every_depth() {
    let body = json!({
        "type": ["list"],
        "pages": 7,
        "total_count": 2,
        "data": [
            "nonsense",
            {"id": "c1", "size": true, "plan": {"id": [], "name": "Pro"}},
            null,
            {"id": "c3", "name": {"a": "b"}, "tags": {"tags": [1, {"id": "t1", "name": {}}, []]}},
        ],
        "more": [true],
    });
    for text in [
        body.to_string(),
        serde_json::to_string_pretty(&body).unwrap(),
    ] {
        let response = decode(text).await;
        assert_eq!(
            encoded(&response),
            json!({
                "total_count": 2,
                "data": [
                    {"id": "c1", "plan": {"name": "Pro"}},
                    {"id": "c3", "tags": {"tags": [{"id": "t1"}]}},
                ],
                "more": [true],
            })
        );
        assert_eq!(
            anomalies(&response),
            [
                ("type", &json!(["list"])),
                ("pages", &json!(7)),
                ("data[0]", &json!("nonsense")),
                ("data[1].size", &json!(true)),
                ("data[1].plan.id", &json!([])),
                ("data[2]", &json!(null)),
                ("data[3].name", &json!({"a": "b"})),
                ("data[3].tags.tags[0]", &json!(1)),
                ("data[3].tags.tags[1].name", &json!({})),
                ("data[3].tags.tags[2]", &json!([])),
            ]
        );
    }
}

/// The anomaly contains the whole company, and its reason that of the value in it.
#[tokio::test]
async fn objects_without_an_id_are_skipped() {
    let nameless = json!({"id": null, "name": "Blue Sun"});
    let response = decode(json!({"data": [nameless, {"id": "c2"}, {}]}).to_string()).await;
    assert_eq!(encoded(&response), json!({"data": [{"id": "c2"}]}));
    assert_eq!(
        anomalies(&response),
        [("data[0]", &nameless), ("data[2]", &json!({}))]
    );
    let reasons: Vec<&str> = response.anomalies().iter().map(Anomaly::reason).collect();
    assert_eq!(
        reasons,
        [
            "missing field `id` of company; `data[0].id`: invalid type: null, expected a string",
            "missing field `id` of company",
        ]
    );
}

#[tokio::test]
async fn a_strict_client_fails_at_the_first_unexpected_value() {
    let body = json!({"data": [{"id": "c1"}, {"id": "c2", "size": []}]});
    let server = Server::json(body.clone()).await;
    let error = list_companies(&server, true).await.unwrap_err();
    assert!(error.is_decode());
    assert_eq!(error.path(), Some("data[1].size"));
    assert_eq!(error.body().unwrap().as_ref(), body.to_string().as_bytes());
    assert_eq!(
        error.to_string(),
        "POST /companies/list: 200 OK: the response cannot be decoded at `data[1].size`"
    );
}

/// The feature `tracing` logs the path of a skipped value, not the value, which may be personal
/// data.
#[tokio::test]
async fn unexpected_values_are_logged_without_their_content() {
    let text = Log::of(async {
        decode(json!({"data": [{"id": "c1", "size": "a secret"}]}).to_string()).await;
    })
    .await;
    let warnings = warnings(&text);
    assert_eq!(warnings.len(), 1, "{text}");
    assert!(warnings[0].contains("path=\"/companies/list\""), "{text}");
    assert!(warnings[0].contains("at=\"data[0].size\""), "{text}");
    assert!(!text.contains("a secret"), "{text}");
}

#[tokio::test]
async fn a_strict_client_accepts_undocumented_fields() {
    let server = Server::json(json!({"data": [{"id": "c1"}], "unnamed": 1})).await;
    let response = list_companies(&server, true).await.unwrap();
    assert_eq!(response.body().extra.get("unnamed"), Some(&json!(1)));
}

#[tokio::test]
async fn every_item_may_have_an_unexpected_value() {
    let companies: Vec<_> = (0..150).map(|n| json!({"id": n, "size": []})).collect();
    let response = decode(json!({ "data": companies }).to_string()).await;
    assert_eq!(response.body().data.as_ref().unwrap().len(), 150);
    assert_eq!(response.anomalies().len(), 150);
    assert_eq!(response.anomalies()[149].path(), "data[149].size");
}

/// The number of anomalies is limited to bound the cost of decoding.
#[tokio::test]
async fn too_many_unexpected_values_are_an_error() {
    let companies: Vec<_> = (0..10_001).map(|_| json!([])).collect();
    let error = decode_error(json!({ "data": companies }).to_string()).await;
    assert_eq!(error.path(), Some("data"));
}

#[tokio::test]
async fn missing_null_and_undocumented_fields_are_no_anomalies() {
    let response = decode(r#"{"data": null, "extra": {"a": 1}, "": 2, "n\u00e9": 3}"#).await;
    assert!(response.body().data.is_none() && response.body().pages.is_none());
    assert!(response.anomalies().is_empty());
    assert_eq!(
        encoded(&response),
        json!({"extra": {"a": 1}, "": 2, "né": 3})
    );
}

/// Like most JSON parsers.
#[tokio::test]
async fn the_last_of_duplicate_keys_is_used() {
    let response = decode(r#"{"total_count": 1, "total_count": 2, "new": 1, "new": 2}"#).await;
    assert_eq!(encoded(&response), json!({"total_count": 2, "new": 2}));
}

#[tokio::test]
async fn deeply_nested_values_are_skipped() {
    let deep = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
    for (body, path) in [
        (
            format!(r#"{{"total_count": 1, "data": [], "new": {deep}}}"#),
            "new",
        ),
        (
            format!(r#"{{"total_count": 1, "data": [{{"id": "c1", "size": {deep}}}]}}"#),
            "data[0].size",
        ),
    ] {
        let response = decode(&body).await;
        assert_eq!(response.body().total_count, Some(1));
        let [anomaly] = response.anomalies() else {
            panic!("{} anomalies", response.anomalies().len());
        };
        assert!(anomaly.path().starts_with(path), "{}", anomaly.path());
        let text = anomaly.value().as_str().expect("the value is kept as text");
        assert!(deep.contains(text) && text.len() > 2 * 9_800);
    }
    assert_eq!(decode_error(&deep).await.path(), Some(""));
}

#[tokio::test]
async fn numbers_out_of_range_are_skipped_with_all_digits() {
    let response = decode(
        r#"{"total_count": 18446744073709551616, "data": [], "pages": {"page": 1e999, "total_pages": 1.5}}"#,
    )
    .await;
    assert_eq!(encoded(&response), json!({"data": [], "pages": {}}));
    assert_eq!(
        anomalies(&response),
        [
            ("total_count", &json!("18446744073709551616")),
            ("pages.page", &json!("1e999")),
            ("pages.total_pages", &json!(1.5)),
        ]
    );
}

#[tokio::test]
async fn invalid_utf_8_is_skipped() {
    let response = decode(b"{\"data\": [{\"id\": \"c1\", \"name\": \"Blue \xff Sun\"}]}").await;
    assert_eq!(encoded(&response), json!({"data": [{"id": "c1"}]}));
    assert_eq!(
        anomalies(&response),
        [("data[0].name", &json!("\"Blue \u{fffd} Sun\""))]
    );
}

#[tokio::test]
async fn invalid_json_is_an_error_with_the_body() {
    for (body, path) in [
        ("", ""),
        ("<html>Maintenance</html>", ""),
        (r#"{"data": [{"id": "c1"#, "data[0].id"),
        (r#"{"data": [{"id": "c1"}], }"#, ""),
        (r#"{"data": []} trailing"#, ""),
    ] {
        assert_eq!(decode_error(body).await.path(), Some(path), "{body}");
    }
}

#[tokio::test]
async fn a_byte_order_mark_is_ignored() {
    let response = decode("\u{feff}{\"total_count\": [], \"data\": []}").await;
    assert_eq!(response.body().data.as_deref(), Some(&[][..]));
    assert_eq!(anomalies(&response), [("total_count", &json!([]))]);
}

#[tokio::test]
async fn an_empty_body_is_named_in_the_error() {
    let error = decode_error("").await;
    assert_eq!(
        error.to_string(),
        "POST /companies/list: 200 OK: the body is empty instead of JSON"
    );
}

#[tokio::test]
async fn a_response_of_another_type_is_an_error_with_the_body() {
    for body in ["null", "true", "\"list\"", "12", "[]", "[{\"id\": \"c1\"}]"] {
        let error = decode_error(body).await;
        assert_eq!(error.path(), Some(""), "{body}");
    }
}
