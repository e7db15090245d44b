//! Everything that tests the generator and the client it makes.

mod any_json;
mod bad_input;
mod command_line;
mod compositions;
mod constructs;
mod contract;
mod crate_examples;
mod diff;
mod dynamic;
mod examples;
mod faults;
mod features;
mod freshness;
mod lint;
mod numbers;
mod pagination;
mod program;
mod search;
mod times;
mod unify;
mod update;
mod versions;
mod webhooks;
mod wire;
mod words;
mod workspace;
