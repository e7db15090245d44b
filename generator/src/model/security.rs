use super::RustName;

/// What a client authenticates with.
///
/// A client has its credentials for all of its requests, so what the operations ask for is taken
/// together. `N` is a Rust name, or a [`Choice`](super::Choice) until names are given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Security<N = RustName> {
    /// Nothing, or all of these: they are arguments of the client's builder.
    All(Vec<Scheme<N>>),
    /// Some of these, which the document leaves to choose or asks for in different operations.
    Choice(Vec<Scheme<N>>),
}

/// A way to authenticate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scheme<N = RustName> {
    /// `Authorization: Bearer …`: HTTP's own scheme, OAuth 2 and OpenID Connect.
    Bearer,
    /// `Authorization: Basic …`: a user name and a password.
    Basic,
    /// A key.
    ApiKey {
        /// The name of the scheme in `components/securitySchemes`.
        scheme: String,
        /// The name of the argument that takes the key.
        rust_name: N,
        /// Where it is sent.
        location: KeyLocation,
        /// The name of the header, query parameter or cookie.
        name: String,
    },
}

/// Where an API key is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyLocation {
    /// As a header.
    Header,
    /// As a parameter of the query.
    Query,
    /// As a cookie.
    Cookie,
}
