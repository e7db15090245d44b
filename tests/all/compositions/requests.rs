//! What is sent.

use intercom_client::v2_16::types::*;
use serde_json::json;

use super::{is, is_kept, read};

/// The branches only require: all properties are in one struct.
#[test]
fn messages() {
    let body = CreateMessageRequest::new()
        .message_type("email")
        .subject("Firefly")
        .body("Take my love")
        .template("plain")
        .from(CreateMessageRequestFrom::new("394051"))
        .to(Recipient::new("user", "536e564f"));
    is(
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
        .message_type(CreateMessageRequestMessageType::InApp)
        .to(vec![
            Recipient::new("user", "1"),
            Recipient::new("lead", "2"),
        ]);
    is(
        body,
        json!({
            "message_type": "in_app",
            "to": [{"type": "user", "id": "1"}, {"type": "lead", "id": "2"}],
        }),
    );
    // A value that is used and not declared.
    let body: CreateMessageRequest = read(json!({"message_type": "conversation"}));
    assert_eq!(body.message_type.unwrap().as_str(), "conversation");
}

/// "At least one of": which one is the caller's choice.
#[test]
fn branches_that_only_require() {
    is(
        CreateContactRequest::new().email("mal@serenity.example"),
        json!({"email": "mal@serenity.example"}),
    );
    is(
        CreateContactRequest::new().role("lead"),
        json!({"role": "lead"}),
    );
    is(
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
    is(
        UpdateVisitorRequest::new().user_id("3").name("Jayne"),
        json!({"user_id": "3", "name": "Jayne"}),
    );
    is(
        ConvertVisitorRequest::new(
            "user",
            ConvertVisitorRequestUser::new().email("jayne@serenity.example"),
            ConvertVisitorRequestVisitor::new().user_id("3"),
        ),
        json!({
            "type": "user",
            "user": {"email": "jayne@serenity.example"},
            "visitor": {"user_id": "3"},
        }),
    );
}

/// A union in a union, told apart by a constant two levels down, then by what is required.
#[test]
fn replies_to_conversations() {
    let contact: ReplyConversationRequest = ContactReplyConversationRequest::from(
        ContactReplyIntercomUserIdRequest::new("On my way", "667d61"),
    )
    .into();
    is(
        contact,
        json!({
            "message_type": "comment",
            "type": "user",
            "body": "On my way",
            "intercom_user_id": "667d61",
        }),
    );
    let by_email: ReplyConversationRequest = read(json!({
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
    is(
        admin,
        json!({"message_type": "note", "type": "admin", "admin_id": "3156780"}),
    );
    is_kept(json!({"type": "bot", "body": "?"}), |reply| {
        matches!(reply, ReplyConversationRequest::Unrecognized(_))
    });
}

/// `oneOf` of references with a property beside it, which every member has.
#[test]
fn replies_to_tickets() {
    let contact: ReplyTicketRequest = ContactReplyTicketRequest::from(
        ContactReplyTicketEmailRequest::new("Thanks", "kaylee@serenity.example")
            .skip_notifications(true),
    )
    .into();
    is(
        contact,
        json!({
            "message_type": "comment",
            "type": "user",
            "body": "Thanks",
            "email": "kaylee@serenity.example",
            "skip_notifications": true,
        }),
    );
    let admin: ReplyTicketRequest = AdminReplyTicketRequest::new("comment", "3156780")
        .body("Done")
        .skip_notifications(false)
        .into();
    is(
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
fn conversations_are_managed() {
    let of = |request: ManageConversationRequest, json| is(request, json);
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
    is_kept(
        json!({"message_type": "archive", "admin_id": "12"}),
        |request| matches!(request, ManageConversationRequest::Unrecognized(_)),
    );
}

#[test]
fn parts_and_sources_are_redacted() {
    let part: RedactConversationRequest =
        RedactConversationRequestConversationPart::new("19894788788", "19381789428").into();
    is(
        part,
        json!({
            "type": "conversation_part",
            "conversation_id": "19894788788",
            "conversation_part_id": "19381789428",
        }),
    );
    let source: RedactConversationRequest =
        RedactConversationRequestSource::new("19894781231", "19894781231").into();
    is(
        source,
        json!({
            "type": "source",
            "conversation_id": "19894781231",
            "source_id": "19894781231",
        }),
    );
}

/// Nothing but the keys tells these apart, in one case those of the items of a list.
#[test]
fn tags() {
    let of = |request: CreateTagRequest, json| is(request, json);
    of(
        CreateOrUpdateTagRequest::new("Independent").into(),
        json!({"name": "Independent"}),
    );
    of(
        TagCompanyRequest::new(
            "Independent",
            [TagCompanyRequestCompaniesItem::new().company_id("7")],
        )
        .into(),
        json!({"name": "Independent", "companies": [{"company_id": "7"}]}),
    );
    of(
        TagMultipleUsersRequest::new(
            "Independent",
            [TagMultipleUsersRequestUsersItem::new().id("5f7f0d")],
        )
        .into(),
        json!({"name": "Independent", "users": [{"id": "5f7f0d"}]}),
    );
    of(
        UntagCompanyRequest::new(
            "Independent",
            [UntagCompanyRequestCompaniesItem::new().id("5").untag(true)],
        )
        .into(),
        json!({"name": "Independent", "companies": [{"id": "5", "untag": true}]}),
    );
}

#[test]
fn searches() {
    let single = SearchRequest::new(
        SingleFilterSearchRequest::new()
            .field("created_at")
            .operator(">")
            .value("1306054154"),
    )
    .pagination(StartingAfterPaging::new().per_page(5));
    is(
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
                    .operator(SingleFilterSearchRequestOperator::Equal)
                    .value(true),
            ],
    ));
    is(
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
    is(
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

/// The JSON type tells these apart.
#[test]
fn values_of_filters() {
    let of = |value: SingleFilterSearchRequestValue, json| is(value, json);
    of("1306054154".into(), json!("1306054154"));
    of(1_306_054_154.into(), json!(1_306_054_154));
    of(false.into(), json!(false));
    of(vec!["user".into(), 7.into()].into(), json!(["user", 7]));
    is_kept(json!({"from": 1, "to": 2}), |value| {
        matches!(value, SingleFilterSearchRequestValue::Unrecognized(_))
    });
    is_kept(json!(1.5), |value| {
        matches!(value, SingleFilterSearchRequestValue::Unrecognized(_))
    });
}

#[test]
fn data_attributes() {
    let list: CreateDataAttributeRequest = CreateDataAttributeRequestOptions::new(
        "Rank",
        "contact",
        [CreateDataAttributeRequestOptionsOptionsItem::new().value("captain")],
    )
    .into();
    is(
        list,
        json!({
            "name": "Rank",
            "model": "contact",
            "data_type": "options",
            "options": [{"value": "captain"}],
        }),
    );
    let plain: CreateDataAttributeRequest =
        CreateDataAttributeRequestPlain::new("Mithril Shirt", "company", "string").into();
    is(
        plain,
        json!({"name": "Mithril Shirt", "model": "company", "data_type": "string"}),
    );
    // Branches that only forbid one another: one struct.
    is(
        UpdateDataAttributeRequest::new().archived(false),
        json!({"archived": false}),
    );
}

#[test]
fn customers_by_three_kinds_of_id() {
    let of = |customer: CustomerRequest, json| is(customer, json);
    of(
        CustomerRequestIntercomUserId::new("6329bd").into(),
        json!({"intercom_user_id": "6329bd"}),
    );
    of(
        CustomerRequestUserId::new("314159").into(),
        json!({"user_id": "314159"}),
    );
    of(
        CustomerRequestEmail::new("inara@serenity.example").into(),
        json!({"email": "inara@serenity.example"}),
    );
    let ticket = CreateTicketRequest::new(
        "1234",
        [
            CreateTicketRequestContactsItem::from(CreateTicketRequestContactsItemId::new("6762")),
            CreateTicketRequestContactsItemExternalId::new("70").into(),
            CreateTicketRequestContactsItemEmail::new("book@serenity.example").into(),
        ],
    )
    .ticket_attributes([
        ("_default_title_", json!("Coil")),
        ("broken", json!(true)),
        ("parts", json!([1.5, null])),
    ]);
    is(
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
