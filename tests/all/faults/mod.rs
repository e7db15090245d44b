//! What the client makes of a network and a server that fail.

mod answers;
mod downloads;
#[cfg(target_os = "linux")]
mod endurance;
mod limits;
mod memory;
mod network;
mod retries;
mod server;
mod throttle;
mod uploads;

use intercom_client::Error;
use intercom_client::v2_16::Client;
use intercom_client::v2_16::types::{Company, CreateOrUpdateCompanyRequest};

/// An answer that the requests below take.
const COMPANY: &str = r#"{"type": "company", "id": "c1"}"#;

/// May be repeated.
async fn get(client: &Client) -> Result<Company, Error> {
    client.companies().retrieve_a_company_by_id("c1").await
}

/// May not be repeated.
async fn post(client: &Client) -> Result<Company, Error> {
    let body = CreateOrUpdateCompanyRequest::new().name("Blue Sun");
    client.companies().create_or_update_company(body).await
}
