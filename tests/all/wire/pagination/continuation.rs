//! The transition from a page to the next one.

use std::sync::atomic::{AtomicUsize, Ordering};

use intercom_client::v2_16;
use serde_json::{Value, json};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use super::super::log::{Log, warnings};
use super::super::{Server, TOKEN};
use super::{all, before, last, numbered, ok, page, responding_with, until_error};

/// Returns the number of contacts in these responses, and the request lines.
async fn contacts(responses: impl IntoIterator<Item = Value>) -> (usize, Vec<String>) {
    let server = responding_with(responses).await;
    let client: v2_16::Client = server.client();
    let found = all(client.contacts().list_contacts().per_page(2).items()).await;
    (found.len(), server.lines().await)
}

/// Like [`contacts`], for companies, whose pages have numbers.
async fn companies(responses: impl IntoIterator<Item = Value>) -> (usize, Vec<String>) {
    let server = responding_with(responses).await;
    let client: v2_16::Client = server.client();
    let found = all(client.companies().list_all_companies().items()).await;
    (found.len(), server.lines().await)
}

#[tokio::test]
async fn cursors_are_read_from_objects_and_urls() {
    for next in [
        json!({"starting_after": "5", "page": 2}),
        json!({"starting_after": 5}),
        json!("https://api.intercom.io/contacts?per_page=2&starting_after=5"),
        json!("/contacts?starting_after=5#top"),
    ] {
        let (found, lines) = contacts([page(&["a"], json!({"next": next})), last(&["b"])]).await;
        assert_eq!(found, 2, "{next}");
        assert_eq!(lines[1], "GET /contacts?per_page=2&starting_after=5");
    }
}

#[tokio::test]
async fn cursors_are_read_after_a_byte_order_mark() {
    let bodies = [before(&["a"], "5"), last(&["b"])];
    let responses = bodies.map(|body| {
        let text = format!("\u{feff}{body}");
        ResponseTemplate::new(200).set_body_string(text)
    });
    let server = Server::responding_with(responses).await;
    let client: v2_16::Client = server.client();
    let found = all(client.contacts().list_contacts().items()).await;
    assert_eq!(found.len(), 2);
}

#[tokio::test]
async fn page_numbers_are_read_from_objects_and_urls() {
    for next in [
        json!({"page": 2}),
        json!({"page": "2"}),
        json!({"starting_after": "x"}),
        json!("http://api.intercom.test/companies/list?page=2"),
        json!("https://api.intercom.io/companies/list?per_page=2"),
    ] {
        let first = page(&["a"], json!({"page": 1, "next": next}));
        let (found, lines) = companies([first, last(&["b"])]).await;
        assert_eq!(found, 2, "{next}");
        assert_eq!(lines[1], "POST /companies/list?page=2");
    }
}

#[tokio::test]
async fn the_last_page_is_recognized() {
    for pages in [
        json!(null),
        json!({}),
        json!({"next": null}),
        json!({"next": null, "page": 1, "total_pages": 3}),
        json!({"page": 1, "total_pages": 1}),
        json!({"page": 1, "total_pages": 0}),
    ] {
        assert_eq!(
            contacts([page(&["a"], pages.clone())]).await.0,
            1,
            "{pages}"
        );
        assert_eq!(
            companies([page(&["a"], pages.clone())]).await.0,
            1,
            "{pages}"
        );
    }
    let without_pages = || json!({"data": [{"id": "a"}]});
    assert_eq!(contacts([without_pages()]).await.0, 1);
    assert_eq!(companies([without_pages()]).await.0, 1);
}

/// Malformed pagination metadata is not an error.
#[tokio::test]
async fn unexpected_metadata_ends_the_list() {
    for pages in [
        json!("none"),
        json!(7),
        json!([{"next": {"starting_after": "x"}}]),
        json!({"next": 3.5}),
        json!({"next": true, "page": -1, "total_pages": "many"}),
        json!({"next": ["x"]}),
        json!({"next": ""}),
    ] {
        let (found, lines) = contacts([page(&["a"], pages.clone())]).await;
        assert_eq!((found, lines.len()), (1, 1), "{pages}");
    }
    let (found, _) = contacts([page(&["a"], json!({"next": {"starting_after": ""}}))]).await;
    assert_eq!(found, 1);
}

#[tokio::test]
async fn empty_pages_do_not_end_the_list() {
    let (found, lines) = contacts([before(&["a"], "x"), before(&[], "y"), last(&["b"])]).await;
    assert_eq!((found, lines.len()), (2, 3));
    let responses = [
        numbered(&["a"], 1, 3),
        numbered(&[], 2, 3),
        numbered(&["b"], 3, 3),
    ];
    let (found, lines) = companies(responses).await;
    assert_eq!((found, lines.len()), (2, 3));
}

#[tokio::test]
async fn a_repeated_cursor_ends_the_list() {
    let (found, lines) = contacts([before(&["a"], "x"), before(&["b"], "x")]).await;
    assert_eq!((found, lines.len()), (2, 2));

    let responses = [
        before(&["a"], "A"),
        before(&["b"], "B"),
        before(&["c"], "A"),
    ];
    let (found, lines) = contacts(responses).await;
    assert_eq!((found, lines.len()), (3, 3));

    let first = page(&["a"], json!({"page": 1, "next": {"page": 1}}));
    let (found, lines) = companies([first]).await;
    assert_eq!((found, lines.len()), (1, 1));
}

/// The feature `tracing` logs that a list was cut off.
#[tokio::test]
async fn pagination_cycles_are_logged() {
    let text = Log::of(async {
        contacts([before(&["a"], "x"), before(&["b"], "x")]).await;
        companies([numbered(&["a"], 1, 3), numbered(&["a"], 1, 3)]).await;
    })
    .await;
    let warnings = warnings(&text);
    assert_eq!(warnings.len(), 2, "{text}");
    assert!(warnings[0].contains("path=\"/contacts\""), "{text}");
    assert!(warnings[1].contains("path=\"/companies/list\""), "{text}");
}

/// The caller sets the first cursor.
#[tokio::test]
async fn a_cursor_back_to_the_first_page_ends_the_list() {
    let server = responding_with([before(&["a"], "B"), before(&["b"], "A")]).await;
    let client: v2_16::Client = server.client();
    let request = client.contacts().list_contacts().starting_after("A");
    assert_eq!(all(request.items()).await.len(), 2);
}

/// Some endpoints ignore the page number and always return the first page.
#[tokio::test]
async fn a_repeated_page_ends_the_list() {
    let (found, lines) = companies([numbered(&["a"], 1, 3), numbered(&["a"], 1, 3)]).await;
    assert_eq!((found, lines.len()), (1, 2));

    let without_next = || json!({"data": [{"id": "a"}], "total_count": 40});
    let (found, lines) = companies([without_next(), without_next()]).await;
    assert_eq!((found, lines.len()), (1, 2));
}

/// The caller sets the first page number.
#[tokio::test]
async fn page_numbers_continue_from_the_requested_page() {
    let without_next = |id: &str| json!({"data": [{"id": id}], "pages": {"total_pages": 4}});
    let server = responding_with([without_next("c"), without_next("d")]).await;
    let client: v2_16::Client = server.client();
    let request = client.companies().list_all_companies().page(3);
    assert_eq!(all(request.items()).await.len(), 2);
    let lines = ["POST /companies/list?page=3", "POST /companies/list?page=4"];
    assert_eq!(server.lines().await, lines);
}

/// The host, scheme and path of a URL are ignored.
#[tokio::test]
async fn only_the_query_of_a_url_is_used() {
    let elsewhere = Server(MockServer::start().await);
    for url in [
        format!("{}/events?before=5", elsewhere.0.uri()),
        "http://api.intercom.io/events?before=5".to_owned(),
        "https://harbour.test:8443/other/path?before=5".to_owned(),
        "//harbour.test/events?before=5".to_owned(),
        "https://user:word@harbour.test/events?before=5#x".to_owned(),
    ] {
        let body = |next: Value| json!({"events": [{"id": "e"}], "pages": {"next": next}});
        let server = responding_with([body(json!(url)), body(Value::Null)]).await;
        let client: v2_16::Client = server.client();
        let user = v2_16::types::list_data_events::FilterUserId::new("u");
        let events = client.data_events().list_data_events(user, "user");
        assert_eq!(all(events.items()).await.len(), 2, "{url}");
        let received = server.all_received().await;
        assert_eq!(received[1].line(), "GET /events?before=5", "{url}");
        let bearer = format!("Bearer {TOKEN}");
        assert_eq!(received[1].header("authorization"), Some(bearer.as_str()));
    }
    assert!(elsewhere.all_received().await.is_empty());
}

/// Setting thousands of parameters would take quadratic time.
#[tokio::test]
async fn a_url_with_thousands_of_parameters_is_refused() {
    for (parameters, is_refused) in [(1_000, false), (1_001, true), (100_000, true)] {
        let query: Vec<String> = (0..parameters).map(|n| format!("p{n}=")).collect();
        let next = format!("/events?{}", query.join("&"));
        let body = |next: Value| json!({"events": [{"id": "e"}], "pages": {"next": next}});
        let server = responding_with([body(json!(next)), body(Value::Null)]).await;
        let client: v2_16::Client = server.client();
        let user = v2_16::types::list_data_events::FilterUserId::new("u");
        let events = client.data_events().list_data_events(user, "user");
        if is_refused {
            let (found, error) = until_error(&mut events.items()).await;
            assert_eq!(found.len(), 1);
            assert!(error.is_invalid(), "{error}");
            assert!(error.to_string().contains("parameters"), "{error}");
            assert_eq!(server.lines().await.len(), 1);
        } else {
            assert_eq!(all(events.items()).await.len(), 2);
        }
    }
}

/// Only the pages of consumed items are fetched.
#[tokio::test]
async fn an_endless_list_is_fetched_lazily() {
    let server = Server(MockServer::start().await);
    let count = AtomicUsize::new(0);
    Mock::given(any())
        .respond_with(move |_: &Request| {
            let next = count.fetch_add(1, Ordering::Relaxed) + 1;
            ok(before(&["a", "b"], &next.to_string()))
        })
        .mount(&server.0)
        .await;
    let client: v2_16::Client = server.client();
    let mut contacts = client.contacts().list_contacts().items();
    for _ in 0..2001 {
        assert!(contacts.try_next().await.unwrap().is_some());
    }
    assert_eq!(server.lines().await.len(), 1001);
}
