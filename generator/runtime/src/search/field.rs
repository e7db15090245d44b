use serde_json::Value;

use super::Filter;
use super::filter::Condition;
use super::value::{ListItem, Ordered, Scalar};

/// Returns the field `name`, such as `email` or `custom_attributes.plan`, to build a condition on
/// it.
///
/// The reference of the API documents the fields of each search and the operators they support.
pub fn field(name: impl Into<String>) -> Field {
    Field(name.into())
}

/// A field, whose methods create the conditions of a search.
#[derive(Clone, Debug)]
pub struct Field(String);

impl Field {
    /// Matches if the field equals `value` (`=`).
    pub fn eq(self, value: impl Into<Scalar>) -> Filter {
        self.compare("=", value.into().into_json())
    }

    /// Matches if the field does not equal `value` (`!=`).
    pub fn ne(self, value: impl Into<Scalar>) -> Filter {
        self.compare("!=", value.into().into_json())
    }

    /// Matches if the field has no value (`=` with null).
    pub fn is_null(self) -> Filter {
        self.compare("=", Value::Null)
    }

    /// Matches if the field has a value (`!=` with null).
    pub fn is_not_null(self) -> Filter {
        self.compare("!=", Value::Null)
    }

    /// Matches if the field is less than `value` (`<`).
    pub fn lt(self, value: impl Into<Ordered>) -> Filter {
        self.compare("<", value.into().into_json())
    }

    /// Matches if the field is less than or equal to `value` (`<=`).
    pub fn lte(self, value: impl Into<Ordered>) -> Filter {
        self.compare("<=", value.into().into_json())
    }

    /// Matches if the field is greater than `value` (`>`).
    pub fn gt(self, value: impl Into<Ordered>) -> Filter {
        self.compare(">", value.into().into_json())
    }

    /// Matches if the field is greater than or equal to `value` (`>=`).
    pub fn gte(self, value: impl Into<Ordered>) -> Filter {
        self.compare(">=", value.into().into_json())
    }

    /// Matches if the field contains the text `part` (`~`).
    pub fn contains(self, part: impl Into<String>) -> Filter {
        self.compare("~", Value::String(part.into()))
    }

    /// Matches if the field does not contain the text `part` (`!~`).
    pub fn does_not_contain(self, part: impl Into<String>) -> Filter {
        self.compare("!~", Value::String(part.into()))
    }

    /// Matches if the field starts with the text `start` (`^`).
    pub fn starts_with(self, start: impl Into<String>) -> Filter {
        self.compare("^", Value::String(start.into()))
    }

    /// Matches if the field ends with the text `end` (`$`).
    pub fn ends_with(self, end: impl Into<String>) -> Filter {
        self.compare("$", Value::String(end.into()))
    }

    /// Matches if the field equals one of `values` (`IN`).
    pub fn is_in<T: ListItem>(self, values: impl IntoIterator<Item = T>) -> Filter {
        self.compare("IN", list(values))
    }

    /// Matches if the field equals none of `values` (`NIN`).
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
