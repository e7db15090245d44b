//! Corrections of requests.

use std::time::Duration;

use intercom_client::RetryPolicy;
use intercom_client::search::{Filter, FilterError, field};
use intercom_client::{preview, v2_7, v2_8, v2_9, v2_10, v2_11, v2_12, v2_13, v2_14, v2_15, v2_16};
use serde_json::{Value, json};
use wiremock::ResponseTemplate;

use super::{read, server};
use crate::wire::server::Server;

#[tokio::test]
pub async fn path_variables_are_path_parameters() {
    let first = server().await;
    let client: v2_14::Client = first.client();
    let exports = client.reporting_data_export();
    exports
        .get_reporting_data_export("j1", "w1", "7")
        .await
        .unwrap();
    let line = first.received().await.line();
    assert_eq!(line, "GET /export/reporting_data/j1?app_id=w1&client_id=7");

    let second = server().await;
    let client: preview::Client = second.client();
    let exports = client.reporting_data_export();
    exports
        .download_reporting_data_export("j1", "w1")
        .await
        .unwrap();
    let line = second.received().await.line();
    assert_eq!(line, "GET /download/reporting_data/j1?app_id=w1");
}

/// The header is not an argument, but is sent.
#[tokio::test]
pub async fn accept_headers_are_not_arguments() {
    let server = server().await;
    let client: v2_14::Client = server.client();
    let exports = client.reporting_data_export();
    exports
        .download_reporting_data_export("j1", "w1")
        .await
        .unwrap();
    let received = server.received().await;
    assert_eq!(received.header("accept"), Some("application/octet-stream"));
}

#[tokio::test]
pub async fn required_bodies_are_arguments() {
    let server = server().await;
    let client: v2_7::Client = server.client();
    let body = v2_7::types::CreateDataEventRequest::new().event_name("docked");
    client.data_events().create_data_event(body).await.unwrap();
    server
        .received()
        .await
        .assert_json(json!({"event_name": "docked"}));
}

#[tokio::test]
pub async fn reads_by_post_are_retried() {
    let responses = [503, 200].map(|status| ResponseTemplate::new(status).set_body_json(json!({})));
    let server = Server::responding_with(responses).await;
    let client: v2_7::Client = server
        .builder()
        .retry(RetryPolicy::default().min_delay(Duration::ZERO))
        .build()
        .unwrap();
    client.companies().list_all_companies().await.unwrap();
    assert_eq!(server.all_received().await.len(), 2);
}

/// The two parameters select the operation that returns the company.
#[tokio::test]
pub async fn companies_are_found_by_parameters() {
    macro_rules! found {
        ($($version:ident)*) => {
            $({
                let company = json!({"type": "company", "id": "c1", "name": "Tide & Sons"});
                let server = Server::json(company).await;
                let client: $version::Client = server.builder().strict(true).build().unwrap();
                let request = client.companies().find_company().name("Tide & Sons");
                assert_eq!(request.await.unwrap().id, "c1", stringify!($version));
                let line = server.received().await.line();
                assert_eq!(line, "GET /companies?name=Tide%20%26%20Sons");
            })*
        };
    }
    found!(v2_7 v2_8 v2_9 v2_10 v2_11 v2_12 v2_13 v2_14 v2_15 v2_16 preview);
}

/// An id of a response is accepted where the document declares a number.
#[tokio::test]
pub async fn ids_in_paths_are_strings() {
    macro_rules! accepted {
        ($($version:ident)*) => {
            $({
                let server = server().await;
                let client: $version::Client = server.client();
                let conversation: $version::types::Conversation = read(json!({"id": "c-5"}));
                let conversations = client.conversations();
                let _ = conversations.get_conversation(&conversation.id).await;
                assert_eq!(server.received().await.line(), "GET /conversations/c-5");
            })*
        };
    }
    accepted!(v2_7 v2_8 v2_9 v2_10 v2_11 v2_12 v2_13 v2_14 v2_15 v2_16 preview);
    contact_ids_are_strings().await;
}

async fn contact_ids_are_strings() {
    let first = server().await;
    let client: v2_7::Client = first.client();
    let body = v2_7::types::CreateContactNoteRequest::new("Moored.");
    let _ = client.notes().create_contact_note("63a07d", body).await;
    assert_eq!(first.received().await.line(), "POST /contacts/63a07d/notes");
    for version in 0..3 {
        let server = server().await;
        match version {
            0 => drop(
                server
                    .client::<v2_7::Client>()
                    .notes()
                    .list_contact_notes("63a07d")
                    .await,
            ),
            1 => drop(
                server
                    .client::<v2_12::Client>()
                    .notes()
                    .list_contact_notes("63a07d")
                    .await,
            ),
            _ => drop(
                server
                    .client::<preview::Client>()
                    .notes()
                    .list_contact_notes("63a07d")
                    .await,
            ),
        }
        assert_eq!(server.received().await.line(), "GET /contacts/63a07d/notes");
    }
}

#[test]
pub fn sender_ids_are_integers_or_strings() {
    macro_rules! sent {
        ($($version:ident $new:expr;)*) => {
            $({
                use $version::types::{CreateMessageRequest, create_message_request};
                let new: fn(create_message_request::FromId) -> create_message_request::Sender = $new;
                for id in [json!("63a07d"), json!(814_860)] {
                    let json = json!({"from": {"type": "admin", "id": id}});
                    let _: CreateMessageRequest = read(json);
                }
                assert_eq!(serde_json::to_value(new(7_i64.into())).unwrap()["id"], 7);
                assert_eq!(serde_json::to_value(new("7".into())).unwrap()["id"], "7");
            })*
        };
    }
    sent! {
        v2_7 |id| create_message_request::Sender::new(id);
        v2_8 |id| create_message_request::Sender::new(id);
        v2_9 |id| create_message_request::Sender::new(id);
        v2_10 |id| create_message_request::Sender::new(id);
        v2_11 |id| create_message_request::Sender::new("admin", id);
        v2_12 |id| create_message_request::Sender::new(id);
        v2_13 |id| create_message_request::Sender::new(id);
        v2_14 |id| create_message_request::Sender::new(id);
        v2_15 |id| create_message_request::Sender::new(id);
        v2_16 |id| create_message_request::Sender::new(id);
        preview |id| create_message_request::Sender::new(id);
    }
}

/// A contact lacks the avatar's URL, which a partial update need not have.
#[test]
pub fn updates_are_created_from_responses() {
    macro_rules! updates {
        ($($version:ident)*) => {$({
            use $version::types::{Contact, UpdateContactRequest};
            let contact: Contact = read(json!({"id": "1", "name": "Ada", "email": "a@rope.test"}));
            let update = UpdateContactRequest::from(contact).name("Eve");
            assert_eq!(json!(update), json!({"name": "Eve", "email": "a@rope.test"}));
        })*};
    }
    updates!(v2_7 v2_8 v2_9 v2_10 v2_11 v2_12 v2_13 v2_14 v2_15 v2_16 preview);
}

#[test]
pub fn attribute_options_are_objects_or_text() {
    macro_rules! written {
        ($($version:ident)*) => {
            $({
                use $version::types::*;
                let options = json!([{"value": "north"}, "south"]);
                let option = create_data_attribute_request::OptionsItemLabelled::new("north");
                let create = CreateDataAttributeRequest::new("dock", "company", "string")
                    .options([create_data_attribute_request::OptionsItem::from(option), "south".into()]);
                assert_eq!(serde_json::to_value(create).unwrap()["options"], options);
                let option = update_data_attribute_request::OptionsItemLabelled::new("north");
                let update = UpdateDataAttributeRequest::new()
                    .options([update_data_attribute_request::OptionsItem::from(option), "south".into()]);
                let update = serde_json::to_value(update).unwrap();
                assert_eq!(update, json!({"options": options}));
            })*
        };
    }
    written!(v2_7 v2_8 v2_9 v2_10 v2_11 v2_12 v2_13);
}

#[test]
pub fn search_limits_are_enforced() {
    let a = |number: i64| field("a").eq(number);
    let many = || Filter::any((0..16).map(a));
    let deep = || a(1).or(a(2)).and(a(3).or(a(4))).or(a(5));
    let errors = [
        v2_7::types::SearchRequest::try_from(many()).unwrap_err(),
        preview::types::ContactSearchRequest::try_from(many()).unwrap_err(),
        v2_7::types::SearchRequest::try_from(deep()).unwrap_err(),
        preview::types::ContactSearchRequest::try_from(deep()).unwrap_err(),
    ];
    let many = |error: &FilterError| matches!(error, FilterError::TooMany { limit: 15, .. });
    let deep = |error: &FilterError| matches!(error, FilterError::TooDeep { limit: 2, .. });
    assert!(errors[..2].iter().all(many), "{errors:?}");
    assert!(errors[2..].iter().all(deep), "{errors:?}");
}

/// The bodies have the named component types.
#[tokio::test]
pub async fn ticket_requests_can_skip_notifications() {
    const NOBODY: [v2_13::types::create_ticket_request::ContactsItem; 0] = [];
    fn silent(json: &Value) -> bool {
        json["skip_notifications"] == true
    }
    let first = server().await;
    let client: v2_13::Client = first.client();
    let body = v2_13::types::CreateTicketRequest::new("1", NOBODY).skip_notifications(true);
    let _ = client.tickets().create_ticket(body).await;
    assert!(silent(&first.received().await.json()));

    let second = server().await;
    let client: preview::Client = second.client();
    let body = preview::types::CreateTicketRequest::new("1", NOBODY).skip_notifications(true);
    let _ = client.tickets().enqueue_ticket_creation(body).await;
    assert!(silent(&second.received().await.json()));

    let third = server().await;
    let client: v2_13::Client = third.client();
    let body = v2_13::types::UpdateTicketRequest::new().skip_notifications(true);
    let _ = client.tickets().update_ticket("1", body).await;
    assert!(silent(&third.received().await.json()));
}

#[test]
pub fn replies_can_skip_notifications() {
    use preview::types as new;
    let json = |type_: &str, by: &str| {
        json!({"message_type": "comment", "type": type_, "body": "Ahoy", by: "1",
            "skip_notifications": true})
    };
    let user: new::ContactReplyTicketUserIdRequest = read(json("user", "user_id"));
    assert_eq!(user.skip_notifications, Some(true));
    let user: new::ContactReplyTicketIntercomUserIdRequest = read(json("user", "intercom_user_id"));
    assert_eq!(user.skip_notifications, Some(true));
    let user: new::ContactReplyTicketEmailRequest = read(json("user", "email"));
    assert_eq!(user.skip_notifications, Some(true));
    let admin: v2_13::types::AdminReplyTicketRequest = read(json("admin", "admin_id"));
    assert_eq!(admin.skip_notifications, Some(true));
    // The members of the union are these types, not others with the same properties.
    let _ = v2_13::types::ReplyToTicketRequest::from(admin);
}

/// A file is created from its name, MIME type and bytes, which become text when they are sent.
#[test]
pub fn attached_files_are_base64() {
    macro_rules! check {
        ($($version:ident),*) => {$(
            let bytes = b"\xff\xfe".as_slice();
            let file = $version::types::ConversationAttachmentFiles::from_bytes(
                "buoy.raw",
                "image/x-buoy",
                bytes,
            );
            assert_eq!(
                serde_json::to_value(file).unwrap(),
                json!({"name": "buoy.raw", "content_type": "image/x-buoy", "data": "//4="}),
                "{}",
                stringify!($version)
            );
        )*};
    }
    check!(v2_7, v2_11, v2_16, preview);
}
