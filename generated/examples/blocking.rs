//! Sends blocking requests, without `async`.
//!
//! `INTERCOM_TOKEN=… cargo run --example blocking --features blocking`

use std::error::Error;

use intercom_client::v2_16::Client;

fn main() -> Result<(), Box<dyn Error>> {
    let client = Client::builder(std::env::var("INTERCOM_TOKEN")?).build()?;
    run(&client)
}

pub(crate) fn run(client: &Client) -> Result<(), Box<dyn Error>> {
    let company = client.companies().get_company("c17");
    println!("{:?}", company.blocking().send()?.name);

    // Lists are iterators.
    for contact in client.contacts().list_contacts().blocking().items() {
        println!("contact {}", contact?.id);
    }

    // Downloads are readers.
    let export = client.data_export().download_data_export("job-17");
    let mut file = export.blocking().download()?.limit(1 << 30);
    let count = std::io::copy(&mut file, &mut std::io::sink())?;
    println!("{count} bytes");
    Ok(())
}
