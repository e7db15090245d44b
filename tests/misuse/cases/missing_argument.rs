//! Required parameters and properties are arguments.

use intercom_client::v2_16::Client;
use intercom_client::v2_16::types::CreateTicketRequest;

fn main() {
    let client = Client::builder("token").build().unwrap();
    let _ = client.contacts().get_contact();
    let _ = CreateTicketRequest::new();
}
