//! Corrections of responses.

use intercom_client::{preview, v2_7, v2_8, v2_9, v2_10, v2_11, v2_12, v2_13, v2_14, v2_15, v2_16};
use serde::de::DeserializeOwned;
use serde_json::json;
use wiremock::ResponseTemplate;

use super::read;
use crate::wire::server::Server;

#[test]
pub fn phone_switches_have_a_url() {
    let url = "https://harbour.test/call";
    let switch: v2_7::types::PhoneSwitch = read(json!({"url": url}));
    assert_eq!(switch.url.as_deref(), Some(url));
    let switch: preview::types::PhoneSwitch = read(json!({"url": url}));
    assert_eq!(switch.url.as_deref(), Some(url));
}

#[test]
pub fn ticket_types_list_their_attributes() {
    let json =
        json!({"id": "1", "ticket_type_attributes": {"type": "list", "data": [{"id": "7"}]}});
    let old: v2_9::types::TicketType = read(json.clone());
    let data = old.ticket_type_attributes.unwrap().data.unwrap();
    assert_eq!(data[0].as_ref().unwrap().id.as_deref(), Some("7"));
    let new: preview::types::TicketType = read(json);
    let data = new.ticket_type_attributes.unwrap().data.unwrap();
    assert_eq!(data[0].as_ref().unwrap().id.as_deref(), Some("7"));
}

/// Asserts that JSON is decoded into a field of each type.
macro_rules! assert_filled {
    ($json:expr => $field:ident: $($version:ident $ty:ident)*) => {
        $({
            let value: $version::types::$ty = read($json);
            assert!(value.$field.is_some(), stringify!($version $ty));
        })*
    };
}

#[test]
pub fn misnamed_properties_have_their_names() {
    assert_filled!(json!({"job_identifier": "j1"}) => job_identifier:
        v2_7 DataExport v2_8 DataExport v2_9 DataExport v2_10 DataExport v2_11 DataExport
        v2_12 DataExport v2_13 DataExport v2_14 DataExport v2_16 DataExport preview DataExport);
    assert_filled!(json!({"admins": [{"type": "admin", "id": "7"}]}) => admins:
        v2_7 ConversationTeammates v2_11 ConversationTeammates preview ConversationTeammates);
    assert_filled!(json!({"conversations": 3}) => conversations:
        v2_7 ArticleStatistics v2_11 ArticleStatistics v2_16 ArticleStatistics
        preview ArticleStatistics);
    assert_filled!(json!({"data": [{"id": "1"}]}) => data:
        v2_9 TicketTypeList v2_10 TicketTypeList v2_11 TicketTypeList v2_12 TicketTypeList);
}

/// The other form is neither lost nor an anomaly.
#[test]
pub fn either_form_is_kept() {
    let image = json!({"type": "avatar", "image_url": "https://harbour.test/a.png"});
    macro_rules! avatars {
        ($($version:ident)*) => {
            $({
                use $version::types::{Admin, AdminWithApp, Avatar, Contact};
                let text = json!({"id": "1", "avatar": "https://harbour.test/a.png"});
                let object = json!({"id": "1", "avatar": image});
                let _: AdminWithApp = read(object.clone());
                let _: AdminWithApp = read(text.clone());
                let contact: Contact = read(text);
                assert!(matches!(contact.avatar, Some(Avatar::String(_))));
                let admin: Admin = read(object);
                let Some(Avatar::Image(image)) = admin.avatar else {
                    panic!("not an image");
                };
                assert!(image.image_url.is_some());
            })*
        };
    }
    avatars!(v2_7 v2_8 v2_9 v2_10 v2_11 v2_12 v2_13 v2_14 v2_15 v2_16 preview);

    macro_rules! participants {
        ($($version:ident)*) => {
            $({
                use $version::types::{
                    Conversation, ConversationContactsOrList, ConversationTeammatesOrList,
                };
                let list = json!([{"type": "contact", "id": "p9"}]);
                let old: Conversation = read(json!({"id": "1", "contacts": list, "teammates": list}));
                assert!(matches!(old.contacts, Some(ConversationContactsOrList::List(list))
                    if list[0].id.as_deref() == Some("p9")));
                assert!(matches!(old.teammates, Some(ConversationTeammatesOrList::List(_))));
                let new: Conversation = read(json!({
                    "id": "1",
                    "contacts": {"contacts": list},
                    "teammates": {"admins": list},
                }));
                assert!(matches!(
                    new.contacts,
                    Some(ConversationContactsOrList::ConversationContacts(_))
                ));
                assert!(matches!(
                    new.teammates,
                    Some(ConversationTeammatesOrList::ConversationTeammates(_))
                ));
            })*
        };
    }
    participants!(v2_7 v2_8 v2_9 v2_10 v2_11 v2_12 v2_13 v2_14 v2_15 v2_16 preview);

    macro_rules! states {
        ($($version:ident)*) => {
            $({
                use $version::types::{Ticket, ticket};
                let ticket: Ticket = read(json!({"id": "1", "ticket_state": "submitted"}));
                assert!(matches!(ticket.ticket_state, Some(ticket::TicketState::String(_))));
                let ticket: Ticket = read(json!({"id": "1", "ticket_state": {"id": "7"}}));
                assert!(matches!(ticket.ticket_state, Some(ticket::TicketState::TicketState(_))));
            })*
        };
    }
    states!(v2_12 v2_13 v2_14 v2_15 v2_16 preview);
}

#[test]
pub fn companies_of_a_contact_are_in_data() {
    let json = json!({"data": [{"id": "c1"}]});
    let old: v2_7::types::ContactAttachedCompanies = read(json.clone());
    assert_eq!(old.data.unwrap()[0].id, "c1");
    let wrapped: v2_11::types::ContactAttachedCompanies = read(json.clone());
    assert_eq!(wrapped.data.unwrap()[0].id, "c1");
    let new: preview::types::ContactAttachedCompanies = read(json);
    assert_eq!(new.data.unwrap()[0].id, "c1");
}

#[test]
pub fn the_next_page_is_a_cursor_or_a_url() {
    use v2_7::types::{CursorPages, cursor_pages};
    let url = "https://harbour.test/contacts?page=2";
    let pages: CursorPages = read(json!({"next": url}));
    assert_eq!(pages.next, Some(cursor_pages::Next::String(url.to_owned())));
    let pages: CursorPages = read(json!({"next": {"starting_after": "x"}}));
    let Some(cursor_pages::Next::StartingAfterPaging(next)) = pages.next else {
        panic!("not a cursor");
    };
    assert_eq!(next.starting_after.as_deref(), Some("x"));
}

#[test]
pub fn event_pages_have_the_next_url() {
    let url = "https://harbour.test/events?before=5";
    let summary: v2_7::types::DataEventSummary = read(json!({"pages": {"next": url}}));
    assert_eq!(summary.pages.unwrap().next.as_deref(), Some(url));
    let summary: preview::types::DataEventSummary = read(json!({"pages": {"next": url}}));
    assert_eq!(summary.pages.unwrap().next.as_deref(), Some(url));
}

#[tokio::test]
pub async fn downloads_are_bytes() {
    let bytes = [0x1f, 0x8b, 0x00, 0xff];
    let file = || ResponseTemplate::new(200).set_body_bytes(bytes);
    let server = Server::responding_with([file(), file()]).await;
    let client: v2_7::Client = server.client();
    let export = client.data_export().download_data_export("j1").await;
    assert_eq!(export.unwrap().as_ref(), bytes);
    let client: v2_14::Client = server.client();
    let exports = client.reporting_data_export();
    let export = exports.download_reporting_data_export("j1", "w1").await;
    assert_eq!(export.unwrap().as_ref(), bytes);
}

#[tokio::test]
pub async fn a_call_is_found_by_its_number() {
    let server = Server::json(json!({"id": 5, "status": "registered"})).await;
    let client: v2_15::Client = server.client();
    let call = client.calls().get_fin_voice_call_by_phone_number("+1555");
    assert_eq!(call.await.unwrap().id, Some(5));
}

#[tokio::test]
pub async fn changes_of_contacts_return_the_contacts() {
    let people = || {
        ResponseTemplate::new(200)
            .set_body_json(json!({"customers": [{"type": "contact", "id": "p9"}]}))
    };
    let server = Server::responding_with([people(), people()]).await;
    let client: v2_7::Client = server.client();
    let body = v2_7::types::AttachContactToConversationRequest::new();
    let conversations = client.conversations();
    let attached = conversations.attach_contact_to_conversation("21", body);
    let customers = attached.await.unwrap().customers.unwrap();
    assert_eq!(customers[0].id.as_deref(), Some("p9"));
    let client: v2_16::Client = server.client();
    let body = v2_16::types::DetachContactFromConversationRequest::new("88");
    let conversations = client.conversations();
    let detached = conversations.detach_contact_from_conversation("21", "p9", body);
    let customers = detached.await.unwrap().customers.unwrap();
    assert_eq!(customers[0].id.as_deref(), Some("p9"));
}

#[test]
pub fn visitors_have_the_time_of_the_last_request() {
    let json = json!({"id": "v1", "last_request_at": 1_751_000_000});
    let visitor: v2_7::types::Visitor = read(json.clone());
    assert!(visitor.last_request_at.is_some());
    let visitor: preview::types::Visitor = read(json);
    assert!(visitor.last_request_at.is_some());
}

/// The field is a `String`, and objects without it are not of the type.
#[test]
pub fn ids_are_always_present() {
    fn assert_required<T: DeserializeOwned>(id: impl Fn(T) -> String) {
        let named = serde_json::from_value(json!({"id": 7})).unwrap();
        assert_eq!(id(named), "7");
        assert!(serde_json::from_value::<T>(json!({})).is_err());
    }
    macro_rules! assert_all_required {
        ($version:ident: $($ty:ident)*) => {
            $(assert_required(|it: $version::types::$ty| it.id);)*
        };
    }
    assert_all_required!(v2_7: Admin AdminWithApp Article Collection Company Contact Conversation
        ConversationPart Message NewsItem Newsfeed Note Segment SubscriptionType Tag Team Visitor);
    assert_all_required!(v2_9: Ticket TicketType);
    assert_all_required!(v2_16: Admin AdminWithApp Article Collection Company Contact Conversation
        ConversationPart InternalArticle Macro Message NewsItem
        Newsfeed Note Segment SubscriptionType Tag Team Ticket TicketPart TicketType Visitor);
}

#[test]
pub fn items_of_lists_have_the_type_of_the_single_object() {
    let list: v2_7::types::ArticleList = read(json!({"data": [{"id": "1"}]}));
    let article: v2_7::types::Article = list.data.unwrap().remove(0);
    assert_eq!(article.statistics, None);
    let list: v2_16::types::InternalArticleList = read(json!({"data": [{"id": "1"}]}));
    let article: v2_16::types::InternalArticle = list.data.unwrap().remove(0);
    assert_eq!(article.id, "1");
    let list: preview::types::ConversationList = read(json!({"conversations": [{"id": "1"}]}));
    let conversation: preview::types::Conversation = list.conversations.unwrap().remove(0);
    assert_eq!(conversation.conversation_parts, None);
}
