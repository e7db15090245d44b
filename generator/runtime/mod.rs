//! What every generated crate has in common: written by hand, copied from the generator.
//!
//! A version's `Client` is a [`Connection`] with accessors; an operation's builder is a
//! [`Request`] with setters; `operation!` adds how it is sent and what its answer is read as.
//! The applications' part of this is re-exported at the crate's root.

#[cfg(feature = "dynamic")]
pub mod dynamic;
pub mod json;

mod address;
mod body;
mod client;
mod connection;
mod error;
mod error_body;
mod file;
mod kind;
mod operation;
mod request;
mod response;
mod send;

pub use http::Method;
pub use secrecy::SecretString;

pub use address::Separator;
pub use client::{Api, ClientBuilder};
pub use connection::Connection;
pub use error::Error;
pub use error_body::ErrorDetail;
pub use file::File;
pub use json::{
    Anomaly, Decoded, Extra, Map, Nullable, Timestamp, TimestampError, UnrecognizedJson,
    UnrecognizedString, Value,
};
pub use kind::{Binary, Empty, Json, Kind, Location, Text, Unreadable};
pub use operation::{BoxFuture, Operation, OutputFuture, OutputOf, ResponseFuture, respond, send};
pub use request::Request;
pub use response::Response;

#[allow(unused_imports)] // in a crate that emits no operations
pub(crate) use operation::operation;
