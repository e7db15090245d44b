//! The commands of the program.

pub mod diff;
pub mod update;
