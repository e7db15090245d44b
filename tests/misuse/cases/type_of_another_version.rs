//! A type that differs between versions is a separate type in each.

use intercom_client::{v2_9, v2_16};

fn send(client: &v2_16::Client, request: v2_9::types::CreateMessageRequest) {
    let _ = client.messages().create_message(request);
}

fn main() {}
