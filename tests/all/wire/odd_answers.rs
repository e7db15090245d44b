//! What an application gets from answers that are not what the document says.

use intercom_client::v2_16::Client;
use intercom_client::v2_16::types::CompanyList;
use intercom_client::{Error, Response};
use serde_json::{Value, json};
use wiremock::ResponseTemplate;

use super::Server;
use super::log::{Log, warnings};

async fn answered(server: &Server, is_strict: bool) -> Result<Response<CompanyList>, Error> {
    let client: Client = server.builder().strict(is_strict).build().unwrap();
    client.companies().list_all_companies().response().await
}

/// What a list of companies is read as.
async fn list(body: impl AsRef<[u8]>) -> Result<Response<CompanyList>, Error> {
    let answer = ResponseTemplate::new(200).set_body_bytes(body.as_ref());
    answered(&Server::answering([answer]).await, false).await
}

async fn read(body: impl AsRef<[u8]>) -> Response<CompanyList> {
    list(body).await.expect("the answer can be read")
}

/// The error for a body that cannot be read; it has the body.
async fn unreadable(body: impl AsRef<[u8]>) -> Error {
    let error = list(body.as_ref()).await.expect_err("it cannot be read");
    assert!(error.is_decode(), "{error}");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(200));
    assert_eq!(error.body().map(AsRef::as_ref), Some(body.as_ref()));
    error
}

/// Path and value of each anomaly.
fn anomalies(answer: &Response<CompanyList>) -> Vec<(&str, &Value)> {
    let anomalies = answer.anomalies().iter();
    anomalies
        .map(|anomaly| (anomaly.path(), anomaly.value()))
        .collect()
}

fn written(answer: &Response<CompanyList>) -> Value {
    serde_json::to_value(answer.body()).unwrap()
}

#[tokio::test]
async fn one_odd_value_is_left_out() {
    let answer = read(
        json!({"data": [
            {"id": "c1", "size": 5},
            {"id": "c2", "size": {"of": "what"}, "name": "Blue Sun"},
            {"id": "c3"},
        ]})
        .to_string(),
    )
    .await;
    let companies = answer.body().data.as_ref().unwrap();
    assert_eq!(companies.len(), 3);
    assert_eq!(companies[1].name.as_deref(), Some("Blue Sun"));
    assert_eq!(companies[1].size, None);
    assert_eq!(
        anomalies(&answer),
        [("data[1].size", &json!({"of": "what"}))]
    );
    assert_eq!(
        answer.anomalies()[0].reason(),
        "invalid type: map, expected a 64-bit integer"
    );
}

/// The paths are those of the body as it came, whatever is left out before.
#[tokio::test]
async fn odd_values_at_every_depth_are_left_out() {
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
        let answer = read(text).await;
        assert_eq!(
            written(&answer),
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
            anomalies(&answer),
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

/// Of a company that cannot be named, all is in the anomaly.
#[tokio::test]
async fn what_lacks_its_identity_is_left_out_whole() {
    let nameless = json!({"id": null, "name": "Blue Sun"});
    let answer = read(json!({"data": [nameless, {"id": "c2"}, {}]}).to_string()).await;
    assert_eq!(written(&answer), json!({"data": [{"id": "c2"}]}));
    assert_eq!(
        anomalies(&answer),
        [
            ("data[0].id", &json!(null)),
            ("data[0]", &nameless),
            ("data[2]", &json!({})),
        ]
    );
    assert_eq!(
        answer.anomalies()[1].reason(),
        "missing field `id` of company"
    );
}

#[tokio::test]
async fn a_strict_client_fails_with_the_first_odd_value() {
    let body = json!({"data": [{"id": "c1"}, {"id": "c2", "size": []}]});
    let server = Server::json(body.clone()).await;
    let error = answered(&server, true).await.unwrap_err();
    assert!(error.is_decode());
    assert_eq!(error.path(), Some("data[1].size"));
    assert_eq!(error.body().unwrap().as_ref(), body.to_string().as_bytes());
    assert_eq!(
        error.to_string(),
        "POST /companies/list: 200 OK: the response cannot be decoded at `data[1].size`"
    );
}

/// With the feature `tracing`. The value is the users' affair.
#[tokio::test]
async fn an_odd_value_is_a_warning_that_does_not_show_it() {
    let text = Log::of(async {
        read(json!({"data": [{"id": "c1", "size": "a secret"}]}).to_string()).await;
    })
    .await;
    let warnings = warnings(&text);
    assert_eq!(warnings.len(), 1, "{text}");
    assert!(warnings[0].contains("path=\"/companies/list\""), "{text}");
    assert!(warnings[0].contains("at=\"data[0].size\""), "{text}");
    assert!(!text.contains("a secret"), "{text}");
}

#[tokio::test]
async fn a_strict_client_takes_what_the_document_says() {
    let server = Server::json(json!({"data": [{"id": "c1"}], "unnamed": 1})).await;
    let answer = answered(&server, true).await.unwrap();
    assert_eq!(answer.body().extra.get("unnamed"), Some(&json!(1)));
}

#[tokio::test]
async fn a_page_may_be_odd_throughout() {
    let companies: Vec<_> = (0..150).map(|n| json!({"id": n, "size": []})).collect();
    let answer = read(json!({ "data": companies }).to_string()).await;
    assert_eq!(answer.body().data.as_ref().unwrap().len(), 150);
    assert_eq!(answer.anomalies().len(), 150);
    assert_eq!(answer.anomalies()[149].path(), "data[149].size");
}

/// There is an end to it: reading again and again is work, and such a body is something else.
#[tokio::test]
async fn too_many_odd_values_are_an_error() {
    let companies: Vec<_> = (0..1_001).map(|_| json!([])).collect();
    let error = unreadable(json!({ "data": companies }).to_string()).await;
    assert_eq!(error.path(), Some("data[1000]"));
}

#[tokio::test]
async fn missing_null_and_unnamed_keys() {
    let answer = read(r#"{"data": null, "extra": {"a": 1}, "": 2, "n\u00e9": 3}"#).await;
    assert!(answer.body().data.is_none() && answer.body().pages.is_none());
    assert!(answer.anomalies().is_empty());
    assert_eq!(written(&answer), json!({"extra": {"a": 1}, "": 2, "né": 3}));
}

/// As in nearly every reader of JSON.
#[tokio::test]
async fn of_a_key_that_is_there_twice_the_last_counts() {
    let answer = read(r#"{"total_count": 1, "total_count": 2, "new": 1, "new": 2}"#).await;
    assert_eq!(written(&answer), json!({"total_count": 2, "new": 2}));
}

#[tokio::test]
async fn what_is_nested_too_deeply_is_left_out() {
    let deep = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
    for (body, path) in [
        (format!(r#"{{"total_count": 1, "new": {deep}}}"#), "new"),
        (
            format!(r#"{{"total_count": 1, "data": [{{"id": "c1", "size": {deep}}}]}}"#),
            "data[0].size",
        ),
    ] {
        let answer = read(&body).await;
        assert_eq!(answer.body().total_count, Some(1));
        let [anomaly] = answer.anomalies() else {
            panic!("{} anomalies", answer.anomalies().len());
        };
        assert!(anomaly.path().starts_with(path), "{}", anomaly.path());
        let text = anomaly.value().as_str().expect("it is kept as text");
        assert!(deep.contains(text) && text.len() > 2 * 9_800);
    }
    assert_eq!(unreadable(&deep).await.path(), Some(""));
}

#[tokio::test]
async fn numbers_that_do_not_fit_are_left_out_with_all_their_digits() {
    let answer = read(
        r#"{"total_count": 18446744073709551616, "pages": {"page": 1e999, "total_pages": 1.5}}"#,
    )
    .await;
    assert_eq!(written(&answer), json!({"pages": {}}));
    assert_eq!(
        anomalies(&answer),
        [
            ("total_count", &json!("18446744073709551616")),
            ("pages.page", &json!("1e999")),
            ("pages.total_pages", &json!(1.5)),
        ]
    );
}

#[tokio::test]
async fn text_that_is_no_utf_8_is_left_out() {
    let answer = read(b"{\"data\": [{\"id\": \"c1\", \"name\": \"Blue \xff Sun\"}]}").await;
    assert_eq!(written(&answer), json!({"data": [{"id": "c1"}]}));
    assert_eq!(
        anomalies(&answer),
        [("data[0].name", &json!("\"Blue \u{fffd} Sun\""))]
    );
}

#[tokio::test]
async fn what_is_no_json_is_an_error_with_the_body() {
    for (body, path) in [
        ("", ""),
        ("<html>Maintenance</html>", ""),
        (r#"{"data": [{"id": "c1"#, "data[0].id"),
        (r#"{"data": [{"id": "c1"}], }"#, ""),
        (r#"{"data": []} trailing"#, ""),
        ("\u{feff}{}", ""),
    ] {
        assert_eq!(unreadable(body).await.path(), Some(path), "{body}");
    }
}

#[tokio::test]
async fn an_answer_of_another_type_is_an_error_with_the_body() {
    for body in ["null", "true", "\"list\"", "12", "[]", "[{\"id\": \"c1\"}]"] {
        let error = unreadable(body).await;
        assert_eq!(error.path(), Some(""), "{body}");
    }
}
