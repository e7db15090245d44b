use serde_json::json;

use super::*;
use crate::json::context::MIN_ELEMENT_BYTES;
use crate::json::{
    Context, Extra, Failure, Map, Nullable, Outcome, Serialize, Serializer, Timestamp, Undecoded,
};

#[derive(Default, PartialEq)]
struct Ship {
    id: String,
    tonnage: Option<i64>,
    sailed_at: Nullable<Timestamp>,
    berths: Option<Vec<i64>>,
    escort: Option<Box<Ship>>,
    cargo: Option<Map<bool>>,
    extra: Extra,
}

crate::json_object!(Ship = "ship", requires = ["id"] {
    required "id" => id,
    "tonnage" => tonnage,
    "sailed_at" => sailed_at,
    "berths" => berths,
    "escort" => escort,
    "cargo" => cargo,
});

/// Decodes a ship; returns the JSON that it is written as, and the path and the reason of each
/// anomaly.
fn decoded(text: &str) -> (Value, Vec<(String, String)>) {
    let Decoded { value, anomalies } = decode_body::<Ship>(text.as_bytes()).unwrap();
    let anomalies = anomalies.iter();
    let anomalies = anomalies.map(|one| (one.path().to_owned(), one.reason().to_owned()));
    (serde_json::to_value(value).unwrap(), anomalies.collect())
}

/// Decodes a ship of which one value is skipped; returns that with its path.
fn skipped(text: &str) -> (String, Value) {
    let anomalies = decode_body::<Ship>(text.as_bytes()).unwrap().anomalies;
    let [anomaly] = anomalies.as_slice() else {
        panic!("{anomalies:?}");
    };
    (anomaly.path().to_owned(), anomaly.value().clone())
}

#[test]
fn each_unexpected_value_is_skipped_where_it_occurs() {
    let (ship, anomalies) = decoded(
        r#"{"tonnage": [1, {"a": "}"}], "id": "s", "sailed_at": {}, "berths": [1, "x", 3, null],
            "escort": {"id": "e", "tonnage": true}, "cargo": {"salt": 7, "tea": true}, "new": [0]}"#,
    );
    let expected = json!({"id": "s", "berths": [1, 3], "escort": {"id": "e"},
        "cargo": {"tea": true}, "new": [0]});
    assert_eq!(ship, expected);
    let paths: Vec<&str> = anomalies.iter().map(|(path, _)| path.as_str()).collect();
    let expected = [
        "tonnage",
        "sailed_at",
        "berths[1]",
        "berths[3]",
        "escort.tonnage",
        "cargo.salt",
    ];
    assert_eq!(paths, expected);
    assert_eq!(
        anomalies[0].1,
        "invalid type: sequence, expected a 64-bit integer"
    );
    assert_eq!(
        anomalies[3].1,
        "invalid type: null, expected a 64-bit integer"
    );
    assert_eq!(
        anomalies[4].1,
        "invalid type: boolean `true`, expected a 64-bit integer"
    );
}

#[test]
fn an_object_without_a_required_field_is_skipped_whole() {
    let (ship, anomalies) = decoded(r#"{"id": "s", "escort": {"id": [], "tonnage": 5}}"#);
    assert_eq!(ship, json!({"id": "s"}));
    let reason =
        "missing field `id` of ship; `escort.id`: invalid type: sequence, expected a string";
    assert_eq!(anomalies, [("escort".to_owned(), reason.to_owned())]);
    let error = decode_body::<Ship>(br#"{"tonnage": 5}"#).unwrap_err();
    assert_eq!(error.to_string(), "missing field `id` of ship");
    let error = decode_body::<Ship>(br#"{"id": [], "tonnage": 5}"#).unwrap_err();
    let reason = "missing field `id` of ship; `id`: invalid type: sequence, expected a string";
    assert_eq!(error.to_string(), reason);
}

#[test]
fn the_json_of_nested_skipped_objects_is_held_once() {
    let depth = 100;
    let inner = "x".repeat(10_000);
    let text = format!(
        r#"{{"id": "s", "escort": {}"{inner}"{}}}"#,
        r#"{"escort": "#.repeat(depth),
        "}".repeat(depth)
    );
    let anomalies = decode_body::<Ship>(text.as_bytes()).unwrap().anomalies;
    let [anomaly] = anomalies.as_slice() else {
        panic!("{anomalies:?}");
    };
    assert_eq!(anomaly.path(), "escort");
    assert!(anomaly.reason().len() <= 503, "{}", anomaly.reason());
    // Skipped values in skipped objects count: each takes time.
    let berths = vec!["[]"; 5_000].join(",");
    let cargo = vec![format!(r#"{{"berths": [{berths}]}}"#); 3].join(",");
    let error = decode_body::<Vec<Ship>>(format!("[{cargo}]").as_bytes()).unwrap_err();
    assert!(error.to_string().starts_with("more than 10000 values"));
}

#[test]
fn a_reason_quotes_a_part_of_a_long_value() {
    let text = format!(r#"{{"id": "s", "tonnage": "{}"}}"#, "é".repeat(100_000));
    let (_, anomalies) = decoded(&text);
    assert!(anomalies[0].1.starts_with("invalid value: string \"éé"));
    assert!(anomalies[0].1.ends_with("é…") && anomalies[0].1.len() <= 503);
}

#[test]
fn plain_json_is_kept_up_to_a_million_values() {
    let numbers = |count: usize| vec!["0"; count].join(",");
    let (many, few) = (numbers(999_000), numbers(2_000));
    let text = format!(r#"{{"id": "s", "a": [{many}], "b": 1, "c": [{few}], "d": [1]}}"#);
    let Decoded { value, anomalies } = decode_body::<Ship>(text.as_bytes()).unwrap();
    let keys: Vec<&str> = value.extra.iter().map(|(key, _)| key.as_str()).collect();
    assert_eq!(keys, ["a", "b", "d"]);
    let [anomaly] = anomalies.as_slice() else {
        panic!("{} anomalies", anomalies.len());
    };
    assert_eq!(anomaly.path(), "c");
    assert_eq!(
        anomaly.reason(),
        "more than 1000000 values are kept as JSON"
    );
    // Its JSON is held as text.
    assert_eq!(anomaly.value(), &json!(format!("[{few}]")));
}

#[test]
fn the_skipped_value_is_that_of_the_body() {
    let text = r#"{"id": "s", "berths": [1, {"a": [2, "\u00e9"]} , 3]}"#;
    assert_eq!(
        skipped(text),
        ("berths[1]".to_owned(), json!({"a": [2, "é"]}))
    );
    // More digits than a number of JSON in memory has.
    let text = r#"{"id": "s", "tonnage": 123456789012345678901234567890}"#;
    let digits = json!("123456789012345678901234567890");
    assert_eq!(skipped(text), ("tonnage".to_owned(), digits));
    // A key with an escape.
    let text = r#"{"id": "s", "cargo": {"\"a\".b": 1}}"#;
    assert_eq!(skipped(text), (r#"cargo."a".b"#.to_owned(), json!(1)));
}

#[test]
fn values_that_no_type_holds_are_skipped() {
    let deep = format!("{}{}", "[".repeat(200), "]".repeat(200));
    let (ship, anomalies) = decoded(&format!(
        r#"{{"id": "s", "berths": [1e999, 1, 2e999, "x", 3], "a": "\ud800", "b": {deep}, "tonnage": 1E999}}"#
    ));
    assert_eq!(ship["berths"], json!([1, 3]));
    assert_eq!(ship.get("a"), None);
    assert_eq!(ship.get("tonnage"), None);
    let paths: Vec<&str> = anomalies.iter().map(|(path, _)| path.as_str()).collect();
    let deepest = format!("b{}", "[0]".repeat(126));
    let expected = [
        "berths[0]",
        "berths[2]",
        "berths[3]",
        "a",
        &deepest,
        "tonnage",
    ];
    assert_eq!(paths, expected);
    // The second is that of `serde_json` with the feature `arbitrary_precision`.
    let reasons = ["number out of range", "invalid value: string \"1e+999\""];
    let reason = &anomalies[0].1;
    assert!(
        reasons.iter().any(|one| reason.starts_with(one)),
        "{reason}"
    );
    assert_eq!(anomalies[4].1, "recursion limit exceeded");
}

#[test]
fn text_that_is_not_utf_8_is_skipped() {
    let text = b"{\"id\": \"s\", \"a\": \"\xff\", \"b\": 1}";
    let Decoded { value, anomalies } = decode_body::<Ship>(text).unwrap();
    assert_eq!(value.extra.len(), 1);
    assert_eq!(anomalies.len(), 1);
    assert_eq!(anomalies[0].path(), "a");
}

#[test]
fn malformed_text_that_is_not_utf_8_is_an_error() {
    let error = decode_body::<Ship>(b"{\"id\": \"\xff\",\n \"a\": }").unwrap_err();
    assert_eq!((error.line(), error.column()), (2, 7));
    assert!(decode_body::<Ship>(b"{\"id\": \"s\"} \xff").is_err());
}

#[test]
fn malformed_json_is_an_error() {
    for text in [
        "",
        "{",
        r#"{"id": "s""#,
        r#"{"id": "s"} x"#,
        r#"{"id": 's'}"#,
        r#"{"id": "s", "tonnage": 1e999"#,
    ] {
        assert!(decode_body::<Ship>(text.as_bytes()).is_err(), "{text}");
    }
}

#[test]
fn ten_thousand_values_are_skipped_and_no_more() {
    let body = |count: usize| {
        let berths = vec!["[]"; count].join(",");
        format!(r#"{{"id": "s", "berths": [{berths}]}}"#)
    };
    let Decoded { value, anomalies } = decode_body::<Ship>(body(10_000).as_bytes()).unwrap();
    assert_eq!(value.berths, Some(Vec::new()));
    assert_eq!(anomalies.len(), 10_000);
    assert_eq!(anomalies[9_999].path(), "berths[9999]");
    let error = decode_body::<Ship>(body(10_001).as_bytes()).unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("more than 10000 values do not match their types")
    );
}

#[test]
fn nothing_is_skipped_by_serde() {
    let error = serde_json::from_str::<Ship>(r#"{"id": "s", "tonnage": []}"#);
    let error = error.err().unwrap().to_string();
    let expected = "invalid type: sequence, expected a 64-bit integer, at `tonnage` at line 1";
    assert!(error.starts_with(expected), "{error}");
}

#[test]
fn ten_thousand_unreadable_values_are_skipped_and_no_more() {
    let body = |count: usize| {
        let berths = vec!["1e999"; count].join(",");
        format!(r#"{{"id": "s", "berths": [{berths}, 7]}}"#)
    };
    let Decoded { value, anomalies } = decode_body::<Ship>(body(10_000).as_bytes()).unwrap();
    assert_eq!(value.berths, Some(vec![7]));
    assert_eq!(anomalies[9_999].path(), "berths[9999]");
    assert!(decode_body::<Ship>(body(10_001).as_bytes()).is_err());
    // Far more than could be removed one after the other in quadratic time.
    assert!(decode_body::<Ship>(body(300_000).as_bytes()).is_err());
}

#[test]
fn long_keys_are_not_repeated_without_limit() {
    let key = "k".repeat(1 << 20);
    let items = vec!["0"; 100].join(",");
    let text = format!(
        r#"{{"id": "s", "cargo": {{"{key}": 1, "x": 2}}, "escort": {{"id": "e", "berths": [[]]}}}}"#
    );
    assert_eq!(
        decode_body::<Ship>(text.as_bytes())
            .unwrap()
            .anomalies
            .len(),
        3
    );
    let text = format!(r#"{{"{key}": [{items}]}}"#);
    let error = decode_body::<Map<Vec<Ship>>>(text.as_bytes()).unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("the paths of the values that do not match")
    );
}

/// An empty object of two bytes is a struct of a thousand.
#[test]
fn lists_and_boxes_of_empty_objects_take_limited_memory() {
    #[derive(Clone, Debug, Default, PartialEq)]
    struct Numbers([[i64; 32]; 4]);

    impl Serialize for Numbers {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.serialize_unit()
        }
    }

    impl Decode for Numbers {
        fn decode(
            json: Undecoded<'_, '_>,
            _context: &mut Context<'_>,
        ) -> Result<Outcome<Self>, Failure> {
            json.ignore()?;
            Ok(Ok(Self::default()))
        }
    }

    #[derive(Default, PartialEq)]
    struct Large {
        numbers: Numbers,
        more: Option<Box<Large>>,
        extra: Extra,
    }
    crate::json_object!(Large = "large" {
        required "numbers" => numbers,
        "more" => more,
    });
    let list = |item: &str, count: usize| format!("[{}]", vec![item; count].join(","));
    for (item, taken) in [("{}", 1), (r#"{"more":{}}"#, 2)] {
        let most = MIN_ELEMENT_BYTES / size_of::<Large>() / taken;
        let few = decode_body::<Vec<Large>>(list(item, most - 1).as_bytes()).unwrap();
        assert_eq!(few.value.len(), most - 1);
        assert_eq!(few.value[0].numbers, Numbers::default());
        let error = decode_body::<Vec<Large>>(list(item, most + 1).as_bytes()).unwrap_err();
        assert!(error.to_string().contains("too much memory"), "{error}");
    }
}

#[test]
fn an_integer_of_more_than_64_bits_is_rounded_and_reported() {
    let (ship, anomalies) = decoded(
        r#"{"id": "s", "new": {"a": [1, 123456789012345678901, 1e300, 10000000000000000000, 7.5]}}"#,
    );
    let rounded = 123_456_789_012_345_680_000.0;
    assert_eq!(
        ship["new"]["a"],
        json!([1, rounded, 1e300, 10_000_000_000_000_000_000_u64, 7.5])
    );
    let reason = "the number is rounded to 1.2345678901234568e+20";
    assert_eq!(anomalies, [("new.a[1]".to_owned(), reason.to_owned())]);
    let (path, value) = skipped(r#"{"id": "s", "new": -9223372036854775809}"#);
    assert_eq!(
        (path.as_str(), value),
        ("new", json!("-9223372036854775809"))
    );
}

#[test]
fn of_a_repeated_key_the_last_value_that_matches_is_kept() {
    let escort = |second: &str| {
        let escorts = format!(r#""escort": {{"id": "a", "tonnage": 1}}, "escort": {second}"#);
        let (ship, anomalies) = decoded(&format!(r#"{{"id": "s", {escorts}}}"#));
        (ship["escort"].clone(), anomalies.len())
    };
    assert_eq!(escort(r#"{"id": "b"}"#), (json!({"id": "b"}), 0));
    assert_eq!(escort("null"), (Value::Null, 0));
    let first = json!({"id": "a", "tonnage": 1});
    assert_eq!(escort(r#"{"tonnage": 2}"#), (first.clone(), 1));
    assert_eq!(escort("[]"), (first, 1));
}
