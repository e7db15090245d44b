use serde::ser::{Error, SerializeMap};
use serde::{Serialize, Serializer};

use super::Map;
use super::scalar::whole;

/// A type that contains floats, in lists and maps of any depth.
#[doc(hidden)]
pub trait Floats {
    /// Encodes the value. Floats are encoded as by [`exact`].
    ///
    /// # Errors
    /// Returns an error if the serializer fails.
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>;
}

/// Returns a value that encodes floats without a fraction of zeros (`100`, not `100.0`), as in
/// JavaScript.
#[inline]
pub const fn exact<T: Floats + ?Sized>(value: &T) -> Exact<'_, T> {
    Exact(value)
}

/// A value that encodes floats without a fraction of zeros.
#[derive(Debug)]
pub struct Exact<'a, T: ?Sized>(&'a T);

impl<T: Floats + ?Sized> Serialize for Exact<'_, T> {
    #[inline]
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.write(serializer)
    }
}

impl Floats for f64 {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        /// 2^53: up to here, a float represents every integer exactly.
        const LIMIT: f64 = 9_007_199_254_740_992.0;
        if !self.is_finite() {
            let message = format_args!("JSON has no number for the float {self}");
            return Err(S::Error::custom(message));
        }
        match whole(*self) {
            Some(integer) if self.abs() <= LIMIT => serializer.serialize_i64(integer),
            _ => serializer.serialize_f64(*self),
        }
    }
}

impl<T: Floats> Floats for Vec<T> {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter().map(exact))
    }
}

impl<T: Floats> Floats for Map<T> {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut members = serializer.serialize_map(Some(self.len()))?;
        for (key, value) in self {
            members.serialize_entry(key, &exact(value))?;
        }
        members.end()
    }
}

impl<T: Floats> Floats for Option<T> {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Some(value) => value.write(serializer),
            None => serializer.serialize_none(),
        }
    }
}

impl<T: Floats> Floats for Box<T> {
    #[inline]
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        T::write(self, serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encoded(value: &impl Floats) -> String {
        serde_json::to_string(&exact(value)).unwrap()
    }

    #[test]
    fn whole_floats_are_integers_at_any_depth() {
        let map: Map<f64> = [("a".to_owned(), 2.0), ("b".to_owned(), 0.5)].into();
        assert_eq!(encoded(&map), r#"{"a":2,"b":0.5}"#);
        assert_eq!(
            encoded(&vec![vec![Some(1.0)], vec![None, Some(-3.0)]]),
            "[[1],[null,-3]]"
        );
        assert_eq!(encoded(&Box::new(1e300)), "1e+300");
        assert_eq!(encoded(&2_f64.powi(53)), "9007199254740992");
    }

    /// `serde_json` writes null, which clears a property.
    #[test]
    fn floats_without_json_are_errors() {
        for float in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            let error = serde_json::to_string(&exact(&vec![float])).unwrap_err();
            let expected = format!("JSON has no number for the float {float}");
            assert_eq!(error.to_string(), expected);
        }
    }
}
