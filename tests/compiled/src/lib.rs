//! The modules generated from the documents in `generator/fixtures/construct`, with one runtime.
//! That they compile is a test by itself; `all/wire` calls them.

include!(concat!(env!("OUT_DIR"), "/documents.rs"));
