//! Tests of the program `intercom`: its requests, its output and its exit codes.

mod failures;
mod files;
mod output;
mod program;
mod requests;
mod scripts;
