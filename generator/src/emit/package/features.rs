//! The features of the crate beside its versions: for the manifest and for the page of the crate.
//! Each turns on the feature of the same name of the runtime.

/// A feature of the crate.
pub(in crate::emit) struct Feature {
    pub name: &'static str,
    /// Its effect, in a sentence.
    pub words: &'static str,
}

pub(in crate::emit) const FEATURES: &[Feature] = &[
    Feature {
        name: "rustls",
        words: "TLS by rustls.",
    },
    Feature {
        name: "native-tls",
        words: "TLS by the library of the operating system.",
    },
    Feature {
        name: "tracing",
        words: "A span for every request; warnings about values that do not match the specification.",
    },
    Feature {
        name: "blocking",
        words: "Calls that block the thread, for programs without `async`.",
    },
    Feature {
        name: "middleware",
        words: "Middleware of `reqwest-middleware` between client and network.",
    },
    Feature {
        name: "dynamic",
        words: "The modules `dynamic`: operations called by name, with JSON in and out.",
    },
    Feature {
        name: "webhooks",
        words: "Notifications by webhooks: their signatures, and the types of what they carry.",
    },
    Feature {
        name: "jiff",
        words: "Conversions between `Timestamp` and the types of `jiff`.",
    },
    Feature {
        name: "chrono",
        words: "Conversions between `Timestamp` and the types of `chrono`.",
    },
    Feature {
        name: "time",
        words: "Conversions between `Timestamp` and the types of `time`.",
    },
];
