//! Counts the attempts of requests, with their errors and durations.
//!
//! `INTERCOM_TOKEN=… cargo run --example metrics`

use std::error::Error;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use intercom_client::ClientBuilder;
use intercom_client::v2_16::Client;

/// The metrics of a client. A metrics library has counters and histograms instead.
#[derive(Default)]
pub(crate) struct Metrics {
    pub(crate) attempts: AtomicU64,
    pub(crate) retries: AtomicU64,
    pub(crate) errors: AtomicU64,
    pub(crate) milliseconds: AtomicU64,
    /// The requests that remain in the current window.
    pub(crate) remaining: AtomicU64,
}

impl Metrics {
    /// Returns the builder of a client that is measured.
    pub(crate) fn of(self: &Arc<Self>, builder: ClientBuilder<Client>) -> ClientBuilder<Client> {
        let metrics = Arc::clone(self);
        builder.on_attempt(move |attempt| {
            metrics.attempts.fetch_add(1, Ordering::Relaxed);
            if attempt.number() > 1 {
                metrics.retries.fetch_add(1, Ordering::Relaxed);
            }
            if let Some(error) = attempt.error_type() {
                metrics.errors.fetch_add(1, Ordering::Relaxed);
                eprintln!("{} {}: {error}", attempt.method(), attempt.path());
            }
            let elapsed = attempt.duration().as_millis();
            let elapsed = u64::try_from(elapsed).unwrap_or(u64::MAX);
            metrics.milliseconds.fetch_add(elapsed, Ordering::Relaxed);
            if let Some(remaining) = attempt.rate_limit().and_then(|limit| limit.remaining) {
                metrics.remaining.store(remaining, Ordering::Relaxed);
            }
        })
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let metrics = Arc::new(Metrics::default());
    let client = metrics
        .of(Client::builder(std::env::var("INTERCOM_TOKEN")?))
        .build()?;
    run(&client).await?;
    let [attempts, errors] =
        [&metrics.attempts, &metrics.errors].map(|it| it.load(Ordering::Relaxed));
    println!("{attempts} attempts, {errors} errors");
    Ok(())
}

pub(crate) async fn run(client: &Client) -> Result<(), intercom_client::Error> {
    client.tags().list_tags().await.map(drop)
}
