//! A token is not printed, and the client does not hand it out.

use intercom_client::SecretString;

fn main() {
    let token = SecretString::from("token");
    println!("{token}");
}
