//! `intercom-codegen`: the program. What it does is in the library; what it takes and prints, in `cli`.

mod cli;

use std::process::ExitCode;

use clap::Parser;

/// Tokens and syntax trees are millions of small allocations: with the system's allocator they are
/// a third of the run.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    cli::Cli::parse().run()
}
