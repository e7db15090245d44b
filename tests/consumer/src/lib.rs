//! The clients that the build script generates.

include!(concat!(env!("OUT_DIR"), "/whole.rs"));
include!(concat!(env!("OUT_DIR"), "/part.rs"));
include!(concat!(env!("OUT_DIR"), "/harbour.rs"));

/// Several versions of an API.
pub mod apis {
    include!(concat!(env!("OUT_DIR"), "/versions.rs"));
}

/// The policy of the harbour.
pub enum HarbourPolicy {}

impl intercom_codegen_runtime::Service for HarbourPolicy {
    const REQUEST_ID_HEADER: &'static str = "harbour-request";
}

#[cfg(test)]
mod tests;
