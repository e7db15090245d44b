//! The arguments of a call by name.

use std::fmt;

use bytes::Bytes;
use serde::Deserializer;
use serde::de::{Error as _, SeqAccess, Visitor};
use serde_json::{Map, Value};

use crate::File;
use crate::json::{Context, Decode, Outcome, decode_exactly, path_of, reason};

/// What is left of the arguments while an operation takes its own from them.
pub struct Arguments {
    /// The path of the operation, which names its variables.
    path: &'static str,
    members: Map<String, Value>,
    /// The names that the operation has asked for.
    known: Vec<&'static str>,
}

impl Arguments {
    pub(super) fn new(path: &'static str, arguments: Value) -> Result<Self, String> {
        match arguments {
            Value::Object(members) => Ok(Self {
                path,
                members,
                known: Vec::new(),
            }),
            _ => Err("the arguments must be a JSON object".to_owned()),
        }
    }

    /// Takes the value of the path's variable at `index`. Its name is that of the version at hand,
    /// which others may spell otherwise.
    ///
    /// # Errors
    /// When it is missing or does not fit.
    #[inline]
    pub fn path<T: for<'de> Decode<'de>>(&mut self, index: usize) -> Result<T, String> {
        self.required(variable(self.path, index))
    }

    /// Takes an argument that must be there.
    ///
    /// # Errors
    /// When it is missing or does not fit.
    #[inline]
    pub fn required<T: for<'de> Decode<'de>>(&mut self, name: &'static str) -> Result<T, String> {
        match self.take(name) {
            Some(value) => read(name, &value),
            None => Err(format!("argument `{name}` is missing")),
        }
    }

    /// Takes an argument if it is there.
    ///
    /// # Errors
    /// When it does not fit.
    #[inline]
    pub fn optional<T: for<'de> Decode<'de>>(
        &mut self,
        name: &'static str,
    ) -> Result<Option<T>, String> {
        match self.take(name) {
            Some(value) => read(name, &value).map(Some),
            None => Ok(None),
        }
    }

    /// Makes an argument `body.name` of each member of `body`, whose fields are then taken one by
    /// one.
    ///
    /// # Errors
    /// When the body is no object.
    pub fn open_body(&mut self) -> Result<(), String> {
        match self.members.remove("body") {
            Some(Value::Object(fields)) => {
                let fields = fields.into_iter();
                let fields = fields.map(|(name, value)| (format!("body.{name}"), value));
                self.members.extend(fields);
                Ok(())
            }
            Some(_) => Err("argument `body` must be an object of the form's fields".to_owned()),
            None => Ok(()),
        }
    }

    /// Complains of what nobody has asked for.
    pub(super) fn finish(self) -> Result<(), String> {
        let Some(name) = self.members.keys().next() else {
            return Ok(());
        };
        let known: Vec<String> = self.known.iter().map(|name| format!("`{name}`")).collect();
        Err(if known.is_empty() {
            format!("there is no argument `{name}`, nor any other")
        } else {
            format!("there is no argument `{name}`, but {}", known.join(", "))
        })
    }

    fn take(&mut self, name: &'static str) -> Option<Value> {
        self.known.push(name);
        self.members.remove(name)
    }
}

/// The name of the variable at `index` of a path.
fn variable(path: &'static str, index: usize) -> &'static str {
    let variables = path.split('{').skip(1);
    let names = variables.filter_map(|rest| Some(rest.split_once('}')?.0));
    names.into_iter().nth(index).unwrap_or_default()
}

fn read<T: for<'de> Decode<'de>>(name: &str, value: &Value) -> Result<T, String> {
    from_json(value).map_err(|message| format!("argument `{name}` does not fit: {message}"))
}

/// Reads a value as `T`.
///
/// By way of its text: from a `Value`, every type would be compiled a second time.
pub(super) fn from_json<T: for<'de> Decode<'de>>(value: &Value) -> Result<T, String> {
    let text = value.to_string();
    decode_exactly(text.as_bytes()).map_err(|error| message(&error, text.as_bytes()))
}

/// Says where in the value it is, in place of where in the text.
fn message(error: &serde_json::Error, text: &[u8]) -> String {
    let message = reason(error);
    match path_of(error, text).as_str() {
        "" => message,
        path => format!("{message}, at `{path}`"),
    }
}

/// Bytes are given as text, or as an array of numbers.
impl<'de> Decode<'de> for Bytes {
    fn decode<D: Deserializer<'de>>(
        deserializer: D,
        _context: &mut Context<'_>,
    ) -> Result<Outcome<Self>, D::Error> {
        deserializer.deserialize_any(BytesVisitor).map(Ok)
    }
}

/// A file is given as its bytes.
impl<'de> Decode<'de> for File {
    fn decode<D: Deserializer<'de>>(
        deserializer: D,
        context: &mut Context<'_>,
    ) -> Result<Outcome<Self>, D::Error> {
        let bytes = Bytes::decode(deserializer, context)?;
        Ok(bytes.map(|bytes| Self::new("file", bytes)))
    }
}

struct BytesVisitor;

impl<'de> Visitor<'de> for BytesVisitor {
    type Value = Bytes;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("text or an array of bytes")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Bytes, E> {
        Ok(Bytes::copy_from_slice(text.as_bytes()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Bytes, A::Error> {
        let mut bytes = Vec::new();
        while let Some(byte) = items.next_element::<u64>()? {
            let byte = u8::try_from(byte);
            bytes.push(byte.map_err(|_| A::Error::custom("a byte is at most 255"))?);
        }
        Ok(bytes.into())
    }
}

impl fmt::Debug for Arguments {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // What people entrusted to the application may be among the values.
        f.debug_struct("Arguments")
            .field("names", &self.members.keys().collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}
