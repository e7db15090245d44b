//! The Rust of the README compiles.

#![allow(dead_code, unused_variables, clippy::all)]

use std::error::Error;

use intercom_client::v2_16::Client;

macro_rules! block {
    ($name:literal) => {
        include!(concat!(env!("OUT_DIR"), "/readme/", $name, ".rs"));
    };
}

mod use_the_client {
    block!("use_the_client");
}

async fn search(client: Client) -> Result<(), Box<dyn Error>> {
    block!("search");
    Ok(())
}

async fn change_what_was_read(client: Client, id: &str) -> Result<(), Box<dyn Error>> {
    block!("change_what_was_read");
    Ok(())
}

async fn errors(client: Client, id: &str) -> Result<(), Box<dyn Error>> {
    block!("errors");
    Ok(())
}

fn webhooks(
    client_secret: &str,
    headers: &http::HeaderMap,
    body: Vec<u8>,
) -> Result<(), Box<dyn Error>> {
    block!("webhooks");
    Ok(())
}

async fn whatever_the_specification_lacks(client: Client, id: &str) -> Result<(), Box<dyn Error>> {
    block!("whatever_the_specification_lacks");
    Ok(())
}

fn tokens_that_change(
    id: &str,
    secret: &str,
    token_of_other_workspace: String,
) -> Result<(), Box<dyn Error>> {
    use intercom_client::{AccessToken, TokenError};

    async fn read_token_from_vault() -> Result<AccessToken, TokenError> {
        Ok(AccessToken::new("dG9r"))
    }

    block!("tokens_that_change_several_workspaces");
    Ok(())
}

mod test_your_code {
    mod my_app {
        use intercom_client::Error;
        use intercom_client::v2_16::{Client, types::CreateContactRequest};

        pub(super) async fn sign_up(client: &Client, email: &str) -> Result<(), Error> {
            let request = CreateContactRequest::new().email(email);
            let contact = client.contacts().create_contact(request).await?;
            client.contacts().get_contact(contact.id).await?;
            Ok(())
        }
    }

    block!("test_your_code");
}

mod generate_from_your_document {
    block!("generate_from_your_document");
}

/// The last block includes what the build script writes: the package `intercom-consumer` does so.
#[test]
fn every_block_is_compiled() {
    let names = include!(concat!(env!("OUT_DIR"), "/readme/names.rs"));
    assert_eq!(
        names,
        [
            "use_the_client",
            "search",
            "change_what_was_read",
            "errors",
            "webhooks",
            "whatever_the_specification_lacks",
            "tokens_that_change_several_workspaces",
            "test_your_code",
            "generate_from_your_document",
            "generate_from_your_document_2",
        ]
    );
}
