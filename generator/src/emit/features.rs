//! The features of the crate beside its versions: for the manifest and for the page of the crate.

/// A feature of the crate.
pub(super) struct Feature {
    pub name: &'static str,
    /// What it brings, in a sentence.
    pub words: &'static str,
    /// What it turns on, as in the manifest.
    pub enables: &'static [&'static str],
}

pub(super) const FEATURES: &[Feature] = &[
    feature("rustls", "TLS by rustls.", &["reqwest/rustls"]),
    feature(
        "native-tls",
        "TLS by the library of the operating system.",
        &["reqwest/native-tls"],
    ),
    feature(
        "tracing",
        "A span for every request; warnings about odd answers, and lists that lead back into themselves.",
        &["dep:tracing"],
    ),
    feature(
        "blocking",
        "Calls that block the thread, for programs without `async`.",
        &["tokio/rt-multi-thread"],
    ),
    feature(
        "middleware",
        "Middleware of `reqwest-middleware` between client and network.",
        &["dep:reqwest-middleware"],
    ),
    feature(
        "dynamic",
        "The modules `dynamic`: operations called by name, with JSON in and out.",
        &[],
    ),
    feature(
        "webhooks",
        "Notifications by webhooks: their signatures, and the types of what they carry.",
        &["dep:base16ct", "dep:hmac", "dep:sha1", "dep:sha2"],
    ),
    feature(
        "jiff",
        "Conversions between `Timestamp` and the types of `jiff`.",
        &["dep:jiff"],
    ),
    feature(
        "chrono",
        "Conversions between `Timestamp` and the types of `chrono`.",
        &["dep:chrono"],
    ),
    feature(
        "time",
        "Conversions between `Timestamp` and the types of `time`.",
        &["dep:time"],
    ),
];

const fn feature(
    name: &'static str,
    words: &'static str,
    enables: &'static [&'static str],
) -> Feature {
    Feature {
        name,
        words,
        enables,
    }
}
