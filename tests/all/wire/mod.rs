//! The client with a mock server: sent requests and decoded responses.

mod blocking;
mod chosen_types;
mod companies;
mod constant_inputs;
mod contacts;
mod credentials;
mod discriminators;
mod dynamic;
mod errors;
mod floats;
mod forms;
mod log;
mod media_type_ranges;
mod media_types;
mod middleware;
mod mock_api;
mod multipart;
mod nullable;
mod open_api_3_2;
mod pagination;
mod payloads;
mod representations;
mod requests;
mod search;
pub mod server;
mod servers;
mod settings;
mod spans;
mod streams;
mod styles;
mod types;
mod unexpected_responses;

use server::{Received, Server, TOKEN};
