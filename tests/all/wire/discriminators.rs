//! Discriminators whose values the members of the union declare themselves, and other constants.

use intercom_tests_compiled::discriminator_constants::Client;
use intercom_tests_compiled::discriminator_constants::api::types::{Barge, Craft, Yacht};
use intercom_tests_compiled::value_constants::api::types::signal::{
    Bell, Buoy, Depth, Flag, Horn, Light, Whistle,
};
use intercom_tests_compiled::value_constants::api::types::{
    Beam, Flash, Half, Listed, Nothing, Shaped, Signal,
};
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

fn signal(json: Value) -> Signal {
    serde_json::from_value(json).unwrap()
}

/// A number without a fraction is an integer in JSON Schema: `1.0` is 1.
#[test]
fn discriminators_may_be_integers() {
    for code in [json!(1), json!(1.0)] {
        let read = signal(json!({"light": {"code": code}, "horn": {"code": code}}));
        assert!(matches!(read.light, Some(Light::Flash(_))), "{read:?}");
        assert!(matches!(read.horn, Some(Horn::Short(_))), "{read:?}");
    }
    let read = signal(json!({"light": {"code": 2}, "horn": {"code": 2}}));
    assert!(matches!(read.light, Some(Light::Beam(_))), "{read:?}");
    assert!(matches!(read.horn, Some(Horn::Long(_))), "{read:?}");
    let read = signal(json!({"light": {"code": 3}, "horn": {"code": true}}));
    assert!(
        matches!(read.light, Some(Light::Unrecognized(_))),
        "{read:?}"
    );
    assert!(matches!(read.horn, Some(Horn::Unrecognized(_))), "{read:?}");
    let sent = [Light::from(Flash::new()), Light::from(Beam::new())];
    assert_eq!(
        serde_json::to_value(sent).unwrap(),
        json!([{"code": 1}, {"code": 2}])
    );
}

#[test]
fn any_constant_selects_a_variant() {
    let flag = |code: Value| signal(json!({"flag": {"code": code, "name": "n"}})).flag;
    for one in [json!(1), json!(1.0)] {
        assert!(matches!(flag(one), Some(Flag::One(_))));
    }
    assert!(matches!(flag(json!(2)), Some(Flag::Two(_))));
    assert!(matches!(flag(json!(true)), Some(Flag::Yes(_))));
    assert!(matches!(flag(json!(null)), Some(Flag::Nothing(_))));
    for other in [json!(3), json!(1.5), json!(false), json!("1")] {
        assert!(matches!(flag(other), Some(Flag::Unrecognized(_))));
    }
    assert!(matches!(
        signal(json!({"depth": 2.0})).depth,
        Some(Depth::Integer(2))
    ));
}

/// JSON Schema 2020-12, validation, section 6.1.3, and core, section 4.2.2: equal numbers are the same
/// value, and the order of the keys of an object is insignificant.
#[test]
fn fractions_lists_and_objects_select_a_variant() {
    let buoy = |code: &str| {
        let json = format!(r#"{{"buoy": {{"code": {code}, "name": "n"}}}}"#);
        serde_json::from_str::<Signal>(&json).unwrap().buoy.unwrap()
    };
    for code in ["0.5", "0.50", "5e-1"] {
        assert!(matches!(buoy(code), Buoy::Half(_)), "{code}");
    }
    for code in [r#"[1, "a"]"#, r#"[1.0, "a"]"#] {
        assert!(matches!(buoy(code), Buoy::Listed(_)), "{code}");
    }
    assert!(matches!(buoy(r#"{"a": 1}"#), Buoy::Shaped(_)));
    for code in [
        "0.25",
        "0",
        r#"["a", 1]"#,
        "[1]",
        r#"{"a": 1, "b": 2}"#,
        "{}",
        "\"0.5\"",
    ] {
        assert!(matches!(buoy(code), Buoy::Unrecognized(_)), "{code}");
    }
}

#[test]
fn each_of_several_values_of_a_discriminator_selects_its_member() {
    let bell = |code: Value| signal(json!({"bell": {"code": code}})).bell.unwrap();
    for (low, high) in [(1, 3), (2, 4)] {
        assert!(matches!(bell(json!(low)), Bell::Low(_)));
        assert!(matches!(bell(json!(high)), Bell::High(_)));
    }
    assert!(matches!(bell(json!(5)), Bell::Unrecognized(_)));
}

#[test]
fn discriminators_may_have_several_values_with_a_fraction() {
    let whistle = |code: Value| signal(json!({"whistle": {"code": code}})).whistle.unwrap();
    for code in [json!(0.5), json!(1.5)] {
        assert!(matches!(whistle(code), Whistle::Soft(_)));
    }
    for code in [json!(2.5), json!(true), json!(3)] {
        assert!(matches!(whistle(code), Whistle::Loud(_)));
    }
    assert!(matches!(whistle(json!(4.5)), Whistle::Unrecognized(_)));
}

/// JSON Schema 2020-12, validation, section 6.1.3: `const` may be any JSON.
#[test]
fn required_constants_of_any_type_are_sent() {
    let sent = [
        serde_json::to_string(&Half::new()).unwrap(),
        serde_json::to_string(&Listed::new()).unwrap(),
        serde_json::to_string(&Shaped::new()).unwrap(),
        serde_json::to_string(&Nothing::new()).unwrap(),
    ];
    let expected = [
        r#"{"code":0.5}"#,
        r#"{"code":[1,"a"]}"#,
        r#"{"code":{"a":1}}"#,
        r#"{"code":null}"#,
    ];
    assert_eq!(sent, expected);
}
