//! Search operators accept only values that the API accepts.

use intercom_client::search::field;

fn main() {
    let _ = field("email").is_null("yes");
    let _ = field("created_at").gt(vec![1, 2]);
}
