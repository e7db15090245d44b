//! Whatever an answer or a body holds, reading it does not panic, and all that is read is written
//! back.

use std::sync::LazyLock;

use intercom_client::v2_16::dynamic::{self, Operation};
use intercom_client::{Anomaly, Decoded};
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Map, Value};

use crate::contract::answers::answers;
use crate::contract::arguments::arguments;
use crate::contract::document::Document;
use crate::examples::compare::{Difference, compare};

/// JSON that an operation takes or gives.
struct Sample {
    operation: &'static Operation,
    /// Of the answer; none for a body.
    status: Option<u16>,
    json: Value,
}

impl Sample {
    fn read(&self, json: &Value) -> Option<Decoded<Value>> {
        match self.status {
            Some(status) => {
                let body = json.to_string();
                self.operation.decode(status, body.as_bytes()).ok()
            }
            None => self.operation.encode(json).ok().map(Decoded::whole),
        }
    }
}

/// Every body and every answer of every operation of 2.16, with all that the document allows.
static SAMPLES: LazyLock<Vec<Sample>> = LazyLock::new(|| {
    let document = Document::of("v2_16");
    let mut samples = Vec::new();
    for declared in &document.operations {
        let operation = dynamic::operation(&declared.id).expect("the client has it");
        let responses = declared.responses.iter();
        for answer in responses.flat_map(|response| answers(&document, response)) {
            let is_json =
                serde_json::from_slice(&answer.body).is_ok_and(|it: Value| it == answer.value);
            samples.extend(is_json.then_some(Sample {
                operation,
                status: Some(answer.status),
                json: answer.value,
            }));
        }
        for mut arguments in arguments(&document, declared) {
            let body = arguments.get_mut("body").map(Value::take);
            samples.extend(body.map(|json| Sample {
                operation,
                status: None,
                json,
            }));
        }
    }
    samples
});

/// Puts something in the place of a value, or besides it.
#[derive(Clone, Debug)]
struct Change {
    place: Index,
    json: Value,
    key: Option<&'static str>,
}

impl Change {
    fn apply(&self, json: &mut Value) {
        let mut places = Vec::new();
        collect(json, String::new(), &mut places);
        let place = self.place.get(&places);
        let value = json.pointer_mut(place).expect("it was just found");
        match (self.key, value) {
            (Some(key), Value::Object(members)) => {
                members.insert(key.to_owned(), self.json.clone());
            }
            (Some(_), Value::Array(items)) => items.push(self.json.clone()),
            (_, value) => *value = self.json.clone(),
        }
    }
}

/// The pointers to a value and to all in it.
fn collect(json: &Value, pointer: String, places: &mut Vec<String>) {
    match json {
        Value::Object(members) => {
            for (key, value) in members {
                let key = key.replace('~', "~0").replace('/', "~1");
                collect(value, format!("{pointer}/{key}"), places);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                collect(item, format!("{pointer}/{index}"), places);
            }
        }
        _ => {}
    }
    places.push(pointer);
}

fn any_json() -> impl Strategy<Value = Value> {
    let text = prop_oneof![
        "[ -~]{0,8}",
        "-?[0-9]{1,20}(\\.[0-9]{1,3})?",
        Just("2024-02-29T12:00:00Z".to_owned()),
        any::<String>(),
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        (-1_000_i64..1_000).prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        text.prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        let members = prop::collection::vec((any_key(), inner.clone()), 0..4);
        prop_oneof![
            prop::collection::vec(inner, 0..4).prop_map(Value::from),
            members.prop_map(|members| {
                let members = members.into_iter();
                members
                    .map(|(key, value)| (key.to_owned(), value))
                    .collect::<Map<_, _>>()
                    .into()
            }),
        ]
    })
}

/// Paths of anomalies are for people to read: a key with a dot in it would not be found again.
fn any_key() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "type",
        "id",
        "data",
        "name",
        "value",
        "companies",
        "contacts",
        "pages",
        "new",
        "ключ",
    ])
}

fn any_change() -> impl Strategy<Value = Change> {
    let key = prop::option::of(any_key());
    (any::<Index>(), any_json(), key).prop_map(|(place, json, key)| Change { place, json, key })
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 3_000,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn what_is_read_is_written(
        sample in any::<Index>(),
        changes in prop::collection::vec(any_change(), 0..6),
    ) {
        let sample = sample.get(&SAMPLES);
        let mut json = sample.json.clone();
        for change in &changes {
            change.apply(&mut json);
        }
        if let Some(decoded) = sample.read(&json) {
            let lost = losses(&json, &decoded);
            prop_assert!(
                lost.is_empty(),
                "{} {:?}: {lost:?}\n   read {json}\n   left {:?}\nwritten {}",
                sample.operation.id,
                sample.status,
                decoded.anomalies,
                decoded.value,
            );
        }
    }

    #[test]
    fn anything_can_be_read_as_anything(sample in any::<Index>(), json in any_json()) {
        let sample = sample.get(&SAMPLES);
        if let Some(decoded) = sample.read(&json) {
            let lost = losses(&json, &decoded);
            prop_assert!(lost.is_empty(), "{json}: {}: {lost:?}", decoded.value);
        }
    }
}

/// Where what is written is not what came, but for what was left out and told of, for scalars that
/// the document has as another type, and for nulls.
fn losses(came: &Value, decoded: &Decoded<Value>) -> Vec<Difference> {
    let left_out = decoded.anomalies.iter().map(Anomaly::path).collect();
    let mut differences = compare(came, &decoded.value, &left_out);
    differences.retain(|difference| !difference.kind.is_anomaly());
    differences
}
