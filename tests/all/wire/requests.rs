//! Serialization of parameters in paths and queries.

use intercom_client::v2_9;
use intercom_client::v2_16::{Client, types};
use serde_json::{Value, json};
use types::{list_data_events, search_content};

use super::Server;

#[tokio::test]
async fn path_parameters_are_percent_encoded() {
    for (id, path) in [
        ("a/b?c", "/companies/a%2Fb%3Fc"),
        ("a#b%2f", "/companies/a%23b%252f"),
        ("a b+ü", "/companies/a%20b%2B%C3%BC"),
        ("...", "/companies/..."),
        ("../x", "/companies/..%2Fx"),
    ] {
        let server = Server::json(json!({"id": id})).await;
        let client: Client = server.client();
        client.companies().get_company(id).await.unwrap();
        assert_eq!(server.received().await.line(), format!("GET {path}"));
    }
}

#[tokio::test]
async fn empty_and_dot_path_parameters_are_rejected() {
    let server = Server::responding_with([]).await;
    let client: Client = server.client();
    for id in ["..", ".", ""] {
        let error = client.companies().delete_company(id).await.unwrap_err();
        assert!(error.is_invalid(), "{error}");
        assert!(error.to_string().contains("`id`"), "{error}");
    }
    assert!(server.all_received().await.is_empty());
}

#[tokio::test]
async fn lists_are_comma_separated() {
    let server = Server::json(json!({"type": "list", "data": []})).await;
    let client: Client = server.client();
    let request = client
        .content()
        .search_content()
        .query("ferry & tide")
        .states([
            search_content::StatesItem::Published,
            search_content::StatesItem::Draft,
        ])
        .locales(["en", "pt-BR", "a,b"])
        .tag_ids([7, 8])
        .tag_operator(search_content::TagOperator::In)
        .any_tag_ids([])
        .folder_ids(vec![3])
        .content_types(
            ["article", "not_in_the_document"].map(search_content::ContentTypesItem::from),
        )
        .created_by_ids([1, 2, 3])
        .last_updated_by_ids([4])
        .per_page(5);
    request.await.unwrap();
    let expected = [
        "query=ferry%20%26%20tide",
        "states=published,draft",
        "locales=en,pt-BR,a%2Cb",
        "tag_ids=7,8",
        "tag_operator=IN",
        "folder_ids=3",
        "content_types=article,not_in_the_document",
        "created_by_ids=1,2,3",
        "last_updated_by_ids=4",
        "per_page=5",
    ];
    let received = server.received().await;
    received.assert_head(
        &format!("GET /content/search?{}", expected.join("&")),
        "2.16",
    );
}

/// `filter` is the name of the parameter in the document; the API takes its properties.
#[tokio::test]
async fn objects_are_sent_as_their_properties() {
    let user: list_data_events::Filter = list_data_events::FilterUserId::new("u 1").into();
    let email: list_data_events::Filter =
        list_data_events::FilterEmail::new("ines@harbour.test").into();
    for (filter, query) in [
        (user, "user_id=u%201&type=user"),
        (email, "email=ines%40harbour.test&type=user"),
    ] {
        let server = Server::json(json!({"type": "event.summary", "events": []})).await;
        let client: Client = server.client();
        let response = client
            .data_events()
            .list_data_events(filter, "user")
            .await
            .unwrap();
        assert_eq!(
            server.received().await.line(),
            format!("GET /events?{query}")
        );
        assert_eq!(response.events, Some(Vec::new()));
    }
}

#[tokio::test]
async fn delete_requests_can_have_a_body() {
    let server = Server::json(json!({"customers": [], "ferry": 1})).await;
    let client: Client = server.client();
    let body = types::DetachContactFromConversationRequest::new("88");
    let conversations = client.conversations();
    let response = conversations
        .detach_contact_from_conversation("21", "p9", body)
        .await
        .unwrap();
    let received = server.received().await;
    received.assert_head("DELETE /conversations/21/customers/p9", "2.16");
    received.assert_json(json!({"admin_id": "88"}));
    let response: Value = serde_json::to_value(response).unwrap();
    assert_eq!(response["ferry"], 1);
}

/// Setting a parameter replaces its value, and cloned requests are independent.
#[tokio::test]
async fn the_last_value_is_sent() {
    let server = Server::json(json!({"data": []})).await;
    let client: v2_9::Client = server.client();
    let first = client.companies().list_all_companies().page(1);
    let second = first.clone().page(2);
    second.await.unwrap();
    assert_eq!(
        server.received().await.line(),
        "POST /companies/list?page=2"
    );
}
