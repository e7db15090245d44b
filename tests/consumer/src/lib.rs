//! Clients that the build script makes.

include!(concat!(env!("OUT_DIR"), "/whole.rs"));
include!(concat!(env!("OUT_DIR"), "/part.rs"));
include!(concat!(env!("OUT_DIR"), "/harbour.rs"));

/// Several versions of an API.
pub mod apis {
    include!(concat!(env!("OUT_DIR"), "/versions.rs"));
}

#[cfg(test)]
mod tests;
