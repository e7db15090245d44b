//! What every generated crate has in common, copied from the generator.

pub mod json;
