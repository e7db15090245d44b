//! What is received.

use intercom_client::preview;
use intercom_client::v2_16::types::*;
use serde_json::json;

use super::{is, is_kept, read, writes};

/// Many objects without a tag: the keys decide, and those of the objects in them; what has none
/// is kept.
#[test]
fn details_of_events() {
    let json = json!({
        "attribute": {"name": "jira_issue_key"},
        "value": {"name": "PROJ-007"},
        "workflow": {"name": "Triage"},
    });
    let details: EventDetails = read(json.clone());
    assert!(matches!(
        details,
        EventDetails::ConversationAttributeUpdatedByWorkflow(_)
    ));
    writes(&details, &json);
    let json = json!({"action": {"name": "Jira", "result": "success"}});
    let details: EventDetails = read(json.clone());
    assert!(matches!(details, EventDetails::CustomActionFinished(_)));
    writes(&details, &json);
    let details: EventDetails = read(json!({"action": {"name": "Jira"}}));
    assert!(matches!(details, EventDetails::CustomActionStarted(_)));
    is_kept(json!({"reactor": "critical"}), |details| {
        matches!(details, EventDetails::Unrecognized(_))
    });
    is_kept(json!("boom"), |details| {
        matches!(details, EventDetails::Unrecognized(_))
    });
}

/// A boolean tells these apart.
#[test]
fn previews_of_merges() {
    let json = json!({"allowed": true, "summary": {"attribute_changes": {"total_count": 2}}});
    let preview: preview::types::MergePreviewResponse = read(json.clone());
    let preview::types::MergePreviewResponse::MergePreviewAllowed(allowed) = &preview else {
        panic!("{preview:?}");
    };
    assert_eq!(allowed.allowed, Some(true));
    writes(&preview, &json);
    let json = json!({"allowed": false, "reasons": [{"code": "facebook_user"}]});
    let preview: preview::types::MergePreviewResponse = read(json.clone());
    assert!(matches!(
        preview,
        preview::types::MergePreviewResponse::MergePreviewBlocked(_)
    ));
    writes(&preview, &json);
}

#[test]
fn news_and_newsfeeds_in_one_list() {
    let json = json!({
        "type": "list",
        "data": [
            {"type": "news-item", "id": "29", "title": "We fly"},
            {"type": "newsfeed", "id": "68", "name": "The Verse"},
            {"type": "signal", "id": "1"},
        ],
    });
    let page: PaginatedResponse = read(json.clone());
    let items = page.data.as_deref().unwrap();
    assert!(
        matches!(&items[0], PaginatedResponseDataItem::NewsItem(item)
        if item.title.as_deref() == Some("We fly"))
    );
    assert!(matches!(&items[1], PaginatedResponseDataItem::Newsfeed(_)));
    assert!(matches!(
        &items[2],
        PaginatedResponseDataItem::Unrecognized(_)
    ));
    writes(&page, &json);
}

/// Any JSON, whatever the declaration lists.
#[test]
fn custom_attributes() {
    let attributes = json!({
        "flag": true,
        "pi": 3.25,
        "none": null,
        "list": [{"id": 1}, "x"],
        "object": {"a": {"b": []}},
    });
    let json = json!({"id": "1", "custom_attributes": attributes});
    writes(&read::<Contact>(json.clone()), &json);
    writes(&read::<Company>(json.clone()), &json);
    writes(&read::<Conversation>(json.clone()), &json);
    let json = json!({"id": "1", "ticket_attributes": attributes});
    writes(&read::<Ticket>(json.clone()), &json);
}

/// `allOf` of one reference and `nullable`: the referenced type, which may be absent.
#[test]
fn nullable_references() {
    let conversation: Conversation = read(json!({"id": "1", "channel": {"initial": "email"}}));
    let channel = conversation.channel.unwrap();
    assert_eq!(channel.initial.as_deref(), Some("email"));
    let conversation: Conversation = read(json!({"id": "1", "channel": null}));
    assert_eq!(conversation.channel, None);
    let segment: preview::types::ConversationScorecardEvaluator = read(json!({"result": null}));
    assert_eq!(
        segment.extra.len() + usize::from(segment.result.is_some()),
        0
    );
    let tag: Tag = read(json!({"id": "7", "applied_by": {"type": "admin", "id": "1"}}));
    assert_eq!(tag.applied_by.unwrap().id.as_deref(), Some("1"));
}

/// `allOf` of a reference with properties beside it, and `oneOf` of a single member: one struct.
#[test]
fn what_is_composed_of_one_is_flat() {
    let body = UpdateTicketRequest::new()
        .open(true)
        .skip_notifications(true);
    is(body, json!({"open": true, "skip_notifications": true}));
    let body = UpdateContactRequest::new().name("River").clear_phone();
    is(body, json!({"name": "River", "phone": null}));
}
