//! Clears a property of a contact, and leaves the others as they are.
//!
//! `INTERCOM_TOKEN=… cargo run --example clear_field`

use std::error::Error;

use intercom_client::v2_16::Client;
use intercom_client::v2_16::types::{Contact, UpdateContactRequest};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let client = Client::builder(std::env::var("INTERCOM_TOKEN")?).build()?;
    println!("{}", label(&run(&client, "63a07d").await?));
    Ok(())
}

pub(crate) async fn run(client: &Client, id: &str) -> Result<Contact, intercom_client::Error> {
    // A property that is not set is not sent; `clear_…` sends null.
    let change = UpdateContactRequest::new()
        .name("Ada Tidewater")
        .clear_owner_id();
    client.contacts().update_contact(id, change).await
}

/// Every operation that returns a contact returns this type.
pub(crate) fn label(contact: &Contact) -> String {
    let name = contact.name.as_deref().or(contact.email.as_deref());
    format!("{} ({})", name.unwrap_or("no name"), contact.id)
}
