//! The program `intercom-codegen`: a command line for the library.

#![warn(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

mod cli;

use std::process::ExitCode;

/// A third of a run's time is spent in the system's allocator: tokens and syntax trees are millions
/// of small allocations.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    cli::run()
}
