//! Structs are non-exhaustive: new versions add fields.

use intercom_client::v2_16::types::Company;

fn main() {
    let _ = Company { name: Some("Blue Sun".to_owned()) };
}
