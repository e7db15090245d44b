use serde_json::Value;

use super::super::json::Timestamp;

/// A value that any field can be compared with: text, a whole number, a time or a boolean.
#[derive(Clone, Debug, PartialEq)]
pub struct Scalar(Value);

/// A value with an order: a whole number or a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ordered(i64);

/// An item of a list for [`is_in`](super::Field::is_in): text or a whole number. All items of a
/// list have the same type.
pub trait ListItem: sealed::Item {}

mod sealed {
    pub trait Item {
        fn into_json(self) -> serde_json::Value;
    }
}

impl Scalar {
    pub(super) fn into_json(self) -> Value {
        self.0
    }
}

impl Ordered {
    pub(super) fn into_json(self) -> Value {
        Value::from(self.0)
    }
}

macro_rules! scalars {
    ($($from:ty),*) => {
        $(impl From<$from> for Scalar {
            fn from(value: $from) -> Self {
                Self(Value::from(value))
            }
        })*
    };
}

// There is one integer type, so that the type of a literal is inferred.
scalars!(&str, String, i64, bool);

impl From<&String> for Scalar {
    fn from(text: &String) -> Self {
        Self::from(text.as_str())
    }
}

impl From<Timestamp> for Scalar {
    fn from(time: Timestamp) -> Self {
        Self::from(time.seconds())
    }
}

impl From<i64> for Ordered {
    fn from(number: i64) -> Self {
        Self(number)
    }
}

impl From<Timestamp> for Ordered {
    fn from(time: Timestamp) -> Self {
        Self(time.seconds())
    }
}

macro_rules! list_items {
    ($($item:ty),*) => {
        $(
            impl ListItem for $item {}

            impl sealed::Item for $item {
                fn into_json(self) -> Value {
                    Value::from(self.to_owned())
                }
            }
        )*
    };
}

list_items!(&str, String, &String, i64, &i64);
