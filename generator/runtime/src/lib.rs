//! The runtime of the clients that `intercom-codegen` generates: requests, retries, pagination,
//! lenient JSON.
//!
//! A generated client adds a [`Client`](Api) for each version of the API, a request builder for
//! each operation and a type for each schema. A client is a [`Connection`] with accessors; a
//! request builder is a [`Request`] with setters, which the macro `operation` makes sendable.
//! Generated clients re-export the types of this crate, and applications use them from there.
//!
//! | to | see |
//! |---|---|
//! | configure a client | [`ClientBuilder`], [`RetryPolicy`], [`Throttle`] |
//! | authenticate with tokens that change | [`TokenProvider`], [`CachedToken`] |
//! | send requests that the document lacks | [`RequestBuilder`] |
//! | send requests | [`Operation`], [`Response`], [`Download`], [`EventStream`] |
//! | handle errors | [`Error`], [`ErrorDetail`] |
//! | describe a service | [`Service`] |
//! | iterate over paginated lists | [`Pages`], [`Items`], [`PageToken`] |
//! | read and write JSON | [`json`], [`Nullable`], [`Timestamp`], [`Decimal`], [`Extra`] |
//! | upload files | [`File`] |
//! | test an application | [`mock`], [`Build`] |
//!
//! # Example
//!
//! The code that the generator emits for an operation, written by hand. The examples of this crate
//! use such a client, of the fictional API of a harbour: with a generated client, any of its
//! requests takes the place of `client.get_boat("Ada")`.
//!
//! ```no_run
//! use intercom_codegen_runtime::{
//!     Api, ClientBuilder, Connection, DefaultService, Json, Request, Value, operation,
//! };
//!
//! #[derive(Clone, Debug)]
//! pub struct Client {
//!     connection: Connection,
//! }
//!
//! impl Client {
//!     pub fn builder() -> ClientBuilder<Self> {
//!         ClientBuilder::new()
//!     }
//!
//!     pub fn get_boat(&self, name: &str) -> GetBoat {
//!         let mut request = Request::of::<GetBoat>(&self.connection);
//!         request.path("name", name);
//!         GetBoat { request }
//!     }
//! }
//!
//! impl Api for Client {
//!     type Service = DefaultService;
//!
//!     const BASE_URL: Option<&'static str> = Some("https://harbour.example");
//!     const HEADERS: &'static [(&'static str, &'static str)] = &[];
//!     const USER_AGENT: &'static str = "harbour/1.0";
//!
//!     fn from_connection(connection: Connection) -> Self {
//!         Self { connection }
//!     }
//!
//!     fn connection(&self) -> &Connection {
//!         &self.connection
//!     }
//! }
//!
//! pub struct GetBoat {
//!     request: Request,
//! }
//!
//! operation!(GetBoat = "GET" "/boats/{name}" -> Json<Value>);
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let client = Client::builder().build()?;
//! let boat = client.get_boat("Ada").await?;
//! println!("{}", boat["length"]);
//! # Ok(())
//! # }
//! ```
//!
//! # Features
//!
//! The features of a generated crate forward to these. An application whose build script generates
//! the client enables them in its own manifest.
//!
//! | feature | effect |
//! |---|---|
//! | `client` (default) | Everything but [`json`] and [`search`]: clients and their requests. Without it, the crate contains what types need, and depends on `serde`, `serde_json` and `indexmap` alone. The other features that clients use enable it. |
//! | `rustls` (default) | TLS by rustls. |
//! | `gzip` (default) | Responses compressed with gzip. |
//! | `native-tls` | TLS by the operating system's library. |
//! | `tracing` | A span for every request; warnings about values that do not match the schema. |
//! | `opentelemetry` | The feature `tracing`, and the headers `traceparent` and `tracestate` of the current context, by the global propagator of the crate `opentelemetry`. |
//! | `blocking` | The module [`blocking`]: synchronous calls. Not available on wasm32. |
//! | `middleware` | [`ClientBuilder::middleware`]: middleware of the crate `reqwest-middleware`. |
//! | `dynamic` | The module [`dynamic`]: operations called by name, with JSON in and out. |
//! | `mock` | The module [`mock`]: clients without a socket, for tests. No effect on wasm32. |
//! | `oauth` | The module [`oauth`]: access tokens of an OAuth 2.0 server. No effect on wasm32. |
//! | `cli` | The module [`cli`]: a command line for the operations of an API. No effect on wasm32. |
//! | `webhooks` | The module [`webhooks`]: webhook signatures and notifications. |
//! | `streams` | [`EventStream`]: responses read as streams of events or JSON texts. No effect on wasm32. |
//! | `charset` | Text and JSON in the charset of their `Content-Type`; otherwise, only UTF-8 is read. |
//! | `base64` | `Base64`: bytes that are strings in base64. |
//! | `schemars` | `schemars::JsonSchema` for the types that emitted types contain. |
//! | `jiff`, `chrono`, `time` | Conversions between [`Timestamp`] and the types of these crates. |

#![cfg_attr(docsrs, feature(doc_cfg))]
// Most items require it.
#![cfg_attr(docsrs, doc(auto_cfg(hide(feature = "client"))))]

// The client of the documentation, which unit tests use, too, imports this crate by its name.
#[cfg(test)]
extern crate self as intercom_codegen_runtime;
#[cfg(all(test, feature = "client"))]
#[allow(
    dead_code,
    unused_imports,
    reason = "it contains what any example uses"
)]
#[path = "../doc/harbour.rs"]
mod harbour;

#[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
pub mod blocking;
#[cfg(all(feature = "cli", not(target_arch = "wasm32")))]
pub mod cli;
#[cfg(feature = "dynamic")]
pub mod dynamic;
pub mod json;
#[cfg(all(feature = "mock", not(target_arch = "wasm32")))]
pub mod mock;
#[cfg(all(feature = "oauth", not(target_arch = "wasm32")))]
pub mod oauth;
pub mod search;
#[cfg(feature = "webhooks")]
pub mod webhooks;

#[cfg(feature = "client")]
mod accepting;
#[cfg(feature = "client")]
mod address;
#[cfg(feature = "client")]
mod api;
#[cfg(feature = "client")]
mod attempt;
#[cfg(feature = "client")]
mod body;
#[cfg(feature = "client")]
mod characters;
#[cfg(feature = "client")]
mod charset;
#[cfg(feature = "client")]
mod client;
#[cfg(feature = "client")]
mod clock;
#[cfg(feature = "client")]
mod connection;
#[cfg(feature = "client")]
mod credentials;
#[cfg(feature = "client")]
mod custom;
#[cfg(feature = "client")]
mod error;
#[cfg(feature = "client")]
mod exact_value;
#[cfg(feature = "client")]
mod file;
#[cfg(feature = "client")]
mod header;
#[cfg(feature = "client")]
mod job;
mod macros;
#[cfg(feature = "client")]
mod operation;
#[cfg(feature = "client")]
mod pages;
#[cfg(feature = "client")]
mod rate_limit;
#[cfg(feature = "client")]
mod request;
#[cfg(feature = "client")]
mod response;
#[cfg(feature = "client")]
mod response_kind;
#[cfg(feature = "client")]
mod retry;
#[cfg(feature = "client")]
mod send;
#[cfg(feature = "client")]
mod service;
#[cfg(feature = "client")]
mod streaming;
#[cfg(feature = "client")]
mod style;
#[cfg(feature = "client")]
mod throttle;
#[cfg(feature = "client")]
mod token;

#[cfg(feature = "base64")]
pub use json::Base64;
#[cfg(feature = "time")]
pub use json::DateTime;
pub use json::{
    Anomaly, Build, Decimal, DecimalError, Decoded, External, ExternalDate, ExternalNumber, Extra,
    Map, Nullable, Timestamp, TimestampError, UnrecognizedInteger, UnrecognizedJson,
    UnrecognizedString, Value,
};

#[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
pub use blocking::Blocking;
#[cfg(all(feature = "mock", not(target_arch = "wasm32")))]
pub use mock::{Mock, Reply};
#[cfg(all(feature = "client", not(target_arch = "wasm32")))]
pub use operation::DownloadFuture;
#[cfg(all(feature = "client", not(target_arch = "wasm32")))]
pub use send::Download;
#[cfg(all(feature = "streams", not(target_arch = "wasm32")))]
pub use streaming::{Event, EventStream, EventStreamFuture};
#[cfg(feature = "client")]
pub use {
    accepting::Accepting,
    address::Separator,
    api::{Api, Regional, Versioned},
    attempt::Attempt,
    bytes::Bytes,
    client::ClientBuilder,
    connection::Connection,
    custom::RequestBuilder,
    error::{Error, ErrorBody, ErrorDetail},
    file::File,
    http::Method,
    job::{Finished, Job, JobOperation, JobState, JobWithResult, PolledById, Poller},
    operation::{
        BoxFuture, DownloadOperation, Endpoint, Operation, OutputFuture, OutputOf, ResponseFuture,
        debug_builder, respond, send,
    },
    pages::{
        Items, JsonPage, KeyPath, Page, PageParameter, PageToken, PageTokenError, Paged, Pages,
        Pagination, PagingStyle,
    },
    rate_limit::RateLimit,
    request::Request,
    response::Response,
    response_kind::{
        Binary, ByStatus, Empty, Json, Location, OrEmpty, ResponseKind, Text, Unreadable,
    },
    retry::RetryPolicy,
    secrecy::SecretString,
    service::{DefaultService, ErrorResponse, RateLimitHeaders, Service},
    streaming::{StreamFormat, Streamed, Streaming},
    style::{Argument, Style},
    throttle::Throttle,
    token::{AccessToken, CachedToken, TokenError, TokenFuture, TokenProvider},
};
#[cfg(feature = "client")]
#[doc(hidden)]
pub use {
    request::method,
    response_kind::{ReadAs, Statuses, read_as},
    std::fmt::Display,
    token::ProvidedFuture,
};
