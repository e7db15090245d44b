//! Types of other APIs than Intercom's, as sent and as read.

use std::error::Error as _;

use intercom_codegen_runtime::Decimal;
use intercom_tests_compiled::additional_properties::api::types::{
    Counts, Gauge, Tide as GaugedTide,
};
use intercom_tests_compiled::integer_enums::api::types::{Level, Signal, signal};
use intercom_tests_compiled::merge_patch::api::types::{ShipPatch, ship_patch};
use intercom_tests_compiled::merge_patch_shared::api::types as merge_patch_shared;
use intercom_tests_compiled::numbers::api::types::Tide;
use intercom_tests_compiled::open_api_3_2::api::types::Search;
use intercom_tests_compiled::recursive_collections::api::types::Tree;
use intercom_tests_compiled::required::api::types::{Draft, Harbour, Ship};
use intercom_tests_compiled::tags::api::types::{
    AddShapeRequest, Circle, Craft, Group, Kind, Line, Square, Tug,
};
use intercom_tests_compiled::unions_of_values::api::types::{Owner, Report, report};
use intercom_tests_compiled::{
    additional_properties, integer_enums, numbers, open_api_3_2, required, tags,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use wiremock::ResponseTemplate;

use super::Server;

fn text(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap()
}

fn read<T: DeserializeOwned>(json: Value) -> T {
    serde_json::from_value(json).unwrap()
}

async fn no_content() -> Server {
    Server::responding_with([ResponseTemplate::new(204)]).await
}

#[tokio::test]
async fn a_discriminator_is_sent_by_the_type_that_it_selects() {
    for (shape, expected) in [
        (
            AddShapeRequest::from(Circle::new().r(2.0)),
            json!({"shape": "round", "r": 2}),
        ),
        (
            AddShapeRequest::from(Square::new()),
            json!({"shape": "boxy"}),
        ),
        (
            AddShapeRequest::from(Line::new("dashed")),
            json!({"shape": "dashed"}),
        ),
        (
            AddShapeRequest::from(Group::new()),
            json!({"shape": "group"}),
        ),
    ] {
        let server = no_content().await;
        let client = tags::Client::builder()
            .base_url(server.0.uri())
            .build()
            .unwrap();
        client.shapes().add_shape(shape.clone()).await.unwrap();
        assert_eq!(server.received().await.json(), expected);
        assert_eq!(read::<AddShapeRequest>(expected), shape);
    }
}

#[tokio::test]
async fn a_subtype_sends_its_discriminator_by_itself() {
    let server = no_content().await;
    let client = tags::Client::builder()
        .base_url(server.0.uri())
        .build()
        .unwrap();
    client
        .craft()
        .put_tug(Tug::new().name("Ines"))
        .await
        .unwrap();
    assert_eq!(
        server.received().await.json(),
        json!({"kind": "tug", "name": "Ines"})
    );
    let Craft::Tug(tug) = read::<Craft>(json!({"kind": "tug"})) else {
        panic!("the discriminator selects the variant")
    };
    assert_eq!(tug.kind, Some(Kind::Tug));
}

#[tokio::test]
async fn enums_of_integers_are_open() {
    let json = json!({"state": 1, "levels": [0, -1, 9], "version": 2});
    let server = Server::json(json.clone()).await;
    let client = integer_enums::Client::builder()
        .base_url(server.0.uri())
        .build()
        .unwrap();
    let signal = Signal::new().version(2).state(signal::State::SwitchedOn);
    let signal = signal.levels([Level::Value0, Level::Minus1, Level::from(9)]);
    let request = client
        .signals()
        .add_signal(signal.clone())
        .level(Level::Minus1)
        .levels([1, 9].map(Level::from));
    assert_eq!(request.await.unwrap(), signal);
    let received = server.received().await;
    assert_eq!(received.line(), "POST /signals?level=-1&levels=1&levels=9");
    received.assert_json(json);
}

#[test]
fn unions_of_values_are_enums() {
    let json = json!({"level": "low", "model": "custom", "priority": 1, "owner": null});
    let report = Report::new()
        .level(report::Level::Low)
        .model("custom")
        .priority(report::Priority::Urgent)
        .clear_owner();
    assert_eq!(serde_json::to_value(&report).unwrap(), json);
    assert_eq!(read::<Report>(json), report);
    assert!(matches!(report.model, Some(report::Model::Unrecognized(_))));
    let report = Report::new().owner(Owner::new().id("1"));
    assert_eq!(text(&report), r#"{"owner":{"id":"1"}}"#);
}

#[test]
fn any_value_may_be_an_alternative() {
    let report: Report =
        read(json!({"note": {"a": [1]}, "payload": {"b": 2}, "cells": ["x", null, 1]}));
    assert!(
        matches!(&report.note, Some(report::Note::Variant2(value)) if value["a"] == json!([1]))
    );
    assert_eq!(report.cells.as_ref().map(Vec::len), Some(3));
    assert!(matches!(
        read::<Report>(json!({"note": "n"})).note,
        Some(report::Note::String(_))
    ));
}

#[tokio::test]
async fn whole_floats_are_integers_everywhere() {
    let tide = Tide::new()
        .height(1.0)
        .heights([vec![1.0, 0.5], vec![-2.0]])
        .gauges([("a", Some(3.0))])
        .either(vec![4.0]);
    let expected = r#"{"height":1,"heights":[[1,0.5],[-2]],"gauges":{"a":3},"either":[4]}"#;
    assert_eq!(text(&tide), expected);
    assert_eq!(serde_json::from_str::<Tide>(expected).unwrap(), tide);

    let server = no_content().await;
    let client = numbers::Client::builder()
        .base_url(server.0.uri())
        .build()
        .unwrap();
    client.tides().add_heights([5.0, 0.5]).await.unwrap();
    assert_eq!(server.received().await.0.body, b"[5,0.5]");

    let server = Server::json(json!({})).await;
    let client = numbers::Client::builder()
        .base_url(server.0.uri())
        .build()
        .unwrap();
    client
        .tides()
        .add_tide(Tide::new())
        .limits([("low", 1.0)])
        .await
        .unwrap();
    assert_eq!(
        server.received().await.line(),
        "POST /tides?limits%5Blow%5D=1"
    );
}

#[test]
fn integers_without_a_sign_are_exact() {
    let tide: Tide = serde_json::from_str(r#"{"size": 18446744073709551615}"#).unwrap();
    assert_eq!(tide.size, Some(u64::MAX));
    assert_eq!(text(&tide), r#"{"size":18446744073709551615}"#);
}

#[tokio::test]
async fn operations_have_any_method() {
    let server = Server::responding_with([
        ResponseTemplate::new(200).set_body_json(json!(["Ada"])),
        ResponseTemplate::new(204),
        ResponseTemplate::new(204),
    ])
    .await;
    let client = open_api_3_2::Client::builder()
        .base_url(server.0.uri())
        .build()
        .unwrap();
    let ships = client.ships().search_ships(Search::new().name("A")).await;
    assert_eq!(ships.unwrap(), ["Ada"]);
    client.ships().copy_ships().await.unwrap();
    client.ships().m_move_ships().await.unwrap();
    let requests = server.0.received_requests().await.unwrap();
    let methods = requests.iter().map(|request| request.method.as_str());
    assert_eq!(methods.collect::<Vec<_>>(), ["QUERY", "COPY", "M-MOVE"]);
}

#[tokio::test]
async fn decimals_keep_their_digits() {
    let json =
        r#"{"volume":12345678901234567890.10,"waves":[170141183460469231731687303715884105728]}"#;
    let response = ResponseTemplate::new(200).set_body_raw(json, "application/json");
    let server = Server::responding_with([response]).await;
    let client = numbers::Client::builder()
        .base_url(server.0.uri())
        .build()
        .unwrap();
    let volume: Decimal = "1.10".parse().unwrap();
    let tide = Tide::new().volume(volume.clone()).waves([7, 8]);
    let received = client.tides().add_tide(tide).above(volume).await.unwrap();
    assert_eq!(text(&received), json);
    let sent = server.received().await;
    assert_eq!(sent.line(), "POST /tides?above=1.10");
    assert_eq!(sent.0.body, br#"{"volume":1.10,"waves":[7,8]}"#);
}

/// A value that would be converted with loss is left out and reported.
#[tokio::test]
async fn values_are_never_rounded() {
    for (body, path) in [
        (r#"{"count": -9223372036854775910}"#, "count"),
        (r#"{"count": 9223372036854775808}"#, "count"),
        (r#"{"count": "-9223372036854775809"}"#, "count"),
        (r#"{"size": -1}"#, "size"),
        (r#"{"size": 18446744073709551616}"#, "size"),
        (r#"{"name": 123456789012345678901}"#, "name"),
        (r#"{"name": true}"#, "name"),
    ] {
        let response = ResponseTemplate::new(200).set_body_raw(body, "application/json");
        let server = Server::responding_with([response]).await;
        let client = numbers::Client::builder()
            .base_url(server.0.uri())
            .build()
            .unwrap();
        let response = client
            .tides()
            .add_tide(Tide::new())
            .response()
            .await
            .unwrap();
        let paths: Vec<&str> = response.anomalies().iter().map(|one| one.path()).collect();
        assert_eq!(paths, [path], "{body}");
    }
    let tide: Tide = serde_json::from_str(r#"{"count": "9007199254740993.0"}"#).unwrap();
    assert_eq!(tide.count, Some(9_007_199_254_740_993));
}

#[tokio::test]
async fn what_is_required_is_an_argument_and_a_plain_field() {
    let ship = Ship::new("Ines", None, "s3cret", ["fast"]);
    let sent =
        json!({"name": "Ines", "next": null, "secret": "s3cret", "kind": "ship", "tags": ["fast"]});
    assert_eq!(serde_json::to_value(&ship).unwrap(), sent);

    let received = json!({"id": "1", "name": "Ines", "next": "Porto", "kind": "ship", "tags": []});
    let server = Server::json(received).await;
    let client = required::Client::builder()
        .base_url(server.0.uri())
        .build()
        .unwrap();
    let stored = client.ships().add_ship(ship.clone()).await.unwrap();
    assert_eq!(
        (stored.name.as_str(), stored.next.as_deref()),
        ("Ines", Some("Porto"))
    );

    let server = Server::json(json!({"id": "1"})).await;
    let client = required::Client::builder()
        .base_url(server.0.uri())
        .build()
        .unwrap();
    let error = client.ships().add_ship(ship).await.unwrap_err();
    let cause = error.source().unwrap().to_string();
    assert!(cause.contains("missing field `name`"), "{cause}");
}

#[test]
fn what_is_not_trusted_may_be_absent() {
    let draft: Draft = read(json!({}));
    assert_eq!((draft.title, draft.note.is_absent()), (None, true));
    let draft = Draft::new("T", "n");
    assert_eq!(text(&draft), r#"{"title":"T","note":"n"}"#);
    let ship = json!({"name": "Ines", "next": null, "kind": "ship", "tags": []});
    let harbour: Harbour = read(json!({"id": "1", "ship": ship, "depth": null, "log": {}}));
    assert_eq!((harbour.depth, harbour.log.day), (None, None));
}

#[test]
fn maps_of_themselves_are_types() {
    let leaf = Tree::default();
    let mut tree = Tree::default();
    tree.insert("a".to_owned(), leaf);
    assert_eq!(text(&tree), r#"{"a":{}}"#);
    assert_eq!(read::<Tree>(json!({"a": {}})), tree);
}

#[test]
fn merge_patches_remove_what_is_null() {
    let patch = ShipPatch::new(None)
        .clear_name()
        .labels([("old", None), ("new", Some("1".to_owned()))])
        .rig(ship_patch::Rig::new().clear_masts());
    let expected =
        r#"{"id":null,"name":null,"labels":{"old":null,"new":"1"},"rig":{"masts":null}}"#;
    assert_eq!(text(&patch), expected);
}

/// A patch of a resource changes only what it contains, whatever the resource requires.
#[test]
fn merge_patches_of_resources_leave_out_what_is_not_set() {
    let patch = merge_patch_shared::ShipPatch::new;
    assert_eq!(text(&patch()), "{}");
    assert_eq!(text(&patch().tag("x")), r#"{"tag":"x"}"#);
    assert_eq!(
        text(&patch().clear_note().name("Tern")),
        r#"{"name":"Tern","note":null}"#
    );
    let rig = merge_patch_shared::RigPatch::new();
    assert_eq!(text(&patch().rig(rig.clone())), r#"{"rig":{}}"#);
    assert_eq!(
        text(&patch().rig(rig.clear_masts())),
        r#"{"rig":{"masts":null}}"#
    );
    let labels = [
        ("old".to_owned(), None),
        ("new".to_owned(), Some("1".to_owned())),
    ];
    let labelled = patch().labels(
        labels
            .into_iter()
            .collect::<merge_patch_shared::LabelsPatch>(),
    );
    assert_eq!(text(&labelled), r#"{"labels":{"old":null,"new":"1"}}"#);
    let crew = merge_patch_shared::CrewPatch::new()
        .extra("mate", 2)
        .extra("boy", None);
    assert_eq!(
        text(&patch().crew(crew)),
        r#"{"crew":{"mate":2,"boy":null}}"#
    );
}

#[test]
fn undocumented_properties_have_the_type_of_additional_properties() {
    let tide = GaugedTide::new("Porto").extra("west", Gauge::new().height(2.0));
    let expected = r#"{"port":"Porto","west":{"height":2}}"#;
    assert_eq!(text(&tide), expected);
    assert_eq!(serde_json::from_str::<GaugedTide>(expected).unwrap(), tide);
    let counts: Counts = read(json!({"total": 1, "east": 0.5}));
    assert_eq!(counts.extra.get("east"), Some(&0.5));
    let mut counts = Counts::default();
    counts.extra.insert("west", 2.0);
    assert_eq!(text(&counts), r#"{"west":2}"#);
}

/// A value that the type of the field does not allow.
#[test]
fn a_declared_property_in_extra_replaces_an_unset_field() {
    let mut counts = Counts::default();
    counts.extra.insert("total", 0.5);
    assert_eq!(text(&counts), r#"{"total":0.5}"#);
    let mut counts: Counts = read(json!({"total": 1}));
    counts.extra.insert("total", 0.5);
    let error = serde_json::to_string(&counts).unwrap_err();
    assert!(error.to_string().contains("`total` is set by its field"));
}

/// An object has each key once.
#[tokio::test]
async fn a_declared_property_in_extra_is_an_error() {
    let tide = GaugedTide::new("Porto").extra("port", Gauge::new());
    let server = no_content().await;
    let client = additional_properties::Client::builder()
        .base_url(server.0.uri())
        .build()
        .unwrap();
    let error = client.tides().add_tide(tide.clone()).await.unwrap_err();
    assert!(
        error
            .to_string()
            .contains("`port` is set by its field, and not in `extra`"),
        "{error}"
    );
    assert!(server.all_received().await.is_empty());
    assert!(format!("{tide:?}").contains("`port`"));
}
