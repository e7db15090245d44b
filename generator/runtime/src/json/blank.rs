/// A value to start reading from, for types whose `Default` would be misleading in public.
///
/// A required member holds its blank only until its key has been read: an object that lacks a
/// required key is an error.
pub trait Blank {
    /// Returns the value of a field that has not been read yet.
    fn blank() -> Self;
}

/// [`Blank::blank`] with the type taken from where it is used.
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
