//! Webhooks: verification of signatures, and decoding of notifications.
//!
//! A [`Verifier`] verifies the signature of a request by its raw body and decodes it as a
//! [`Notification`]. Its items are variants of the enum `Item` in the module `webhooks` of each API
//! version.
//!
//! # Example
//!
//! The handler of a web framework, which returns the status of the response:
//!
//! ```
//! # use intercom_codegen_runtime::webhooks::Tagged;
//! # use intercom_codegen_runtime::webhooks::{Notification, Verifier, WebhookError};
//! # fn handle<Item: Tagged + std::fmt::Debug>(
//! #     verifier: &Verifier,
//! #     signature: Option<&[u8]>,
//! #     body: &[u8],
//! # ) -> u16 {
//! // `signature` is the header `X-Hub-Signature`, `body` the raw body.
//! let notification: Notification<Item> = match verifier.notification(signature, body) {
//!     Ok(notification) => notification,
//!     Err(WebhookError::Signature(_)) => return 401,
//!     Err(_) => return 400,
//! };
//! if !notification.is_ping() {
//!     println!("{}: {:?}", notification.topic, notification.data.item);
//! }
//! 200
//! # }
//! ```

mod error;
mod notification;
mod tagged;
mod verifier;

pub use error::{SignatureError, WebhookError};
pub use notification::{Notification, NotificationData};
#[doc(hidden)]
pub use tagged::Reader;
pub use tagged::{Tagged, event};
pub use verifier::Verifier;
