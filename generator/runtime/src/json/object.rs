use std::borrow::Cow;
use std::fmt;

use serde::de::Expected;

use super::context::Context;
use super::mismatch::{Mismatch, Outcome};
use super::scalar::FromScalar;
use super::source::{Failure, ReadObject, Undecoded};
use super::{Blank, Decode, Extra};

/// A generated struct that is a JSON object. Implemented by `json_object!`.
#[doc(hidden)]
pub trait Object: Sized {
    /// The name of the schema, for error messages.
    const NAME: &'static str;

    /// The keys that are required for decoding.
    const REQUIRED: &'static [&'static str] = &[];

    /// The memory of the value in bytes if it is in a box, otherwise 0.
    const BOXED: usize = 0;

    /// Returns the field of `key`; the properties without one if there is none.
    fn field(&mut self, key: &str) -> &mut dyn Field;
}

impl<T: Object> Object for Box<T> {
    const NAME: &'static str = T::NAME;
    const REQUIRED: &'static [&'static str] = T::REQUIRED;
    const BOXED: usize = size_of::<T>();

    #[inline]
    fn field(&mut self, key: &str) -> &mut dyn Field {
        T::field(self, key)
    }
}

/// A field that can be decoded.
#[doc(hidden)]
pub trait Field {
    /// Decodes the value of a member into the field.
    ///
    /// # Errors
    /// Returns the errors of [`Decode::decode`].
    fn read(&mut self, member: Member<'_, '_, '_>) -> Result<Read, Failure>;
}

impl<T: Decode> Field for T {
    #[inline]
    fn read(&mut self, member: Member<'_, '_, '_>) -> Result<Read, Failure> {
        self.read_field(member)
    }
}

/// Keeps the value of a key without a field.
impl<T: Decode> Field for Extra<T> {
    fn read(&mut self, mut member: Member<'_, '_, '_>) -> Result<Read, Failure> {
        match member.value::<T>()? {
            Ok(value) => {
                self.insert(member.key, value);
                Ok(Read::Other)
            }
            Err(mismatch) => member.skip(mismatch),
        }
    }
}

/// A member of an object that is being decoded, whose value is next.
#[derive(Debug)]
pub struct Member<'m, 'c, 'de> {
    json: Undecoded<'m, 'de>,
    key: &'m str,
    /// The context of the object.
    context: &'m mut Context<'c>,
}

/// Decodes a value that is not null.
type ReadPresent<'r> =
    dyn FnMut(Undecoded<'_, '_>, &mut Context<'_>) -> Result<Outcome<()>, Failure> + 'r;

/// The result of reading a member.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Read {
    /// The value is in its field.
    Field,
    /// The value was skipped, or the key has no field.
    Other,
}

impl Member<'_, '_, '_> {
    /// Decodes a string, or null, into a field. Not generic, so that it is compiled once.
    pub(super) fn read_string(mut self, field: &mut Option<String>) -> Result<Read, Failure> {
        match self.json.reborrow().string(field)? {
            Ok(()) => {
                if self.context.is_trial() {
                    let mut context = self.context.member(self.key);
                    context.note_conversion(&Ok(()), String::is_exact);
                }
                Ok(Read::Field)
            }
            Err(mismatch) => self.skip(mismatch),
        }
    }

    /// Decodes the value by a function, unless it is null. Compiled once, as it is not generic.
    fn read_option(mut self, some: &mut ReadPresent<'_>) -> Result<Read, Failure> {
        let mut context = self.context.member(self.key);
        let mut outcome = Ok(());
        self.json.reborrow().option(&mut |json| {
            outcome = some(json, &mut context)?;
            Ok(())
        })?;
        match outcome {
            Ok(()) => Ok(Read::Field),
            Err(mismatch) => self.skip(mismatch),
        }
    }

    /// Decodes the value into a field of any type.
    #[inline]
    pub(super) fn decode<T: Decode>(mut self, field: &mut T) -> Result<Read, Failure> {
        match self.value()? {
            Ok(value) => {
                *field = value;
                Ok(Read::Field)
            }
            Err(mismatch) => self.skip(mismatch),
        }
    }

    #[inline]
    fn value<T: Decode>(&mut self) -> Result<Outcome<T>, Failure> {
        T::decode(self.json.reborrow(), &mut self.context.member(self.key))
    }

    #[cold]
    fn skip(self, mismatch: Mismatch) -> Result<Read, Failure> {
        let mut context = self.context.member(self.key);
        context.skip(mismatch).map(|()| Read::Other)
    }
}

impl<T: Object + Blank> Decode for T {
    #[inline]
    fn decode(
        json: Undecoded<'_, '_>,
        context: &mut Context<'_>,
    ) -> Result<Outcome<Self>, Failure> {
        let mut object = T::blank();
        let outcome = read(&Schema::of::<T>(), &mut object, json, context)?;
        Ok(outcome.map(|()| object))
    }

    #[inline]
    fn read_optional_field(
        field: &mut Option<Self>,
        member: Member<'_, '_, '_>,
    ) -> Result<Read, Failure> {
        if field.is_some() {
            // A second value replaces the first one only if it matches.
            let mut second = None;
            let read = Self::read_optional_field(&mut second, member)?;
            if read == Read::Field {
                *field = second;
            }
            return Ok(read);
        }
        member.read_option(&mut |json, context| {
            let object = field.insert(T::blank());
            let outcome = read(&Schema::of::<T>(), object, json, context);
            if !matches!(outcome, Ok(Ok(()))) {
                *field = None;
            }
            outcome
        })
    }

    #[inline]
    fn push(
        items: &mut Vec<Self>,
        json: Undecoded<'_, '_>,
        context: &mut Context<'_>,
    ) -> Result<Outcome<()>, Failure> {
        let mut object = T::blank();
        let outcome = read(&Schema::of::<T>(), &mut object, json, context);
        if matches!(outcome, Ok(Ok(()))) {
            items.push(object);
        }
        outcome
    }
}

/// The constants of an [`Object`].
struct Schema {
    name: &'static str,
    required: &'static [&'static str],
    boxed: usize,
}

impl Schema {
    const fn of<T: Object>() -> Self {
        Self {
            name: T::NAME,
            required: T::REQUIRED,
            boxed: T::BOXED,
        }
    }

    #[cold]
    fn missing(&self, key: &str) -> Mismatch {
        Mismatch::new(format!("missing field `{key}` of {}", self.name))
    }
}

impl Expected for ObjectReader<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the object {}", self.schema.name)
    }
}

/// The fields of an [`Object`], as a trait object.
trait Fields {
    fn field(&mut self, key: &str) -> &mut dyn Field;
}

impl<T: Object> Fields for T {
    #[inline]
    fn field(&mut self, key: &str) -> &mut dyn Field {
        T::field(self, key)
    }
}

/// Decodes an object into its fields. Not generic, so that it is compiled once.
fn read(
    schema: &Schema,
    fields: &mut dyn Fields,
    json: Undecoded<'_, '_>,
    context: &mut Context<'_>,
) -> Result<Outcome<()>, Failure> {
    let mut reader = ObjectReader {
        schema,
        fields,
        context,
        seen: Seen::default(),
    };
    let outcome = json.object(&mut reader)?;
    let missing = reader.seen.first_missing(schema.required);
    Ok(outcome.and_then(|()| match missing {
        None => Ok(()),
        Some(key) => Err(schema.missing(key)),
    }))
}

/// An object that is being decoded.
pub(super) struct ObjectReader<'r, 'c> {
    schema: &'r Schema,
    fields: &'r mut dyn Fields,
    context: &'r mut Context<'c>,
    seen: Seen,
}

impl<'de> ReadObject<'de> for ObjectReader<'_, '_> {
    #[inline]
    fn begin(&mut self) -> Result<(), Failure> {
        self.context.take_memory(self.schema.boxed)
    }

    #[inline(always)]
    fn member(&mut self, key: Cow<'de, str>, mut json: Undecoded<'_, 'de>) -> Result<(), Failure> {
        let member = Member {
            json: json.reborrow(),
            key: &key,
            context: self.context,
        };
        let read = self.fields.field(&key).read(member)?;
        let required = self.schema.required;
        if read == Read::Field && !required.is_empty() {
            self.seen.mark(required, &key);
        }
        Ok(())
    }
}

/// The required keys that have been read: bit n for the n-th. Keys beyond the 64th, more than any
/// document has, are not checked.
#[derive(Default)]
struct Seen(u64);

impl Seen {
    fn mark(&mut self, required: &[&str], key: &str) {
        if let Some(index) = required.iter().position(|name| *name == key) {
            self.0 |= bit(index);
        }
    }

    fn first_missing(&self, required: &[&'static str]) -> Option<&'static str> {
        let missing = |&(index, _): &(usize, &&str)| index < 64 && self.0 & bit(index) == 0;
        let (_, key) = required.iter().enumerate().find(missing)?;
        Some(key)
    }
}

fn bit(index: usize) -> u64 {
    1_u64.checked_shl(index as u32).unwrap_or(0)
}
