//! Parameters and media types of OpenAPI 3.2.

use intercom_tests_compiled::open_api_3_2::Client;
use intercom_tests_compiled::open_api_3_2::api::types::{
    Craft, OtherCraft, find_crafts, find_ships, get_chart,
};
use serde_json::json;
use wiremock::ResponseTemplate;

use super::Server;

async fn client(responses: impl IntoIterator<Item = ResponseTemplate>) -> (Server, Client) {
    let server = Server::responding_with(responses).await;
    let client = Client::builder().base_url(server.0.uri()).build().unwrap();
    (server, client)
}

fn crafts(crafts: serde_json::Value) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(json!({"crafts": crafts}))
}

/// OpenAPI 3.2, "Parameter Object Examples": the JSON is the query, without a name.
#[tokio::test]
async fn a_whole_query_is_json_or_text_without_a_name() {
    let (server, client) = client([crafts(json!([])), crafts(json!([])), crafts(json!([]))]).await;
    let ships = client.ships();
    let selector = find_crafts::Selector::new().kinds(["a b", "c&d"]);
    ships.find_crafts().selector(selector).await.unwrap();
    ships.find_crafts().await.unwrap();
    ships.delete_crafts("$.a.b[1:1]").await.unwrap();
    let lines: Vec<String> = server
        .all_received()
        .await
        .iter()
        .map(|request| request.line())
        .collect();
    assert_eq!(
        lines,
        [
            "GET /crafts?%7B%22kinds%22%3A%5B%22a%20b%22%2C%22c%26d%22%5D%7D",
            "GET /crafts",
            "DELETE /crafts?%24.a.b%5B1%3A1%5D",
        ]
    );
}

/// OpenAPI 3.2, "Encoding the `x-www-form-urlencoded` Media Type": objects are JSON by default.
#[tokio::test]
async fn a_whole_query_that_is_a_form_has_a_pair_for_each_property() {
    let ships = ResponseTemplate::new(200).set_body_json(json!([]));
    let (server, client) = client([ships]).await;
    let berth = find_ships::FilterBerth::new().number(7);
    let filter = find_ships::Filter::new().name("A b").masts(2);
    let filter = filter.flags(["red", "b&w"]).berth(berth);
    client.general().find_ships().filter(filter).await.unwrap();
    assert_eq!(
        server.received().await.line(),
        "GET /ships?name=A%20b&masts=2&flags=red&flags=b%26w&berth=%7B%22number%22%3A7%7D"
    );
}

/// OpenAPI 3.2, "Encoding Object": the style, or else the media type, of each property.
#[tokio::test]
async fn properties_of_a_whole_query_have_their_own_encoding() {
    let ships = ResponseTemplate::new(200).set_body_json(json!([]));
    let (server, client) = client([ships]).await;
    let size = find_ships::FilterSize::new().length(12).width(4);
    let filter = find_ships::Filter::new().colours(["red", "b|w"]).size(size);
    let filter = filter.path("a/b?c&d").crew([1, 2]);
    client.general().find_ships().filter(filter).await.unwrap();
    assert_eq!(
        server.received().await.line(),
        "GET /ships?colours=red%7Cb%7Cw&size%5Blength%5D=12&size%5Bwidth%5D=4&path=a/b?c%26d\
         &crew=%5B1%2C2%5D"
    );
}

/// OpenAPI 3.2, "Path Templating": a value contains no `/`, `?` or `#`.
#[tokio::test]
async fn reserved_characters_are_sent_in_a_path_except_for_its_syntax() {
    let (server, client) = client([ResponseTemplate::new(204)]).await;
    let file = "a:b@c!$&'()*+,;=d e/f?g#h[i]%j";
    client.ships().get_chart(file).await.unwrap();
    assert_eq!(
        server.received().await.line(),
        "GET /charts/a:b@c!$&'()*+,;=d%20e%2Ff%3Fg%23h%5Bi%5D%25j"
    );
}

/// OpenAPI 3.2, "Style Values": no percent-encoding is applied.
#[tokio::test]
async fn cookies_of_style_cookie_are_sent_unchanged() {
    let (server, client) = client([ResponseTemplate::new(204)]).await;
    let view = get_chart::View::new().zoom(3).layer("a%2Cb c/d");
    let request = client.ships().get_chart("x").session("k=v&w").view(view);
    request.await.unwrap();
    let received = server.received().await;
    assert_eq!(
        received.header("cookie"),
        Some("session=k=v&w; zoom=3; layer=a%2Cb c/d")
    );
}

/// RFC 6265, section 4.2.1: `;` separates cookies.
#[tokio::test]
async fn a_cookie_of_style_cookie_contains_no_separator() {
    let (_server, client) = client([]).await;
    let error = client.ships().get_chart("x").session("a; admin=1").await;
    let error = error.unwrap_err();
    assert!(error.is_invalid(), "{error:?}");
    assert!(error.to_string().contains("cookie `session`"), "{error}");
}

/// OpenAPI 3.2, "Optional Discriminating Property": `defaultMapping` is the schema of values whose
/// discriminator is absent or unknown.
#[tokio::test]
async fn values_without_a_known_discriminator_are_the_default() {
    let all = json!([
        {"kind": "yacht", "masts": 2},
        {"kind": "otherCraft"},
        {"kind": "hovercraft", "masts": 0},
        {"masts": 1},
        {},
        7,
    ]);
    let (_server, client) = client([crafts(all.clone())]).await;
    let received = client.ships().find_crafts().await.unwrap();
    let crafts = received.crafts.clone().unwrap();
    let kinds: Vec<&str> = crafts
        .iter()
        .map(|craft| match craft {
            Craft::Yacht(_) => "yacht",
            Craft::OtherCraft(_) => "other",
            _ => "unrecognized",
        })
        .collect();
    let expected = ["yacht", "other", "other", "other", "other", "unrecognized"];
    assert_eq!(kinds, expected);
    let Craft::OtherCraft(OtherCraft { kind, .. }) = &crafts[2] else {
        panic!("{crafts:?}");
    };
    assert_eq!(kind.as_deref(), Some("hovercraft"));
    assert_eq!(
        serde_json::to_value(&received).unwrap(),
        json!({ "crafts": all })
    );
}
