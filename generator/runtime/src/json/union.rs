use serde::{Serialize, Serializer};
use serde_json::Value;

use super::context::{Context, Record};
use super::mismatch::{Mismatch, Outcome};
use super::pattern::Candidate;
use super::source::{Failure, MemorySource, Undecoded, of_memory};
use super::{Decode, Pattern};

/// A generated `oneOf` or `anyOf`. `json_union!` implements `Decode` and `Deserialize` for it.
#[doc(hidden)]
pub trait Union: Sized {
    /// The patterns by which a variant is selected.
    const PATTERNS: &'static [Pattern];

    /// Decodes a variant by [`read_variant`].
    ///
    /// # Errors
    /// Returns an error if too many values do not match.
    fn read(variant: usize, json: &Value, context: &mut Context<'_>) -> ReadVariant<Self>;

    /// Creates the catch-all variant.
    fn from_unrecognized(json: UnrecognizedJson) -> Self;
}

/// The result of decoding a variant: an error only if too many values do not match.
pub type ReadVariant<T> = Result<Outcome<T>, serde_json::Error>;

/// JSON that matches no variant of a union, preserved verbatim and encoded unchanged.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct UnrecognizedJson(Value);

impl UnrecognizedJson {
    #[doc(hidden)]
    #[must_use]
    pub const fn new(json: Value) -> Self {
        Self(json)
    }

    /// Returns the JSON.
    #[must_use]
    pub const fn as_json(&self) -> &Value {
        &self.0
    }
}

impl Serialize for UnrecognizedJson {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

/// Decodes the value of a variant.
///
/// # Errors
/// Returns an error if too many values do not match.
#[inline]
pub fn read_variant<T: Decode, U>(
    json: &Value,
    context: &mut Context<'_>,
    variant: impl FnOnce(T) -> U,
) -> ReadVariant<U> {
    let mut memory = MemorySource::new(json);
    match T::decode(of_memory(&mut memory), context) {
        Ok(outcome) => Ok(outcome.map(variant)),
        Err(failure) => Err(memory.error(failure)),
    }
}

/// The outcome of decoding a variant that the union does not have.
///
/// # Errors
/// Never; it has the type of [`read_variant`].
#[cold]
pub fn no_variant<U>() -> ReadVariant<U> {
    Ok(Err(Mismatch::new("no such variant")))
}

/// Decodes a generated union as the best matching variant, else as the catch-all.
///
/// The JSON is read to memory once, from where the unions in it are decoded, too. The variant is
/// selected by the structure of the JSON. If several variants are possible, each is tried without
/// the unions in it, so that decoding takes time in proportion to the size of the JSON and the
/// number of variants, at any depth.
///
/// # Errors
/// Returns an error if the JSON is malformed, or if too many values do not match.
pub fn read_union<T: Union>(
    json: Undecoded<'_, '_>,
    context: &mut Context<'_>,
) -> Result<Outcome<T>, Failure> {
    if context.is_trial() {
        json.ignore()?;
        return Ok(Ok(blank_union()));
    }
    if context.is_union_too_deep() {
        json.ignore()?;
        return Ok(Err(Mismatch::new("a union within too many others")));
    }
    if let Some(value) = context.json() {
        json.ignore()?;
        return read_inner(value, context).map_err(Failure::new);
    }
    let left = context.allowance().left();
    let json = match context.buffer(json)? {
        Ok(json) => json,
        Err(mismatch) => return Ok(Err(mismatch)),
    };
    let read = left - context.allowance().left();
    match decode(&json, context).map_err(Failure::new)? {
        Some(value) => {
            context.allowance().give_back(read);
            Ok(Ok(value))
        }
        None => {
            context.note_all_rounded(&json);
            Ok(Ok(T::from_unrecognized(UnrecognizedJson(json))))
        }
    }
}

/// Decodes a union that is part of another one.
fn read_inner<T: Union>(json: &Value, context: &mut Context<'_>) -> ReadVariant<T> {
    if let Some(value) = decode(json, context)? {
        return Ok(Ok(value));
    }
    let mut memory = MemorySource::new(json);
    let json = match context.read_json(of_memory(&mut memory)) {
        Ok(json) => json,
        Err(failure) => return Err(memory.error(failure)),
    };
    Ok(json.map(|json| T::from_unrecognized(UnrecognizedJson(json))))
}

/// Converts JSON to the best matching variant, else to the catch-all.
pub(crate) fn union_of<T: Union>(json: Value) -> T {
    match decode(&json, &mut Record::strict().context()) {
        Ok(Some(value)) => value,
        Ok(None) | Err(_) => T::from_unrecognized(UnrecognizedJson(json)),
    }
}

/// Decodes the best matching variant, if there is one.
fn decode<T: Union>(
    json: &Value,
    context: &mut Context<'_>,
) -> Result<Option<T>, serde_json::Error> {
    let candidates = Pattern::rank(T::PATTERNS, json);
    // A part of another union is tried before, so that its parts are not copied in vain.
    let is_whole = context.json().is_none();
    let variant = match candidates.as_slice() {
        [only] if is_whole && context.is_lenient() => Some(only.variant),
        candidates => best::<T>(candidates, json, context.is_lenient())?,
    };
    let Some(variant) = variant else {
        return Ok(None);
    };
    if let Ok(value) = T::read(variant, json, &mut context.of(json))? {
        return Ok(Some(value));
    }
    context.forget_skipped();
    Ok(None)
}

/// The deviations of JSON from the types of a variant. Fewer are better; earlier fields take
/// precedence.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
struct Deviations {
    /// The number of values that are skipped.
    skipped: usize,
    /// `true` if the discriminator does not select the variant.
    is_untagged: bool,
    /// The number of scalars that are converted.
    converted: usize,
}

/// Returns the variant with the fewest deviations, of several the first.
fn best<T: Union>(
    candidates: &[Candidate],
    json: &Value,
    may_skip: bool,
) -> Result<Option<usize>, serde_json::Error> {
    let mut best: Option<(Deviations, usize)> = None;
    for &Candidate { variant, has_tag } in candidates {
        let mut record = Record::trial();
        let outcome = T::read(variant, json, &mut record.context().of(json))?;
        let deviations = Deviations {
            skipped: record.count(),
            is_untagged: !has_tag,
            converted: record.conversions(),
        };
        if outcome.is_err() || (deviations.skipped > 0 && !may_skip) {
            continue;
        }
        if best.is_none_or(|(fewest, _)| deviations < fewest) {
            best = Some((deviations, variant));
        }
        if deviations.skipped + deviations.converted == 0 {
            break;
        }
    }
    Ok(best.map(|(_, variant)| variant))
}

/// Returns the catch-all variant with null.
#[must_use]
pub fn blank_union<T: Union>() -> T {
    T::from_unrecognized(UnrecognizedJson::new(Value::Null))
}

#[cfg(test)]
mod tests;
