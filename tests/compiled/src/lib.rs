//! What the generator makes of the documents in `fixtures/construct`, compiled: a module for each,
//! over one runtime. That it compiles is a test by itself; `all/wire` calls it.

// Those of the crates that are generated.
#![allow(
    clippy::too_many_arguments,
    reason = "what a document requires is an argument"
)]
#![allow(
    clippy::should_implement_trait,
    reason = "properties may be called `add` or `not`"
)]
#![allow(
    clippy::large_enum_variant,
    reason = "a union lives as long as its request or answer"
)]
#![allow(
    clippy::just_underscores_and_digits,
    reason = "a property may be called `404`"
)]
#![allow(missing_docs, reason = "the modules are called as their documents are")]

#[path = "../../../generator/runtime/mod.rs"]
pub mod runtime;

include!(concat!(env!("OUT_DIR"), "/documents.rs"));
