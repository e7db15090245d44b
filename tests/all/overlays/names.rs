//! Rust names, and the headers that the client sends itself.

use intercom_client::{Region, preview, v2_7, v2_9, v2_11, v2_12, v2_13, v2_14, v2_16};
use serde_json::json;

use super::{read, server};
use crate::workspace::folder;

#[tokio::test]
pub async fn the_version_header_is_sent() {
    macro_rules! assert_versions {
        ($($version:ident $label:literal)*) => {
            $({
                let server = server().await;
                let client: intercom_client::$version::Client = server.client();
                let _ = client.admins().get_current_admin().await;
                assert_eq!(server.received().await.header("intercom-version"), Some($label));
            })*
        };
    }
    assert_versions!(v2_7 "2.7" v2_10 "2.10" v2_16 "2.16" preview "Preview");
}

#[test]
pub fn regions_have_base_urls() {
    assert_eq!(Region::Us.base_url(), "https://api.intercom.io");
    assert_eq!(Region::Eu.base_url(), "https://api.eu.intercom.io");
    assert_eq!(Region::Au.base_url(), "https://api.au.intercom.io");
}

/// Calls the operation and compares the request line.
macro_rules! assert_request {
    ($version:ident $client:ident => $call:expr, $line:literal) => {{
        let server = server().await;
        let $client: $version::Client = server.client();
        let _ = $call.await;
        assert_eq!(server.received().await.line(), $line);
    }};
}

#[tokio::test]
pub async fn reporting_exports_have_short_names() {
    use v2_14::types::EnqueueReportingDataExportRequest as Export;
    let export = || Export::new("conversation", ["id"], 1, 2);
    assert_request!(v2_14 it => it.reporting_data_export().enqueue_reporting_data_export(export()),
        "POST /export/reporting_data/enqueue");
    assert_request!(v2_14 it => it.reporting_data_export().get_reporting_data_export("j", "w", "7"),
        "GET /export/reporting_data/j?app_id=w&client_id=7");
    assert_request!(preview it => it.reporting_data_export().list_reporting_datasets(),
        "GET /export/reporting_data/get_datasets");
    assert_request!(preview it => it.reporting_data_export().download_reporting_data_export("j", "w"),
        "GET /download/reporting_data/j?app_id=w");
}

#[tokio::test]
pub async fn instance_deletions_have_distinct_names() {
    macro_rules! assert_requests {
        ($($version:ident)*) => {$(
            assert_request!($version it =>
                it.custom_object_instances().delete_custom_object_instance("Berth", "7"),
                "DELETE /custom_object_instances/Berth/7");
            assert_request!($version it => it.custom_object_instances()
                .delete_custom_object_instance_by_external_id("Berth", "b7"),
                "DELETE /custom_object_instances/Berth?external_id=b7");
        )*};
    }
    assert_requests!(v2_13 v2_14 v2_16 preview);
}

/// Each request builder of a release links to the page of its operation in the reference, by its
/// method and path. The pages of the preview are not linked.
#[test]
pub fn operations_link_to_their_pages() {
    let pages = "](https://developers.intercom.com/docs/references/";
    let mut text = String::new();
    for file in std::fs::read_dir(folder("generated/src/operations")).unwrap() {
        text += &std::fs::read_to_string(file.unwrap().path()).unwrap();
    }
    let (mut of_releases, mut linked) = (0, 0);
    for module in text.split("\npub(crate) mod ") {
        let builders = module.matches("A request builder for").count();
        let links = module.matches(pages).count();
        linked += links;
        if module.starts_with("preview ") {
            assert_eq!(links, 0);
        } else {
            of_releases += builders;
        }
    }
    assert!(of_releases > 400, "{of_releases} builders");
    assert_eq!(linked, of_releases);
    assert!(!text.contains("/references/preview/"));
    for (call, page) in [
        (
            "POST /contacts",
            "2.16/rest-api/api.intercom.io/contacts/createcontact",
        ),
        (
            "GET /data_attributes",
            "2.16/rest-api/api.intercom.io/data-attributes/lisdataattributes",
        ),
        (
            "GET /ip_allowlist",
            "2.16/rest-api/api.intercom.io/ip-allowlist/getipallowlist",
        ),
        (
            "POST /export/reporting_data/enqueue",
            "2.16/rest-api/api.intercom.io/reporting-data-export/paths/~1export~1reporting_data~1enqueue/post",
        ),
        (
            "DELETE /custom_object_instances/{custom_object_type_identifier}",
            "2.16/rest-api/api.intercom.io/custom-object-instances/deletecustomobjectinstancesbyid",
        ),
    ] {
        let link = format!("[`{call}`{pages}{page})");
        assert!(text.contains(&link), "{link}");
    }
}

#[test]
pub fn listing_data_attributes_is_one_operation() {
    use std::any::TypeId;
    use v2_11::data_attributes::ListDataAttributes;
    assert_eq!(
        TypeId::of::<ListDataAttributes>(),
        TypeId::of::<v2_12::data_attributes::ListDataAttributes>()
    );
}

#[test]
pub fn search_operators_have_names() {
    use v2_7::types::single_filter_search_request::Operator;
    for (operator, symbol) in [
        (Operator::Equal, "="),
        (Operator::NotEqual, "!="),
        (Operator::In, "IN"),
        (Operator::NotIn, "NIN"),
        (Operator::LessThan, "<"),
        (Operator::LessThanOrEqual, "<="),
        (Operator::GreaterThan, ">"),
        (Operator::GreaterThanOrEqual, ">="),
        (Operator::Contains, "~"),
        (Operator::NotContains, "!~"),
        (Operator::StartsWith, "^"),
        (Operator::EndsWith, "$"),
    ] {
        assert_eq!(operator.as_str(), symbol);
        assert_eq!(Operator::from(symbol), operator);
    }
    let operator = preview::types::single_filter_search_request::Operator::StartsWith;
    assert_eq!(operator.as_str(), "^");
}

#[test]
pub fn tag_operators_have_names() {
    use v2_16::types::search_content::TagOperator as Operator;
    assert_eq!(Operator::In.as_str(), "IN");
    assert_eq!(Operator::NotIn.as_str(), "NIN");
}

#[test]
pub fn inline_union_members_have_names() {
    use v2_11::types::ConfigureRequest;
    let request = read(json!({"workspace_id": "w1"}));
    assert!(
        matches!(request, ConfigureRequest::Initial(_)),
        "{request:?}"
    );
    let request = read(json!({"workspace_id": "w1", "component_id": "save"}));
    assert!(
        matches!(request, ConfigureRequest::Submitted(_)),
        "{request:?}"
    );

    use v2_14::types::CreateDataAttributeRequest;
    let request = read(json!({"name": "dock", "model": "company", "data_type": "integer"}));
    assert!(
        matches!(request, CreateDataAttributeRequest::Plain(_)),
        "{request:?}"
    );

    use preview::types::ecommerce_catalog_product::CollectionsItem as Collection;
    let collection = read(json!({"title": "Ropes"}));
    assert!(
        matches!(collection, Collection::Titled(_)),
        "{collection:?}"
    );
}

/// A type cannot be called `From` or `Value`.
#[test]
pub fn inline_types_have_names() {
    use v2_16::types::{
        conversation_attribute_updated_by_admin, create_conversation_request,
        create_message_request, multiple_filter_search_request, single_filter_search_request,
    };
    let sender: create_conversation_request::Sender = read(json!({"type": "lead", "id": "1"}));
    assert_eq!(sender.id, "1");
    let sender: create_message_request::Sender = read(json!({"type": "admin", "id": 1}));
    assert_eq!(sender.r#type.as_deref(), Some("admin"));
    let value: conversation_attribute_updated_by_admin::NewValue =
        read(json!({"name": "urgent", "previous": "calm"}));
    assert_eq!(value.name.as_deref(), Some("urgent"));
    let filter = single_filter_search_request::FilterValue::from("rope");
    assert_eq!(json!(filter), "rope");
    let filters = json!([{"field": "name", "operator": "=", "value": "rope"}]);
    let filters: multiple_filter_search_request::Filters = read(filters);
    assert_eq!(json!(filters)[0]["value"], "rope");
}

/// The items of notifications are decoded as the types of the version.
#[test]
pub fn notification_items_are_typed() {
    macro_rules! assert_items {
        ($version:ident: $($type:literal $variant:ident)*) => {$(
            let json = json!({"topic": "t", "data": {"item": {"type": $type, "id": 1}}}).to_string();
            let read = $version::webhooks::Notification::from_body(json.as_bytes()).unwrap();
            let is_item = matches!(read.data.item, $version::webhooks::Item::$variant(_));
            assert!(is_item, concat!(stringify!($version), " ", $type));
        )*};
    }
    assert_items!(v2_7: "admin" Admin "admin_activity_log_event" ActivityLog "article" Article
        "company" Company "contact" Contact "conversation" Conversation "event" DataEvent
        "visitor" Visitor);
    assert_items!(v2_9: "ticket" Ticket);
    assert_items!(v2_12: "content_import_source" ContentImportSource);
    assert_items!(v2_14: "call" Call "job" Jobs);
    assert_items!(v2_16: "audience" Audience "content_snippet" ContentSnippet);
    assert_items!(v2_7: "contact_tag" ContactTag);

    macro_rules! assert_topics {
        ($version:ident: $($topic:literal $item:tt $variant:ident)*) => {$({
            let json = json!({"topic": $topic, "data": {"item": $item}}).to_string();
            let read = $version::webhooks::Notification::from_body(json.as_bytes()).unwrap();
            let is_item = matches!(read.data.item, $version::webhooks::Item::$variant(_));
            assert!(is_item, concat!(stringify!($version), " ", $topic));
        })*};
    }
    assert_topics!(v2_7:
        "contact.user.created" {"type": "user", "id": 1} Contact
        "visitor.signed_up" {"type": "user", "id": 1} Visitor
        "conversation.deleted" {"type": "conversation", "conversation_id": "5"} DeletedConversation
        "company.deleted" {"company_id": "6"} DeletedItem
        "contact.deleted" {"external_id": "x7"} DeletedItem
        "company.contact.attached" {"company": {"id": "1"}} CompanyContact
        "conversation.contact.detached" {"contact": {"id": "1"}} ConversationContact);
    assert_topics!(v2_9: "ticket.closed" {"ticket": {"id": "4"}} ClosedTicket);
    assert_topics!(v2_12: "content_import_source.deleted" {"external_id": "x"} DeletedItem);
    assert_topics!(v2_16: "content_snippet.deleted" {"external_id": "x"} DeletedItem);

    use intercom_client::webhooks::event;
    use v2_14::webhooks::Event;
    for (name, is_event) in [
        (
            "fin_status_updated",
            (|it| matches!(it, Event::FinAgentStatusUpdatedEvent(_))) as fn(&Event) -> bool,
        ),
        ("fin_replied", |it| {
            matches!(it, Event::FinAgentRepliedEvent(_))
        }),
        ("fin_reply_chunk", |it| {
            matches!(it, Event::FinAgentReplyChunkEvent(_))
        }),
        ("csat_requested", |it| {
            matches!(it, Event::FinAgentCsatRequestedEvent(_))
        }),
    ] {
        let json = json!({"event_name": name}).to_string();
        let read: Event = event(json.as_bytes()).unwrap().value;
        assert!(is_event(&read), "{name}: {read:?}");
    }
}
