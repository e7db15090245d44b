//! Uses two versions of the API in one program. A type that is the same in both is one Rust type.
//!
//! `INTERCOM_TOKEN=… cargo run --example two_versions --features v2_9`

use std::error::Error;

use intercom_client::v2_9::types::Tag;
use intercom_client::{SecretString, v2_9, v2_16};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let token = SecretString::from(std::env::var("INTERCOM_TOKEN")?);
    let old = v2_9::Client::builder(token.clone()).build()?;
    let new = v2_16::Client::builder(token).build()?;
    run(&old, &new).await
}

pub(crate) async fn run(old: &v2_9::Client, new: &v2_16::Client) -> Result<(), Box<dyn Error>> {
    let before = old.tags().list_tags().await?;
    let after = new.tags().list_tags().await?;
    let tags: Vec<Tag> = [before.data, after.data]
        .into_iter()
        .flatten()
        .flatten()
        .collect();
    for tag in &tags {
        println!("{:?}", tag.name);
    }
    Ok(())
}
