//! Values to serialize in a style.

use std::fmt::Display;

use serde::Serialize;

use crate::exact_value::ExactValue;

/// A value to serialize in a [`Style`](super::Style), or the error that prevents it.
pub struct Argument(pub(super) Result<Content, String>);

pub(super) enum Content {
    Flat(Flat),
    Value(ExactValue),
}

/// A value without nesting, which every style can serialize.
pub(super) enum Flat {
    Primitive(String),
    Array(Vec<String>),
    Object(Vec<(String, String)>),
}

impl Argument {
    /// Creates an argument from a primitive.
    #[inline]
    pub fn primitive(value: impl Display) -> Self {
        Self::flat(Flat::Primitive(value.to_string()))
    }

    /// Creates an argument from a list of primitives.
    #[inline]
    pub fn array<T: Display>(items: impl IntoIterator<Item = T>) -> Self {
        let items = items.into_iter().map(|item| item.to_string());
        Self::flat(Flat::Array(items.collect()))
    }

    /// Creates an argument from an object, or any other JSON value. Properties that are null are
    /// omitted.
    #[inline]
    pub fn value<T: Serialize + ?Sized>(value: &T) -> Self {
        Self(
            ExactValue::of(value)
                .map(Content::Value)
                .map_err(|error| format!("cannot be serialized: {error}")),
        )
    }

    /// Creates an argument from the JSON text of a value.
    #[inline]
    pub fn json<T: Serialize + ?Sized>(value: &T) -> Self {
        match serde_json::to_string(value) {
            Ok(json) => Self::flat(Flat::Primitive(json)),
            Err(error) => Self(Err(format!("cannot be serialized as JSON: {error}"))),
        }
    }

    fn flat(flat: Flat) -> Self {
        Self(Ok(Content::Flat(flat)))
    }
}

impl Content {
    /// Returns a value whose objects are text, and whose lists are lists of text.
    pub(super) fn with_json_objects(value: ExactValue) -> Self {
        Self::Flat(match value {
            ExactValue::Null => Flat::Array(Vec::new()),
            ExactValue::Array(items) => {
                let items = items.into_iter().filter(|item| *item != ExactValue::Null);
                Flat::Array(items.map(form_text).collect())
            }
            value => Flat::Primitive(form_text(value)),
        })
    }

    pub(super) fn flat(self) -> Result<Flat, String> {
        let value = match self {
            Self::Flat(flat) => return Ok(flat),
            Self::Value(value) => value,
        };
        Ok(match value {
            ExactValue::Object(members) => Flat::Object(
                members
                    .into_iter()
                    .filter(|(_, value)| *value != ExactValue::Null)
                    .map(|(name, value)| match value.into_text() {
                        Some(value) => Ok((name, value)),
                        None => Err(format!(
                            "must not contain a list or an object: `{name}` is one"
                        )),
                    })
                    .collect::<Result<_, _>>()?,
            ),
            ExactValue::Array(items) => {
                let items = items.into_iter().map(ExactValue::into_text);
                let items: Option<Vec<String>> = items.collect();
                Flat::Array(items.ok_or("must be a list of strings, numbers or booleans")?)
            }
            ExactValue::Null => Flat::Array(Vec::new()),
            scalar => Flat::Primitive(scalar.into_text().unwrap_or_default()),
        })
    }

    pub(super) fn into_value(self) -> ExactValue {
        match self {
            Self::Value(value) => value,
            Self::Flat(Flat::Primitive(text)) => ExactValue::Text(text),
            Self::Flat(Flat::Array(items)) => {
                ExactValue::Array(items.into_iter().map(ExactValue::Text).collect())
            }
            Self::Flat(Flat::Object(members)) => {
                let members = members.into_iter();
                ExactValue::Object(
                    members
                        .map(|(name, text)| (name, ExactValue::Text(text)))
                        .collect(),
                )
            }
        }
    }
}

impl std::fmt::Debug for Argument {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The value may be personal data.
        f.debug_struct("Argument").finish_non_exhaustive()
    }
}

/// Returns the text of a value of a form: JSON for lists and objects, whose media type is
/// `application/json` by default (OpenAPI 3.2, "Encoding Object", `contentType`).
pub(super) fn form_text(value: ExactValue) -> String {
    match value {
        ExactValue::Array(_) | ExactValue::Object(_) => value.to_string(),
        scalar => scalar.into_text().unwrap_or_default(),
    }
}
