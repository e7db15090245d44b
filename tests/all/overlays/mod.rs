//! The effects of the overlays in `spec/overlays`: each action has a test that fails, or does not
//! compile, without it.

mod attributes;
mod jobs;
mod lists;
mod names;
mod operation_names;
mod requests;
mod responses;
mod times;
mod whole_lists;

use std::{fs, io};

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::wire::server::Server;
use crate::workspace::folder;

/// An overlay, a part of the targets of its actions (without whitespace; `$` and
/// `$.components.schemas` match only themselves), and the test of these actions.
type Case = (&'static str, &'static str, fn());

#[rustfmt::skip] // One line each.
const CASES: &[Case] = &[
    ("client", "$", names::the_version_header_is_sent),
    ("client", "$.servers", names::regions_have_base_urls),
    ("companies", "$.paths", requests::companies_are_found_by_parameters),
    ("idempotent", "@.post.operationId", requests::reads_by_post_are_retried),
    ("jobs", "/export/content/data", jobs::data_exports_are_polled),
    ("jobs", "/export/reporting_data/enqueue", jobs::reporting_exports_are_polled),
    ("jobs", "/tickets/enqueue", jobs::tickets_are_created_later),
    ("jobs", "/contacts/bulk", jobs::bulk_changes_of_contacts_are_polled),
    ("jobs", "/companies/bulk", jobs::bulk_changes_of_companies_are_polled),
    ("keys", "phone_switch", responses::phone_switches_have_a_url),
    ("keys", "ticket_type_attribute_list", responses::ticket_types_list_their_attributes),
    ("keys", "data_export", responses::misnamed_properties_have_their_names),
    ("keys", "conversation_teammates", responses::misnamed_properties_have_their_names),
    ("keys", "article_statistics", responses::misnamed_properties_have_their_names),
    ("keys", "ticket_type_list", responses::misnamed_properties_have_their_names),
    ("operation-ids", "reporting_data", names::reporting_exports_have_short_names),
    ("operation-ids", "/custom_object_instances/", names::instance_deletions_have_distinct_names),
    ("operation-ids", "operationId=='deleteCustomObjectInstancesById'", names::operations_link_to_their_pages),
    ("operation-ids", "operationId=='deleteCustomObjectInstancesByExternalId'", names::operations_link_to_their_pages),
    ("operation-ids", "['x-docs-url']", names::operations_link_to_their_pages),
    ("operation-ids", "/data_attributes", names::listing_data_attributes_is_one_operation),
    ("pagination", "contact_attached_companies", responses::companies_of_a_contact_are_in_data),
    ("pagination", "cursor_pages", responses::the_next_page_is_a_cursor_or_a_url),
    ("pagination", "data_event_summary", responses::event_pages_have_the_next_url),
    ("parameters", "@.in=='query'", requests::path_variables_are_path_parameters),
    ("parameters", "@.in=='header'", requests::accept_headers_are_not_arguments),
    ("parameters", "@.requestBody", requests::required_bodies_are_arguments),
    ("parameters", "'updateDataAttribute'", requests::ids_in_paths_are_strings),
    ("responses", "/download/", responses::downloads_are_bytes),
    ("responses", "/fin_voice/", responses::a_call_is_found_by_its_number),
    ("responses", "operationId=='attachContactToConversation'", responses::changes_of_contacts_return_the_contacts),
    ("responses", "operationId=='detachContactFromConversation'", responses::changes_of_contacts_return_the_contacts),
    ("partial", "$.paths", requests::updates_are_created_from_responses),
    ("schemas", "$.components[?@.company", attributes::old_conversation_attributes_are_maps),
    ("schemas", "$.components.schemas.custom_attributes", attributes::conversation_attributes_are_maps),
    ("schemas", "'ticket_custom_attributes'", attributes::ticket_attributes_are_maps),
    ("schemas", "properties.custom_attributes", attributes::other_custom_attributes_are_maps),
    ("schemas", "'data_event'", attributes::event_metadata_is_a_map),
    ("schemas", "visitor[?@.las", responses::visitors_have_the_time_of_the_last_request),
    ("schemas", "visitor.properties", responses::visitors_have_the_time_of_the_last_request),
    ("schemas", "@.enum[0]=='='", names::search_operators_have_names),
    ("schemas", "@.enum[0]=='IN'", names::tag_operators_have_names),
    ("schemas", "'create_conversation_request'", names::inline_types_have_names),
    ("schemas", "'conversation_attribute_updated_by_admin'", names::inline_types_have_names),
    ("schemas", "multiple_filter_search_request", names::inline_types_have_names),
    ("schemas", "single_filter_search_request.properties.value", names::inline_types_have_names),
    ("schemas", "configure_request", names::inline_union_members_have_names),
    ("schemas", "create_data_attribute_request.oneOf", names::inline_union_members_have_names),
    ("schemas", "ecommerce_catalog_product", names::inline_union_members_have_names),
    ("schemas", "@.created_at.", times::created_at_is_a_timestamp),
    ("schemas", "@.updated_at.", times::updated_at_is_a_timestamp),
    ("schemas", "@.remote_created_at.", times::remote_created_at_is_a_timestamp),
    ("schemas", "@.last_request_at.", times::last_request_at_is_a_timestamp),
    ("schemas", "@.signed_up_at.", times::signed_up_at_is_a_timestamp),
    ("schemas", "@.received_at.", times::received_at_is_a_timestamp),
    ("schemas", "@.last_seen_at.", times::last_seen_at_is_a_timestamp),
    ("schemas", "@.created_at_after.", times::export_ranges_are_timestamps),
    ("schemas", "@.created_at_before.", times::export_ranges_are_timestamps),
    ("schemas", "@.start_time.", times::report_ranges_are_timestamps),
    ("schemas", "@.end_time.", times::report_ranges_are_timestamps),
    ("schemas", "@.name=='created_at_after'", times::time_parameters_are_timestamps),
    ("schemas", "@.name=='start_ts'", times::time_parameters_are_timestamps),
    ("schemas", "schemas.article", responses::items_of_lists_have_the_type_of_the_single_object),
    ("schemas", "schemas.internal_article", responses::items_of_lists_have_the_type_of_the_single_object),
    ("schemas", "@.properties.conversations", responses::items_of_lists_have_the_type_of_the_single_object),
    ("schemas", "conversation_list_item", responses::items_of_lists_have_the_type_of_the_single_object),
    ("schemas", "'admin_with_app','article'", responses::ids_are_always_present),
    ("schemas", "create_message_request.properties", requests::sender_ids_are_integers_or_strings),
    ("schemas", "'update_data_attribute_request'", requests::attribute_options_are_objects_or_text),
    ("schemas", "$.components.schemas", responses::either_form_is_kept),
    ("schemas", "$.components.schemas['admin','admin_with_app','contact'].properties", responses::either_form_is_kept),
    ("schemas", "$.components.schemas.conversation.properties", responses::either_form_is_kept),
    ("schemas", "ticket.properties.ticket_state", responses::either_form_is_kept),
    ("schemas", "conversation_attachment_files", requests::attached_files_are_base64),
    ("search", "oneOf[?@['$ref']", requests::search_limits_are_enforced),
    ("tickets", "operationId=='createTicket'", requests::ticket_requests_can_skip_notifications),
    ("tickets", "operationId=='enqueueCreateTicket'", requests::ticket_requests_can_skip_notifications),
    ("tickets", "create_ticket_request", requests::ticket_requests_can_skip_notifications),
    ("tickets", "operationId=='updateTicket'", requests::ticket_requests_can_skip_notifications),
    ("tickets", "update_ticket_request", requests::ticket_requests_can_skip_notifications),
    ("tickets", "operationId=='replyTicket'", requests::replies_can_skip_notifications),
    ("tickets", "admin_reply_ticket_request", requests::replies_can_skip_notifications),
    ("webhooks", "$", names::notification_items_are_typed),
    ("webhooks", "$.components.schemas", names::notification_items_are_typed),
];

/// An action, or one of the operations that it targets.
struct Part {
    overlay: String,
    target: String,
}

impl Part {
    fn matches(&self, overlay: &str, target: &str) -> bool {
        let is_same = match target {
            "$" | "$.components.schemas" => self.target == target,
            part => self.target.contains(part),
        };
        self.overlay == overlay && is_same
    }
}

/// Returns the names and contents of the overlays.
fn overlays() -> Vec<(String, serde_yaml::Value)> {
    let entries = fs::read_dir(folder("spec/overlays")).unwrap();
    let load = |entry: io::Result<fs::DirEntry>| {
        let path = entry.unwrap().path();
        let overlay = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let text = fs::read_to_string(path).unwrap();
        (overlay, serde_yaml::from_str(&text).unwrap())
    };
    entries.map(load).collect()
}

/// Returns the parts that need a test. `operation_names` and `whole_lists` test each operation of
/// their overlays.
fn parts() -> Vec<Part> {
    let mut parts = Vec::new();
    for (overlay, document) in overlays() {
        if [operation_names::OVERLAY, whole_lists::OVERLAY].contains(&overlay.as_str()) {
            continue;
        }
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

/// Returns `true` if an overlay has an action whose target contains a text, without whitespace.
pub fn has_action(overlay: &str, target: &str) -> bool {
    parts().iter().any(|part| part.matches(overlay, target))
}

#[test]
fn every_action_has_a_description() {
    for (overlay, document) in overlays() {
        for action in document["actions"].as_sequence().unwrap() {
            let description = action["description"].as_str().unwrap_or_default();
            let target = action["target"].as_str();
            assert_ne!(description.trim(), "", "{overlay}: {target:?}");
        }
    }
}

#[test]
fn every_action_has_one_test_and_every_test_an_action() {
    let lists = lists::OPERATIONS
        .iter()
        .map(|operation| ("pagination", format!("operationId=='{operation}'")));
    let cases: Vec<(&str, String)> = CASES
        .iter()
        .map(|(overlay, target, _)| (*overlay, (*target).to_owned()))
        .chain(lists)
        .collect();
    let parts = parts();
    for part in &parts {
        let tests = cases
            .iter()
            .filter(|(overlay, target)| part.matches(overlay, target));
        assert_eq!(
            tests.count(),
            1,
            "tests of {}: {}",
            part.overlay,
            part.target
        );
    }
    for (overlay, target) in &cases {
        let is_matched = parts.iter().any(|part| part.matches(overlay, target));
        assert!(is_matched, "{overlay}: no target has `{target}`");
    }
}

/// Decodes JSON as a type that round-trips: parts of it may be unrecognized, but none is skipped.
#[track_caller]
fn read<T: DeserializeOwned + Serialize>(json: Value) -> T {
    let value: T = serde_json::from_value(json.clone()).unwrap();
    assert_eq!(serde_json::to_value(&value).unwrap(), json);
    value
}

/// Starts a server that responds with an empty object, which every response type can be decoded
/// from.
async fn server() -> Server {
    Server::json(json!({})).await
}
