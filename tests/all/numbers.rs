//! Numbers are written as they were read: a whole one without a fraction.

use intercom_client::preview::types::EcommerceCatalogVariant;
use serde_json::{Value, json};

fn written(price: f64) -> String {
    let mut variant = EcommerceCatalogVariant::default();
    variant.price = Some(price);
    serde_json::to_string(&variant).unwrap()
}

#[test]
fn a_whole_number_is_written_like_an_integer() {
    assert_eq!(written(100.0), r#"{"price":100}"#);
    assert_eq!(written(-3.0), r#"{"price":-3}"#);
    assert_eq!(written(-0.0), r#"{"price":0}"#);
    assert_eq!(written(99.95), r#"{"price":99.95}"#);
    assert_eq!(written(2_f64.powi(53)), r#"{"price":9007199254740992}"#);
    assert_eq!(
        written(2_f64.powi(60)),
        r#"{"price":1.152921504606847e+18}"#
    );
    assert_eq!(written(f64::NAN), r#"{"price":null}"#);
}

#[test]
fn what_was_read_is_written_back() {
    for json in [json!({"price": 100}), json!({"price": 99.5})] {
        let variant: EcommerceCatalogVariant = serde_json::from_value(json.clone()).unwrap();
        assert_eq!(serde_json::to_value(&variant).unwrap(), json);
    }
    let from_text: EcommerceCatalogVariant =
        serde_json::from_value(json!({"price": "100.0"})).unwrap();
    assert_eq!(from_text.price, Some(100.0));
    let written: Value = serde_json::to_value(&from_text).unwrap();
    assert_eq!(written, json!({"price": 100}));
}
