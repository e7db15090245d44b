//! Discriminators whose values the members of the union declare themselves.

use intercom_tests_compiled::discriminator_constants::Client;
use intercom_tests_compiled::discriminator_constants::api::types::{Barge, Craft, Yacht};
use serde_json::{Value, json};
use wiremock::ResponseTemplate;

use super::Server;

/// Sends a craft, and returns its JSON and the response.
async fn add(craft: impl Into<Craft>, response: &Value) -> (Value, Craft) {
    let response = ResponseTemplate::new(200).set_body_json(response);
    let server = Server::responding_with([response]).await;
    let client = Client::builder().base_url(server.0.uri()).build().unwrap();
    let added = client.crafts().add_craft(craft).await.unwrap();
    (server.received().await.json(), added)
}

#[tokio::test]
async fn the_constant_of_a_member_is_sent_and_read_beside_its_name() {
    for kind in ["yacht", "Yacht"] {
        let (sent, added) = add(Yacht::new().name("Ada"), &json!({"kind": kind})).await;
        assert_eq!(sent, json!({"kind": "yacht", "name": "Ada"}));
        assert!(matches!(added, Craft::Yacht(_)), "{added:?}");
    }
}

#[tokio::test]
async fn the_name_of_a_member_without_a_constant_is_sent() {
    let (sent, added) = add(Barge::new().name("Bo"), &json!({"kind": "Barge"})).await;
    assert_eq!(sent, json!({"kind": "Barge", "name": "Bo"}));
    assert!(matches!(added, Craft::Barge(_)), "{added:?}");
}
