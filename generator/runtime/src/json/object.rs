use std::fmt;
use std::marker::PhantomData;

use serde::Deserializer;
use serde::de::{MapAccess, Visitor};

use super::context::{Context, Mismatch, Outcome};
use super::decode::{Key, Seed};
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

    /// Decodes the value of `key` into its field; into `extra` if there is no such field.
    fn read<'de, A: MapAccess<'de>>(&mut self, key: &str, member: &mut Member<'_, 'de, A>);
}

impl<T: Object> Object for Box<T> {
    const NAME: &'static str = T::NAME;
    const REQUIRED: &'static [&'static str] = T::REQUIRED;
    const BOXED: usize = size_of::<T>();

    #[inline]
    fn read<'de, A: MapAccess<'de>>(&mut self, key: &str, member: &mut Member<'_, 'de, A>) {
        T::read(self, key, member);
    }
}

/// A member of an object that is being decoded, whose value is next.
///
/// It stores an error instead of returning it, so that a struct only compiles one call per field.
#[derive(Debug)]
pub struct Member<'m, 'de, A: MapAccess<'de>> {
    map: &'m mut A,
    context: Context<'m>,
    read: Result<Read, A::Error>,
}

/// The result of reading a member.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Read {
    /// The value is in its field.
    Field,
    /// The value was skipped, or the key has no field.
    Other,
}

impl<'m, 'de, A: MapAccess<'de>> Member<'m, 'de, A> {
    #[inline]
    fn new(map: &'m mut A, context: Context<'m>) -> Self {
        Self {
            map,
            context,
            read: Ok(Read::Other),
        }
    }

    /// Decodes the value into a field.
    #[inline]
    pub fn read<T: Decode<'de>>(&mut self, field: &mut T) {
        match self.map.next_value_seed(Seed::new(&mut self.context)) {
            Ok(Ok(value)) => {
                *field = value;
                self.read = Ok(Read::Field);
            }
            Ok(Err(mismatch)) => self.skip(mismatch),
            Err(error) => self.read = Err(error),
        }
    }

    #[cold]
    fn skip(&mut self, mismatch: Mismatch) {
        self.read = self.context.skip(mismatch).map(|()| Read::Other);
    }

    /// Decodes the value of a key without a field into `extra`.
    #[inline]
    pub fn keep<T: Decode<'de>>(&mut self, extra: &mut Extra<T>, key: &str) {
        match self.map.next_value_seed(Seed::<T>::new(&mut self.context)) {
            Ok(Ok(value)) => {
                extra.insert(key, value);
            }
            Ok(Err(mismatch)) => self.skip(mismatch),
            Err(error) => self.read = Err(error),
        }
    }
}

impl<'de, T: Object + Blank> Decode<'de> for T {
    #[inline]
    fn decode<D: Deserializer<'de>>(
        deserializer: D,
        context: &mut Context<'_>,
    ) -> Result<Outcome<Self>, D::Error> {
        deserializer.deserialize_any(ObjectVisitor {
            context,
            object: PhantomData,
        })
    }
}

struct ObjectVisitor<'s, 'c, T> {
    context: &'s mut Context<'c>,
    object: PhantomData<T>,
}

impl<'de, T: Object + Blank> Visitor<'de> for ObjectVisitor<'_, '_, T> {
    type Value = Outcome<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the object {}", T::NAME)
    }

    mismatches!(scalars, arrays);

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Outcome<T>, A::Error> {
        self.context.take_memory(T::BOXED)?;
        let mut object = T::blank();
        let mut seen = Seen::default();
        while let Some(Key(key)) = map.next_key()? {
            let mut member = Member::new(&mut map, self.context.member(&key));
            object.read(&key, &mut member);
            if member.read? == Read::Field && !T::REQUIRED.is_empty() {
                seen.mark(T::REQUIRED, &key);
            }
        }
        Ok(match seen.first_missing(T::REQUIRED) {
            None => Ok(object),
            Some(key) => Err(Mismatch::new(format!(
                "missing field `{key}` of {}",
                T::NAME
            ))),
        })
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
