//! Every kind of pagination in Intercom's API, each with one of its operations.

use intercom_client::{preview, v2_7, v2_16};
use serde_json::{Value, json};
use v2_16::types;

use super::{all, before, last, numbered, objects, page, responding_with};

#[tokio::test]
async fn follows_a_cursor_in_the_query() {
    let server = responding_with([before(&["a", "b"], "W/1="), last(&["c"])]).await;
    let client: v2_16::Client = server.client();
    let contacts = all(client.contacts().list_contacts().per_page(2).items()).await;

    let ids: Vec<&str> = contacts.iter().map(|contact| &*contact.id).collect();
    assert_eq!(ids, ["a", "b", "c"]);
    let lines = [
        "GET /contacts?per_page=2",
        "GET /contacts?per_page=2&starting_after=W%2F1%3D",
    ];
    assert_eq!(server.lines().await, lines);
    server.all_received().await[1].assert_head(lines[1], "2.16");
}

/// The document of this version declares none of the parameters.
#[tokio::test]
async fn follows_a_cursor_in_the_oldest_version() {
    let server = responding_with([before(&["a"], "x"), last(&["b"])]).await;
    let client: v2_7::Client = server.client();
    let mut contacts = client.contacts().list_contacts().per_page(1).items();
    let mut ids = Vec::new();
    while let Some(contact) = contacts.try_next().await.unwrap() {
        ids.push(contact.id);
    }
    assert_eq!(ids, ["a", "b"]);
    let received = server.all_received().await;
    received[1].assert_head("GET /contacts?per_page=1&starting_after=x", "2.7");
}

/// The items path is not `data`, and up to 2.12 the documents declare news items instead.
#[tokio::test]
async fn follows_a_cursor_with_another_items_path() {
    fn body(id: &str, next: Value) -> Value {
        json!({"conversations": objects(&[id]), "pages": {"next": next}})
    }
    let responses = || {
        [
            body("7", json!({"starting_after": "x"})),
            body("8", Value::Null),
        ]
    };
    let server = responding_with(responses()).await;
    let client: v2_16::Client = server.client();
    let conversations = client.conversations().list_conversations().items();
    assert_eq!(all(conversations).await[1].id, "8");
    assert_eq!(
        server.lines().await[1],
        "GET /conversations?starting_after=x"
    );

    let server = responding_with(responses()).await;
    let client: v2_7::Client = server.client();
    let conversations = client.conversations().list_conversations().items();
    assert_eq!(all(conversations).await[1].id, "8");
}

#[tokio::test]
async fn follows_a_cursor_in_the_body() {
    let server = responding_with([before(&["a"], "x"), before(&["b"], "y"), last(&["c"])]).await;
    let client: v2_16::Client = server.client();
    let query = types::SingleFilterSearchRequest::new()
        .field("role")
        .value("user");
    let request = types::ContactSearchRequest::new(query)
        .pagination(types::StartingAfterPaging::new().per_page(1));
    let contacts = all(client.contacts().search_contacts(request).items()).await;

    assert_eq!(contacts.len(), 3);
    let received = server.all_received().await;
    let query = json!({"field": "role", "value": "user"});
    let pagination = |value| json!({"query": query, "pagination": value});
    received[0].assert_json(pagination(json!({"per_page": 1})));
    received[1].assert_json(pagination(json!({"per_page": 1, "starting_after": "x"})));
    received[2].assert_json(pagination(json!({"per_page": 1, "starting_after": "y"})));
    received[2].assert_head("POST /contacts/search", "2.16");
}

/// `pagination` is added to a body without it.
#[tokio::test]
async fn adds_a_cursor_to_the_body() {
    let server = responding_with([before(&["a"], "x"), last(&["b"])]).await;
    let client: preview::Client = server.client();
    let query = preview::types::SingleFilterSearchRequest::new().field("name");
    let request = preview::types::CompanySearchRequest::new(query);
    let companies = all(client.companies().search_companies(request).items()).await;
    assert_eq!(companies[1].id, "b");
    let received = server.all_received().await;
    received[1].assert_json(json!({
        "query": {"field": "name"},
        "pagination": {"starting_after": "x"},
    }));
}

#[tokio::test]
async fn follows_page_numbers_with_a_next_url() {
    let next = "https://api.intercom.io/companies/list?per_page=1&page=2";
    let first = page(
        &["a"],
        json!({"page": 1, "per_page": 1, "total_pages": 2, "next": next}),
    );
    let second = page(
        &["b"],
        json!({"page": 2, "per_page": 1, "total_pages": 2, "next": null}),
    );
    let server = responding_with([first, second]).await;
    let client: v2_16::Client = server.client();
    let request = client
        .companies()
        .list_all_companies()
        .per_page(1)
        .order("desc");
    assert_eq!(all(request.items()).await.len(), 2);
    let lines = [
        "POST /companies/list?per_page=1&order=desc",
        "POST /companies/list?per_page=1&order=desc&page=2",
    ];
    assert_eq!(server.lines().await, lines);
}

/// Only the document of 2.11 declares the parameter.
#[tokio::test]
async fn follows_page_numbers_without_a_next_page() {
    let responses = [
        numbered(&["1"], 1, 3),
        numbered(&["2"], 2, 3),
        numbered(&["3"], 3, 3),
    ];
    let server = responding_with(responses).await;
    let client: v2_7::Client = server.client();
    assert_eq!(
        all(client.articles().list_articles().items()).await.len(),
        3
    );
    let lines = [
        "GET /articles",
        "GET /articles?page=2",
        "GET /articles?page=3",
    ];
    assert_eq!(server.lines().await, lines);
}

#[tokio::test]
async fn follows_page_numbers_beside_the_items() {
    let body =
        |id: u64, number: u64| json!({"data": [{"id": id}], "page": number, "total_pages": 2});
    let server = responding_with([body(1, 1), body(2, 2)]).await;
    let client: v2_16::Client = server.client();
    assert_eq!(
        all(client.audiences().list_audiences().items()).await.len(),
        2
    );
    assert_eq!(
        server.lines().await,
        ["GET /audiences", "GET /audiences?page=2"]
    );
}

/// Pages are fetched until they contain `total_count` items.
#[tokio::test]
async fn follows_page_numbers_up_to_the_total_count() {
    let body = |ids: &[u64]| {
        let data: Vec<Value> = ids.iter().map(|id| json!({"id": id})).collect();
        json!({"data": data, "total_count": 3})
    };
    let server = responding_with([body(&[1, 2]), body(&[3])]).await;
    let client: v2_16::Client = server.client();
    let snippets = client
        .content_snippets()
        .list_content_snippets()
        .per_page(2);
    assert_eq!(all(snippets.items()).await.len(), 3);
    assert_eq!(server.lines().await.len(), 2);

    // An empty page ends the list, even if items were deleted in the meantime.
    let server = responding_with([body(&[1, 2]), body(&[])]).await;
    let client: v2_16::Client = server.client();
    let snippets = client.content_snippets().list_content_snippets();
    assert_eq!(all(snippets.items()).await.len(), 2);
}

#[tokio::test]
async fn follows_page_numbers_in_the_body() {
    fn body(id: &str, number: u64) -> Value {
        json!({"activity_logs": objects(&[id]), "pages": {"page": number, "total_pages": 2}})
    }
    let server = responding_with([body("a", 1), body("b", 2)]).await;
    let client: v2_16::Client = server.client();
    let request = types::SearchActivityLogsRequest::new(1_700_000_000).per_page(1);
    assert_eq!(
        all(client.admins().search_activity_logs(request).items())
            .await
            .len(),
        2
    );
    let received = server.all_received().await;
    received[1].assert_json(json!({"created_at_after": 1_700_000_000, "per_page": 1, "page": 2}));
}

#[tokio::test]
async fn finds_items_at_a_nested_path() {
    let body = |id: &str, number: u64| {
        json!({
            "data": {"articles": objects(&[id]), "highlights": []},
            "pages": {"page": number, "total_pages": 2},
        })
    };
    let server = responding_with([body("1", 1), body("2", 2)]).await;
    let client: v2_16::Client = server.client();
    let articles = client.articles().search_articles().phrase("tide").items();
    assert_eq!(all(articles).await[1].id, "2");
    let lines = [
        "GET /articles/search?phrase=tide",
        "GET /articles/search?phrase=tide&page=2",
    ];
    assert_eq!(server.lines().await, lines);
}

/// The documents declare `companies` instead of `data`.
#[tokio::test]
async fn finds_items_under_a_corrected_key() {
    let server = responding_with([numbered(&["a"], 1, 2), numbered(&["b"], 2, 2)]).await;
    let client: v2_16::Client = server.client();
    let companies = client.contacts().list_contact_companies("p9").items();
    assert_eq!(all(companies).await[1].id, "b");
    assert_eq!(server.lines().await[1], "GET /contacts/p9/companies?page=2");
}

/// The scroll parameter is the same for all pages, and an empty page ends the list.
#[tokio::test]
async fn follows_a_scroll() {
    fn body(ids: &[&str]) -> Value {
        json!({"data": objects(ids), "pages": null, "total_count": null, "scroll_param": "s-1"})
    }
    let server = responding_with([body(&["a"]), body(&["b"]), body(&[])]).await;
    let client: v2_16::Client = server.client();
    let companies = client.companies().scroll_companies().items();
    assert_eq!(all(companies).await.len(), 2);
    let lines = [
        "GET /companies/scroll",
        "GET /companies/scroll?scroll_param=s-1",
        "GET /companies/scroll?scroll_param=s-1",
    ];
    assert_eq!(server.lines().await, lines);
}

#[tokio::test]
async fn follows_a_cursor_beside_the_items() {
    fn body(cursor: Value, has_more: bool) -> Value {
        json!({"data": [{}], "next_cursor": cursor, "has_more": has_more})
    }
    let responses = [
        body(json!("x"), true),
        body(json!("y"), true),
        body(json!("z"), false),
    ];
    let server = responding_with(responses).await;
    let client: v2_16::Client = server.client();
    let history = client
        .contacts()
        .list_contact_merge_history("p9")
        .per_page(1);
    assert_eq!(all(history.items()).await.len(), 3);
    let lines = [
        "GET /contacts/p9/merge_history?per_page=1",
        "GET /contacts/p9/merge_history?per_page=1&cursor=x",
        "GET /contacts/p9/merge_history?per_page=1&cursor=y",
    ];
    assert_eq!(server.lines().await, lines);
}

/// The cursor occurs only in a URL, which may identify the user by another parameter.
#[tokio::test]
async fn follows_a_next_url() {
    let next = "https://api.intercom.io/events?type=user&intercom_user_id=5&before=14&per_page=9";
    let body = |pages: Value| json!({"events": [{"id": "e"}], "pages": pages});
    let server = responding_with([body(json!({"next": next})), body(json!({}))]).await;
    let client: v2_16::Client = server.client();
    let user = types::list_data_events::FilterUserId::new("u");
    let events = client.data_events().list_data_events(user, "user");
    assert_eq!(all(events.per_page(1).items()).await.len(), 2);
    let lines = [
        "GET /events?user_id=u&type=user&per_page=1",
        "GET /events?per_page=1&type=user&intercom_user_id=5&before=14",
    ];
    assert_eq!(server.lines().await, lines);
}
