//! The generated clients without a socket, requests that the document does not describe, and tokens
//! that change.

use intercom_client::mock::{Mock, Reply};
use intercom_client::v2_16::types::UpdateContactRequest;
use intercom_client::{Api, Empty, Error, Method, TokenError, Value, v2_9, v2_16};
use serde_json::json;

#[tokio::test]
async fn versions_share_a_mock_and_its_operations() -> Result<(), Error> {
    let mock = Mock::new();
    let new = v2_16::Client::builder("token").mock(&mock).build()?;
    let old = v2_9::Client::builder("token").mock(&mock).build()?;
    // The request builder of both versions is one type.
    mock.on::<v2_16::tags::ListTags>()
        .times(2)
        .reply_status(200, &json!({"data": [{"id": "t1", "name": "VIP"}]}));
    let names = [
        new.tags().list_tags().await?.data.unwrap_or_default()[0]
            .name
            .clone(),
        old.tags().list_tags().await?.data.unwrap_or_default()[0]
            .name
            .clone(),
    ];
    assert_eq!(names, [Some("VIP".to_owned()), Some("VIP".to_owned())]);
    let requests = mock.requests::<v2_9::tags::ListTags>();
    let versions = requests.iter().map(|one| one.header("intercom-version"));
    assert_eq!(Vec::from_iter(versions), [Some("2.16"), Some("2.9")]);
    Ok(())
}

#[tokio::test]
async fn an_unexpected_request_names_what_was_expected() {
    let (client, mock) = v2_16::Client::mock();
    mock.on::<v2_16::tags::ListTags>()
        .optional()
        .reply_status(200, &json!({}));
    let error = client
        .admins()
        .get_current_admin()
        .await
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("GET /me") && error.contains("GET /tags"),
        "{error}"
    );
    let verified = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| drop(mock)));
    assert!(verified.is_err());
}

#[tokio::test]
async fn a_contact_is_read_changed_and_sent_back() -> Result<(), Error> {
    let (client, mock) = v2_16::Client::mock();
    let contact = json!({
        "type": "contact",
        "id": "6a1f",
        "role": "user",
        "email": "ada@example.com",
        "phone": null,
        "name": "Ada",
        "owner_id": "7",
        "signed_up_at": 1_750_000_000,
        "has_hard_bounced": false,
        "avatar": {"type": "avatar", "image_url": "https://example.com/ada.png"},
        "custom_attributes": {"boats": 2},
        "tags": {"data": []},
        "undocumented": true,
    });
    mock.on::<v2_16::contacts::GetContact>()
        .reply_status(200, &contact);
    mock.on::<v2_16::contacts::UpdateContact>()
        .reply_status(200, &contact);
    let contact = client.contacts().get_contact("6a1f").await?;
    let request = UpdateContactRequest::from(contact).name("Ada Lovelace");
    client.contacts().update_contact("6a1f", request).await?;
    let requests = mock.requests::<v2_16::contacts::UpdateContact>();
    // Neither the null nor the avatar, which is an object in the response and text in the request.
    let expected = r#"{"role":"user","email":"ada@example.com","name":"Ada Lovelace","signed_up_at":1750000000,"owner_id":"7","custom_attributes":{"boats":2}}"#;
    assert_eq!(requests[0].body(), expected);
    Ok(())
}

#[tokio::test]
async fn requests_that_the_document_lacks_are_like_all_others() -> Result<(), Error> {
    let mock = Mock::new();
    let client = v2_16::Client::builder("token").mock(&mock).build()?;
    mock.on_request(Method::POST, "/boats/{id}")
        .reply_sequence([
            Reply::json(401, &json!({"errors": [{"code": "unauthorized"}]})),
            Reply::json(202, &json!({"id": 1})).header("x-request-id", "r1"),
            Reply::status(204),
        ]);
    let request = || {
        client
            .request(Method::POST, "/boats/{id}")
            .path("id", "a/b")
    };
    let request = || request().json(&json!({"name": "Ada"}));
    let error = request().send::<Value>().await.unwrap_err();
    assert_eq!(error.code(), Some("unauthorized"));
    let response = request().response::<Value>().await?;
    assert_eq!(response.bytes(), r#"{"id":1}"#);
    assert_eq!(response.request_id(), Some("r1"));
    request().accept::<Empty>().await?;
    for request in mock.all_requests() {
        assert_eq!(request.url(), "https://api.intercom.io/boats/a%2Fb");
        assert_eq!(request.header("intercom-version"), Some("2.16"));
        assert_eq!(request.header("authorization"), Some("Bearer token"));
    }
    Ok(())
}

#[tokio::test]
async fn tokens_are_provided_or_those_of_other_workspaces() -> Result<(), Error> {
    let mock = Mock::new();
    let provider = || async { Ok::<_, TokenError>("provided") };
    let first = v2_16::Client::builder_with(provider).mock(&mock).build()?;
    let second = first.with_token("second")?;
    let third = second.with_token_provider(provider);
    mock.on::<v2_16::tags::ListTags>()
        .reply_status(200, &json!({}));
    for client in [&first, &second, &third] {
        client.tags().list_tags().await?;
        assert!(!format!("{:?}", client.connection()).contains("second"));
    }
    let tokens = mock.all_requests().into_iter();
    let tokens = tokens.filter_map(|one| one.header("authorization").map(str::to_owned));
    let expected = ["Bearer provided", "Bearer second", "Bearer provided"];
    assert_eq!(Vec::from_iter(tokens), expected);
    Ok(())
}
