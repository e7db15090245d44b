//! What every generated crate has in common: written by hand, copied from the generator.
//!
//! A version's `Client` is a [`Connection`] with accessors; an operation's builder is a
//! [`Request`] with setters; `operation!` adds how it is sent and what its answer is read as.
//! The applications' part of this is re-exported at the crate's root.

#[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
pub mod blocking;
#[cfg(feature = "dynamic")]
pub mod dynamic;
pub mod json;
pub mod search;
#[cfg(feature = "webhooks")]
pub mod webhooks;

mod address;
mod body;
mod client;
mod connection;
mod credentials;
mod error;
mod file;
mod kind;
mod macros;
mod operation;
mod pages;
mod rate_limit;
mod request;
mod response;
mod retry;
mod send;
mod style;
mod throttle;

pub use http::Method;
pub use secrecy::SecretString;

pub use address::Separator;
#[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
pub use blocking::Blocking;
pub use client::{Api, ClientBuilder};
pub use connection::Connection;
pub use error::{Error, ErrorDetail};
pub use file::File;
pub use json::{
    Anomaly, Decoded, Extra, Map, Nullable, Timestamp, TimestampError, UnrecognizedJson,
    UnrecognizedString, Value,
};
pub use kind::{Binary, Empty, Json, Kind, Location, Text, Unreadable};
#[cfg(not(target_arch = "wasm32"))]
pub use operation::DownloadFuture;
pub use operation::{
    BoxFuture, DownloadOperation, Operation, OutputFuture, OutputOf, ResponseFuture, respond, send,
};
pub use pages::{
    Items, Page, PageToken, PageTokenError, Paged, Pages, Pagination, PagingStyle, TokenPlace,
};
pub use rate_limit::RateLimit;
pub use request::Request;
pub use response::Response;
pub use retry::RetryPolicy;
#[cfg(not(target_arch = "wasm32"))]
pub use send::Download;
pub use style::{Argument, Style};
pub use throttle::Throttle;

#[allow(unused_imports)] // in a crate that emits no such operations
pub(crate) use macros::{download, operation, paged};
