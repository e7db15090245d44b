//! Tests an application without a socket.
//!
//! `INTERCOM_TOKEN=… cargo run --example testing --features mock` runs the application,
//! `cargo test --example testing --features mock` its tests.

use intercom_client::Error;
use intercom_client::v2_16::{Client, types::CreateContactRequest};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::builder(std::env::var("INTERCOM_TOKEN")?).build()?;
    let id = sign_up(&client, "kaylee@example.com").await?;
    println!("{id}: {:?}", email_of(&client, &id).await?);
    println!("{} contacts", count(&client).await?);
    Ok(())
}

/// Creates a user and returns its id.
pub async fn sign_up(client: &Client, email: &str) -> Result<String, Error> {
    let request = CreateContactRequest::new().role("user").email(email);
    let contact = client.contacts().create_contact(request).await?;
    Ok(contact.id)
}

/// Returns the email address of a contact, or `None` if there is no such contact.
pub async fn email_of(client: &Client, id: &str) -> Result<Option<String>, Error> {
    match client.contacts().get_contact(id).await {
        Ok(contact) => Ok(contact.email),
        Err(error) if error.is_not_found() => Ok(None),
        Err(error) => Err(error),
    }
}

/// Returns the number of contacts.
pub async fn count(client: &Client) -> Result<usize, Error> {
    let mut contacts = client.contacts().list_contacts().per_page(50).items();
    let mut count = 0;
    while contacts.try_next().await?.is_some() {
        count += 1;
    }
    Ok(count)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use intercom_client::mock::{Mock, Reply};
    use intercom_client::v2_16::contacts::{CreateContact, GetContact, ListContacts};
    use intercom_client::v2_16::types::Contact;
    use intercom_client::{Build, RetryPolicy, Throttle};
    use serde_json::json;

    use super::*;

    fn kaylee() -> Contact {
        Contact::build(|contact| {
            contact.id = "c1".into();
            contact.email = Some("kaylee@example.com".into());
        })
    }

    #[tokio::test]
    async fn sign_up_creates_a_user() -> Result<(), Error> {
        let (client, mock) = Client::mock();
        mock.on::<CreateContact>().reply(kaylee());

        assert_eq!(sign_up(&client, "kaylee@example.com").await?, "c1");

        // The recorded request, and its body as the type of the request.
        let request = mock.requests::<CreateContact>().remove(0);
        assert_eq!(request.header("intercom-version"), Some("2.16"));
        let body: CreateContactRequest = request.json()?;
        assert_eq!(body.email.as_deref(), Some("kaylee@example.com"));
        Ok(())
        // When `mock` is dropped, the test fails if a reply was not used or a request not expected.
    }

    #[tokio::test]
    async fn a_missing_contact_has_no_email() -> Result<(), Error> {
        let (client, mock) = Client::mock();
        mock.on::<GetContact>()
            .with(|request| request.path() == "/contacts/c1")
            .reply(kaylee());
        let error = json!({"type": "error.list", "errors": [{"code": "not_found"}]});
        mock.on::<GetContact>().reply_status(404, &error);

        let email = email_of(&client, "c1").await?;
        assert_eq!(email.as_deref(), Some("kaylee@example.com"));
        assert_eq!(email_of(&client, "c2").await?, None);
        Ok(())
    }

    #[tokio::test]
    async fn all_pages_are_counted() -> Result<(), Error> {
        let (client, mock) = Client::mock();
        mock.on::<ListContacts>().times(2).reply_with(|request| {
            match request.query("starting_after").as_deref() {
                Some("p2") => Reply::ok(&json!({"data": [kaylee()]})),
                _ => Reply::ok(&json!({
                    "data": [kaylee(), kaylee()],
                    "pages": {"next": {"starting_after": "p2"}},
                })),
            }
        });

        assert_eq!(count(&client).await?, 3);
        Ok(())
    }

    // With a paused clock, the waits for retries, the throttle and late replies take no time.
    #[tokio::test(start_paused = true)]
    async fn failures_are_retried() -> Result<(), Error> {
        let mock = Mock::new();
        let client = Client::builder("token")
            .retry(RetryPolicy::default().max_retries(3))
            .throttle(Throttle::new())
            .timeout(Duration::from_secs(60))
            .mock(&mock)
            .build()?;
        mock.on::<GetContact>().reply_sequence([
            Reply::connect_failure(),
            Reply::status(429).header("retry-after", 10),
            Reply::status(503).delay(Duration::from_secs(5)),
            Reply::ok(&kaylee()),
        ]);

        assert!(email_of(&client, "c1").await?.is_some());
        assert_eq!(mock.requests::<GetContact>().len(), 4);

        let late = Reply::ok(&kaylee()).delay(Duration::from_secs(61));
        mock.on::<GetContact>().reply_same(late);
        assert!(email_of(&client, "c1").await.unwrap_err().is_timeout());
        Ok(())
    }
}
