//! Clients without a socket, for tests.
//!
//! A [`Mock`] responds to the requests of a client. Everything between the request builder and the
//! socket is that of a real client: serialization, credentials, middleware, the throttle, retries,
//! pagination, deadlines and decoding.
//!
//! The function `mock` of a generated client returns a client and its mock;
//! [`ClientBuilder::mock`](crate::ClientBuilder::mock) connects a client with other settings, or
//! several clients, to one mock. [`Build`](crate::Build) creates the bodies of replies.
//!
//! # Example
//!
//! ```
//! # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/harbour.rs"));
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
//! # runtime.block_on(example())
//! # }
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! # use intercom_codegen_runtime::{Mock, Reply};
//! // The code under test.
//! async fn length(client: &Client, name: &str) -> Result<Option<f64>, Error> {
//!     match client.get_boat(name).await {
//!         Ok(boat) => Ok(boat["length"].as_f64()),
//!         Err(error) if error.is_not_found() => Ok(None),
//!         Err(error) => Err(error),
//!     }
//! }
//!
//! let (client, mock) = Mock::client::<Client>();
//! mock.on::<GetBoat>()
//!     .with(|request| request.path() == "/boats/Ada")
//!     .reply_sequence([
//!         Reply::status(429).header("retry-after", "0"),
//!         Reply::ok(&serde_json::json!({"length": 7.5})),
//!     ]);
//! mock.on::<GetBoat>().reply_status(404, &"no such boat");
//!
//! assert_eq!(length(&client, "Ada").await?, Some(7.5));
//! assert_eq!(length(&client, "Eve").await?, None);
//! assert_eq!(mock.requests::<GetBoat>().len(), 3);
//! # Ok(())
//! # }
//! ```
//!
//! # Time
//!
//! Retries, the throttle, deadlines and [delays of replies](Reply::delay) wait by Tokio's clock. A
//! test with `#[tokio::test(start_paused = true)]` does not spend that time. Blocking requests run
//! on threads with a clock of their own, which cannot be paused.

mod expectation;
mod reply;
mod report;
mod request;
mod transport;

use std::fmt;
use std::panic::Location;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use http::Method;

use super::{Api, ClientBuilder, Json, Value, method};

use expectation::Expectation;

pub use super::Endpoint;
pub use expectation::On;
pub use reply::{Reply, ReplyKind};
pub use request::RecordedRequest;
#[cfg(feature = "middleware")]
pub(crate) use transport::LastMiddleware;
pub(crate) use transport::Target;

/// Responds to the requests of clients, and records them. See the [module](self).
///
/// Each request is passed to the first expectation, in the order of their declaration, that is for
/// its operation, whose conditions are met, and whose replies are not used up. A request without
/// such an expectation fails with an error that names the request and the expectations; it is not
/// retried.
///
/// # Panics
///
/// When it is dropped, a mock panics like [`verify`](Self::verify), unless the thread panics
/// already.
pub struct Mock(Arc<Shared>);

/// The part of a mock that its clients share.
#[derive(Default)]
pub(crate) struct Shared(Mutex<State>);

#[derive(Default)]
struct State {
    expectations: Vec<Arc<Expectation>>,
    requests: Vec<RecordedRequest>,
    /// The reports of the requests without an expectation.
    unexpected: Vec<String>,
}

impl Mock {
    /// Creates a mock without expectations, for [`ClientBuilder::mock`].
    #[must_use]
    pub fn new() -> Self {
        Self(Arc::default())
    }

    /// Creates a client with default settings and without credentials, and its mock.
    ///
    /// The function `mock` of generated clients calls it.
    ///
    /// # Panics
    ///
    /// Panics if the client cannot be built, for example since the TLS library cannot be
    /// initialized.
    #[must_use]
    #[track_caller]
    pub fn client<C: Api>() -> (C, Self) {
        let mock = Self::new();
        match ClientBuilder::new().mock(&mock).build() {
            Ok(client) => (client, mock),
            Err(error) => panic!("the client cannot be built: {error}"),
        }
    }

    /// Starts an expectation of requests of the operation whose request builder is `T`.
    ///
    /// One of the methods of [`On`] that set the reply adds it. Unless its number is set by
    /// [`times`](On::times), at least one request is expected.
    #[track_caller]
    pub fn on<T: Endpoint>(&self) -> On<'_, T::Kind> {
        let location = Location::caller();
        On::new(self, Expectation::of(method(T::METHOD), T::PATH, location))
    }

    /// Starts an expectation of requests that the document does not describe, sent by the method
    /// `request` of a client: with this method and path, as it is passed there without its query.
    #[track_caller]
    pub fn on_request(&self, method: Method, path: &str) -> On<'_, Json<Value>> {
        let location = Location::caller();
        On::new(self, Expectation::of(method, path.to_owned(), location))
    }

    /// Returns the requests of the operation whose request builder is `T`, in the order of their
    /// arrival. Each attempt is a request.
    #[must_use]
    pub fn requests<T: Endpoint>(&self) -> Vec<RecordedRequest> {
        let all = self.all_requests().into_iter();
        all.filter(|request| request.is_of(&method(T::METHOD), T::PATH))
            .collect()
    }

    /// Returns the requests of all operations, in the order of their arrival, including unexpected
    /// ones.
    #[must_use]
    pub fn all_requests(&self) -> Vec<RecordedRequest> {
        self.0.state().requests.clone()
    }

    /// Checks that each expectation has received the expected number of requests, and that each
    /// request was expected.
    ///
    /// # Panics
    ///
    /// Panics otherwise, with a report of the expectations and the requests.
    #[track_caller]
    pub fn verify(&self) {
        if let Some(report) = self.0.report() {
            panic!("{report}");
        }
    }

    pub(crate) fn shared(&self) -> Arc<Shared> {
        Arc::clone(&self.0)
    }

    fn expect(&self, expectation: Expectation) {
        self.0.state().expectations.push(Arc::new(expectation));
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        // No code of the application runs while the state is locked.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for Mock {
    fn default() -> Self {
        Self::new()
    }
}

impl Drop for Mock {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            self.verify();
        }
    }
}

impl fmt::Debug for Mock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.0.state();
        f.debug_struct("Mock")
            .field("expectations", &state.expectations)
            .field("requests", &state.requests)
            .finish()
    }
}

#[cfg(test)]
mod tests;
