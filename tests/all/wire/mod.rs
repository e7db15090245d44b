//! The client and a server on loopback: what is sent, and what is made of the answers.

mod blocking;
mod companies;
mod contacts;
mod dynamic;
mod failures;
mod log;
mod middleware;
mod nullable;
mod odd_answers;
mod pagination;
mod payloads;
mod requests;
mod search;
pub mod server;
mod settings;
mod spans;

use server::{Received, Server, TOKEN};
