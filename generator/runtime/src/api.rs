use super::Connection;
use super::service::Service;

/// The client of an API, or of one version of it. Implemented by generated code.
pub trait Api: Sized {
    /// The policy of the service.
    type Service: Service;

    /// The URL of the default server.
    const BASE_URL: Option<&'static str>;

    /// The headers of every request, such as the API version.
    const HEADERS: &'static [(&'static str, &'static str)];

    /// `true` if the operations require different HTTP schemes, which they select by
    /// `Request::authorization`. Defaults to `false`: a client has the credentials of one scheme.
    const SELECTS_AUTHORIZATION: bool = false;

    /// The name and version of the package that contains the client, for `User-Agent`.
    const USER_AGENT: &'static str;

    /// Creates a client that sends requests through `connection`.
    fn from_connection(connection: Connection) -> Self;

    /// Returns the connection that the client sends requests through.
    fn connection(&self) -> &Connection;
}

/// The client of an API whose servers each serve a region. Implemented by generated code.
pub trait Regional: Api {
    /// The enum of regions.
    type Region;

    /// Returns the base URL of a region.
    fn region_url(region: Self::Region) -> &'static str;
}

/// The client of an API whose version is selected by a header. Implemented by generated code.
pub trait Versioned: Api {
    /// The enum of versions, as the values of the header.
    type Version: AsRef<str>;

    /// The name of the header.
    const VERSION_HEADER: &'static str;
}
