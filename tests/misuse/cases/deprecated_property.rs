//! The compiler warns of properties that are deprecated.

#![deny(deprecated)]

use intercom_client::v2_16::types::ContentSnippet;

fn main() {
    let snippet = ContentSnippet::default();
    let _ = snippet.chatbot_availability;
}
