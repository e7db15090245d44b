//! Tests of the program `intercom`: its requests, its output and its exit codes.

mod failures;
mod files;
#[path = "../../all/wire/mock_api.rs"]
mod mock_api;
mod output;
mod program;
mod requests;
mod scripts;
