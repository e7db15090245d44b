//! Required parameters and form fields that have one value.

use intercom_tests_compiled::constant_inputs::Client;
use wiremock::ResponseTemplate;

use super::Server;

async fn server() -> (Server, Client) {
    let server = Server::responding_with([ResponseTemplate::new(204)]).await;
    let client = Client::builder().base_url(server.0.uri()).build().unwrap();
    (server, client)
}

#[tokio::test]
async fn required_parameters_of_one_value_are_sent() {
    let (server, client) = server().await;
    client.charts().read_chart("7").await.unwrap();
    let received = server.received().await;
    assert_eq!(received.line(), "GET /v1/charts/7?depth=3&scale=0.5");
    assert_eq!(received.header("chart-version"), Some("2026-11-01"));
}

#[tokio::test]
async fn setters_replace_constants() {
    let (server, client) = server().await;
    let request = client.charts().read_chart("7").edition("v2").depth(4);
    let request = request.scale(1.5);
    request.chart_version("2027-01-01").await.unwrap();
    let received = server.received().await;
    assert_eq!(received.line(), "GET /v2/charts/7?depth=4&scale=1.5");
    assert_eq!(received.header("chart-version"), Some("2027-01-01"));
}

#[tokio::test]
async fn required_fields_of_one_value_are_sent() {
    let (forms, client) = server().await;
    client.charts().order_chart("7", "Bay").await.unwrap();
    let received = forms.received().await;
    let body = b"kind=chart&count=1&final=true&corner=1&corner=2.5&berth=Bay";
    assert_eq!(received.0.body, body);

    let (forms, client) = server().await;
    client.charts().upload_chart("Bay").await.unwrap();
    let received = forms.received().await;
    let body = String::from_utf8(received.0.body.clone()).unwrap();
    let fields: Vec<&str> = body
        .split("name=\"")
        .skip(1)
        .filter_map(|part| part.split("\r\n--").next())
        .collect();
    assert_eq!(
        fields,
        [
            "kind\"\r\n\r\nchart",
            "count\"\r\n\r\n1",
            "final\"\r\n\r\ntrue",
            "corner\"\r\n\r\n1",
            "corner\"\r\n\r\n2.5",
            "berth\"\r\n\r\nBay",
        ]
    );
}
