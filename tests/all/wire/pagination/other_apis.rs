//! Every pagination type with the keys of other APIs: a client of `construct/pagination.yaml`.

use intercom_tests_compiled::pagination::Client;
use intercom_tests_compiled::pagination::api::types::{
    ScrollLogsRequest, SearchBuoysRequest, SearchShipsRequest,
};
use serde_json::{Value, json};
use wiremock::ResponseTemplate;

use super::{Server, all, responding_with};

async fn harbour(bodies: impl IntoIterator<Item = Value>) -> (Server, Client) {
    let server = responding_with(bodies).await;
    let client = Client::builder().base_url(server.0.uri()).build().unwrap();
    (server, client)
}

/// Google's AIP-158: the token of the last page is empty or absent.
#[tokio::test]
async fn follows_page_tokens() {
    for last in [
        json!({"items": ["c"], "next_page": ""}),
        json!({"items": ["c"]}),
    ] {
        let first = json!({"items": ["a", "b"], "next_page": "t/1"});
        let (server, client) = harbour([first, last]).await;
        assert_eq!(
            all(client.ships().list_pilots().items()).await,
            ["a", "b", "c"]
        );
        let lines = ["GET /pilots", "GET /pilots?page_token=t%2F1"];
        assert_eq!(server.lines().await, lines);
    }
}

/// A string before the end of the path `links.next.after` is a URL.
#[tokio::test]
async fn follows_cursors_in_urls() {
    let first = json!({"quays": ["a"], "links": {"next": "https://harbour.test/quays?after=x%2F1&by=name"}});
    let last = json!({"quays": ["b"], "links": {"next": null}});
    let (server, client) = harbour([first, last]).await;
    assert_eq!(all(client.ships().list_quays().items()).await, ["a", "b"]);
    assert_eq!(
        server.lines().await,
        ["GET /quays", "GET /quays?after=x%2F1"]
    );
}

#[tokio::test]
async fn has_more_ends_a_list_whose_last_page_has_a_cursor() {
    let page = |name: &str, has_more: bool| json!({"data": {"ships": [{"name": name}]}, "next_cursor": name, "has_more": has_more});
    let (server, client) = harbour([page("a", true), page("b", false)]).await;
    assert_eq!(all(client.ships().list_ships().items()).await.len(), 2);
    assert_eq!(server.lines().await, ["GET /ships", "GET /ships?after=a"]);
}

#[tokio::test]
async fn follows_page_numbers_in_the_body() {
    let page = |number: u64| json!({"data": {"ships": [{}]}, "page": number, "total_pages": 2, "total_items": 2});
    let (server, client) = harbour([page(1), page(2)]).await;
    let ships = client.ships().search_ships(SearchShipsRequest::new());
    assert_eq!(all(ships.items()).await.len(), 2);
    let received = server.all_received().await;
    assert_eq!(received.len(), 2);
    received[1].assert_json(json!({"paging": {"page": 2}}));
}

/// Without metadata, an empty page ends the list. The response itself is the list.
#[tokio::test]
async fn follows_page_numbers_from_zero() {
    let (server, client) = harbour([json!(["a", "b"]), json!(["c"]), json!([])]).await;
    assert_eq!(
        all(client.ships().list_tides().items()).await,
        ["a", "b", "c"]
    );
    let lines = ["GET /tides", "GET /tides?page=1", "GET /tides?page=2"];
    assert_eq!(server.lines().await, lines);
}

#[tokio::test]
async fn follows_offsets() {
    let page = |berths: &[&str]| json!({"berths": berths, "total": 3});
    let (server, client) = harbour([page(&["a", "b"]), page(&["c"])]).await;
    let mut pages = client.ships().list_berths().pages();
    let first = pages.try_next().await.unwrap().unwrap();
    assert_eq!(first.next_token().unwrap().to_string(), "offset:2");
    assert_eq!(all(pages.into_items()).await, ["c"]);
    assert_eq!(server.lines().await, ["GET /berths", "GET /berths?skip=2"]);
}

#[tokio::test]
async fn offsets_continue_from_the_requested_offset() {
    let page = |berths: &[&str]| json!({"berths": berths, "total": 7});
    let (server, client) = harbour([page(&["e", "f"]), page(&["g"])]).await;
    assert_eq!(
        all(client.ships().list_berths().skip(4).items())
            .await
            .len(),
        3
    );
    let lines = ["GET /berths?skip=4", "GET /berths?skip=6"];
    assert_eq!(server.lines().await, lines);

    let (server, client) = harbour([page(&["g"])]).await;
    let berths = client.ships().list_berths().items();
    assert_eq!(all(berths.resume("offset:6".parse().unwrap())).await, ["g"]);
    assert_eq!(server.lines().await, ["GET /berths?skip=6"]);
}

/// An endpoint that ignores the offset returns the first page again and again.
#[tokio::test]
async fn a_repeated_page_ends_offsets() {
    let page = || json!({"berths": ["a"], "total": 7});
    let (server, client) = harbour([page(), page()]).await;
    assert_eq!(all(client.ships().list_berths().items()).await, ["a"]);
    assert_eq!(server.lines().await.len(), 2);
}

/// The query of the URL replaces that of the request, except `limit`.
#[tokio::test]
async fn follows_next_urls() {
    let next = "https://elsewhere.test/other?limit=9&$skiptoken=x%20y";
    let first = json!({"crews": ["a", null], "@odata.nextLink": next});
    let (server, client) = harbour([first, json!({"crews": ["b"]})]).await;
    assert_eq!(
        all(client.ships().list_crews().limit(2).items())
            .await
            .len(),
        2,
        "null is not an item"
    );
    let lines = [
        "GET /crews?limit=2",
        "GET /crews?limit=2&%24skiptoken=x%20y",
    ];
    assert_eq!(server.lines().await, lines);

    let first = json!({"crews": [], "@odata.nextLink": next});
    let (server, client) = harbour([first, json!(null)]).await;
    assert!(all(client.ships().list_crews().items()).await.is_empty());
    let lines = ["GET /crews", "GET /crews?limit=9&%24skiptoken=x%20y"];
    assert_eq!(server.lines().await, lines);
}

#[tokio::test]
async fn follows_scrolls() {
    let page = |logs: &[&str]| json!({"logs": logs, "scroll_id": "s"});
    let (server, client) = harbour([page(&["a"]), page(&["b"]), page(&[])]).await;
    let logs = client.ships().scroll_logs().body(ScrollLogsRequest::new());
    assert_eq!(all(logs.items()).await, ["a", "b"]);
    let received = server.all_received().await;
    assert_eq!(received.len(), 3);
    received[2].assert_json(json!({"scroll_id": "s"}));
}

/// A cursor is sent as its schema declares, with all digits.
#[tokio::test]
async fn cursors_that_are_numbers_are_sent_as_numbers() {
    let page =
        |body: &str| ResponseTemplate::new(200).set_body_raw(body.to_owned(), "application/json");
    let first = page(r#"{"buoys": ["a"], "next": 1180591620717411303424}"#);
    let last = page(r#"{"buoys": ["b"], "next": null}"#);
    let server = Server::responding_with([first, last]).await;
    let client = Client::builder().base_url(server.0.uri()).build().unwrap();
    let buoys = client.ships().search_buoys(SearchBuoysRequest::new());
    assert_eq!(all(buoys.items()).await, ["a", "b"]);
    let received = server.all_received().await;
    let body = std::str::from_utf8(&received[1].0.body).unwrap();
    assert_eq!(body, r#"{"page":{"after":1180591620717411303424}}"#);
}
