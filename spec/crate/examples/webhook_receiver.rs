//! Receives webhook notifications.
//!
//! `INTERCOM_CLIENT_SECRET=… cargo run --example webhook_receiver --features webhooks`

use std::error::Error;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::head;
use intercom_client::v2_16::webhooks::{Item, Notification};
use intercom_client::webhooks::{SIGNATURE_HEADER, Verifier, WebhookError};
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let verifier = Verifier::new(std::env::var("INTERCOM_CLIENT_SECRET")?);
    let listener = TcpListener::bind("127.0.0.1:8080").await?;
    axum::serve(listener, app(verifier)).await?;
    Ok(())
}

pub(crate) fn app(verifier: Verifier) -> Router {
    Router::new()
        // Intercom validates a new endpoint with a HEAD request.
        .route("/webhooks/intercom", head(|| async {}).post(receive))
        .with_state(verifier)
}

/// Handles a notification. The signature is computed over the raw body. Intercom expects a response
/// within five seconds, so longer work should be deferred.
async fn receive(
    State(verifier): State<Verifier>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<&'static str, StatusCode> {
    let signature = headers.get(SIGNATURE_HEADER);
    let notification: Notification = verifier.notification(signature, &body).map_err(rejection)?;
    if notification.is_ping() {
        return Ok("pong");
    }
    // Notifications are delivered at least once: record their ids to skip duplicates.
    println!("{:?} {}", notification.id, notification.topic);
    match notification.data.item {
        Item::Contact(contact) => println!("contact {}", contact.id),
        Item::Conversation(conversation) => println!("conversation {}", conversation.id),
        // Items of other types, including those unknown to this version of the client.
        other => println!("{other:?}"),
    }
    Ok("accepted")
}

fn rejection(error: WebhookError) -> StatusCode {
    eprintln!("{error}");
    match error {
        WebhookError::Signature(_) => StatusCode::UNAUTHORIZED,
        _ => StatusCode::BAD_REQUEST,
    }
}
