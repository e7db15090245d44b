use std::cell::Cell;

use serde_json::json;

use super::*;
use crate::json::source::{Failure, Undecoded};
use crate::json::{Anomaly, Constant, Decoded, Extra, Map, decode_body, decode_strictly};

thread_local! {
    /// The number of decoded [`Step`]s.
    static STEPS: Cell<usize> = const { Cell::new(0) };
}

/// An integer that counts how often one is decoded.
#[derive(Clone, Debug, Default, PartialEq)]
struct Step(i64);

impl Decode for Step {
    fn decode(
        json: Undecoded<'_, '_>,
        context: &mut Context<'_>,
    ) -> Result<Outcome<Self>, Failure> {
        STEPS.set(STEPS.get() + 1);
        Ok(i64::decode(json, context)?.map(Self))
    }
}

impl Serialize for Step {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

/// A union of variants that hold one value.
macro_rules! union {
    ($name:ident [$($pattern:expr),*] { $($index:literal => $variant:ident($ty:ty),)* }) => {
        #[derive(Clone, Debug, PartialEq)]
        enum $name {
            $($variant($ty),)*
            Unrecognized(UnrecognizedJson),
        }

        impl Union for $name {
            const PATTERNS: &'static [Pattern] = &[$($pattern),*];

            fn read(variant: usize, json: &Value, context: &mut Context<'_>) -> ReadVariant<Self> {
                match variant {
                    $($index => read_variant(json, context, Self::$variant),)*
                    _ => no_variant(),
                }
            }

            fn from_unrecognized(json: UnrecognizedJson) -> Self {
                Self::Unrecognized(json)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    $(Self::$variant(value) => value.serialize(serializer),)*
                    Self::Unrecognized(json) => json.serialize(serializer),
                }
            }
        }

        crate::json_union!($name, boxed);
    };
}

#[derive(Default, PartialEq)]
struct Tug {
    r#type: Option<String>,
    step: Option<Step>,
    tows: Option<Box<Ship>>,
    extra: Extra,
}

crate::json_object!(Tug = "tug" {
    "type" => r#type,
    "step" => step,
    "tows" => tows,
});

#[derive(Default, PartialEq)]
struct Barge {
    r#type: Option<String>,
    step: Step,
    tows: Option<Box<Ship>>,
    extra: Extra,
}

crate::json_object!(Barge = "barge", requires = ["step"] {
    "type" => r#type,
    required "step" => step,
    "tows" => tows,
});

// The variant is decided by a constant.
union!(Ship [
    Pattern::object(0).constants(&[("type", Constant::Text("tug"))]).known(&["type", "step", "tows"]),
    Pattern::object(1).constants(&[("type", Constant::Text("barge"))]).known(&["type", "step", "tows"])
] {
    0 => Tug(Tug),
    1 => Barge(Barge),
});

/// A kind of signal, which differs in the type of `sign`.
macro_rules! signal {
    ($name:ident $sign:ty) => {
        #[derive(Default, PartialEq)]
        struct $name {
            step: Option<Step>,
            sign: Option<$sign>,
            next: Option<Box<Signal>>,
            extra: Extra,
        }

        crate::json_object!($name = "signal" {
            "step" => step,
            "sign" => sign,
            "next" => next,
        });
    };
}

signal!(Flag bool);
signal!(Lamp i64);
signal!(Horn Vec<i64>);

const SIGNAL: &[&str] = &["step", "sign", "next"];

// Only the types of the properties decide the variant.
union!(Signal [
    Pattern::object(0).known(SIGNAL), Pattern::object(1).known(SIGNAL), Pattern::object(2).known(SIGNAL)
] {
    0 => Flag(Flag),
    1 => Lamp(Lamp),
    2 => Horn(Horn),
});

// The variant is decided by the JSON type.
union!(Tree [Pattern::integer(0), Pattern::array(1, &[]), Pattern::object(2)] {
    0 => Leaf(Step),
    1 => Items(Vec<Tree>),
    2 => Members(Map<Tree>),
});

/// Nests `inner` in itself.
fn nested(levels: usize, innermost: Value, outer: impl Fn(Value) -> Value) -> Value {
    (0..levels).fold(innermost, |json, _| outer(json))
}

/// Decodes the JSON, and returns the number of decoded steps, the value and its number of
/// anomalies.
fn counted<T: Decode>(json: &Value) -> (usize, T, usize) {
    STEPS.set(0);
    let mut record = Record::lenient(1_000_000);
    let value = T::decode(MemorySource::new(json).undecoded(), &mut record.context())
        .unwrap()
        .unwrap();
    (STEPS.get(), value, record.into_parts().0.len())
}

fn encoded(value: &impl Serialize) -> Value {
    serde_json::to_value(value).unwrap()
}

fn anomalies(anomalies: &[Anomaly]) -> Vec<(&str, &Value)> {
    let anomalies = anomalies.iter();
    anomalies.map(|one| (one.path(), one.value())).collect()
}

#[test]
fn decided_variants_are_decoded_in_linear_time() {
    for kind in ["tug", "barge"] {
        let json = nested(
            200,
            json!({"type": kind, "step": 1}),
            |inner| json!({"type": kind, "step": 1, "tows": inner}),
        );
        let (steps, ship, skipped) = counted::<Ship>(&json);
        assert_eq!((encoded(&ship), skipped), (json, 0));
        assert!(steps <= 2 * 201, "{steps}");
    }
}

#[test]
fn variants_of_the_same_keys_are_decoded_in_linear_time() {
    for sign in [json!(true), json!(7), json!([7])] {
        let json = nested(
            200,
            json!({"step": 1, "sign": sign}),
            |inner| json!({"step": 1, "sign": sign, "next": inner}),
        );
        let (steps, signal, skipped) = counted::<Signal>(&json);
        assert_eq!((encoded(&signal), skipped), (json, 0));
        assert!((201..=4 * 201).contains(&steps), "{steps}");
    }
}

#[test]
fn variants_that_all_mismatch_are_decoded_in_linear_time() {
    let json = nested(
        200,
        json!({"step": 1, "sign": {}}),
        |inner| json!({"step": 1, "sign": {}, "next": inner}),
    );
    let (steps, signal, skipped) = counted::<Signal>(&json);
    assert!(matches!(signal, Signal::Flag(_)));
    assert_eq!(skipped, 201);
    assert!((201..=4 * 201).contains(&steps), "{steps}");
    // A required property does not match at any level: the whole JSON is preserved.
    let json = nested(
        200,
        json!({"type": "barge", "step": []}),
        |inner| json!({"type": "barge", "step": [], "tows": inner}),
    );
    let (steps, ship, skipped) = counted::<Ship>(&json);
    assert_eq!(
        (ship, skipped),
        (Ship::Unrecognized(UnrecognizedJson(json)), 0)
    );
    assert!(steps <= 2 * 201, "{steps}");
}

#[test]
fn containers_of_unions_are_decoded_in_linear_time() {
    for outer in [
        |inner| json!([1, inner]),
        |inner| json!({"a": 1, "b": inner}),
    ] {
        let json = nested(200, json!(1), outer);
        let (steps, tree, skipped) = counted::<Tree>(&json);
        assert_eq!((encoded(&tree), skipped), (json, 0));
        // Each number is a union itself.
        assert!(steps <= 2 * 201, "{steps}");
    }
}

#[test]
fn strict_decoding_is_linear_and_preserves_what_does_not_match() {
    STEPS.set(0);
    let json = nested(
        200,
        json!({"step": 1, "sign": "?"}),
        |inner| json!({"step": 1, "sign": true, "next": inner}),
    );
    let signal: Signal = decode_strictly(&json).unwrap();
    assert_eq!(encoded(&signal), json);
    assert!(STEPS.get() <= 4 * 201, "{}", STEPS.get());
    let innermost: Signal = decode_strictly(json!({"step": 1, "sign": "?"})).unwrap();
    assert!(matches!(innermost, Signal::Unrecognized(_)));
    assert_eq!(union_of::<Signal>(json), signal);
}

#[test]
fn a_body_is_decoded_to_its_depth() {
    let depth = 100;
    let body = format!("{}1{}", "[1,".repeat(depth), "]".repeat(depth));
    STEPS.set(0);
    let Decoded { value, anomalies } = decode_body::<Tree>(body.as_bytes()).unwrap();
    assert_eq!(encoded(&value).to_string(), body);
    assert!(anomalies.is_empty());
    assert!(
        (depth..=2 * (depth + 1)).contains(&STEPS.get()),
        "{}",
        STEPS.get()
    );
}

#[test]
fn unexpected_values_in_unions_are_skipped_where_they_occur() {
    let body = br#"{"type": "tug", "step": [3], "tows": {"type": "barge", "step": 1, "tows":
        {"type": "tug", "step": true, "new": 5}}}"#;
    let decoded = decode_body::<Ship>(body).unwrap();
    let expected = json!({"type": "tug", "tows": {"type": "barge", "step": 1, "tows":
        {"type": "tug", "new": 5}}});
    assert_eq!(encoded(&decoded.value), expected);
    assert_eq!(
        anomalies(&decoded.anomalies),
        [("step", &json!([3])), ("tows.tows.step", &json!(true))]
    );
    let body = br#"{"fleet": [{"type": "tug"}, {"type": "tug", "step": "x"}], "other": []}"#;
    let decoded = decode_body::<Map<Vec<Ship>>>(body).unwrap();
    assert_eq!(
        anomalies(&decoded.anomalies),
        [("fleet[1].step", &json!("x"))]
    );
}

#[test]
fn the_variant_with_the_fewest_unexpected_values_is_chosen() {
    let signal = |text: &str| decode_body::<Signal>(text.as_bytes()).unwrap();
    let decoded = signal(r#"{"sign": 7, "step": "x"}"#);
    assert!(matches!(decoded.value, Signal::Lamp(_)));
    assert_eq!(anomalies(&decoded.anomalies), [("step", &json!("x"))]);
}

#[test]
fn json_of_no_variant_is_preserved() {
    for text in [
        r#"{"type": "ferry", "step": 1}"#,
        r#"{"type": "barge", "step": {"a": [1.5, null]}, "tows": {"type": "tug", "step": []}}"#,
        r#"{"type": "barge", "tows": {"type": "barge", "tows": {"type": "barge"}}}"#,
        "[1]",
        "null",
    ] {
        let decoded = decode_body::<Ship>(text.as_bytes()).unwrap();
        let json: Value = serde_json::from_str(text).unwrap();
        assert_eq!(decoded.value, Ship::Unrecognized(UnrecognizedJson(json)));
        assert_eq!(anomalies(&decoded.anomalies), []);
    }
}

#[test]
fn only_the_catch_all_takes_of_the_allowance() {
    let taken = |json: Value| {
        let mut record = Record::lenient(0);
        let before = record.context().allowance().left();
        Tree::decode(MemorySource::new(&json).undecoded(), &mut record.context())
            .unwrap()
            .unwrap();
        Ship::decode(MemorySource::new(&json).undecoded(), &mut record.context())
            .unwrap()
            .unwrap();
        before - record.context().allowance().left()
    };
    assert_eq!(taken(json!({"type": "tug", "step": 3})), 1);
    // The ship is a tug, the string of the tree and the ship in it are not known.
    let json = json!({"type": "tug", "step": 3, "tows": {"type": "ferry", "step": 1}});
    assert_eq!(taken(json), 2 + 3);
    assert_eq!(taken(json!([1, 2])), 3);
}

// Each passes on what does not match its own variant.
union!(Left [Pattern::object(1).known(&["sign", "step"]), Pattern::object(0).known(&["step"])] {
    0 => Right(Box<Right>),
    1 => Lamp(Lamp),
});

union!(Right [Pattern::object(1).known(&["step"]), Pattern::object(0).known(&["sign", "step"])] {
    0 => Left(Box<Left>),
    1 => Barge(Barge),
});

#[test]
fn a_value_is_not_passed_on_for_ever() {
    let json = json!({"sign": "x", "step": "y"});
    let decoded = decode_body::<Left>(json.to_string().as_bytes()).unwrap();
    assert!(matches!(decoded.value, Left::Right(_)));
    assert_eq!(encoded(&decoded.value), json);
    assert_eq!(anomalies(&decoded.anomalies), []);
    let decoded = decode_body::<Left>(br#"{"sign": 1, "step": 2}"#).unwrap();
    assert!(matches!(decoded.value, Left::Lamp(_)));
}

mod conversions;
