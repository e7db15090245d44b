//! Configures retries, timeouts and a throttle.
//!
//! `INTERCOM_TOKEN=… cargo run --example retries_and_throttle`

use std::error::Error;
use std::time::Duration;

use intercom_client::v2_16::Client;
use intercom_client::v2_16::types::CreateOrUpdateCompanyRequest;
use intercom_client::{ClientBuilder, RetryPolicy, Throttle};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let client = settings(Client::builder(std::env::var("INTERCOM_TOKEN")?)).build()?;
    run(&client).await
}

pub(crate) fn settings(builder: ClientBuilder<Client>) -> ClientBuilder<Client> {
    let retry = RetryPolicy::default()
        .max_retries(4)
        .attempt_timeout(Duration::from_secs(15));
    builder
        .retry(retry)
        // For all attempts, including the delays between them.
        .timeout(Duration::from_secs(90))
        // Delays requests that would exceed the rate limit reported by the API. Other clients of
        // the same app should share a clone of it.
        .throttle(Throttle::new())
}

pub(crate) async fn run(client: &Client) -> Result<(), Box<dyn Error>> {
    // A failed GET is retried automatically.
    let company = client.companies().get_company("c17").await?;

    // A POST is not, as it may have succeeded. This one can be repeated without side effects.
    let repeated = RetryPolicy::default().repeat_any_method(true);
    let update = CreateOrUpdateCompanyRequest::new()
        .company_id("harbour-17")
        .name(company.name.unwrap_or_default());
    client
        .companies()
        .create_or_update_company(update)
        .with(|request| request.retry(repeated))
        .await?;

    // No retries, and a short timeout.
    let admin = client.admins().get_current_admin().with(|request| {
        request.retry(RetryPolicy::never());
        request.timeout(Duration::from_secs(2));
    });
    println!("{:?}", admin.await);
    Ok(())
}
