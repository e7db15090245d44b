//! How values are written into addresses, headers and forms: OpenAPI 3.0, "Style Values", by way of
//! RFC 6570.

use std::fmt::Display;

use serde::Serialize;
use serde_json::Value;

use super::address;

/// A style of OpenAPI.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    kind: Kind,
    is_exploded: bool,
    allows_reserved: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Matrix,
    Label,
    Simple,
    Form,
    SpaceDelimited,
    PipeDelimited,
    DeepObject,
}

impl Style {
    /// `;color=blue,black`, exploded `;color=blue;color=black` (RFC 6570, 3.2.7).
    pub const MATRIX: Self = Self::of(Kind::Matrix);
    /// `.blue,black`, exploded `.blue.black` (RFC 6570, 3.2.5).
    pub const LABEL: Self = Self::of(Kind::Label);
    /// `blue,black` (RFC 6570, 3.2.2).
    pub const SIMPLE: Self = Self::of(Kind::Simple);
    /// `color=blue,black`, exploded `color=blue&color=black` (RFC 6570, 3.2.8).
    pub const FORM: Self = Self::of(Kind::Form);
    /// `color=blue%20black`
    pub const SPACE_DELIMITED: Self = Self::of(Kind::SpaceDelimited);
    /// `color=blue%7Cblack`
    pub const PIPE_DELIMITED: Self = Self::of(Kind::PipeDelimited);
    /// `color%5BR%5D=100&color%5BG%5D=200`
    pub const DEEP_OBJECT: Self = Self::of(Kind::DeepObject);

    const fn of(kind: Kind) -> Self {
        Self {
            kind,
            is_exploded: false,
            allows_reserved: false,
        }
    }

    /// Writes each item or member on its own.
    #[must_use]
    pub const fn exploded(mut self) -> Self {
        self.is_exploded = true;
        self
    }

    /// Leaves reserved characters as they are, but for those that would end the value.
    #[must_use]
    pub const fn allowing_reserved(mut self) -> Self {
        self.allows_reserved = true;
        self
    }

    fn encode(self, value: &str) -> String {
        match self.allows_reserved {
            true => address::encode_allowing_reserved(value),
            false => address::encode(value),
        }
    }

    /// What a value becomes in a path; nothing for an empty list or object.
    pub(super) fn segment(self, name: &str, argument: Argument) -> Result<String, String> {
        let content = argument.0?;
        let is_object = matches!(content, Content::Object(_));
        let pieces = self.pieces(content, &|text| self.encode(&text));
        if pieces.is_empty() {
            return Ok(String::new());
        }
        let name = address::encode(name);
        Ok(match (self.kind, self.is_exploded) {
            (Kind::Matrix, true) if is_object => format!(";{}", pieces.join(";")),
            (Kind::Matrix, true) => {
                let items = pieces.iter().map(|item| matrix(&name, item));
                items.collect()
            }
            (Kind::Matrix, false) => matrix(&name, &pieces.join(",")),
            (Kind::Label, true) => format!(".{}", pieces.join(".")),
            (Kind::Label, false) => format!(".{}", pieces.join(",")),
            _ => pieces.join(","),
        })
    }

    /// What a value becomes in a header, where nothing is encoded.
    pub(super) fn header(self, argument: Argument) -> Result<String, String> {
        let pieces = self.pieces(argument.0?, &|text| text);
        Ok(pieces.join(","))
    }

    /// What a value becomes in a query, in cookies or in a form: encoded names and values.
    pub(super) fn pairs(
        self,
        name: &str,
        argument: Argument,
    ) -> Result<Vec<(String, String)>, String> {
        let encode = |text: String| self.encode(&text);
        let encoded = address::encode(name);
        let content = argument.0?;
        let pairs = match (self.kind, content) {
            (Kind::DeepObject, Content::Object(members)) => {
                let members = members.into_iter().map(|(key, value)| {
                    let key = address::encode(&format!("{name}[{key}]"));
                    (key, encode(value))
                });
                members.collect()
            }
            (_, Content::Object(members)) if self.is_exploded => {
                let members = members.into_iter();
                members
                    .map(|(key, value)| (address::encode(&key), encode(value)))
                    .collect()
            }
            (_, Content::Array(items)) if self.is_exploded => {
                let items = items.into_iter();
                items.map(|item| (encoded.clone(), encode(item))).collect()
            }
            (_, content) => {
                let separator = match self.kind {
                    Kind::SpaceDelimited => "%20",
                    Kind::PipeDelimited => "%7C",
                    _ => ",",
                };
                let pieces = self.pieces(content, &encode);
                let pair = (!pieces.is_empty()).then(|| (encoded, pieces.join(separator)));
                pair.into_iter().collect()
            }
        };
        Ok(pairs)
    }

    /// What stands between separators.
    fn pieces(self, content: Content, encode: &dyn Fn(String) -> String) -> Vec<String> {
        match content {
            Content::Primitive(value) => vec![encode(value)],
            Content::Array(items) => items.into_iter().map(encode).collect(),
            Content::Object(members) => {
                let members = members.into_iter();
                let members = members.map(|(key, value)| (encode(key), encode(value)));
                match self.is_exploded {
                    true => members
                        .map(|(key, value)| match value.as_str() {
                            "" if self.kind == Kind::Matrix => key,
                            _ => format!("{key}={value}"),
                        })
                        .collect(),
                    false => members.flat_map(|(key, value)| [key, value]).collect(),
                }
            }
        }
    }
}

/// `;name=value`, without `=` before nothing (RFC 6570, 3.2.7).
fn matrix(name: &str, value: &str) -> String {
    match value {
        "" => format!(";{name}"),
        _ => format!(";{name}={value}"),
    }
}

/// A value in the pieces that a style writes; or why it has none.
pub struct Argument(Result<Content, String>);

enum Content {
    Primitive(String),
    Array(Vec<String>),
    Object(Vec<(String, String)>),
}

impl Argument {
    /// A single piece of text.
    #[inline]
    pub fn primitive(value: impl Display) -> Self {
        Self(Ok(Content::Primitive(value.to_string())))
    }

    /// A list.
    #[inline]
    pub fn array<T: Display>(items: impl IntoIterator<Item = T>) -> Self {
        let items = items.into_iter().map(|item| item.to_string());
        Self(Ok(Content::Array(items.collect())))
    }

    /// An object. Members that are null are left out.
    #[inline]
    pub fn object<T: Serialize + ?Sized>(object: &T) -> Self {
        Self::of(serde_json::to_value(object))
    }

    /// A value as the text of its JSON.
    #[inline]
    pub fn json<T: Serialize + ?Sized>(value: &T) -> Self {
        let json = serde_json::to_string(value);
        let json = json.map_err(|error| format!("cannot be written as JSON: {error}"));
        Self(json.map(Content::Primitive))
    }

    fn of(object: serde_json::Result<Value>) -> Self {
        let members = match object {
            Ok(Value::Object(members)) => members,
            Ok(_) => return Self(Err("must be an object".to_owned())),
            Err(error) => return Self(Err(format!("cannot be written: {error}"))),
        };
        let pairs = members.into_iter().filter_map(|(name, value)| {
            let text = match value {
                Value::Null => return None,
                Value::String(text) => text,
                Value::Number(number) => number.to_string(),
                Value::Bool(boolean) => boolean.to_string(),
                Value::Array(_) | Value::Object(_) => {
                    let message = format!("must hold no list and no object, as `{name}` is");
                    return Some(Err(message));
                }
            };
            Some(Ok((name, text)))
        });
        Self(pairs.collect::<Result<_, _>>().map(Content::Object))
    }
}

impl std::fmt::Debug for Argument {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // What people entrusted to the application may be in it.
        f.debug_struct("Argument").finish_non_exhaustive()
    }
}
