//! Creates a company and retrieves it.
//!
//! `INTERCOM_TOKEN=… cargo run --example quick_start`

use std::error::Error;

use intercom_client::v2_16::Client;
use intercom_client::v2_16::types::CreateOrUpdateCompanyRequest;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    // The access token of an app, from the Developer Hub.
    let client = Client::builder(std::env::var("INTERCOM_TOKEN")?)
        // The region defaults to `Region::Us`.
        // .region(intercom_client::Region::Eu)
        .user_agent("quick-start/1.0")
        .build()?;
    run(&client).await
}

pub(crate) async fn run(client: &Client) -> Result<(), Box<dyn Error>> {
    // Required parameters are arguments, optional ones are set on the builder.
    // `.await` sends the request and returns the response body.
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

    // `response` returns the response with its status and headers.
    let response = client
        .companies()
        .get_company(&created.id)
        .response()
        .await?;
    println!(
        "status {}, request {:?}",
        response.status(),
        response.request_id()
    );
    if let Some(limit) = response.rate_limit() {
        println!("{:?} requests remaining", limit.remaining);
    }

    // Undocumented fields are preserved in `extra`. Values that do not match the
    // specification are left out and reported as anomalies.
    println!("undocumented: {:?}", response.body().extra);
    for anomaly in response.anomalies() {
        println!("{}: {}", anomaly.path(), anomaly.reason());
    }
    Ok(())
}
