//! Handles errors.
//!
//! `INTERCOM_TOKEN=… cargo run --example error_handling`

use std::error::Error;

use intercom_client::v2_16::Client;
use intercom_client::v2_16::types::Company;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let client = Client::builder(std::env::var("INTERCOM_TOKEN")?).build()?;
    println!("{:?}", run(&client).await?);
    Ok(())
}

/// Returns the company, or `None` if it does not exist.
pub(crate) async fn run(client: &Client) -> Result<Option<Company>, intercom_client::Error> {
    let error = match client.companies().get_company("c17").await {
        Ok(company) => return Ok(Some(company)),
        Err(error) => error,
    };
    if error.is_not_found() {
        return Ok(None);
    }
    // One line with method, path, status, code, message and request id, without the token.
    eprintln!("{error}");
    if error.is_unauthorized() {
        eprintln!("the token is invalid, revoked, or of another workspace");
    } else if error.is_rate_limited() {
        eprintln!("rate limited, retry after {:?}", error.retry_after());
    } else if error.is_decode() {
        eprintln!("decode error at {:?}: {:?}", error.path(), error.body());
    }
    for detail in error.errors() {
        eprintln!("{:?} {:?} {:?}", detail.code, detail.field, detail.message);
    }
    Err(error)
}
