//! Compositions in responses.

use intercom_client::preview;
use intercom_client::v2_16::types::*;
use serde_json::json;

use super::{assert_encodes, assert_round_trip, assert_unrecognized, decode};

/// Objects without a discriminator are distinguished by their keys, also by those of nested
/// objects; anything else is preserved.
#[test]
fn event_details_are_distinguished_by_keys() {
    let json = json!({
        "attribute": {"name": "jira_issue_key"},
        "value": {"name": "PROJ-007"},
        "workflow": {"name": "Triage"},
    });
    let details: EventDetails = decode(json.clone());
    assert!(matches!(
        details,
        EventDetails::ConversationAttributeUpdatedByWorkflow(_)
    ));
    assert_encodes(&details, &json);
    let json = json!({"action": {"name": "Jira", "result": "success"}});
    let details: EventDetails = decode(json.clone());
    assert!(matches!(details, EventDetails::CustomActionFinished(_)));
    assert_encodes(&details, &json);
    let details: EventDetails = decode(json!({"action": {"name": "Jira"}}));
    assert!(matches!(details, EventDetails::CustomActionStarted(_)));
    assert_unrecognized(json!({"reactor": "critical"}), |details| {
        matches!(details, EventDetails::Unrecognized(_))
    });
    assert_unrecognized(json!("boom"), |details| {
        matches!(details, EventDetails::Unrecognized(_))
    });
}

/// The branches declare different constants of a boolean.
#[test]
fn merge_previews_are_distinguished_by_a_boolean() {
    let json = json!({"allowed": true, "summary": {"attribute_changes": {"total_count": 2}}});
    let preview: preview::types::MergePreviewResponse = decode(json.clone());
    let preview::types::MergePreviewResponse::MergePreviewAllowed(allowed) = &preview else {
        panic!("{preview:?}");
    };
    assert_eq!(allowed.allowed, Some(true));
    assert_encodes(&preview, &json);
    let json = json!({"allowed": false, "reasons": [{"code": "facebook_user"}]});
    let preview: preview::types::MergePreviewResponse = decode(json.clone());
    assert!(matches!(
        preview,
        preview::types::MergePreviewResponse::MergePreviewBlocked(_)
    ));
    assert_encodes(&preview, &json);
}

#[test]
fn list_items_are_distinguished_by_type() {
    let json = json!({
        "type": "list",
        "data": [
            {"type": "news-item", "id": "29", "title": "We fly"},
            {"type": "newsfeed", "id": "68", "name": "The Verse"},
            {"type": "signal", "id": "1"},
        ],
    });
    let page: PaginatedResponse = decode(json.clone());
    let items = page.data.as_deref().unwrap();
    assert!(
        matches!(&items[0], paginated_response::DataItem::NewsItem(item)
        if item.title.as_deref() == Some("We fly"))
    );
    assert!(matches!(
        &items[1],
        paginated_response::DataItem::Newsfeed(_)
    ));
    assert!(matches!(
        &items[2],
        paginated_response::DataItem::Unrecognized(_)
    ));
    assert_encodes(&page, &json);
}

/// Custom attributes hold any JSON, not only the declared types.
#[test]
fn custom_attributes_accept_any_json() {
    let attributes = json!({
        "flag": true,
        "pi": 3.25,
        "none": null,
        "list": [{"id": 1}, "x"],
        "object": {"a": {"b": []}},
    });
    let json = json!({"id": "1", "custom_attributes": attributes});
    assert_encodes(&decode::<Contact>(json.clone()), &json);
    assert_encodes(&decode::<Company>(json.clone()), &json);
    assert_encodes(&decode::<Conversation>(json.clone()), &json);
    let json = json!({"id": "1", "ticket_attributes": attributes});
    assert_encodes(&decode::<Ticket>(json.clone()), &json);
}

/// `allOf` of one reference with `nullable` is an `Option` of the referenced type.
#[test]
fn nullable_references_are_options() {
    let conversation: Conversation = decode(json!({"id": "1", "channel": {"initial": "email"}}));
    let channel = conversation.channel.unwrap();
    assert_eq!(channel.initial.as_deref(), Some("email"));
    let conversation: Conversation = decode(json!({"id": "1", "channel": null}));
    assert_eq!(conversation.channel, None);
    let segment: preview::types::ConversationScorecardEvaluator = decode(json!({"result": null}));
    assert_eq!(
        segment.extra.len() + usize::from(segment.result.is_some()),
        0
    );
    let tag: Tag = decode(json!({"id": "7", "applied_by": {"type": "admin", "id": "1"}}));
    assert_eq!(tag.applied_by.unwrap().id.as_deref(), Some("1"));
}

/// `allOf` of a reference with sibling properties and `oneOf` of a single schema are one struct.
#[test]
fn compositions_of_one_schema_are_structs() {
    let body = UpdateTicketRequest::new()
        .open(true)
        .skip_notifications(true);
    assert_round_trip(body, json!({"open": true, "skip_notifications": true}));
    let body = UpdateContactRequest::new().name("River").clear_phone();
    assert_round_trip(body, json!({"name": "River", "phone": null}));
}
