//! Exports the messages of a time range and saves the file, a gzip-compressed CSV.
//!
//! `INTERCOM_TOKEN=… cargo run --example data_export`

use std::error::Error;
use std::path::Path;
use std::time::Duration;

use intercom_client::Timestamp;
use intercom_client::v2_16::Client;
use intercom_client::v2_16::types::CreateDataExportsRequest;
use tokio::fs::File;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let client = Client::builder(std::env::var("INTERCOM_TOKEN")?).build()?;
    let bytes = run(&client, Duration::from_secs(5), "export.csv.gz".as_ref()).await?;
    println!("{bytes} bytes");
    Ok(())
}

pub(crate) async fn run(
    client: &Client,
    interval: Duration,
    file: &Path,
) -> Result<u64, Box<dyn Error>> {
    let (after, before) = (1_750_000_000, 1_750_086_400);
    let range = CreateDataExportsRequest::new(Timestamp::from(after), Timestamp::from(before));
    let export = client
        .data_export()
        .create_data_export(range)
        .poller()
        .min_interval(interval)
        .on_progress(|job| println!("{}: {}", job.id(), job.status().unwrap_or("unknown")))
        .until_done()
        .await?;

    // A range without messages is exported without a file.
    let Some(result) = export.result() else {
        return Ok(0);
    };
    let download = result.download().await?;
    let mut file = File::create(file).await?;
    Ok(download.limit(1 << 30).copy_to(&mut file).await?)
}
