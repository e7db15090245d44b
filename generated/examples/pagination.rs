//! Reads paginated lists.
//!
//! `INTERCOM_TOKEN=… cargo run --example pagination`

use std::error::Error;

use intercom_client::PageToken;
use intercom_client::v2_16::Client;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let client = Client::builder(std::env::var("INTERCOM_TOKEN")?).build()?;
    run(&client).await
}

pub(crate) async fn run(client: &Client) -> Result<(), Box<dyn Error>> {
    // Item by item. The next page is fetched when the items of the current one have been taken.
    let mut contacts = client.contacts().list_contacts().per_page(50).items();
    while let Some(contact) = contacts.try_next().await? {
        println!("contact {}", contact.id);
    }

    // Page by page, with a token to resume from later.
    let mut pages = client.companies().list_all_companies().pages();
    let mut saved: Option<String> = None;
    if let Some(page) = pages.try_next().await? {
        saved = page.next_token().map(ToString::to_string);
        println!("first page: {} companies", page.into_items().len());
    }

    // Later, possibly in another process:
    if let Some(saved) = saved {
        let token: PageToken = saved.parse()?;
        let mut companies = client
            .companies()
            .list_all_companies()
            .items()
            .resume(token);
        while let Some(company) = companies.try_next().await? {
            println!("company {}", company.id);
        }
    }
    Ok(())
}
