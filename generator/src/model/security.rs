use super::RustName;

/// What a client authenticates with.
///
/// A client has its credentials for all of its requests, so what the operations ask for is taken
/// together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Security {
    /// Nothing, or all of these: they are arguments of the client's builder.
    All(Vec<Scheme>),
    /// Some of these, which the document leaves to choose or asks for in different operations.
    Choice(Vec<Scheme>),
}

/// A way to authenticate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// `Authorization: Bearer …`: HTTP's own scheme, OAuth 2 and OpenID Connect.
    Bearer,
    /// `Authorization: Basic …`: a user name and a password.
    Basic,
    /// A key.
    ApiKey {
        /// What it is called in Rust.
        rust_name: RustName,
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

impl Security {
    /// Every scheme that there is.
    pub fn schemes(&self) -> &[Scheme] {
        match self {
            Self::All(schemes) | Self::Choice(schemes) => schemes,
        }
    }
}
