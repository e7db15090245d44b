//! Structs get fields as the API does, so they are not written field by field.

use intercom_client::v2_16::types::Company;

fn main() {
    let _ = Company { name: Some("Blue Sun".to_owned()) };
}
