use super::RustName;

/// The authentication of a client.
///
/// A client uses its credentials for all of its requests, so the requirements of all operations are
/// combined. `N` is a Rust name, or a [`Choice`](super::Choice) until names are assigned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Security<N = RustName> {
    /// All of these schemes, possibly none: the credentials are arguments of the client's builder.
    All(Vec<Scheme<N>>),
    /// Alternative schemes, each of which is sufficient for all operations.
    Any(Vec<Scheme<N>>),
    /// Schemes of which operations require different ones, or combinations.
    Several(Vec<Scheme<N>>),
}

impl<N> Security<N> {
    /// Returns the schemes.
    pub fn schemes(&self) -> &[Scheme<N>] {
        match self {
            Self::All(schemes) | Self::Any(schemes) | Self::Several(schemes) => schemes,
        }
    }
}

/// A security scheme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scheme<N = RustName> {
    /// `Authorization: Bearer …`: the HTTP scheme `bearer`, OAuth 2 and OpenID Connect.
    Bearer,
    /// `Authorization: Basic …`: a user name and a password.
    Basic,
    /// An API key.
    ApiKey {
        /// The name of the scheme in `components/securitySchemes`.
        scheme: String,
        /// The name of the argument that takes the key.
        rust_name: N,
        /// The part of a request that carries the key.
        location: KeyLocation,
        /// The name of the header, query parameter, cookie or HTTP scheme.
        name: String,
    },
}

/// The part of a request that carries an API key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyLocation {
    /// A header.
    Header,
    /// A query parameter.
    Query,
    /// A cookie.
    Cookie,
    /// The header `Authorization`, after the name of an HTTP scheme.
    Http,
}

/// The credentials that the requests of an operation carry.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Credentials {
    /// All credentials of the client.
    All,
    /// All credentials; those in `Authorization` with this HTTP scheme, in lower case.
    Scheme(String),
    /// None (`security: []`).
    None,
}
