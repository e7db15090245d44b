//! Numbers round-trip; whole numbers are encoded without a fraction.

use intercom_client::preview::types::EcommerceCatalogVariant;
use serde_json::{Value, json};

fn encode(price: f64) -> serde_json::Result<String> {
    let mut variant = EcommerceCatalogVariant::default();
    variant.price = Some(price);
    serde_json::to_string(&variant)
}

fn encoded(price: f64) -> String {
    encode(price).unwrap()
}

#[test]
fn whole_numbers_are_encoded_as_integers() {
    assert_eq!(encoded(100.0), r#"{"price":100}"#);
    assert_eq!(encoded(-3.0), r#"{"price":-3}"#);
    assert_eq!(encoded(-0.0), r#"{"price":0}"#);
    assert_eq!(encoded(99.95), r#"{"price":99.95}"#);
    assert_eq!(encoded(2_f64.powi(53)), r#"{"price":9007199254740992}"#);
    assert_eq!(
        encoded(2_f64.powi(60)),
        r#"{"price":1.152921504606847e+18}"#
    );
    // JSON has neither, and null would clear the property.
    assert!(encode(f64::NAN).is_err() && encode(f64::INFINITY).is_err());
}

#[test]
fn numbers_round_trip() {
    for json in [json!({"price": 100}), json!({"price": 99.5})] {
        let variant: EcommerceCatalogVariant = serde_json::from_value(json.clone()).unwrap();
        assert_eq!(serde_json::to_value(&variant).unwrap(), json);
    }
    let from_text: EcommerceCatalogVariant =
        serde_json::from_value(json!({"price": "100.0"})).unwrap();
    assert_eq!(from_text.price, Some(100.0));
    let encoded: Value = serde_json::to_value(&from_text).unwrap();
    assert_eq!(encoded, json!({"price": 100}));
}
