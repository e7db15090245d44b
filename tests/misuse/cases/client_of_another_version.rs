//! The client of a version has only methods for its operations.

use intercom_client::v2_9::Client;

fn main() {
    let client = Client::builder("token").build().unwrap();
    let _ = client.workflows();
}
