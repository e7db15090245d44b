//! Types that the options of the generator choose for formats and schemas.

use std::net::Ipv4Addr;

use intercom_tests_compiled::choices_jiff::api::types::{Ship, ship};
use intercom_tests_compiled::choices_jiff::{Client, dynamic};
use intercom_tests_compiled::{Flag, Money, choices_chrono, choices_time};
use serde_json::{Value, json};
use uuid::Uuid;
use wiremock::ResponseTemplate;

use super::Server;

const ID: Uuid = Uuid::from_u128(0x67e5_5044_10b1_426f_9247_bb68_0e5f_e0c8);
const ID_TEXT: &str = "67e55044-10b1-426f-9247-bb680e5fe0c8";

fn price() -> Money {
    Money {
        cents: 300,
        currency: "EUR".to_owned(),
    }
}

fn ship() -> Ship {
    let home: url::Url = "https://harbour.example/quay/3".parse().unwrap();
    Ship::new(ID, home, price())
        .built(jiff::civil::date(1923, 4, 5))
        .docked_at(jiff::Timestamp::from_second(1_704_164_645).unwrap())
        .length(rust_decimal::Decimal::new(1250, 2))
        .draft(rust_decimal::Decimal::new(450, 2))
        .seal(intercom_codegen_runtime::Base64::from(&b"\xff\xfe"[..]))
        .flags([Flag('N'), Flag('A')])
        .pilots([("first", ID)])
        .address(Ipv4Addr::LOCALHOST)
        .mark(ship::Mark::from(
            intercom_codegen_runtime::External(price()),
        ))
}

fn ship_json() -> Value {
    json!({
        "id": ID_TEXT,
        "home": "https://harbour.example/quay/3",
        "price": {"value": "300", "currency": "EUR"},
        "built": "1923-04-05",
        "docked_at": "2024-01-02T03:04:05Z",
        "length": "12.50",
        "draft": 4.5,
        "seal": "//4=",
        "flags": ["N", "A"],
        "pilots": {"first": ID_TEXT},
        "address": "127.0.0.1",
        "mark": {"value": "300", "currency": "EUR"},
    })
}

async fn client(response: ResponseTemplate) -> (Server, Client) {
    let server = Server::responding_with([response]).await;
    let client = Client::builder().base_url(server.0.uri()).build().unwrap();
    (server, client)
}

#[tokio::test]
async fn values_are_sent_by_the_serialization_of_their_types() {
    let (server, client) = client(ResponseTemplate::new(204)).await;
    client.ships().add_ship(ship()).await.unwrap();
    assert_eq!(server.received().await.json(), ship_json());
    assert_eq!(serde_json::from_value::<Ship>(ship_json()).unwrap(), ship());
}

#[tokio::test]
async fn values_are_parameters() {
    let (server, client) = client(ResponseTemplate::new(200).set_body_json(ship_json())).await;
    let request = client
        .ships()
        .get_ship(ID)
        .since(jiff::Timestamp::UNIX_EPOCH)
        .flag(Flag('N'))
        .draft(rust_decimal::Decimal::new(450, 2))
        .pilots([ID, Uuid::nil()]);
    let received = request.await.unwrap();
    assert_eq!(received, ship());
    // The value is reached through the wrapper.
    let docked_at = received.docked_at.unwrap();
    assert_eq!(docked_at.as_second(), 1_704_164_645);
    let nil = Uuid::nil();
    assert_eq!(
        server.received().await.line(),
        format!(
            "GET /ships/{ID_TEXT}?since=1970-01-01T00%3A00%3A00Z&flag=N&draft=4.50&pilots={ID_TEXT},{nil}"
        )
    );
}

#[tokio::test]
async fn values_are_fields_of_forms_and_items_of_responses() {
    let body = json!([ID_TEXT, "7", ID_TEXT]);
    let (server, client) = client(ResponseTemplate::new(200).set_body_json(body)).await;
    let request = client.ships().add_log().ship(ID);
    let dates = [jiff::civil::date(2024, 1, 2), jiff::civil::date(2024, 1, 3)];
    let response = request.at(dates).response().await.unwrap();
    assert_eq!(response.anomalies().len(), 1);
    let ids: Vec<Uuid> = response
        .into_body()
        .into_iter()
        .map(intercom_codegen_runtime::External::into_inner)
        .collect();
    assert_eq!(ids, [ID, ID]);
    let form = String::from_utf8(server.received().await.0.body).unwrap();
    for value in [ID_TEXT, "\r\n2024-01-02\r\n", "\r\n2024-01-03\r\n"] {
        assert!(form.contains(value), "{form}");
    }
}

#[tokio::test]
async fn values_are_bodies_of_text() {
    let (server, client) = client(ResponseTemplate::new(204)).await;
    client.ships().put_note(ID).await.unwrap();
    let received = server.received().await;
    assert_eq!(
        received.header("content-type"),
        Some("text/plain; charset=utf-8")
    );
    assert_eq!(received.0.body, ID_TEXT.as_bytes());

    let (server, client) = self::client(ResponseTemplate::new(204)).await;
    let request = client.ships().add_note();
    request.body(jiff::civil::date(2024, 1, 2)).await.unwrap();
    assert_eq!(server.received().await.0.body, b"2024-01-02");

    let (server, client) = self::client(ResponseTemplate::new(204)).await;
    let operation = dynamic::operation("putNote").unwrap();
    let call = operation.call(&client, json!({"body": ID_TEXT}));
    call.await.unwrap();
    assert_eq!(server.received().await.0.body, ID_TEXT.as_bytes());
    let call = operation.call(&client, json!({"body": "67e55044"}));
    assert!(call.await.unwrap_err().is_invalid());
}

/// A required value, too, is left out alone.
#[tokio::test]
async fn values_that_do_not_parse_are_anomalies() {
    let body = json!({
        "id": "67e55044",
        "home": "https://harbour.example/quay/3",
        "price": {"value": "much", "currency": "EUR"},
        "built": null,
        "length": "long",
        "seal": "?",
        "flags": ["N", "Norway"],
        "pilots": {"first": ID_TEXT, "second": ""},
        "mark": "67e55044",
    });
    let (_server, client) = client(ResponseTemplate::new(200).set_body_json(body)).await;
    let response = client.ships().get_ship(ID).response().await.unwrap();
    let paths: Vec<&str> = response.anomalies().iter().map(|one| one.path()).collect();
    assert_eq!(
        paths,
        ["id", "price", "length", "seal", "flags[1]", "pilots.second"]
    );
    let ship = response.into_body();
    assert_eq!((ship.id, ship.price.is_none()), (None, true));
    assert_eq!(ship.home.unwrap().path(), "/quay/3");
    assert!(ship.built.is_null());
    assert_eq!(ship.flags.unwrap().len(), 1);
    // A union selects the variant that the value matches.
    assert_eq!(serde_json::to_value(&ship.mark).unwrap(), "67e55044");
}

#[tokio::test]
async fn values_are_arguments_of_dynamic_operations() {
    let (server, client) = client(ResponseTemplate::new(204)).await;
    let operation = dynamic::operation("addShip").unwrap();
    operation
        .call(&client, json!({"body": ship_json()}))
        .await
        .unwrap();
    assert_eq!(server.received().await.json(), ship_json());
    let error = operation.call(&client, json!({"body": {"id": ID_TEXT, "home": "quay"}}));
    assert!(error.await.is_err());
}

/// The digits are those of the text, of which a float holds 17.
#[tokio::test]
async fn decimal_numbers_are_exact() {
    let digits = "0.1234567890123456789012345678";
    let json = serde_json::to_string(&ship_json()).unwrap();
    let number = format!(
        "\"draft\":{digits},\"soundings\":[1.10,-7,2.5e3,1e99,0.{:0>40}]",
        1
    );
    let body = json.replace("\"draft\":4.5", &number);
    let response = ResponseTemplate::new(200).set_body_raw(body, "application/json");
    let (_server, client) = client(response).await;
    let response = client.ships().get_ship(ID).response().await.unwrap();
    let paths: Vec<&str> = response.anomalies().iter().map(|one| one.path()).collect();
    assert_eq!(paths, ["soundings[3]", "soundings[4]"]);
    let ship = response.into_body();
    assert_eq!(ship.draft.unwrap().into_inner(), digits.parse().unwrap());
    let (server, client) = self::client(ResponseTemplate::new(204)).await;
    client.ships().add_ship(ship).await.unwrap();
    let body = String::from_utf8(server.received().await.0.body).unwrap();
    for part in [digits, "\"soundings\":[1.10,-7,2500]"] {
        assert!(body.contains(part), "{body}");
    }
}

/// Each preset for times reads and writes the same text.
#[test]
fn dates_and_times_of_all_crates_have_the_same_json() {
    use choices_chrono::api::types::Ship as ChronoShip;
    use choices_time::api::types::Ship as TimeShip;

    let chrono: ChronoShip = serde_json::from_value(ship_json()).unwrap();
    assert_eq!(
        chrono.docked_at.as_ref().unwrap().timestamp(),
        1_704_164_645
    );
    assert_eq!(serde_json::to_value(&chrono).unwrap(), ship_json());
    let time: TimeShip = serde_json::from_value(ship_json()).unwrap();
    assert_eq!(
        time.docked_at.as_ref().unwrap().unix_timestamp(),
        1_704_164_645
    );
    assert_eq!(serde_json::to_value(&time).unwrap(), ship_json());
}

/// A date is a full date in RFC 3339, whichever crate has its type: some types read any text that
/// begins with one.
#[tokio::test]
async fn dates_lose_no_time() {
    let body = json!({
        "id": ID_TEXT,
        "built": "2024-02-03T10:11:12",
        "sailed": "2024-01-02T03:04:05Z",
    });
    let response = ResponseTemplate::new(200).set_body_json(&body);
    let server = Server::responding_with(vec![response; 3]).await;
    macro_rules! check {
        ($client:ty) => {
            let client = <$client>::builder().base_url(server.0.uri());
            let client = client.build().unwrap();
            let response = client.ships().get_ship(ID).response().await.unwrap();
            let paths = response.anomalies().iter().map(|one| one.path());
            assert_eq!(paths.collect::<Vec<_>>(), ["built"]);
            let ship = serde_json::to_value(response.into_body()).unwrap();
            assert_eq!(ship, json!({"id": ID_TEXT, "sailed": body["sailed"]}));
        };
    }
    check!(choices_chrono::Client);
    check!(choices_time::Client);
    check!(Client);
}

#[test]
fn all_types_derive_the_chosen_traits() {
    fn is_eq<T: Eq>() {}
    is_eq::<Ship>();
    is_eq::<ship::Mark>();
}

#[test]
fn types_without_a_client_have_the_same_json() {
    use intercom_tests_compiled::choices_types::api::types::Ship;

    let ship: Ship = serde_json::from_value(ship_json()).unwrap();
    assert_eq!(ship.home, "https://harbour.example/quay/3");
    assert_eq!(serde_json::to_value(&ship).unwrap(), ship_json());
}

/// The types of the user do not change the format of events: their data is text.
#[tokio::test]
async fn the_data_of_events_is_text_of_chosen_types() {
    let events = |data: &str| {
        let text = format!("data: {data}\n\n");
        ResponseTemplate::new(200).set_body_raw(text, "text/event-stream")
    };
    let (_server, client) = client(events("2024-01-02T03:04:05Z")).await;
    let mut times = client.ships().watch_times().stream().await.unwrap();
    let time = times.try_next().await.unwrap().unwrap();
    assert_eq!(time.data().0.as_second(), 1_704_164_645);

    let (_server, client) = self::client(events(ID_TEXT)).await;
    let mut ids = client.ships().watch_ids().stream().await.unwrap();
    assert_eq!(ids.try_next().await.unwrap().unwrap().data().0, ID);
}
