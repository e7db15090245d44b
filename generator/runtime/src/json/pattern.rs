use std::cmp::Reverse;

use serde_json::{Map, Number, Value};

use super::scalar::whole;

/// The structure of the JSON of a union variant, by which the variant is selected.
///
/// Several patterns may have the same variant.
#[derive(Clone, Copy, Debug)]
pub struct Pattern {
    variant: usize,
    shape: Shape,
    constants: &'static [(&'static str, Constant)],
    tag: Option<(&'static str, &'static [&'static str])>,
    required: &'static [&'static str],
    known: &'static [&'static str],
}

#[derive(Clone, Copy, Debug)]
enum Shape {
    Object,
    Array(&'static [Pattern]),
    String,
    Integer,
    Number,
    Boolean,
    Any,
}

/// The constant value of a property of a variant.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Constant {
    /// A string.
    Text(&'static str),
    /// A boolean.
    Boolean(bool),
    /// An integer.
    Integer(i64),
    /// Null.
    Null,
    /// The text of other JSON: a number with a fraction, an array, an object.
    Json(&'static str),
}

/// The quality of a match between JSON and a pattern. Greater is better; earlier fields take
/// precedence.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Match {
    precision: Precision,
    /// `true` if the discriminator selects the variant.
    has_tag: bool,
    /// `true` if all required keys are present.
    has_required: bool,
    /// The number of known keys that are present.
    known: usize,
    /// The number of keys that are present with their only value.
    constants: usize,
    /// The number of known keys that are absent.
    absent: Reverse<usize>,
}

/// A variant that JSON matches.
#[derive(Clone, Copy)]
pub(super) struct Candidate {
    pub(super) variant: usize,
    /// `true` if the discriminator selects the variant.
    pub(super) has_tag: bool,
}

/// The precision with which a pattern describes the type of the JSON.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Precision {
    /// Any JSON.
    Any,
    /// A more general type, such as a number for an integer.
    General,
    /// The type of the JSON.
    Exact,
}

impl Match {
    const fn of(precision: Precision) -> Self {
        Self {
            precision,
            has_tag: false,
            has_required: true,
            known: 0,
            constants: 0,
            absent: Reverse(0),
        }
    }
}

impl Pattern {
    const fn new(variant: usize, shape: Shape) -> Self {
        Self {
            variant,
            shape,
            constants: &[],
            tag: None,
            required: &[],
            known: &[],
        }
    }

    /// Creates a pattern that matches objects.
    #[must_use]
    pub const fn object(variant: usize) -> Self {
        Self::new(variant, Shape::Object)
    }

    /// Creates a pattern that matches arrays whose items all match one of `items`; any array, if
    /// there are none. The variants of `items` are ignored.
    #[must_use]
    pub const fn array(variant: usize, items: &'static [Pattern]) -> Self {
        Self::new(variant, Shape::Array(items))
    }

    /// Creates a pattern that matches strings.
    #[must_use]
    pub const fn string(variant: usize) -> Self {
        Self::new(variant, Shape::String)
    }

    /// Creates a pattern that matches numbers without a fraction.
    #[must_use]
    pub const fn integer(variant: usize) -> Self {
        Self::new(variant, Shape::Integer)
    }

    /// Creates a pattern that matches numbers. A pattern for integers takes precedence.
    #[must_use]
    pub const fn number(variant: usize) -> Self {
        Self::new(variant, Shape::Number)
    }

    /// Creates a pattern that matches booleans.
    #[must_use]
    pub const fn boolean(variant: usize) -> Self {
        Self::new(variant, Shape::Boolean)
    }

    /// Creates a pattern that matches any JSON. All other patterns take precedence.
    #[must_use]
    pub const fn any(variant: usize) -> Self {
        Self::new(variant, Shape::Any)
    }

    /// Excludes objects in which one of these keys has another value.
    ///
    /// Absent and null keys are not excluded. A key that is listed several times may have any of
    /// the values.
    #[must_use]
    pub const fn constants(mut self, constants: &'static [(&'static str, Constant)]) -> Self {
        self.constants = constants;
        self
    }

    /// Requires that `key` is present with one of `values`: a string, or a number or a boolean with
    /// this text.
    #[must_use]
    pub const fn tagged(mut self, key: &'static str, values: &'static [&'static str]) -> Self {
        self.tag = Some((key, values));
        self
    }

    /// Prefers objects in which all of these keys are present and not null.
    #[must_use]
    pub const fn required(mut self, keys: &'static [&'static str]) -> Self {
        self.required = keys;
        self
    }

    /// Excludes objects that have other keys only, and prefers those that have many of these keys.
    ///
    /// `outer.inner` is the key `inner` in the object `outer`, or in an item of the array `outer`.
    #[must_use]
    pub const fn known(mut self, keys: &'static [&'static str]) -> Self {
        self.known = keys;
        self
    }

    /// Returns the variants that `json` matches, the best match first, each once.
    pub(super) fn rank(patterns: &[Self], json: &Value) -> Vec<Candidate> {
        let mut matches: Vec<(Match, usize)> = Vec::new();
        for pattern in patterns {
            if let Some(quality) = pattern.match_json(json) {
                // After equal matches. A union has few patterns, so a sort is not worth its code.
                let at = matches.partition_point(|(better, _)| *better >= quality);
                matches.insert(at, (quality, pattern.variant));
            }
        }
        let mut candidates: Vec<Candidate> = Vec::with_capacity(matches.len());
        for (Match { has_tag, .. }, variant) in matches {
            if candidates.iter().all(|other| other.variant != variant) {
                candidates.push(Candidate { variant, has_tag });
            }
        }
        candidates
    }

    /// Returns how well `json` matches; `None` if it does not match.
    fn match_json(&self, json: &Value) -> Option<Match> {
        const EXACT: Match = Match::of(Precision::Exact);
        match (self.shape, json) {
            (Shape::Any, _) => Some(Match::of(Precision::Any)),
            (Shape::Object, Value::Object(object)) => self.match_object(object),
            (Shape::Array(patterns), Value::Array(items)) => match_items(patterns, items, EXACT),
            (Shape::String, Value::String(_)) | (Shape::Boolean, Value::Bool(_)) => Some(EXACT),
            (Shape::Number, Value::Number(number)) if number.is_f64() => Some(EXACT),
            (Shape::Number, Value::Number(_)) => Some(Match::of(Precision::General)),
            (Shape::Integer, Value::Number(number)) if !number.is_f64() => Some(EXACT),
            (Shape::Integer, Value::Number(number)) if integer(number).is_some() => {
                Some(Match::of(Precision::General))
            }
            _ => None,
        }
    }

    fn match_object(&self, object: &Map<String, Value>) -> Option<Match> {
        if !self.has_tag(object) || !self.has_constants(object) {
            return None;
        }
        let is_null = |key: &&str| self.constants.contains(&(*key, Constant::Null));
        let is_present = |key: &&str| {
            let value = object.get(*key);
            value.is_some_and(|value| !value.is_null() || is_null(key))
        };
        let has_constant = |(key, constant): &&(&str, Constant)| {
            object.get(*key).is_some_and(|value| constant.is(value))
        };
        let known = self.known.iter().filter(|key| has_key(object, key)).count();
        let is_unknown = known == 0 && !self.known.is_empty() && !object.is_empty();
        if is_unknown && self.tag.is_none() {
            return None;
        }
        Some(Match {
            precision: Precision::Exact,
            has_tag: self.tag.is_some(),
            has_required: self.required.iter().all(is_present),
            known,
            constants: self.constants.iter().filter(has_constant).count(),
            absent: Reverse(self.known.len() - known),
        })
    }

    fn has_tag(&self, object: &Map<String, Value>) -> bool {
        self.tag.is_none_or(|(key, values)| {
            let is = |text: &str| values.contains(&text);
            match object.get(key) {
                Some(Value::String(text)) => is(text),
                Some(Value::Bool(value)) => is(if *value { "true" } else { "false" }),
                Some(Value::Number(number)) => values.iter().any(|text| is_text_of(text, number)),
                _ => false,
            }
        })
    }

    fn has_constants(&self, object: &Map<String, Value>) -> bool {
        self.constants
            .iter()
            .all(|(key, _)| match object.get(*key) {
                None | Some(Value::Null) => true,
                Some(value) => {
                    let mut allowed = self.constants.iter().filter(|(name, _)| name == key);
                    allowed.any(|(_, constant)| constant.is(value))
                }
            })
    }
}

/// Returns `true` if the key is present; for `outer.inner`, if `inner` is present in the object
/// `outer` or in an item of the array `outer`.
fn has_key(object: &Map<String, Value>, key: &str) -> bool {
    object.contains_key(key)
        || key.split_once('.').is_some_and(|(outer, inner)| {
            let has_inner = |value: &Value| value.get(inner).is_some();
            match object.get(outer) {
                Some(Value::Array(items)) => items.iter().any(has_inner),
                Some(value) => has_inner(value),
                None => false,
            }
        })
}

/// Returns how well the first item matches, if all items match; `empty` if there are none.
fn match_items(patterns: &[Pattern], items: &[Value], empty: Match) -> Option<Match> {
    if patterns.is_empty() {
        return Some(Match::of(Precision::Any));
    }
    let best = |item: &Value| {
        patterns
            .iter()
            .filter_map(|pattern| pattern.match_json(item))
            .max()
    };
    let mut matches = items.iter().map(best);
    let first = matches.next().unwrap_or(Some(empty))?;
    matches.all(|quality| quality.is_some()).then_some(first)
}

impl Constant {
    fn is(self, value: &Value) -> bool {
        match self {
            Self::Text(text) => value.as_str() == Some(text),
            Self::Boolean(boolean) => value.as_bool() == Some(boolean),
            Self::Integer(constant) => match value {
                Value::Number(number) => integer(number) == Some(constant),
                _ => false,
            },
            Self::Null => value.is_null(),
            Self::Json(text) => serde_json::from_str(text).is_ok_and(|json| is_same(&json, value)),
        }
    }
}

/// Returns `true` if two values are equal by JSON Schema (2020-12, core, section 4.2.2): numbers by
/// their value, objects in any order.
fn is_same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => is_same_number(one, other),
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len()
                && one
                    .iter()
                    .zip(other)
                    .all(|(one, other)| is_same(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            let has = |(key, value): (&String, &Value)| {
                other.get(key).is_some_and(|other| is_same(value, other))
            };
            one.len() == other.len() && one.iter().all(has)
        }
        _ => one == other,
    }
}

fn is_same_number(one: &Number, other: &Number) -> bool {
    match (integer(one), integer(other)) {
        (None, None) => one.as_u64() == other.as_u64() && one.as_f64() == other.as_f64(),
        (one, other) => one == other,
    }
}

/// Returns `true` if the text is that of a number, such as `1` for `1.0`.
fn is_text_of(text: &str, number: &Number) -> bool {
    match integer(number) {
        Some(integer) => text.parse() == Ok(integer),
        None => text
            .parse()
            .is_ok_and(|other| is_same_number(number, &other)),
    }
}

/// Returns a number as an integer. A float without a fraction is one.
fn integer(number: &Number) -> Option<i64> {
    number.as_i64().or_else(|| number.as_f64().and_then(whole))
}
