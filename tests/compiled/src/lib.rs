//! What the generator makes of the documents in `generator/fixtures/construct`, compiled: a module for each,
//! over one runtime. That it compiles is a test by itself; `all/wire` calls it.

include!(concat!(env!("OUT_DIR"), "/documents.rs"));
