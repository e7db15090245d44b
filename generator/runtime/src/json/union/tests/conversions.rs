use super::*;

#[derive(Default, PartialEq)]
struct Flagged {
    z: Option<String>,
    y: Option<String>,
    ready: Option<bool>,
    extra: Extra,
}

crate::json_object!(Flagged = "flagged" { "z" => z, "y" => y, "ready" => ready, });

// A map and an object that convert each other's values.
union!(Sign [Pattern::object(0), Pattern::object(1).known(&["z", "y", "ready"])] {
    0 => Counts(Map<i64>),
    1 => Flagged(Flagged),
});

#[test]
fn a_variant_without_conversions_is_chosen() {
    let is_map = |body: &str| {
        let decoded = decode_body::<Sign>(body.as_bytes()).unwrap();
        assert!(decoded.anomalies.is_empty(), "{body}");
        let strict = decode_strictly::<Sign, _>(&mut serde_json::Deserializer::from_str(body));
        assert_eq!(strict.unwrap(), decoded.value);
        matches!(decoded.value, Sign::Counts(_))
    };
    assert!(is_map(r#"{"z": 1}"#));
    assert!(is_map(r#"{"z": 1.0}"#));
    assert!(!is_map(r#"{"z": "1"}"#));
    assert!(!is_map(r#"{"z": "x"}"#));
    assert!(!is_map(r#"{"z": null, "ready": true}"#));
    // Neither matches exactly: the fewest conversions decide, then the order.
    assert!(is_map(r#"{"z": 1, "y": 2, "b": "3"}"#));
    assert!(!is_map(r#"{"z": "1", "ready": "true"}"#));
}

union!(TaggedSign [
    Pattern::object(0),
    Pattern::object(1).tagged("kind", &["7"]).known(&["z", "kind"])
] {
    0 => Counts(Map<i64>),
    1 => Flagged(Flagged),
});

#[test]
fn a_discriminator_takes_precedence_over_conversions() {
    let decoded = decode_body::<TaggedSign>(br#"{"kind": 7, "z": 1}"#).unwrap();
    assert!(matches!(decoded.value, TaggedSign::Flagged(_)));
}
