//! The named arguments of a dynamic call.

use std::fmt;

use bytes::Bytes;
use serde::Deserializer;
use serde::de::{Error as _, SeqAccess, Visitor};
use serde_json::{Map, Value};

use crate::File;
use crate::json::{Context, Decode, Failure, Outcome, Undecoded, decode_exactly, reason};

/// The named arguments of a call, from which an operation takes its own one by one.
pub struct Arguments {
    /// The path template of the operation, with the names of the path parameters.
    path: &'static str,
    members: Map<String, Value>,
    /// The names that the operation has taken.
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

    /// Takes the path parameter at `index`, whose name may differ between versions.
    ///
    /// # Errors
    /// Returns an error if it is missing or does not match its type.
    #[inline]
    pub fn path<T: Decode>(&mut self, index: usize) -> Result<T, String> {
        self.required(parameter_name(self.path, index))
    }

    /// Takes a required argument.
    ///
    /// # Errors
    /// Returns an error if it is missing or does not match its type.
    #[inline]
    pub fn required<T: Decode>(&mut self, name: &'static str) -> Result<T, String> {
        match self.take(name) {
            Some(value) => read(name, &value),
            None => Err(format!("argument `{name}` is missing")),
        }
    }

    /// Takes an optional argument.
    ///
    /// # Errors
    /// Returns an error if it does not match its type.
    #[inline]
    pub fn optional<T: Decode>(&mut self, name: &'static str) -> Result<Option<T>, String> {
        match self.take(name) {
            Some(value) => read(name, &value).map(Some),
            None => Ok(None),
        }
    }

    /// Replaces `body` with an argument `body.name` for each field of the form.
    ///
    /// # Errors
    /// Returns an error if the body is not an object.
    pub fn open_body(&mut self) -> Result<(), String> {
        match self.members.remove("body") {
            Some(Value::Object(fields)) => {
                let fields = fields
                    .into_iter()
                    .map(|(name, value)| (format!("body.{name}"), value));
                self.members.extend(fields);
                Ok(())
            }
            Some(_) => Err("argument `body` must be an object of the form's fields".to_owned()),
            None => Ok(()),
        }
    }

    /// Returns an error if there is an argument that the operation has not taken.
    pub(super) fn finish(self) -> Result<(), String> {
        let Some(name) = self.members.keys().next() else {
            return Ok(());
        };
        let known: Vec<String> = self.known.iter().map(|name| format!("`{name}`")).collect();
        Err(if known.is_empty() {
            format!("unknown argument `{name}`: the operation has no arguments")
        } else {
            format!("unknown argument `{name}`: expected {}", known.join(", "))
        })
    }

    fn take(&mut self, name: &'static str) -> Option<Value> {
        self.known.push(name);
        self.members.remove(name)
    }
}

/// Returns the name of the path parameter at `index` of a path template.
fn parameter_name(path: &'static str, index: usize) -> &'static str {
    path.split('{')
        .skip(1)
        .filter_map(|rest| Some(rest.split_once('}')?.0))
        .nth(index)
        .unwrap_or_default()
}

fn read<T: Decode>(name: &str, value: &Value) -> Result<T, String> {
    from_json(value).map_err(|message| format!("argument `{name}` is not valid: {message}"))
}

/// Decodes a value as `T`, from its text: numbers of a `Value` have lost theirs.
pub(super) fn from_json<T: Decode>(value: &Value) -> Result<T, String> {
    let text = value.to_string();
    decode_exactly(text.as_bytes()).map_err(|error| reason(&error))
}

/// Decodes bytes from a string or an array of numbers.
impl Decode for Bytes {
    fn decode(
        json: Undecoded<'_, '_>,
        _context: &mut Context<'_>,
    ) -> Result<Outcome<Self>, Failure> {
        let value = match json.value()? {
            Ok(value) => value,
            Err(mismatch) => return Ok(Err(mismatch)),
        };
        let bytes = value.deserialize_any(BytesVisitor);
        bytes.map(Ok).map_err(Failure::new)
    }
}

/// Decodes a file from its bytes.
impl Decode for File {
    fn decode(
        json: Undecoded<'_, '_>,
        context: &mut Context<'_>,
    ) -> Result<Outcome<Self>, Failure> {
        let bytes = Bytes::decode(json, context)?;
        Ok(bytes.map(|bytes| Self::new("file", bytes)))
    }
}

struct BytesVisitor;

impl<'de> Visitor<'de> for BytesVisitor {
    type Value = Bytes;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string or an array of bytes")
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
        // The values may be personal data.
        f.debug_struct("Arguments")
            .field("names", &self.members.keys().collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}
