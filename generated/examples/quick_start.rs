//! Creates a company and reads it again.
//!
//! `INTERCOM_TOKEN=… cargo run --example quick_start`

use std::error::Error;

use intercom_client::v2_16::Client;
use intercom_client::v2_16::types::CreateOrUpdateCompanyRequest;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let client = Client::builder(std::env::var("INTERCOM_TOKEN")?)
        // Without a region, requests go to the servers in the US.
        // .region(intercom_client::Region::Eu)
        .user_agent("quick-start/1.0")
        .build()?;
    run(&client).await
}

pub(crate) async fn run(client: &Client) -> Result<(), Box<dyn Error>> {
    // What a document requires is an argument, all else is a setter. A request is sent
    // when it is awaited, and gives the body of the answer.
    let company = CreateOrUpdateCompanyRequest::new()
        .company_id("harbour-17")
        .name("Tidewater Ferries")
        .size(48);
    let created = client.companies().create_or_update_company(company).await?;
    println!(
        "{} has the id {}",
        created.name.unwrap_or_default(),
        created.id
    );

    // `response` gives the answer as a whole.
    let response = client
        .companies()
        .retrieve_a_company_by_id(&created.id)
        .response()
        .await?;
    println!(
        "status {}, request {:?}",
        response.status(),
        response.request_id()
    );
    if let Some(limit) = response.rate_limit() {
        println!("{:?} requests are left", limit.remaining);
    }

    // Nothing is lost: keys that the document does not name are in `extra`, and values
    // that are not what it says are among the anomalies.
    println!("unnamed: {:?}", response.body().extra);
    for anomaly in response.anomalies() {
        println!("{}: {}", anomaly.path(), anomaly.reason());
    }
    Ok(())
}
