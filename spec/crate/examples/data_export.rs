//! Exports the messages of a time range and saves the file.
//!
//! `INTERCOM_TOKEN=… cargo run --example data_export`

use std::error::Error;
use std::path::Path;
use std::time::Duration;

use intercom_client::Timestamp;
use intercom_client::v2_16::Client;
use intercom_client::v2_16::types::{CreateDataExportsRequest, data_export};
use tokio::fs::File;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let client = Client::builder(std::env::var("INTERCOM_TOKEN")?).build()?;
    let bytes = run(&client, Duration::from_secs(30), "export.zip".as_ref()).await?;
    println!("{bytes} bytes");
    Ok(())
}

pub(crate) async fn run(
    client: &Client,
    interval: Duration,
    file: &Path,
) -> Result<u64, Box<dyn Error>> {
    let exports = client.data_export();
    let (after, before) = (1_750_000_000, 1_750_086_400);
    let range = CreateDataExportsRequest::new(Timestamp::from(after), Timestamp::from(before));
    let mut export = exports.create_data_export(range).await?;
    let id = export.job_identifier.clone().ok_or("the job has no id")?;

    // An export takes minutes, at most hours.
    for _ in 0..1000 {
        match export.status {
            Some(data_export::Status::Pending | data_export::Status::InProgress) => {}
            Some(data_export::Status::Completed) => break,
            other => return Err(format!("the export ended with {other:?}").into()),
        }
        tokio::time::sleep(interval).await;
        export = exports.get_data_export(&id).await?;
    }

    let download = exports.download_data_export(&id).download().await?;
    let mut file = File::create(file).await?;
    Ok(download.limit(1 << 30).copy_to(&mut file).await?)
}
