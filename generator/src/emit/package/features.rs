//! The features of the crate besides its versions, for the manifest and the crate's documentation.
//! Each enables the runtime's feature of the same name.

use crate::emit::context::Context;
use crate::emit::mock::MOCK;

/// A feature of the crate.
pub(in crate::emit) struct Feature {
    pub name: &'static str,
    /// The effect of the feature, in a sentence.
    pub description: &'static str,
}

/// The feature of the runtime that has clients, which crates of types alone do not enable.
pub(in crate::emit) const CLIENT: &str = "client";

/// The feature of responses that are read as streams, for crates with such operations.
pub(in crate::emit) const STREAMS: &str = "streams";

/// The feature of TLS that is enabled by default.
pub(in crate::emit) const RUSTLS: &str = "rustls";

/// The feature of compressed responses, which is enabled by default.
pub(in crate::emit) const GZIP: &str = "gzip";

/// The feature of the command line, for crates that have one.
pub(in crate::emit) const CLI: &str = "cli";

/// The features of types, which crates without a client have, too.
const OF_TYPES: [&str; 3] = ["jiff", "chrono", "time"];

/// Returns the features of the crate.
pub(in crate::emit) fn features(context: &Context<'_>) -> impl Iterator<Item = &'static Feature> {
    let has_streams = context.has_streams();
    let has_cli = context.cli().is_some();
    let types_only = context.types_only;
    let features = FEATURES.iter();
    features
        .filter(move |feature| feature.name != CLI || has_cli)
        .filter(move |feature| feature.name != STREAMS || has_streams)
        .filter(move |feature| !types_only || OF_TYPES.contains(&feature.name))
}

pub(in crate::emit) const FEATURES: &[Feature] = &[
    Feature {
        name: RUSTLS,
        description: "TLS with rustls.",
    },
    Feature {
        name: "native-tls",
        description: "TLS with the library of the operating system.",
    },
    Feature {
        name: GZIP,
        description: "Responses compressed with gzip.",
    },
    Feature {
        name: "tracing",
        description: "A `tracing` span for each request, and warnings about values that do not match the specification.",
    },
    Feature {
        name: "opentelemetry",
        description: "The headers `traceparent` and `tracestate` of the current OpenTelemetry context, and the feature `tracing`.",
    },
    Feature {
        name: "blocking",
        description: "Blocking requests, for programs without `async`.",
    },
    Feature {
        name: "middleware",
        description: "Middleware of `reqwest-middleware`.",
    },
    Feature {
        name: "dynamic",
        description: "The modules `dynamic`: operations called by id, with JSON input and output.",
    },
    Feature {
        name: MOCK,
        description: "Clients without a socket, for tests: `Client::mock` and the module `mock`.",
    },
    Feature {
        name: "oauth",
        description: "The module `oauth`: access tokens of an OAuth 2.0 server, by client credentials or refresh token.",
    },
    Feature {
        name: CLI,
        description: "The module `cli` and its program: a command line for all versions of the API.",
    },
    Feature {
        name: "webhooks",
        description: "The modules `webhooks`: verification and types of webhook notifications.",
    },
    Feature {
        name: STREAMS,
        description: "Responses read as streams: of server-sent events, or of JSON lines.",
    },
    Feature {
        name: "charset",
        description: "Text and JSON of responses in other charsets than UTF-8.",
    },
    Feature {
        name: "jiff",
        description: "Conversions between `Timestamp` and the types of `jiff`.",
    },
    Feature {
        name: "chrono",
        description: "Conversions between `Timestamp` and the types of `chrono`.",
    },
    Feature {
        name: "time",
        description: "Conversions between `Timestamp` and the types of `time`.",
    },
];
