use std::borrow::Cow;
use std::fmt;

use serde::de::Expected;
use serde::ser::{Error as _, SerializeMap};
use serde::{Serialize, Serializer};

use super::context::{Context, Mismatch, Outcome};
use super::source::{Failure, ReadObject, Undecoded};
use super::{Blank, Decode, Extra, Floats, Nullable, exact};

/// A generated struct that is a JSON object. Implemented by `json_object!`.
#[doc(hidden)]
pub trait Object: Sized {
    /// The name of the schema, for error messages.
    const NAME: &'static str;

    /// The keys that are required for decoding.
    const REQUIRED: &'static [&'static str] = &[];

    /// The memory of the value in bytes if it is in a box, otherwise 0.
    const BOXED: usize = 0;

    /// Decodes the value of `key` into its field; into `extra` if there is no such field.
    fn read(&mut self, key: &str, member: &mut Member<'_, '_, '_>);
}

impl<T: Object> Object for Box<T> {
    const NAME: &'static str = T::NAME;
    const REQUIRED: &'static [&'static str] = T::REQUIRED;
    const BOXED: usize = size_of::<T>();

    #[inline]
    fn read(&mut self, key: &str, member: &mut Member<'_, '_, '_>) {
        T::read(self, key, member);
    }
}

/// A member of an object that is being decoded, whose value is next.
///
/// It stores an error instead of returning it, so that a struct only compiles one call per field.
#[derive(Debug)]
pub struct Member<'m, 'c, 'de> {
    json: Undecoded<'m, 'de>,
    key: &'m str,
    /// The context of the object.
    context: &'m mut Context<'c>,
    read: Result<Read, Failure>,
}

/// Decodes a value that is not null.
type ReadSome<'r, 'de> =
    dyn FnMut(Undecoded<'_, 'de>, &mut Context<'_>) -> Result<Outcome<()>, Failure> + 'r;

/// The result of reading a member.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Read {
    /// The value is in its field.
    Field,
    /// The value was skipped, or the key has no field.
    Other,
}

impl<'de> Member<'_, '_, 'de> {
    /// Decodes the value into a field.
    #[inline]
    pub fn read<T: Decode<'de>>(&mut self, field: &mut T) {
        T::read_field(field, self);
    }

    /// Decodes the value into a field that most objects have. Not generic, so that it is compiled once.
    pub(super) fn read_string(&mut self, field: &mut Option<String>) {
        match self.json.reborrow().string(field) {
            Ok(Ok(())) => self.read = Ok(Read::Field),
            Ok(Err(mismatch)) => self.skip(mismatch),
            Err(failure) => self.fail(failure),
        }
    }

    /// Decodes the value by a function, unless it is null. Not generic, so that it is compiled once.
    fn read_option(&mut self, some: &mut ReadSome<'_, 'de>) {
        let mut context = self.context.member(self.key);
        let mut outcome = Ok(());
        let read = self.json.reborrow().option(&mut |json| {
            outcome = some(json, &mut context)?;
            Ok(())
        });
        match (read, outcome) {
            (Ok(()), Ok(())) => self.read = Ok(Read::Field),
            (Ok(()), Err(mismatch)) => self.skip(mismatch),
            (Err(failure), _) => self.fail(failure),
        }
    }

    /// Decodes the value into a field of any type.
    #[inline]
    pub(super) fn decode<T: Decode<'de>>(&mut self, field: &mut T) {
        match T::decode(self.json.reborrow(), &mut self.context.member(self.key)) {
            Ok(Ok(value)) => {
                *field = value;
                self.read = Ok(Read::Field);
            }
            Ok(Err(mismatch)) => self.skip(mismatch),
            Err(failure) => self.fail(failure),
        }
    }

    /// Decodes the value of a key without a field into `extra`.
    #[inline]
    pub fn keep<T: Decode<'de>>(&mut self, extra: &mut Extra<T>, key: &str) {
        match T::decode(self.json.reborrow(), &mut self.context.member(self.key)) {
            Ok(Ok(value)) => {
                extra.insert(key, value);
            }
            Ok(Err(mismatch)) => self.skip(mismatch),
            Err(failure) => self.fail(failure),
        }
    }

    #[cold]
    fn skip(&mut self, mismatch: Mismatch) {
        self.read = self
            .context
            .member(self.key)
            .skip(mismatch)
            .map(|()| Read::Other);
    }

    #[cold]
    fn fail(&mut self, failure: Failure) {
        self.read = Err(failure);
    }
}

/// An encoder of the members of an object.
///
/// It stores the first error instead of returning it, and encodes nothing after it, so that a
/// struct only compiles one call per field.
#[derive(Debug)]
pub struct Members<S: Serializer> {
    map: Result<S::SerializeMap, S::Error>,
}

impl<S: Serializer> Members<S> {
    /// Starts an object.
    #[inline]
    pub fn new(serializer: S) -> Self {
        Self {
            map: serializer.serialize_map(None),
        }
    }

    /// Encodes an optional property: nothing for `None`.
    #[inline]
    pub fn optional<T: Serialize>(&mut self, key: &'static str, value: &Option<T>) {
        if let Some(value) = value {
            self.required(key, value);
        }
    }

    /// Encodes an optional and nullable property: nothing if it is absent.
    #[inline]
    pub fn nullable<T: Serialize>(&mut self, key: &'static str, value: &Nullable<T>) {
        match value {
            Nullable::Absent => {}
            Nullable::Null => self.required(key, &()),
            Nullable::Value(value) => self.required(key, value),
        }
    }

    /// Encodes a required property.
    #[inline]
    pub fn required<T: Serialize + ?Sized>(&mut self, key: &str, value: &T) {
        if let Ok(map) = &mut self.map
            && let Err(error) = map.serialize_entry(key, value)
        {
            self.map = Err(error);
        }
    }

    /// Encodes a required property that contains floats.
    #[inline]
    pub fn floats<T: Floats>(&mut self, key: &str, value: &T) {
        self.required(key, &exact(value));
    }

    /// Encodes an optional property that contains floats.
    #[inline]
    pub fn optional_floats<T: Floats>(&mut self, key: &'static str, value: &Option<T>) {
        self.optional(key, &value.as_ref().map(exact));
    }

    /// Encodes an optional and nullable property that contains floats.
    #[inline]
    pub fn nullable_floats<T: Floats>(&mut self, key: &'static str, value: &Nullable<T>) {
        self.nullable(key, &value.as_ref().map(exact));
    }

    /// Encodes the properties without a field and ends the object.
    ///
    /// # Errors
    /// Returns the first error of the serializer, or an error if one of the declared `keys` is in
    /// `extra`, since an object has each key once.
    pub fn end<T: Serialize>(mut self, extra: &Extra<T>, keys: &[&str]) -> Result<S::Ok, S::Error> {
        for (key, value) in extra {
            self.check_extra(key, keys);
            self.required(key, value);
        }
        self.map?.end()
    }

    /// Encodes the properties without a field, which contain floats, and ends the object.
    ///
    /// # Errors
    /// Returns the errors of [`end`](Self::end).
    pub fn end_floats<T: Floats>(
        mut self,
        extra: &Extra<T>,
        keys: &[&str],
    ) -> Result<S::Ok, S::Error> {
        for (key, value) in extra {
            self.check_extra(key, keys);
            self.floats(key, value);
        }
        self.map?.end()
    }

    fn check_extra(&mut self, key: &str, keys: &[&str]) {
        if self.map.is_ok() && keys.contains(&key) {
            let message = format_args!("`{key}` is set by its field, and not in `extra`");
            self.map = Err(S::Error::custom(message));
        }
    }
}

/// Formats a generated struct as its name and its JSON, without the properties that are not set.
///
/// Deriving `Debug` would take a seventh of the time that checking a generated crate takes.
///
/// # Errors
/// Returns an error if the formatter fails.
pub fn debug_object<T: Serialize>(
    name: &str,
    object: &T,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    let json = if f.alternate() {
        serde_json::to_string_pretty(object)
    } else {
        serde_json::to_string(object)
    };
    match json {
        Ok(json) => write!(f, "{name} {json}"),
        Err(error) => write!(f, "{name} <{error}>"),
    }
}

impl<'de, T: Object + Blank> Decode<'de> for T {
    #[inline]
    fn decode(
        json: Undecoded<'_, 'de>,
        context: &mut Context<'_>,
    ) -> Result<Outcome<Self>, Failure> {
        let mut object = T::blank();
        let outcome = read(&Schema::of::<T>(), &mut object, json, context)?;
        Ok(outcome.map(|()| object))
    }

    #[inline]
    fn read_optional_field(field: &mut Option<Self>, member: &mut Member<'_, '_, 'de>) {
        if field.is_some() {
            // A second value replaces the first one only if it matches.
            return member.decode(field);
        }
        member.read_option(&mut |json, context| {
            let object = field.insert(T::blank());
            let outcome = read(&Schema::of::<T>(), object, json, context);
            if !matches!(outcome, Ok(Ok(()))) {
                *field = None;
            }
            outcome
        });
    }

    #[inline]
    fn push(
        items: &mut Vec<Self>,
        json: Undecoded<'_, 'de>,
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
    fn read_member(&mut self, key: &str, member: &mut Member<'_, '_, '_>);
}

impl<T: Object> Fields for T {
    #[inline]
    fn read_member(&mut self, key: &str, member: &mut Member<'_, '_, '_>) {
        self.read(key, member);
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
        let mut member = Member {
            json: json.reborrow(),
            key: &key,
            context: self.context,
            read: Ok(Read::Other),
        };
        self.fields.read_member(&key, &mut member);
        let required = self.schema.required;
        if member.read? == Read::Field && !required.is_empty() {
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
