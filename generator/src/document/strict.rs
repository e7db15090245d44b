//! Deserialization of any value, without duplicate keys and non-finite numbers.

use std::cell::{Cell, RefCell};
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use crate::document::yaml;

/// The keys and indices that lead to the current value.
pub(super) type Location = RefCell<Vec<String>>;

/// Deserializes any value.
#[derive(Clone, Copy)]
pub(super) struct Strict<'b> {
    /// The bytes that values may still take: aliases repeat them.
    pub budget: &'b Cell<usize>,
    /// The location of the value, if it is recorded.
    pub location: Option<&'b Location>,
}

impl Strict<'_> {
    fn enter(self, part: impl FnOnce() -> String) {
        if let Some(location) = self.location {
            location.borrow_mut().push(part());
        }
    }

    fn leave(self) {
        if let Some(location) = self.location {
            location.borrow_mut().pop();
        }
    }

    /// Takes a value with a text from the budget.
    fn spend<E: Error>(self, text: &str) -> Result<(), E> {
        let rest = self.budget.get().saturating_sub(yaml::VALUE + text.len());
        self.budget.set(rest);
        match rest {
            0 => Err(E::custom(yaml::EXPANSION)),
            _ => Ok(()),
        }
    }
}

impl<'de> DeserializeSeed<'de> for Strict<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    // Integers beyond 64 bits, which YAML supports, lose precision as they do in `serde_json`.
    fn visit_i128<E: Error>(self, value: i128) -> Result<Value, E> {
        self.visit_f64(value as f64)
    }

    fn visit_u128<E: Error>(self, value: u128) -> Result<Value, E> {
        self.visit_f64(value as f64)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        match Number::from_f64(value) {
            Some(number) => Ok(number.into()),
            None => Err(E::custom(format!("`{value}` is not a JSON number"))),
        }
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        self.visit_string(value.to_owned())
    }

    fn visit_string<E: Error>(self, value: String) -> Result<Value, E> {
        self.spend(&value)?;
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Value, A::Error> {
        let mut array = Vec::new();
        loop {
            self.enter(|| array.len().to_string());
            let element = elements.next_element_seed(self)?;
            self.leave();
            let Some(element) = element else {
                return Ok(Value::Array(array));
            };
            self.spend("")?;
            array.push(element);
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some(key) = members.next_key_seed(NewKey(&object, self))? {
            self.spend(&key)?;
            self.enter(|| key.clone());
            let value = members.next_value_seed(self)?;
            self.leave();
            object.insert(key, value);
        }
        Ok(Value::Object(object))
    }
}

/// Deserializes a key that the object does not contain yet. Errors have the position of the key.
struct NewKey<'a>(&'a Map<String, Value>, Strict<'a>);

impl<'de> DeserializeSeed<'de> for NewKey<'_> {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_string(self)
    }
}

impl Visitor<'_> for NewKey<'_> {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<String, E> {
        self.visit_string(key.to_owned())
    }

    fn visit_string<E: Error>(self, key: String) -> Result<String, E> {
        if self.0.contains_key(&key) {
            self.1.enter(|| key.clone());
            Err(E::custom(format!(
                "duplicate key `{key}`: remove one of the two"
            )))
        } else {
            Ok(key)
        }
    }
}
