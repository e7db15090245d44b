//! A token cannot be printed.

use intercom_client::SecretString;

fn main() {
    let token = SecretString::from("token");
    println!("{token}");
}
