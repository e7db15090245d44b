//! Searches for contacts.
//!
//! `INTERCOM_TOKEN=… cargo run --example search`

use std::error::Error;

use intercom_client::Timestamp;
use intercom_client::search::field;
use intercom_client::v2_16::Client;
use intercom_client::v2_16::types::ContactSearchRequest;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let client = Client::builder(std::env::var("INTERCOM_TOKEN")?).build()?;
    run(&client).await
}

pub(crate) async fn run(client: &Client) -> Result<(), Box<dyn Error>> {
    let since = Timestamp::from(1_750_000_000);
    let filter = field("role")
        .eq("user")
        .and(field("created_at").gt(since))
        .and(
            field("email")
                .ends_with("@ferries.test")
                .or(field("custom_attributes.berths").gt(10)),
        );
    // Returns an error if the filter exceeds the limits of the API.
    let request = ContactSearchRequest::try_from(filter)?;
    let mut found = client.contacts().search_contacts(request).items();
    while let Some(contact) = found.try_next().await? {
        println!("{} {:?}", contact.id, contact.email);
    }
    Ok(())
}
