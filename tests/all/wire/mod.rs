//! The client and a server on loopback: what is sent, and what is made of the answers.

mod blocking;
mod companies;
mod contacts;
mod credentials;
mod dynamic;
mod failures;
mod forms;
mod log;
mod media_types;
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
mod styles;

use server::{Received, Server, TOKEN};
