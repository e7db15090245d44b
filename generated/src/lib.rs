//! Placeholder until the generator emits the crate.
