//! Generates Rust client crates from OpenAPI 3.0 documents.

pub mod diagnostic;
pub mod ir;
pub mod lower;
pub mod pass;
pub mod spec;
