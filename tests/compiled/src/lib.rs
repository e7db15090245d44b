//! What the generator makes of the documents in `fixtures/construct`, compiled: a module for each,
//! over one runtime. That it compiles is a test by itself; `all/wire` calls it.

#![allow(
    clippy::all,
    missing_docs,
    reason = "that is for the snapshots to show"
)]

#[path = "../../../generator/runtime/mod.rs"]
pub mod runtime;

include!(concat!(env!("OUT_DIR"), "/documents.rs"));
