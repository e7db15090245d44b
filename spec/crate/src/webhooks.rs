//! Verification and types of Intercom's webhook notifications.
//!
//! A [`Verifier`] checks the signature of a request over its raw body and decodes the body. The
//! types of the items are in the module `webhooks` of each version.
//!
//! ```text
//! let verifier = Verifier::new(client_secret);
//!
//! // In the handler of a web framework, with the raw body:
//! let notification: Notification = verifier.notification(headers.get(SIGNATURE_HEADER), &body)?;
//! match notification.data.item {
//!     Item::Contact(contact) => …,
//!     Item::Unrecognized(json) => …,
//!     _ => …,
//! }
//! ```

#[doc(inline)]
pub use ::intercom_codegen_runtime::webhooks::*;

/// The header with the signature of a notification, verified by [`Verifier::new`] with the client
/// secret of the app.
pub const SIGNATURE_HEADER: &str = "x-hub-signature";

/// The header with the signature of a Fin Agent API event, verified by [`Verifier::sha256`] with
/// the secret of the webhook.
pub const FIN_SIGNATURE_HEADER: &str = "x-fin-agent-api-webhook-signature";
