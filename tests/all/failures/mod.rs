//! The client with failing networks and servers.

mod deadlines;
mod downloads;
#[cfg(target_os = "linux")]
mod endurance;
mod limits;
mod memory;
mod network;
mod responses;
mod retries;
mod sent;
mod server;
mod throttle;
mod uploads;

use intercom_client::Error;
use intercom_client::v2_16::Client;
use intercom_client::v2_16::types::{Company, CreateOrUpdateCompanyRequest};

/// A valid response body of the requests below.
const COMPANY: &str = r#"{"type": "company", "id": "c1"}"#;

/// Sends a request with an idempotent method.
async fn get(client: &Client) -> Result<Company, Error> {
    client.companies().get_company("c1").await
}

/// Sends a request with a method that is not idempotent.
async fn post(client: &Client) -> Result<Company, Error> {
    let body = CreateOrUpdateCompanyRequest::new().name("Blue Sun");
    client.companies().create_or_update_company(body).await
}
