//! Custom attributes hold any JSON, and none of it is skipped.

use intercom_client::{preview, v2_7, v2_9, v2_11, v2_12, v2_13, v2_16};
use serde_json::{Map, Value, json};

use super::read;

/// Returns attributes of every JSON type.
fn attributes() -> Value {
    json!({
        "text": "north", "flag": true, "decimal": 1.5, "none": null,
        "list": [1, "two"], "object": {"amount": 300, "currency": "eur"},
    })
}

/// Asserts that each type has the attributes as a map in this field.
macro_rules! assert_attributes {
    ($key:ident: $($version:ident $ty:ident)*) => {
        $({
            let json = json!({"id": "1", "phone": "+1555", stringify!($key): attributes()});
            let value: $version::types::$ty = read(json);
            let map = value.$key.expect("the attributes are decoded");
            assert_eq!(map.get("object"), attributes().get("object"), stringify!($version $ty));
            assert_eq!(map.len(), attributes().as_object().map_or(0, Map::len));
        })*
    };
}

#[test]
pub fn old_conversation_attributes_are_maps() {
    assert_attributes!(custom_attributes: v2_7 UpdateConversationRequest v2_11 Conversation);
}

#[test]
pub fn conversation_attributes_are_maps() {
    assert_attributes!(custom_attributes: v2_12 CreatePhoneSwitchRequest preview Conversation);
}

#[test]
pub fn ticket_attributes_are_maps() {
    assert_attributes!(ticket_attributes: v2_9 Ticket preview Ticket);
    let contact = v2_9::types::create_ticket_request::ContactsItemId::new("p9");
    let ticket = v2_9::types::CreateTicketRequest::new("1", [contact])
        .ticket_attributes([("open", json!(true)), ("parts", json!([1.5]))]);
    let json = serde_json::to_value(ticket).unwrap();
    assert_eq!(
        json["ticket_attributes"],
        json!({"open": true, "parts": [1.5]})
    );
}

#[test]
pub fn other_custom_attributes_are_maps() {
    assert_attributes!(custom_attributes:
        v2_7 Company preview Company
        v2_7 Contact preview Contact
        v2_7 Visitor preview Visitor
        v2_13 CustomObjectInstance preview CustomObjectInstance);
}

#[test]
pub fn event_metadata_is_a_map() {
    assert_attributes!(metadata: v2_7 DataEvent v2_16 DataEvent preview DataEvent
        v2_7 CreateDataEventRequest preview CreateDataEventRequest);
}
