//! Enums are open: the API may send undocumented values.

use intercom_client::v2_16::types::subscription_type::ConsentType;

fn is_asked(consent: &ConsentType) -> bool {
    match consent {
        ConsentType::OptIn => true,
        ConsentType::OptOut => false,
    }
}

fn main() {
    is_asked(&ConsentType::OptIn);
}
