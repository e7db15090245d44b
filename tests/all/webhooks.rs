//! Webhook notifications: verification and decoding.

use intercom_client::v2_16::webhooks::{Event, Item, Notification};
use intercom_client::webhooks::{
    FIN_SIGNATURE_HEADER, SIGNATURE_HEADER, SignatureError, Verifier, WebhookError, event,
};
use intercom_client::{Timestamp, preview, v2_7};
use serde_json::{Value, json};

const SECRET: &str = "h4rb0ur-secret";

/// A body and its signature, computed with Python's `hmac`.
const BODY: &str = r#"{"type":"notification_event","id":"notif_1","topic":"company.created","app_id":"w1test","created_at":1751000000,"data":{"type":"notification_event_data","item":{"type":"company","id":"c1","name":"Tidewater Pumps"}}}"#;
const SIGNATURE: &str = "sha1=77059a5ebfdaba0cba4a15ec259e792b8c077c84";

#[test]
fn signatures_are_verified_before_decoding() {
    let verifier = Verifier::new(SECRET);
    let read = |signature, body: &str| -> Result<Notification, WebhookError> {
        verifier.notification(signature, body.as_bytes())
    };
    assert_eq!(SIGNATURE_HEADER, "X-Hub-Signature".to_lowercase());
    let notification = read(Some(SIGNATURE), BODY).unwrap();
    assert_eq!(notification.topic, "company.created");
    let Item::Company(company) = notification.data.item else {
        panic!("not a company");
    };
    assert_eq!(company.name.as_deref(), Some("Tidewater Pumps"));

    let error = read(Some(SIGNATURE), "{").unwrap_err();
    assert!(matches!(
        error,
        WebhookError::Signature(SignatureError::Mismatch)
    ));
    let error = read(None, BODY).unwrap_err();
    assert!(matches!(
        error,
        WebhookError::Signature(SignatureError::Missing)
    ));
}

/// Returns the envelope of an item.
fn envelope(topic: &str, item: Value) -> Value {
    json!({
        "type": "notification_event",
        "id": "notif_7",
        "topic": topic,
        "app_id": "w1test",
        "created_at": 1_751_000_000,
        "delivery_attempts": 1,
        "delivery_status": "pending",
        "delivered_at": 0,
        "first_sent_at": 1_751_000_001,
        "links": {},
        "data": {"type": "notification_event_data", "item": item},
    })
}

#[track_caller]
fn notification(topic: &str, item: Value) -> Notification {
    let body = envelope(topic, item).to_string();
    Notification::from_body(body.as_bytes()).unwrap()
}

#[test]
fn envelopes_round_trip() {
    let mut body = envelope(
        "contact.user.created",
        json!({"type": "contact", "id": "p9"}),
    );
    body["self"] = json!("https://api.harbour.example/subscriptions/1");
    body["tide"] = json!("ebb");
    body["data"]["phase"] = json!(2);
    let read = Notification::from_body(body.to_string().as_bytes()).unwrap();
    assert_eq!(read.r#type.as_deref(), Some("notification_event"));
    assert_eq!(read.id.as_deref(), Some("notif_7"));
    assert_eq!(read.topic, "contact.user.created");
    assert_eq!(read.app_id.as_deref(), Some("w1test"));
    assert_eq!(
        read.created_at,
        Some(Timestamp::from_seconds(1_751_000_000))
    );
    assert_eq!(read.delivery_attempts, Some(1));
    assert_eq!(read.delivery_status.as_deref(), Some("pending"));
    assert_eq!(read.delivered_at, Some(Timestamp::from_seconds(0)));
    assert_eq!(
        read.first_sent_at,
        Some(Timestamp::from_seconds(1_751_000_001))
    );
    assert_eq!(
        read.self_url.as_deref(),
        Some("https://api.harbour.example/subscriptions/1")
    );
    assert_eq!(read.links, Some(json!({})));
    assert_eq!(read.extra.get("tide"), Some(&json!("ebb")));
    assert_eq!(read.data.extra.get("phase"), Some(&json!(2)));
    assert!(!read.is_ping());
    assert_eq!(read.anomalies(), []);
    assert_eq!(serde_json::to_value(&read).unwrap(), body);
}

/// Each item is decoded as its variant and round-trips.
#[test]
fn items_are_typed_and_round_trip() {
    let variant = |item: Value| {
        let read = notification("what.ever", item.clone()).data.item;
        assert_eq!(serde_json::to_value(&read).unwrap(), item);
        read
    };
    let item = |kind: &str| variant(json!({"type": kind, "id": "1", "dock": {"depth": 9}}));
    assert!(matches!(item("admin"), Item::Admin(_)));
    assert!(matches!(item("article"), Item::Article(_)));
    assert!(matches!(item("audience"), Item::Audience(_)));
    assert!(matches!(item("call"), Item::Call(_)));
    assert!(matches!(item("company"), Item::Company(_)));
    assert!(matches!(item("contact"), Item::Contact(_)));
    assert!(matches!(item("content_snippet"), Item::ContentSnippet(_)));
    assert!(matches!(item("conversation"), Item::Conversation(_)));
    assert!(matches!(item("event"), Item::DataEvent(_)));
    assert!(matches!(item("job"), Item::Jobs(_)));
    assert!(matches!(item("ticket"), Item::Ticket(_)));
    assert!(matches!(item("visitor"), Item::Visitor(_)));
    assert!(matches!(
        item("admin_activity_log_event"),
        Item::ActivityLog(_)
    ));
    let source = variant(json!({"type": "content_import_source", "id": 33}));
    assert!(matches!(source, Item::ContentImportSource(_)));
}

/// The topics of the table in the documentation, each with the variant of its item.
fn documented_topics() -> Vec<(&'static str, &'static str)> {
    let documentation = include_str!("../../spec/crate/src/webhooks.rs");
    let rows = documentation
        .lines()
        .filter_map(|line| line.strip_prefix("//! | `"));
    let cells = rows.filter_map(|row| row.split_once("` | "));
    cells
        .flat_map(|(item, topics)| {
            let topics = topics.split('`').skip(1).step_by(2);
            topics.map(move |topic| (topic, item))
        })
        .collect()
}

/// Returns an item as its topics send it.
fn sample(topic: &str, variant: &str) -> Value {
    let resource = |kind: &str| json!({"type": kind, "id": "1"});
    match variant {
        "ActivityLog" => resource("admin_activity_log_event"),
        "ClosedTicket" => json!({"ticket": resource("ticket")}),
        "CompanyContact" => json!({"company": resource("company"), "contact": resource("contact")}),
        "ContactTag" => json!({
            "type": "contact_tag",
            "tag": resource("tag"),
            "contact": resource("contact"),
        }),
        "ContentImportSource" => json!({"type": "content_import_source", "id": 33}),
        "ContentSnippet" => resource("content_snippet"),
        "ConversationContact" => {
            json!({"conversation": resource("conversation"), "contact": resource("contact")})
        }
        "DataEvent" => resource("event"),
        "DeletedConversation" => json!({"type": "conversation", "conversation_id": "5"}),
        "Jobs" => resource("job"),
        "Unrecognized" => json!({"type": topic, "dock": 5}),
        variant => resource(&variant.to_lowercase()),
    }
}

/// Each documented item is decoded as its variant, without anomalies, and round-trips.
#[test]
fn documented_topics_have_typed_items() {
    let topics = documented_topics();
    assert!(topics.len() > 100, "{topics:?}");
    for (topic, variant) in topics {
        let item = sample(topic, variant);
        let read = notification(topic, item.clone());
        assert_eq!(read.anomalies(), [], "{topic}");
        let shown = format!("{:?}", read.data.item);
        assert!(
            shown.starts_with(&format!("{variant}(")),
            "{topic}: {shown}"
        );
        assert_eq!(
            serde_json::to_value(&read.data.item).unwrap(),
            item,
            "{topic}"
        );
    }
}

/// A `user` is a contact or a visitor, and a closed ticket may be sent itself.
#[test]
fn the_topic_selects_items_that_the_type_does_not_distinguish() {
    let item = |topic, kind| {
        notification(topic, json!({"type": kind, "id": "1"}))
            .data
            .item
    };
    let contact = item("contact.user.created", "user");
    assert!(matches!(contact, Item::Contact(_)));
    let visitor = item("visitor.signed_up", "user");
    assert!(matches!(visitor, Item::Visitor(_)));
    let ticket = item("ticket.closed", "ticket");
    assert!(matches!(ticket, Item::Ticket(_)));
}

/// Deleted items may lack the id that their type requires.
#[test]
fn deleted_items_without_an_id_are_typed() {
    for (topic, kind) in [
        ("company.deleted", "company"),
        ("contact.deleted", "contact"),
        ("content_snippet.deleted", "content_snippet"),
    ] {
        let item = json!({"type": kind, "external_id": "x7"});
        let read = notification(topic, item.clone());
        let is_typed = matches!(
            read.data.item,
            Item::DeletedItem(_) | Item::ContentSnippet(_)
        );
        assert!(is_typed && read.anomalies().is_empty(), "{topic}");
    }
    // Of another topic, a conversation has an id.
    let item = json!({"type": "conversation", "conversation_id": "5"});
    let read = notification("conversation.read", item);
    assert!(matches!(read.data.item, Item::Unrecognized(_)));
    assert_eq!(read.anomalies()[0].path(), "data.item");
}

/// The types of deletions exist in every version.
#[test]
fn deleted_conversations_are_typed_in_every_version() {
    macro_rules! deleted {
        ($($version:ident)*) => {
            $({
                use intercom_client::$version::webhooks::{Item, Notification};
                let item = json!({"type": "conversation", "conversation_id": "5"});
                let body = envelope("conversation.deleted", item).to_string();
                let read = Notification::from_body(body.as_bytes()).unwrap();
                assert_eq!(read.anomalies(), []);
                let Item::DeletedConversation(deleted) = read.data.item else {
                    panic!("not a deleted conversation");
                };
                assert_eq!(deleted.conversation_id, "5");
            })*
        };
    }
    deleted!(v2_7 v2_8 v2_9 v2_10 v2_11 v2_12 v2_13 v2_14 v2_15 v2_16 preview);
}

#[test]
fn unknown_items_are_preserved_verbatim() {
    for item in [
        json!({"type": "boat_tag", "tag": {"id": "3"}, "contact": {"id": "p9"}}),
        json!({"company": {"type": "company", "id": "c1"}, "contact": {"id": "p9"}}),
        json!({"type": 5}),
        json!([1, 2]),
        Value::Null,
    ] {
        let read = notification("contact.user.tag.created", item.clone());
        let Item::Unrecognized(json) = read.data.item else {
            panic!("{item} is not a known item");
        };
        assert_eq!(json.as_json(), &item);
    }
}

#[test]
fn unexpected_values_are_skipped_and_reported() {
    let item = json!({"type": "contact", "id": "p9", "name": "Ines", "tags": 7});
    let read = notification("contact.user.updated", item);
    let Item::Contact(contact) = &read.data.item else {
        panic!("not a contact");
    };
    assert_eq!(contact.name.as_deref(), Some("Ines"));
    let [anomaly] = read.anomalies() else {
        panic!("{:?}", read.anomalies());
    };
    assert_eq!(anomaly.path(), "data.item.tags");
    assert_eq!(anomaly.value(), &json!(7));
}

#[test]
fn undecodable_items_are_preserved_and_reported() {
    let item = json!({"type": "contact", "name": "Ines"});
    let read = notification("contact.user.updated", item.clone());
    assert!(matches!(&read.data.item, Item::Unrecognized(json) if json.as_json() == &item));
    assert_eq!(read.anomalies()[0].path(), "data.item");
    assert!(read.anomalies()[0].reason().contains("`id` of contact"));
}

#[test]
fn unexpected_envelope_values_are_skipped() {
    let body = json!({"topic": "ticket.created", "created_at": [], "delivery_attempts": "2"});
    let read = Notification::from_body(body.to_string().as_bytes()).unwrap();
    assert_eq!(read.delivery_attempts, Some(2));
    assert_eq!(read.anomalies()[0].path(), "created_at");
    assert!(matches!(read.data.item, Item::Unrecognized(_)));
    let body = json!({"topic": "ticket.created", "data": "none"}).to_string();
    let read = Notification::from_body(body.as_bytes()).unwrap();
    assert_eq!(read.anomalies()[0].path(), "data");
}

#[test]
fn pings_are_recognized() {
    let item = json!({"type": "ping", "message": "ahoy"});
    let mut body = envelope("ping", item.clone());
    body["id"] = Value::Null;
    let read = Notification::from_body(body.to_string().as_bytes()).unwrap();
    assert!(read.is_ping());
    assert_eq!(read.id, None);
    assert!(matches!(read.data.item, Item::Unrecognized(json) if json.as_json() == &item));
}

#[test]
fn invalid_notifications_are_errors() {
    for body in ["", "{", "[]", "5", "{}", r#"{"topic":null}"#, "\u{0}"] {
        let outcome = Notification::from_body(body.as_bytes());
        assert!(outcome.is_err(), "{body:?}");
    }
    let error = WebhookError::from(Notification::from_body(b"{}").unwrap_err());
    assert!(
        error.to_string().contains("missing field `topic`"),
        "{error}"
    );
}

/// Items are decoded as types of the version, if the version has them.
#[test]
fn items_have_the_types_of_their_version() {
    let body = envelope("ticket.created", json!({"type": "ticket", "id": "4"})).to_string();
    let old = v2_7::webhooks::Notification::from_body(body.as_bytes()).unwrap();
    assert!(matches!(
        old.data.item,
        v2_7::webhooks::Item::Unrecognized(_)
    ));
    let new = preview::webhooks::Notification::from_body(body.as_bytes()).unwrap();
    let preview::webhooks::Item::Ticket(ticket) = new.data.item else {
        panic!("not a ticket");
    };
    let ticket: preview::types::Ticket = ticket;
    assert_eq!(ticket.id, "4");
}

/// Also signed with Python's `hmac`.
const EVENT: &str = r#"{"event_name":"fin_replied","conversation_id":"7","user_id":"p9","message":{"author":"fin","body":"<p>Aye</p>"}}"#;
const EVENT_SIGNATURE: &str =
    "sha256=4744892c505b25c7ce74b24f633faea6592dcc6a17f9f1dc64c26e450f8cc9d4";

#[test]
fn fin_events_are_verified_and_typed() {
    assert_eq!(
        FIN_SIGNATURE_HEADER,
        "X-Fin-Agent-API-Webhook-Signature".to_lowercase()
    );
    let verifier = Verifier::sha256("fin-secret");
    let read = verifier.event(Some(EVENT_SIGNATURE), EVENT.as_bytes());
    let Event::FinAgentRepliedEvent(replied) = read.unwrap().value else {
        panic!("not a reply");
    };
    assert_eq!(replied.user_id.as_deref(), Some("p9"));
    assert_eq!(replied.message.unwrap().body.as_deref(), Some("<p>Aye</p>"));

    let outcome = verifier.verify(Some(SIGNATURE), EVENT.as_bytes());
    assert_eq!(outcome, Err(SignatureError::Malformed));
    let read = verifier.event::<Event>(Some(EVENT_SIGNATURE), b"{}");
    assert!(matches!(
        read,
        Err(WebhookError::Signature(SignatureError::Mismatch))
    ));
}

#[test]
fn unexpected_event_values_are_skipped() {
    let read = event::<Event>(br#"{"event_name":"fin_replied","user_id":7,"status":[]}"#).unwrap();
    assert!(matches!(read.value, Event::FinAgentRepliedEvent(_)));
    assert_eq!(read.anomalies[0].path(), "status");
    let read = event::<Event>(br#"{"event_name":"fin_dived"}"#).unwrap();
    assert!(matches!(read.value, Event::Unrecognized(_)));
    assert_eq!(read.anomalies, []);
    assert!(event::<Event>(b"{").is_err());
}
