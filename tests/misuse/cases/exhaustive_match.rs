//! Enums are open: the API may send undocumented values.

use intercom_client::v2_16::types::ConversationState;

fn is_open(state: &ConversationState) -> bool {
    match state {
        ConversationState::Open => true,
        ConversationState::Closed | ConversationState::Snoozed => false,
    }
}

fn main() {
    is_open(&ConversationState::Open);
}
