//! What applications have of the corrections in `spec/overlays`: each action has a test that fails,
//! or is not compiled, when it is taken out.

mod answers;
mod attributes;
mod lists;
mod names;
mod requests;
mod times;

use std::fs;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::wire::server::Server;
use crate::workspace::folder;

/// The overlay, a part of the targets that are meant (without white space; `$` is a whole one), and
/// the test of what these actions bring.
type Case = (&'static str, &'static str, fn());

#[rustfmt::skip] // One line each.
const CASES: &[Case] = &[
    ("client", "$", names::the_version_is_sent),
    ("client", "$.servers", names::regions),
    ("keys", "phone_switch", answers::address_of_the_phone_switch),
    ("keys", "ticket_type_attribute_list", answers::attributes_of_ticket_types),
    ("operation-ids", "reporting_data", names::exports_of_reporting_data),
    ("operation-ids", "/custom_object_instances/", names::deletions_of_instances),
    ("operation-ids", "lisData", names::slips_of_the_pen),
    ("pagination", "contact_attached_companies", answers::companies_of_a_contact),
    ("pagination", "cursor_pages", answers::the_next_page_is_a_cursor_or_an_address),
    ("pagination", "data_event_summary", answers::pages_of_events),
    ("parameters", "@.in=='query'", requests::a_variable_of_the_path),
    ("parameters", "@.in=='header'", requests::a_reserved_header),
    ("parameters", "@.requestBody", requests::bodies_are_arguments),
    ("parameters", "operationId=='createNote'", requests::ids_of_contacts_are_text),
    ("parameters", "operationId=='listNotes'", requests::ids_of_contacts_are_text),
    ("responses", "/download/", answers::downloads),
    ("responses", "/fin_voice/", answers::a_call_by_its_number),
    ("responses", "operationId=='attachContactToConversation'", answers::people_of_a_conversation),
    ("responses", "operationId=='detachContactFromConversation'", answers::people_of_a_conversation),
    ("schemas", "$.components[?@.company", attributes::of_old_conversations),
    ("schemas", "$.components.schemas.custom_attributes", attributes::of_conversations),
    ("schemas", "'ticket_custom_attributes'", attributes::of_tickets),
    ("schemas", "properties.custom_attributes", attributes::of_everything_else),
    ("schemas", "'data_event'", attributes::of_events),
    ("schemas", "visitor[?@.las", answers::last_request_of_a_visitor),
    ("schemas", "visitor.properties", answers::last_request_of_a_visitor),
    ("schemas", "@.enum[0]=='='", names::operators_of_searches),
    ("schemas", "@.enum[0]=='IN'", names::operators_of_tags),
    ("schemas", "configure_request", names::members_without_a_name),
    ("schemas", "create_data_attribute_request.oneOf", names::members_without_a_name),
    ("schemas", "ecommerce_catalog_product", names::members_without_a_name),
    ("schemas", "@.created_at.", times::created_at),
    ("schemas", "@.updated_at.", times::updated_at),
    ("schemas", "@.remote_created_at.", times::remote_created_at),
    ("schemas", "@.last_request_at.", times::last_request_at),
    ("schemas", "@.signed_up_at.", times::signed_up_at),
    ("schemas", "@.received_at.", times::received_at),
    ("schemas", "@.last_seen_at.", times::last_seen_at),
    ("schemas", "@.created_at_after.", times::of_exports),
    ("schemas", "@.created_at_before.", times::of_exports),
    ("schemas", "@.start_time.", times::of_reports),
    ("schemas", "@.end_time.", times::of_reports),
    ("schemas", "@.name=='created_at_after'", times::of_parameters),
    ("schemas", "@.name=='start_ts'", times::of_parameters),
    ("schemas", "'admin_with_app'", answers::what_identifies_is_always_there),
    ("schemas", "create_message_request", requests::senders_of_messages),
    ("schemas", "'update_data_attribute_request'", requests::options_of_attributes),
    ("search", "oneOf[?@['$ref']", requests::limits_of_searches),
    ("tickets", "operationId=='createTicket'", requests::notifications_of_tickets),
    ("tickets", "operationId=='enqueueCreateTicket'", requests::notifications_of_tickets),
    ("tickets", "create_ticket_request", requests::notifications_of_tickets),
    ("tickets", "operationId=='updateTicket'", requests::notifications_of_tickets),
    ("tickets", "update_ticket_request", requests::notifications_of_tickets),
    ("tickets", "operationId=='replyTicket'", requests::notifications_of_replies),
    ("tickets", "admin_reply_ticket_request", requests::notifications_of_replies),
    ("webhooks", "$", names::items_of_notifications),
];

/// An action, or one of the operations that it is for.
struct Part {
    overlay: String,
    target: String,
}

impl Part {
    fn is_meant_by(&self, overlay: &str, target: &str) -> bool {
        let is_same = match target {
            "$" => self.target == "$",
            part => self.target.contains(part),
        };
        self.overlay == overlay && is_same
    }
}

/// What has to have a test.
fn parts() -> Vec<Part> {
    let mut parts = Vec::new();
    for entry in fs::read_dir(folder("spec/overlays")).unwrap() {
        let path = entry.unwrap().path();
        let overlay = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let document: serde_yaml::Value =
            serde_yaml::from_str(&fs::read_to_string(path).unwrap()).unwrap();
        for action in document["actions"].as_sequence().unwrap() {
            let target: String = action["target"]
                .as_str()
                .unwrap()
                .split_whitespace()
                .collect();
            let operations = target.match_indices("operationId==").map(|(at, _)| {
                let id = target[at..].split('\'').nth(1).unwrap();
                format!("operationId=='{id}'")
            });
            let mut targets: Vec<String> = operations.collect();
            if targets.is_empty() {
                targets.push(target);
            }
            parts.extend(targets.into_iter().map(|target| Part {
                overlay: overlay.clone(),
                target,
            }));
        }
    }
    parts
}

#[test]
fn every_action_has_one_test_and_every_test_an_action() {
    let lists = lists::OPERATIONS.iter();
    let lists = lists.map(|operation| ("pagination", format!("operationId=='{operation}'")));
    let cases = CASES
        .iter()
        .map(|(overlay, target, _)| (*overlay, (*target).to_owned()));
    let cases: Vec<(&str, String)> = cases.chain(lists).collect();
    let parts = parts();
    for part in &parts {
        let tests = cases
            .iter()
            .filter(|(overlay, target)| part.is_meant_by(overlay, target));
        assert_eq!(
            tests.count(),
            1,
            "tests of {}: {}",
            part.overlay,
            part.target
        );
    }
    for (overlay, target) in &cases {
        let is_used = parts.iter().any(|part| part.is_meant_by(overlay, target));
        assert!(is_used, "{overlay}: no target has `{target}`");
    }
}

/// Reads JSON as a type, which writes it as it came: a part of it may be of another type, but none is
/// left out.
#[track_caller]
fn read<T: DeserializeOwned + Serialize>(json: Value) -> T {
    let value: T = serde_json::from_value(json.clone()).unwrap();
    assert_eq!(serde_json::to_value(&value).unwrap(), json);
    value
}

/// A server that gives every answer as an empty object, which any answer can be read from.
async fn server() -> Server {
    Server::json(json!({})).await
}
