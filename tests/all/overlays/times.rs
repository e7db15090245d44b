//! Times that the documents declare as integers are timestamps.

use intercom_client::{Timestamp, preview, v2_7, v2_14, v2_16};
use serde_json::json;

use super::{read, server};

const NOON: Timestamp = Timestamp::from_seconds(1_751_000_000);

/// Asserts that the field of each type is a timestamp.
macro_rules! assert_timestamps {
    ($key:ident: $($version:ident $($ty:ident)::+)*) => {
        $({
            let json = json!({"id": "1", stringify!($key): 1_751_000_000});
            let value: $version::types::$($ty)::+ = read(json);
            assert_eq!(value.$key, Some(NOON), stringify!($version $($ty)::+));
        })*
    };
}

#[test]
pub fn created_at_is_a_timestamp() {
    assert_timestamps!(created_at: v2_7 App v2_7 Company v2_7 Segment v2_7 Visitor preview Company
        v2_14 AwayStatusReason v2_16 Audience v2_14 whatsapp_message_status_list::EventsItem);
}

#[test]
pub fn updated_at_is_a_timestamp() {
    assert_timestamps!(updated_at: v2_7 Company v2_7 Segment v2_7 Visitor preview Company
        v2_14 AwayStatusReason v2_16 Audience v2_14 whatsapp_message_status_list::EventsItem);
}

#[test]
pub fn remote_created_at_is_a_timestamp() {
    assert_timestamps!(remote_created_at: v2_7 Company v2_7 Visitor v2_7 CreateOrUpdateCompanyRequest
        preview Company preview bulk_create_companies_request::CompaniesItem);
}

#[test]
pub fn last_request_at_is_a_timestamp() {
    assert_timestamps!(last_request_at: v2_7 Company preview Company);
}

#[test]
pub fn signed_up_at_is_a_timestamp() {
    assert_timestamps!(signed_up_at: v2_7 Visitor preview Visitor
        preview bulk_create_contacts_request::ContactsItem);
}

#[test]
pub fn received_at_is_a_timestamp() {
    assert_timestamps!(received_at: v2_7 DataExportCsv preview DataExportCsv);
}

#[test]
pub fn last_seen_at_is_a_timestamp() {
    assert_timestamps!(last_seen_at: preview bulk_create_contacts_request::ContactsItem);
}

#[test]
pub fn export_ranges_are_timestamps() {
    let old = v2_7::types::CreateDataExportsRequest::new(NOON, NOON);
    let new = preview::types::CreateDataExportsRequest::new(NOON, NOON);
    let json = json!({"created_at_after": 1_751_000_000, "created_at_before": 1_751_000_000});
    assert_eq!(serde_json::to_value(old).unwrap(), json);
    assert_eq!(serde_json::to_value(new).unwrap(), json);
}

#[test]
pub fn report_ranges_are_timestamps() {
    use v2_14::types::EnqueueReportingDataExportRequest as Export;
    let export = Export::new("conversation", ["id"], NOON, NOON);
    let json = serde_json::to_value(export).unwrap();
    assert_eq!(json["start_time"], 1_751_000_000);
    assert_eq!(json["end_time"], 1_751_000_000);
}

#[tokio::test]
pub async fn time_parameters_are_timestamps() {
    let first = server().await;
    let client: v2_16::Client = first.client();
    let content = client
        .content()
        .search_content()
        .created_at_after(NOON)
        .created_at_before(NOON);
    content
        .updated_at_after(NOON)
        .updated_at_before(NOON)
        .await
        .unwrap();
    let line = first.received().await.line();
    assert_eq!(line.matches("_at_").count(), 4, "{line}");
    assert_eq!(line.matches("=1751000000").count(), 4, "{line}");

    let second = server().await;
    let client: preview::Client = second.client();
    let results = client
        .data_connectors()
        .list_data_connector_execution_results("k1");
    results.start_ts(NOON).end_ts(NOON).await.unwrap();
    assert_eq!(
        second.received().await.line(),
        "GET /data_connectors/k1/execution_results?start_ts=1751000000&end_ts=1751000000"
    );
}
