//! A type that has changed is another one in each version.

use intercom_client::{v2_9, v2_16};

fn send(client: &v2_16::Client, request: v2_9::types::CreateMessageRequest) {
    let _ = client.messages().create_message(request);
}

fn main() {}
