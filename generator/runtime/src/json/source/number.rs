//! Numbers as `serde_json` passes them on if its feature `arbitrary_precision` is enabled: an
//! object with their text. Any crate of an application can enable the feature.

use std::sync::LazyLock;

use serde::de::MapAccess;
use serde_json::Number;

use crate::json::key::Key;
use crate::json::scalar::Scalar;

/// The only key of such an object.
const NUMBER: &str = "$serde_json::private::Number";

/// `true` if the feature is enabled; otherwise, an object with the key is an object.
static IS_ENABLED: LazyLock<bool> = LazyLock::new(|| {
    let number = serde_json::from_str::<Number>("1.10");
    number.is_ok_and(|number| number.to_string() == "1.10")
});

/// Returns `true` if an object with this first key is a number.
#[inline]
pub(in crate::json) fn is_number(first: &str) -> bool {
    first == NUMBER && *IS_ENABLED
}

/// Reads the number of an object whose key was read.
#[cold]
pub(in crate::json) fn read_number<'de, A: MapAccess<'de>>(
    map: &mut A,
) -> Result<Scalar<'de>, A::Error> {
    let Key(text) = map.next_value()?;
    if let Ok(number) = text.parse() {
        return Ok(Scalar::Unsigned(number));
    }
    if let Ok(number) = text.parse() {
        return Ok(Scalar::Integer(number));
    }
    let float = text.parse().ok().filter(|float: &f64| float.is_finite());
    // A number that no float holds remains a text.
    Ok(float.map_or(Scalar::Text(text), Scalar::Float))
}
