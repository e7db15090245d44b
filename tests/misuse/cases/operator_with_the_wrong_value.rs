//! Operators of searches take only what the API takes with them.

use intercom_client::search::field;

fn main() {
    let _ = field("email").is_null("yes");
    let _ = field("created_at").gt(vec![1, 2]);
}
