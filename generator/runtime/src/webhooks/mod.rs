//! Notifications that the API sends by itself: whether they are genuine, and what they say.
//!
//! A [`Verifier`] checks the signature of a request over its raw body and reads it. Which types the
//! items of notifications have, each version says in its own module `webhooks`.
//!
//! ```text
//! let verifier = Verifier::new(secret);
//!
//! // In the handler of a web framework, with the body as it came in:
//! let notification: Notification = verifier.notification(headers.get("x-hub-signature"), &body)?;
//! match notification.data.item {
//!     Item::Contact(contact) => …,
//!     Item::Unrecognized(json) => …,
//!     _ => …,
//! }
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
