use super::{Blank, Object};

/// Builds values of generated structs from their fields.
///
/// Applications receive most structs from an API, and build them only in tests. They are
/// `#[non_exhaustive]`, since a new version of the API may add fields, so that they cannot be
/// written as struct literals; those with required fields may have no `Default` either. Every
/// generated struct implements this trait.
///
/// ```
/// # use intercom_codegen_runtime as petstore;
/// # mod types {
/// #     use intercom_codegen_runtime::json::*;
/// #     #[derive(PartialEq)]
/// #     #[non_exhaustive]
/// #     pub struct Pet {
/// #         pub id: String,
/// #         pub born_at: Timestamp,
/// #         pub name: Option<String>,
/// #         pub extra: Extra,
/// #     }
/// #     json_object!(Pet = "pet", no default, requires = ["id", "born_at"] {
/// #         required "id" => id,
/// #         required "born_at" => born_at,
/// #         "name" => name,
/// #     });
/// # }
/// # use types::Pet;
/// use petstore::Build;
///
/// let pet = Pet::build(|pet| {
///     pet.id = "p1".into();
///     pet.name = Some("Ada".into());
/// });
/// assert_eq!(pet.name.as_deref(), Some("Ada"));
/// ```
pub trait Build: Sized {
    /// Creates an empty value, has `edit` set its fields, and returns it.
    ///
    /// Fields that are not set are `None`, or empty: `""`, 0, `false`, 1970-01-01 for a
    /// [`Timestamp`](super::Timestamp). A request type has a function `new`, which takes the required
    /// fields as arguments, so that none is omitted by accident.
    #[must_use]
    fn build(edit: impl FnOnce(&mut Self)) -> Self;
}

impl<T: Object + Blank> Build for T {
    #[inline]
    fn build(edit: impl FnOnce(&mut Self)) -> Self {
        let mut value = T::blank();
        edit(&mut value);
        value
    }
}
