/// An initial value for decoding, for types without a meaningful `Default`.
///
/// A required property has its blank value only until its key has been read: decoding fails if a
/// required key is missing.
#[doc(hidden)]
pub trait Blank {
    /// Returns the value of a field that has not been read yet.
    fn blank() -> Self;
}

/// Returns [`Blank::blank`] of the inferred type.
#[inline]
#[must_use]
pub fn blank<T: Blank>() -> T {
    T::blank()
}

impl<T: Default> Blank for T {
    #[inline]
    fn blank() -> Self {
        Self::default()
    }
}
