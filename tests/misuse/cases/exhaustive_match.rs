//! Enums are open: the API may send undocumented values.

use intercom_client::v2_16::types::conversation;

fn is_open(state: &conversation::State) -> bool {
    match state {
        conversation::State::Open => true,
        conversation::State::Closed | conversation::State::Snoozed => false,
    }
}

fn main() {
    is_open(&conversation::State::Open);
}
