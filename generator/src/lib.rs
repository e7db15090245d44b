//! Generates Rust client crates from OpenAPI 3.0 documents.

pub mod diagnostic;
pub mod output;
pub mod spec;
