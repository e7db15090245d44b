use std::fmt::{self, Display};
use std::str::FromStr;

use serde::ser::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::context::Context;
use super::decode::decode_strictly;
use super::mismatch::{Mismatch, Outcome};
use super::rounding::{is_same_number, without_exponent};
use super::source::{Failure, Undecoded};
use super::wrapper::wrapper;
use super::{Decimal, Decode};

/// A JSON number of a type that the generator did not emit, such as `rust_decimal::Decimal`: the
/// type that its options choose for a format of numbers.
///
/// The type is read from the text of the number by [`FromStr`] and sent as the text of its
/// [`Display`], without a float in between: `1.10` remains `1.10`. A text with an exponent that the type
/// does not accept is read without it. A number that the type does not hold exactly is left out and
/// reported as an [`Anomaly`](crate::Anomaly), like any value that does not match its schema.
///
/// A number within a union is read as a float first, as a [`Decimal`] is.
///
/// It dereferences to the value, and setters accept the value itself:
///
/// ```
/// # use intercom_codegen_runtime::ExternalNumber;
/// # fn main() -> Result<(), serde_json::Error> {
/// let number: ExternalNumber<u128> = serde_json::from_str("340282366920938463463374607431768211455")?;
/// assert_eq!(number.count_zeros(), 0);
/// assert_eq!(serde_json::to_string(&number)?, u128::MAX.to_string());
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ExternalNumber<T>(pub T);

wrapper!(ExternalNumber);

/// Displays the text that is sent.
impl<T: Display> Display for ExternalNumber<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<T: Display> Serialize for ExternalNumber<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let number: Decimal = self.0.to_string().parse().map_err(S::Error::custom)?;
        number.serialize(serializer)
    }
}

impl<'de, T: FromStr + Display> Deserialize<'de> for ExternalNumber<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        decode_strictly(deserializer)
    }
}

#[doc(hidden)]
impl<T: FromStr + Display> Decode for ExternalNumber<T> {
    fn decode(
        json: Undecoded<'_, '_>,
        context: &mut Context<'_>,
    ) -> Result<Outcome<Self>, Failure> {
        Ok(Decimal::decode(json, context)?.and_then(|number| convert(&number)))
    }

    fn decode_option(
        json: Undecoded<'_, '_>,
        context: &mut Context<'_>,
    ) -> Result<Outcome<Option<Self>>, Failure> {
        let number = Decimal::decode_option(json, context)?;
        Ok(number.and_then(|number| number.as_ref().map(convert).transpose()))
    }
}

fn convert<T: FromStr + Display>(number: &Decimal) -> Outcome<ExternalNumber<T>> {
    let text = number.as_str();
    let read = || T::from_str(&without_exponent(text)?).ok();
    let value = T::from_str(text).ok().or_else(read);
    value
        .filter(|value| is_same_number(&value.to_string(), text))
        .map(ExternalNumber)
        .ok_or_else(|| Mismatch::new("the type of the value does not hold the number exactly"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::decode_body;

    /// Decodes numbers as `T`. Returns their JSON and the paths of those that are left out.
    fn decoded<T: FromStr + Display>(body: &str) -> (String, Vec<String>) {
        let decoded = decode_body::<Vec<Option<ExternalNumber<T>>>>(body.as_bytes()).unwrap();
        let paths = decoded.anomalies.iter().map(|one| one.path().to_owned());
        let json = serde_json::to_string(&decoded.value).unwrap();
        (json, paths.collect())
    }

    #[test]
    fn numbers_are_read_from_their_text_and_written_as_it() {
        let body = r#"[123456789012345678901234567890, "-7", 25e3, 1.5e1, -0, 0e9, null]"#;
        let (json, anomalies) = decoded::<i128>(body);
        let expected = "[123456789012345678901234567890,-7,25000,15,0,0,null]";
        assert_eq!((json.as_str(), anomalies.len()), (expected, 0));
    }

    #[test]
    fn numbers_that_the_type_does_not_hold_are_left_out() {
        let (json, anomalies) = decoded::<u8>(r#"[1, 256, -1, 1.5, 1e999999999, "x", true, 2]"#);
        assert_eq!(json, "[1,2]");
        let expected = (1..7).map(|index| format!("[{index}]"));
        assert_eq!(anomalies, expected.collect::<Vec<_>>());
        // A float reads any number, but not exactly.
        let (json, anomalies) = decoded::<f64>("[0.1, 0.12345678901234567890, 1e-7]");
        assert_eq!(
            (json.as_str(), anomalies),
            ("[0.1,0.0000001]", vec!["[1]".to_owned()])
        );
    }

    #[test]
    fn a_display_that_is_no_number_is_an_error() {
        assert!(serde_json::to_string(&ExternalNumber("much")).is_err());
        assert_eq!(ExternalNumber(1.5).to_string(), "1.5");
    }
}
