//! Operations that start jobs, whose state is polled until they end.

use std::time::Duration;

use intercom_client::mock::{Endpoint, Mock, Reply};
use intercom_client::v2_14::reporting_data_export::{
    EnqueueReportingDataExport, GetReportingDataExport,
};
use intercom_client::v2_16::tickets::EnqueueTicketCreation;
use intercom_client::{Poller, preview, v2_14, v2_16};
use serde_json::{Value, json};

/// Expects requests of an operation, and replies with each of these states of a job.
fn states<T: Endpoint>(mock: &Mock, states: impl IntoIterator<Item = Value>) {
    let replies = states.into_iter().map(|state| Reply::ok(&state));
    mock.on::<T>().reply_sequence(replies);
}

#[tokio::test(start_paused = true)]
pub async fn data_exports_are_polled() {
    let state = |status: &str| json!({"job_identifier": "j1", "status": status});
    for (end, has_failed) in [
        ("completed", false),
        ("failed", true),
        ("canceled", true),
        ("no_data", false),
    ] {
        let (client, mock) = v2_16::Client::mock();
        states::<v2_16::data_export::CreateDataExport>(&mock, [state("pending")]);
        states::<v2_16::data_export::GetDataExport>(&mock, [state("in_progress"), state(end)]);
        let range = v2_16::types::CreateDataExportsRequest::new(1, 2);
        let export = client.data_export().create_data_export(range);
        match export.poller().until_done().await {
            Ok(export) => {
                assert!(!has_failed, "{end}");
                assert_eq!(export.job_identifier.as_deref(), Some("j1"));
                let download = export.result();
                assert_eq!(download.is_none(), end == "no_data", "{end}");
                if let Some(download) = download {
                    mock.on::<v2_16::data_export::DownloadDataExport>()
                        .reply_sequence([Reply::bytes(200, "application/octet-stream", "PK")]);
                    assert_eq!(download.await.unwrap(), "PK");
                }
            }
            Err(error) => {
                assert!(has_failed && error.is_job_failed(), "{end}: {error}");
                assert_eq!(error.job().and_then(|job| job.status()), Some(end));
            }
        }
    }
}

#[tokio::test(start_paused = true)]
pub async fn reporting_exports_are_polled() {
    for end in ["complete", "completed", "failed"] {
        let (client, mock) = v2_14::Client::mock();
        let state = |status: &str| json!({"job_identifier": "j1", "status": status});
        states::<EnqueueReportingDataExport>(&mock, [state("pending")]);
        states::<GetReportingDataExport>(&mock, [state(end)]);
        let exports = client.reporting_data_export();
        let request = serde_json::from_value(json!({
            "dataset_id": "conversation", "attribute_ids": [], "start_time": 1, "end_time": 2,
        }));
        let start = exports.enqueue_reporting_data_export(request.unwrap());
        let polled = exports.clone();
        let poller = start.poller(move |id| polled.get_reporting_data_export(id, "w1", "7"));
        let result = poller.until_done().await;
        assert_eq!(result.is_ok(), end != "failed", "{end}");
    }
}

#[tokio::test(start_paused = true)]
pub async fn tickets_are_created_later() {
    let (client, mock) = v2_16::Client::mock();
    let state = |status: &str| json!({"id": "20", "status": status, "resource_id": "t1"});
    states::<EnqueueTicketCreation>(&mock, [state("pending")]);
    states::<v2_16::jobs::GetJobStatus>(&mock, [state("success")]);
    let request = serde_json::from_value(json!({"ticket_type_id": "1", "contacts": []}));
    let start = client.tickets().enqueue_ticket_creation(request.unwrap());
    let job = start.poller().until_done().await.unwrap();
    assert_eq!(job.resource_id.as_deref(), Some("t1"));

    states::<v2_16::jobs::GetJobStatus>(&mock, [state("failed")]);
    let resumed = Poller::<EnqueueTicketCreation>::resume(&client, "20");
    assert!(resumed.until_done().await.unwrap_err().is_job_failed());
}

/// A job of which one item was rejected.
fn bulk(state: &str) -> Value {
    json!({"id": "job_v2_1", "state": state})
}

#[tokio::test(start_paused = true)]
pub async fn bulk_changes_of_contacts_are_polled() {
    let (client, mock) = preview::Client::mock();
    states::<preview::contacts::BulkCreateContacts>(&mock, [bulk("pending")]);
    states::<preview::contacts::BulkUpdateContacts>(&mock, [bulk("pending")]);
    states::<preview::contacts::BulkDeleteContacts>(&mock, [bulk("pending")]);
    let running = [bulk("running"), bulk("completed_with_errors")];
    states::<preview::contacts::GetBulkContactsJob>(&mock, running.iter().cycle().take(4).cloned());
    let contacts = client.contacts();
    let body = || serde_json::from_value(json!({"contacts": []})).unwrap();
    let job = contacts.bulk_create_contacts(body()).poller();
    assert_eq!(
        job.until_done().await.unwrap().job().status(),
        Some("completed_with_errors")
    );
    let body = || serde_json::from_value(json!({"contacts": []})).unwrap();
    contacts
        .bulk_update_contacts(body())
        .poller()
        .until_done()
        .await
        .unwrap();
    let body = || serde_json::from_value(json!({"contacts": []})).unwrap();
    let job = contacts.bulk_delete_contacts(body()).poller();
    let timeout = job.deadline(Duration::from_secs(1)).until_done().await;
    assert!(timeout.unwrap_err().is_timeout());
}

#[tokio::test(start_paused = true)]
pub async fn bulk_changes_of_companies_are_polled() {
    let (client, mock) = preview::Client::mock();
    states::<preview::companies::BulkCreateCompanies>(&mock, [bulk("pending")]);
    states::<preview::companies::BulkUpdateCompanies>(&mock, [bulk("pending")]);
    states::<preview::companies::BulkDeleteCompanies>(&mock, [bulk("pending")]);
    let ends = ["completed", "completed_with_errors", "completed"];
    states::<preview::companies::GetBulkCompaniesJob>(&mock, ends.map(bulk));
    let companies = client.companies();
    let body = || serde_json::from_value(json!({"companies": []})).unwrap();
    companies
        .bulk_create_companies(body())
        .poller()
        .until_done()
        .await
        .unwrap();
    let body = || serde_json::from_value(json!({"companies": []})).unwrap();
    companies
        .bulk_update_companies(body())
        .poller()
        .until_done()
        .await
        .unwrap();
    let body = || serde_json::from_value(json!({"companies": []})).unwrap();
    companies
        .bulk_delete_companies(body())
        .poller()
        .until_done()
        .await
        .unwrap();
}
