//! Compositions in requests.

use intercom_client::v2_16::types::*;
use serde_json::json;

use super::{assert_round_trip, assert_unrecognized, decode};

/// The branches only have `required`: all properties are in one struct.
#[test]
fn message_branches_share_one_struct() {
    let body = CreateMessageRequest::new()
        .message_type("email")
        .subject("Firefly")
        .body("Take my love")
        .template("plain")
        .from(create_message_request::Sender::new("394051"))
        .to(Recipient::new("user", "536e564f"));
    assert_round_trip(
        body,
        json!({
            "message_type": "email",
            "subject": "Firefly",
            "body": "Take my love",
            "template": "plain",
            "from": {"type": "admin", "id": "394051"},
            "to": {"type": "user", "id": "536e564f"},
        }),
    );
    let body = CreateMessageRequest::new()
        .message_type(create_message_request::MessageType::InApp)
        .to(vec![
            Recipient::new("user", "1"),
            Recipient::new("lead", "2"),
        ]);
    assert_round_trip(
        body,
        json!({
            "message_type": "in_app",
            "to": [{"type": "user", "id": "1"}, {"type": "lead", "id": "2"}],
        }),
    );
    // A value that the API uses and the document does not declare.
    let body: CreateMessageRequest = decode(json!({"message_type": "conversation"}));
    assert_eq!(body.message_type.unwrap().as_str(), "conversation");
}

/// "At least one of" these properties is required, which `new` does not enforce.
#[test]
fn at_least_one_of_is_left_to_the_caller() {
    assert_round_trip(
        CreateContactRequest::new().email("mal@serenity.example"),
        json!({"email": "mal@serenity.example"}),
    );
    assert_round_trip(
        CreateContactRequest::new().role("lead"),
        json!({"role": "lead"}),
    );
    assert_round_trip(
        CreateDataEventRequest::new()
            .event_name("ordered-coil")
            .created_at(1_671_028_894)
            .user_id("314159")
            .metadata([("price", json!({"amount": 100, "currency": "credits"}))]),
        json!({
            "event_name": "ordered-coil",
            "created_at": 1_671_028_894,
            "user_id": "314159",
            "metadata": {"price": {"amount": 100, "currency": "credits"}},
        }),
    );
    assert_round_trip(
        UpdateVisitorRequest::new().user_id("3").name("Jayne"),
        json!({"user_id": "3", "name": "Jayne"}),
    );
    assert_round_trip(
        ConvertVisitorRequest::new(
            "user",
            convert_visitor_request::User::new().email("jayne@serenity.example"),
            convert_visitor_request::Visitor::new().user_id("3"),
        ),
        json!({
            "type": "user",
            "user": {"email": "jayne@serenity.example"},
            "visitor": {"user_id": "3"},
        }),
    );
}

/// A union in a union, distinguished by a constant two levels down, then by `required`.
#[test]
fn conversation_replies_are_nested_unions() {
    let contact: ReplyConversationRequest = ContactReplyConversationRequest::from(
        ContactReplyIntercomUserIdRequest::new("On my way", "667d61"),
    )
    .into();
    assert_round_trip(
        contact,
        json!({
            "message_type": "comment",
            "type": "user",
            "body": "On my way",
            "intercom_user_id": "667d61",
        }),
    );
    let by_email: ReplyConversationRequest = decode(json!({
        "message_type": "comment",
        "type": "user",
        "body": "On my way",
        "email": "zoe@serenity.example",
    }));
    assert!(matches!(
        by_email,
        ReplyConversationRequest::ContactReplyConversationRequest(
            ContactReplyConversationRequest::ContactReplyEmailRequest(_)
        )
    ));
    let admin: ReplyConversationRequest =
        AdminReplyConversationRequest::new("note", "3156780").into();
    assert_round_trip(
        admin,
        json!({"message_type": "note", "type": "admin", "admin_id": "3156780"}),
    );
    assert_unrecognized(json!({"type": "bot", "body": "?"}), |reply| {
        matches!(reply, ReplyConversationRequest::Unrecognized(_))
    });
}

/// `oneOf` of references with a sibling property, which every member has.
#[test]
fn ticket_replies_share_sibling_properties() {
    let contact: ReplyToTicketRequest = ContactReplyTicketRequest::from(
        ContactReplyTicketEmailRequest::new("Thanks", "kaylee@serenity.example")
            .skip_notifications(true),
    )
    .into();
    assert_round_trip(
        contact,
        json!({
            "message_type": "comment",
            "type": "user",
            "body": "Thanks",
            "email": "kaylee@serenity.example",
            "skip_notifications": true,
        }),
    );
    let admin: ReplyToTicketRequest = AdminReplyTicketRequest::new("comment", "3156780")
        .body("Done")
        .skip_notifications(false)
        .into();
    assert_round_trip(
        admin,
        json!({
            "message_type": "comment",
            "type": "admin",
            "admin_id": "3156780",
            "body": "Done",
            "skip_notifications": false,
        }),
    );
}

#[test]
fn conversation_actions_are_distinguished_by_message_type() {
    let of = |request: ManageConversationRequest, json| assert_round_trip(request, json);
    of(
        CloseConversationRequest::new("12").into(),
        json!({"message_type": "close", "type": "admin", "admin_id": "12"}),
    );
    of(
        SnoozeConversationRequest::new("12", 1_673_609_604).into(),
        json!({"message_type": "snoozed", "admin_id": "12", "snoozed_until": 1_673_609_604}),
    );
    of(
        OpenConversationRequest::new("12").into(),
        json!({"message_type": "open", "admin_id": "12"}),
    );
    of(
        AssignConversationRequest::new("team", "12", "0").into(),
        json!({"message_type": "assignment", "type": "team", "admin_id": "12", "assignee_id": "0"}),
    );
    assert_unrecognized(
        json!({"message_type": "archive", "admin_id": "12"}),
        |request| matches!(request, ManageConversationRequest::Unrecognized(_)),
    );
}

#[test]
fn redactions_are_distinguished_by_type() {
    let part: RedactConversationRequest =
        redact_conversation_request::ConversationPart::new("19894788788", "19381789428").into();
    assert_round_trip(
        part,
        json!({
            "type": "conversation_part",
            "conversation_id": "19894788788",
            "conversation_part_id": "19381789428",
        }),
    );
    let source: RedactConversationRequest =
        redact_conversation_request::Source::new("19894781231", "19894781231").into();
    assert_round_trip(
        source,
        json!({
            "type": "source",
            "conversation_id": "19894781231",
            "source_id": "19894781231",
        }),
    );
}

/// The members are distinguished by their keys alone, in one case by those of list items.
#[test]
fn tag_requests_are_distinguished_by_keys() {
    let of = |request: CreateTagRequest, json| assert_round_trip(request, json);
    of(
        CreateOrUpdateTagRequest::new("Independent").into(),
        json!({"name": "Independent"}),
    );
    of(
        TagCompanyRequest::new(
            "Independent",
            [tag_company_request::CompaniesItem::new().company_id("7")],
        )
        .into(),
        json!({"name": "Independent", "companies": [{"company_id": "7"}]}),
    );
    of(
        TagMultipleUsersRequest::new(
            "Independent",
            [tag_multiple_users_request::UsersItem::new().id("5f7f0d")],
        )
        .into(),
        json!({"name": "Independent", "users": [{"id": "5f7f0d"}]}),
    );
    of(
        UntagCompanyRequest::new(
            "Independent",
            [untag_company_request::CompaniesItem::new()
                .id("5")
                .untag(true)],
        )
        .into(),
        json!({"name": "Independent", "companies": [{"id": "5", "untag": true}]}),
    );
}

#[test]
fn search_queries_nest() {
    let single = SearchRequest::new(
        SingleFilterSearchRequest::new()
            .field("created_at")
            .operator(">")
            .value("1306054154"),
    )
    .pagination(StartingAfterPaging::new().per_page(5));
    assert_round_trip(
        single,
        json!({
            "query": {"field": "created_at", "operator": ">", "value": "1306054154"},
            "pagination": {"per_page": 5},
        }),
    );
    let multiple = SearchRequest::new(MultipleFilterSearchRequest::new().operator("AND").value(
        vec![
                SingleFilterSearchRequest::new()
                    .field("open")
                    .operator(single_filter_search_request::Operator::Equal)
                    .value(true),
            ],
    ));
    assert_round_trip(
        multiple,
        json!({
            "query": {
                "operator": "AND",
                "value": [{"field": "open", "operator": "=", "value": true}],
            },
        }),
    );
    let nested = SearchRequest::new(
        MultipleFilterSearchRequest::new()
            .operator("OR")
            .value(vec![
                MultipleFilterSearchRequest::new()
                    .operator("AND")
                    .value(vec![
                        SingleFilterSearchRequest::new()
                            .field("role")
                            .operator("=")
                            .value("user"),
                    ]),
            ]),
    );
    assert_round_trip(
        nested,
        json!({
            "query": {
                "operator": "OR",
                "value": [{
                    "operator": "AND",
                    "value": [{"field": "role", "operator": "=", "value": "user"}],
                }],
            },
        }),
    );
}

/// The members are distinguished by their JSON type.
#[test]
fn filter_values_are_distinguished_by_json_type() {
    let of =
        |value: single_filter_search_request::FilterValue, json| assert_round_trip(value, json);
    of("1306054154".into(), json!("1306054154"));
    of(1_306_054_154.into(), json!(1_306_054_154));
    of(false.into(), json!(false));
    of(vec!["user".into(), 7.into()].into(), json!(["user", 7]));
    assert_unrecognized(json!({"from": 1, "to": 2}), |value| {
        matches!(
            value,
            single_filter_search_request::FilterValue::Unrecognized(_)
        )
    });
    assert_unrecognized(json!(1.5), |value| {
        matches!(
            value,
            single_filter_search_request::FilterValue::Unrecognized(_)
        )
    });
}

#[test]
fn data_attributes_are_distinguished_by_data_type() {
    let list: CreateDataAttributeRequest = create_data_attribute_request::Options::new(
        "Rank",
        "contact",
        [create_data_attribute_request::OptionsOptionsItem::new().value("captain")],
    )
    .into();
    assert_round_trip(
        list,
        json!({
            "name": "Rank",
            "model": "contact",
            "data_type": "options",
            "options": [{"value": "captain"}],
        }),
    );
    let plain: CreateDataAttributeRequest =
        create_data_attribute_request::Plain::new("Mithril Shirt", "company", "string").into();
    assert_round_trip(
        plain,
        json!({"name": "Mithril Shirt", "model": "company", "data_type": "string"}),
    );
    // Branches that only exclude one another are one struct.
    assert_round_trip(
        UpdateDataAttributeRequest::new().archived(false),
        json!({"archived": false}),
    );
}

#[test]
fn customers_are_distinguished_by_id_property() {
    let of = |customer: CustomerRequest, json| assert_round_trip(customer, json);
    of(
        customer_request::IntercomUserId::new("6329bd").into(),
        json!({"intercom_user_id": "6329bd"}),
    );
    of(
        customer_request::UserId::new("314159").into(),
        json!({"user_id": "314159"}),
    );
    of(
        customer_request::Email::new("inara@serenity.example").into(),
        json!({"email": "inara@serenity.example"}),
    );
    let ticket = CreateTicketRequest::new(
        "1234",
        [
            create_ticket_request::ContactsItem::from(create_ticket_request::ContactsItemId::new(
                "6762",
            )),
            create_ticket_request::ContactsItemExternalId::new("70").into(),
            create_ticket_request::ContactsItemEmail::new("book@serenity.example").into(),
        ],
    )
    .ticket_attributes([
        ("_default_title_", json!("Coil")),
        ("broken", json!(true)),
        ("parts", json!([1.5, null])),
    ]);
    assert_round_trip(
        ticket,
        json!({
            "ticket_type_id": "1234",
            "contacts": [
                {"id": "6762"},
                {"external_id": "70"},
                {"email": "book@serenity.example"},
            ],
            "ticket_attributes": {"_default_title_": "Coil", "broken": true, "parts": [1.5, null]},
        }),
    );
}
