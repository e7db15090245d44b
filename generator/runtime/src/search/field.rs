use serde_json::Value;

use super::Filter;
use super::filter::Condition;
use super::value::{ListItem, Ordered, Scalar};

/// Begins a condition on the field of this name, such as `email` or `custom_attributes.plan`.
///
/// Which fields can be searched, and by which operators, the API's reference says for each search.
pub fn field(name: impl Into<String>) -> Field {
    Field(name.into())
}

/// A field, to be compared with something.
#[derive(Clone, Debug)]
pub struct Field(String);

impl Field {
    /// The field is `value` (`=`).
    pub fn eq(self, value: impl Into<Scalar>) -> Filter {
        self.compare("=", value.into().into_json())
    }

    /// The field is anything but `value` (`!=`).
    pub fn ne(self, value: impl Into<Scalar>) -> Filter {
        self.compare("!=", value.into().into_json())
    }

    /// The field has no value (`=` and null).
    pub fn is_null(self) -> Filter {
        self.compare("=", Value::Null)
    }

    /// The field has a value (`!=` and null).
    pub fn is_not_null(self) -> Filter {
        self.compare("!=", Value::Null)
    }

    /// The field is less than `value` (`<`).
    pub fn lt(self, value: impl Into<Ordered>) -> Filter {
        self.compare("<", value.into().into_json())
    }

    /// The field is `value` or less (`<=`).
    pub fn lte(self, value: impl Into<Ordered>) -> Filter {
        self.compare("<=", value.into().into_json())
    }

    /// The field is greater than `value` (`>`).
    pub fn gt(self, value: impl Into<Ordered>) -> Filter {
        self.compare(">", value.into().into_json())
    }

    /// The field is `value` or greater (`>=`).
    pub fn gte(self, value: impl Into<Ordered>) -> Filter {
        self.compare(">=", value.into().into_json())
    }

    /// The text has `part` in it (`~`).
    pub fn contains(self, part: impl Into<String>) -> Filter {
        self.compare("~", Value::String(part.into()))
    }

    /// The text does not have `part` in it (`!~`).
    pub fn does_not_contain(self, part: impl Into<String>) -> Filter {
        self.compare("!~", Value::String(part.into()))
    }

    /// The text begins with `start` (`^`).
    pub fn starts_with(self, start: impl Into<String>) -> Filter {
        self.compare("^", Value::String(start.into()))
    }

    /// The text ends with `end` (`$`).
    pub fn ends_with(self, end: impl Into<String>) -> Filter {
        self.compare("$", Value::String(end.into()))
    }

    /// The field is one of `values` (`IN`).
    pub fn is_in<T: ListItem>(self, values: impl IntoIterator<Item = T>) -> Filter {
        self.compare("IN", list(values))
    }

    /// The field is none of `values` (`NIN`).
    pub fn is_not_in<T: ListItem>(self, values: impl IntoIterator<Item = T>) -> Filter {
        self.compare("NIN", list(values))
    }

    fn compare(self, operator: &'static str, value: Value) -> Filter {
        Filter::from(Condition {
            field: self.0,
            operator,
            value,
        })
    }
}

fn list<T: ListItem>(values: impl IntoIterator<Item = T>) -> Value {
    values.into_iter().map(T::into_json).collect()
}
