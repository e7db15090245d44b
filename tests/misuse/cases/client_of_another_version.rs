//! An operation that a version does not have is no method of its client.

use intercom_client::v2_9::Client;

fn main() {
    let client = Client::builder("token").build().unwrap();
    let _ = client.workflows();
}
