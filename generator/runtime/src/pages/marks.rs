//! What an answer says of the pages around it, read leniently from its bytes.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

/// The keys that may say something.
const KEYS: &[&str] = &[
    "has_more",
    "next_cursor",
    "page",
    "pages",
    "scroll_param",
    "total_count",
    "total_pages",
];

/// What an answer says of the pages around it. Nothing in it is an error: what has another form
/// than expected says nothing.
#[derive(Debug, Default)]
pub(super) struct Marks {
    values: Map<String, Value>,
    /// How long the list is that the answer holds.
    pub(super) count: u64,
}

/// What `pages.next` is.
pub(super) enum Next<'a> {
    Absent,
    Null,
    Object(&'a Map<String, Value>),
    Url(&'a str),
}

impl Marks {
    /// Reads the marks of a body, in which the keys `items` lead to the list.
    ///
    /// A body that is no JSON has none; to read it as its type is what reports it.
    pub(super) fn read(body: &[u8], items: &[&str]) -> Self {
        let mut values = Map::new();
        let reader = Reader {
            path: items,
            values: Some(&mut values),
        };
        let mut json = serde_json::Deserializer::from_slice(body);
        let count = reader.deserialize(&mut json).ok().flatten().unwrap_or(0);
        Self { values, count }
    }

    pub(super) fn next(&self) -> Next<'_> {
        match self.values.get("pages").and_then(|pages| pages.get("next")) {
            Some(Value::Null) => Next::Null,
            Some(Value::Object(members)) => Next::Object(members),
            Some(Value::String(url)) => Next::Url(url),
            _ => Next::Absent,
        }
    }

    /// The text of a key beside the list.
    pub(super) fn text(&self, key: &str) -> Option<String> {
        text(self.values.get(key)?)
    }

    pub(super) fn is_false(&self, key: &str) -> bool {
        self.values.get(key) == Some(&Value::Bool(false))
    }

    /// The number of a key in `pages`, or else beside the list.
    pub(super) fn number(&self, key: &str) -> Option<u64> {
        let inner = self.values.get("pages").and_then(|pages| pages.get(key));
        inner.or_else(|| self.values.get(key)).and_then(number)
    }
}

/// The text of a string or number that is not empty.
pub(super) fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// A whole number, or a string of one.
pub(super) fn number(value: &Value) -> Option<u64> {
    match value {
        Value::String(text) => text.parse().ok(),
        value => value.as_u64(),
    }
}

/// Keeps the values of the known keys, counts the list at the end of the path, skips the rest.
struct Reader<'a> {
    path: &'a [&'a str],
    /// Only the outermost object has marks.
    values: Option<&'a mut Map<String, Value>>,
}

impl<'de> DeserializeSeed<'de> for Reader<'_> {
    type Value = Option<u64>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<u64>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Reader<'_> {
    type Value = Option<u64>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<Option<u64>, A::Error> {
        let mut count = None;
        while let Some(key) = map.next_key::<String>()? {
            match (self.path.split_first(), &mut self.values) {
                (Some((first, rest)), _) if *first == key => {
                    count = map.next_value_seed(Reader {
                        path: rest,
                        values: None,
                    })?;
                }
                (_, Some(values)) if KEYS.contains(&key.as_str()) => {
                    values.insert(key, map.next_value()?);
                }
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(count)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Option<u64>, A::Error> {
        let mut count = 0;
        while list.next_element::<IgnoredAny>()?.is_some() {
            count += 1;
        }
        Ok(self.path.is_empty().then_some(count))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Option<u64>, E> {
        Ok(None)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Option<u64>, E> {
        Ok(None)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Option<u64>, E> {
        Ok(None)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Option<u64>, E> {
        Ok(None)
    }

    fn visit_str<E>(self, _: &str) -> Result<Option<u64>, E> {
        Ok(None)
    }

    fn visit_unit<E>(self) -> Result<Option<u64>, E> {
        Ok(None)
    }
}
