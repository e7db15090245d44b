//! Streams of pages and items: when they fetch, how they end, and how they resume.

use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

use futures_core::stream::{FusedStream, Stream};
use intercom_client::v2_16::{self, contacts::ListContacts};
use intercom_client::{Items, Page, PageToken, Pages};
use serde_json::json;
use wiremock::ResponseTemplate;

use super::super::Server;
use super::{all, before, last, ok, responding_with, until_error};

fn list(server: &Server) -> ListContacts {
    let client: v2_16::Client = server.client();
    client.contacts().list_contacts().per_page(2)
}

#[tokio::test]
async fn pages_are_fetched_lazily() {
    let server = responding_with([before(&["a", "b"], "x"), last(&["c", "d"])]).await;
    let mut contacts = list(&server).items();
    for requests in [0, 1, 1, 2, 2] {
        assert_eq!(server.lines().await.len(), requests);
        contacts.try_next().await.unwrap();
    }
    assert_eq!(contacts.try_next().await.unwrap(), None);
    assert_eq!(server.lines().await.len(), 2);
}

#[tokio::test]
async fn pages_contain_their_response() {
    let first = ok(before(&["a", "b"], "x")).insert_header("x-request-id", "r1");
    let server = Server::responding_with([first, ok(last(&[]))]).await;
    let mut pages = list(&server).pages();
    let first: Page<_> = pages.try_next().await.unwrap().unwrap();
    assert_eq!(first.response().status(), 200);
    assert_eq!(first.response().request_id(), Some("r1"));
    assert!(first.response().anomalies().is_empty());
    assert_eq!(first.body().data.as_ref().unwrap().len(), 2);
    assert_eq!(first.token(), None);
    assert_eq!(first.next_token().unwrap().to_string(), "cursor:x");
    assert_eq!(first.into_items()[1].id, "b");

    let second = pages.try_next().await.unwrap().unwrap();
    assert_eq!(second.token().unwrap().to_string(), "cursor:x");
    assert_eq!(second.next_token(), None);
    assert_eq!(second.into_response().into_body().data, Some(Vec::new()));
    assert!(pages.is_terminated());
    assert!(pages.try_next().await.unwrap().is_none());
}

/// Items that do not match the schema are skipped.
#[tokio::test]
async fn pages_report_their_anomalies() {
    let body = json!({"data": [{"id": "a"}, 5, {"id": "c"}], "pages": null});
    let server = responding_with([body]).await;
    let page = list(&server).pages().try_next().await.unwrap().unwrap();
    assert_eq!(page.response().anomalies()[0].path(), "data[1]");
    assert_eq!(page.into_items()[1].id, "c");
}

/// A token is text that can be stored and used with another client.
#[tokio::test]
async fn a_list_resumes_from_a_token() {
    let server = responding_with([before(&["a"], "x:y z"), before(&["b", "c"], "p")]).await;
    let mut contacts = list(&server).items();
    assert_eq!(contacts.token(), None);
    assert_eq!(contacts.try_next().await.unwrap().unwrap().id, "a");
    assert_eq!(contacts.token(), None);
    assert_eq!(contacts.try_next().await.unwrap().unwrap().id, "b");
    let stored = contacts.token().unwrap().to_string();
    drop(contacts);

    let server = responding_with([before(&["b", "c"], "p"), last(&["d"])]).await;
    let token: PageToken = stored.parse().unwrap();
    let rest = all(list(&server).items().resume(token)).await;
    assert_eq!(rest.len(), 3);
    let lines = [
        "GET /contacts?per_page=2&starting_after=x%3Ay%20z",
        "GET /contacts?per_page=2&starting_after=p",
    ];
    assert_eq!(server.lines().await, lines);
}

/// A list in use goes back to the page of a token, also to the page it has just read.
#[tokio::test]
async fn a_list_in_use_goes_back() {
    let pages = || [super::numbered(&["a"], 1, 2), super::numbered(&["b"], 2, 2)];
    let server = responding_with(pages().into_iter().chain(pages())).await;
    let client = server.client::<v2_16::Client>();
    let mut companies = client.companies().list_all_companies().items();
    for id in ["a", "b"] {
        assert_eq!(companies.try_next().await.unwrap().unwrap().id, id);
    }
    let companies = companies.resume("page:1".parse().unwrap());
    let ids: Vec<String> = all(companies).await.into_iter().map(|one| one.id).collect();
    assert_eq!(ids, ["a", "b"]);

    let server = responding_with([pages()[1].clone(), pages()[1].clone()]).await;
    let client = server.client::<v2_16::Client>();
    let request = client.companies().list_all_companies();
    let mut companies = request.items().resume("page:2".parse().unwrap());
    assert_eq!(companies.try_next().await.unwrap().unwrap().id, "b");
    let again = companies.resume("page:2".parse().unwrap());
    assert_eq!(all(again).await.len(), 1);
}

#[tokio::test]
async fn every_kind_of_token_resumes_a_list() {
    let client = |server: &Server| server.client::<v2_16::Client>();
    let server =
        responding_with([super::numbered(&["c"], 3, 4), super::numbered(&["d"], 4, 4)]).await;
    let request = client(&server).companies().list_all_companies();
    let companies = request.items().resume("page:3".parse().unwrap());
    assert_eq!(all(companies).await.len(), 2);
    assert_eq!(server.lines().await[0], "POST /companies/list?page=3");

    let server = responding_with([json!({"events": [{}]})]).await;
    let user = v2_16::types::list_data_events::FilterUserId::new("u");
    let request = client(&server).data_events().list_data_events(user, "user");
    let pages = request
        .pages()
        .resume("query:type=user&before=5".parse().unwrap());
    assert_eq!(all(pages.into_items()).await.len(), 1);
    assert_eq!(server.lines().await, ["GET /events?type=user&before=5"]);
}

/// Pages above 1 MiB are decoded on another thread.
#[tokio::test]
async fn large_pages_are_decoded() {
    let ids: Vec<String> = (0..60_000).map(|n| format!("contact-{n:05}")).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let server = responding_with([before(&ids, "x"), last(&["b"])]).await;
    let mut pages = list(&server).pages();
    let page = pages.try_next().await.unwrap().unwrap();
    assert!(!pages.is_terminated());
    assert_eq!(page.into_items().len(), 60_000);
    assert_eq!(all(pages.into_items()).await.len(), 1);
}

#[tokio::test]
async fn a_token_of_another_pagination_type_is_rejected() {
    let server = responding_with([]).await;
    let mut contacts = list(&server).items().resume("page:3".parse().unwrap());
    let error = contacts.try_next().await.unwrap_err();
    assert!(error.is_invalid(), "{error}");
    assert!(error.to_string().contains("page token"), "{error}");
    assert!(server.lines().await.is_empty());
}

#[test]
fn invalid_tokens_are_rejected() {
    for text in [
        "", "x", "cursor", "cursor:", "page:", "page:x", "page:-1", "url:x",
    ] {
        let error = text.parse::<PageToken>().unwrap_err();
        assert!(error.to_string().contains("not a page token"), "{text}");
    }
    for text in ["cursor:a:b", "page:3", "query:a=b&c"] {
        assert_eq!(text.parse::<PageToken>().unwrap().to_string(), text);
    }
}

/// Items before the error are yielded, the error is yielded once, and the page can be requested
/// again.
#[tokio::test]
async fn an_error_ends_the_list_but_can_be_resumed() {
    let forbidden = ResponseTemplate::new(403).set_body_json(json!({"errors": [{"code": "no"}]}));
    let malformed = ResponseTemplate::new(200).set_body_string("{\"data\": [");
    for failure in [forbidden, malformed] {
        let server = Server::responding_with([ok(before(&["a", "b"], "x")), failure]).await;
        let mut contacts = list(&server).items();
        let (taken, error) = until_error(&mut contacts).await;
        assert_eq!(taken.len(), 2, "{error}");
        assert!(contacts.is_terminated());
        for _ in 0..2 {
            assert_eq!(contacts.try_next().await.unwrap(), None);
        }
        assert_eq!(server.lines().await.len(), 2);

        let token = contacts.token().unwrap().clone();
        let server = responding_with([last(&["c"])]).await;
        assert_eq!(all(list(&server).items().resume(token)).await.len(), 1);
    }
}

/// The next call of `try_next` continues the request of a dropped future.
#[tokio::test]
async fn dropping_try_next_loses_nothing() {
    let server = responding_with([last(&["a"])]).await;
    let mut contacts = list(&server).items();
    let mut context = Context::from_waker(Waker::noop());
    let waiting = pin!(contacts.try_next()).poll(&mut context);
    assert!(waiting.is_pending());
    assert_eq!(contacts.try_next().await.unwrap().unwrap().id, "a");
    assert_eq!(server.lines().await.len(), 1);
}

#[tokio::test]
async fn lists_implement_stream() {
    fn is_stream<S: FusedStream + Unpin + Send + 'static>(_: &S) {}
    let server = responding_with([last(&["a"])]).await;
    let pages: Pages<ListContacts> = list(&server).pages();
    is_stream(&pages);
    let mut items: Items<ListContacts> = pages.into_items();
    is_stream(&items);
    let item = std::future::poll_fn(|context| Pin::new(&mut items).poll_next(context)).await;
    assert_eq!(item.unwrap().unwrap().id, "a");
    assert_eq!(items.size_hint(), (0, Some(0)));
    let mut context = Context::from_waker(Waker::noop());
    let end = Pin::new(&mut items).poll_next(&mut context);
    assert!(matches!(end, Poll::Ready(None)));
}
