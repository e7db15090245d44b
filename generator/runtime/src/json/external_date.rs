use std::fmt;

use serde::de::{DeserializeOwned, Error, Unexpected};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use super::context::Context;
use super::external::{External, convert, read, unless_null};
use super::mismatch::{Mismatch, Outcome};
use super::source::{Failure, Undecoded};
use super::wrapper::wrapper;
use super::{Decode, rfc3339};

/// A date of a type that the generator did not emit, such as `jiff::civil::Date`: the type that a
/// preset of its options chooses for the format `date`.
///
/// It is an [`External`] whose text is a full date in RFC 3339, such as `2024-01-02`. Any other
/// text is left out and reported as an [`Anomaly`](crate::Anomaly), also if the type accepts it: some
/// types read a date and a time, and ignore the time.
///
/// ```
/// # use intercom_codegen_runtime::ExternalDate;
/// let date: ExternalDate<String> = serde_json::from_str("\"2024-01-02\"").unwrap();
/// assert_eq!(date.as_str(), "2024-01-02");
/// let time = serde_json::from_str::<ExternalDate<String>>("\"2024-01-02T03:04:05Z\"");
/// assert!(time.is_err());
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ExternalDate<T>(pub T);

wrapper!(ExternalDate);

/// Displays the text that is sent, as [`External`] does.
impl<T: Serialize> fmt::Display for ExternalDate<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        External(&self.0).fmt(f)
    }
}

impl<T: Serialize> Serialize for ExternalDate<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for ExternalDate<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        if !rfc3339::is_full_date(&text) {
            return Err(D::Error::invalid_value(Unexpected::Str(&text), &EXPECTED));
        }
        let value = T::deserialize(Value::String(text));
        value.map(Self).map_err(D::Error::custom)
    }
}

#[doc(hidden)]
impl<T: DeserializeOwned> Decode for ExternalDate<T> {
    fn decode(
        json: Undecoded<'_, '_>,
        context: &mut Context<'_>,
    ) -> Result<Outcome<Self>, Failure> {
        Ok(read(json, context)?.and_then(convert_date))
    }

    fn decode_option(
        json: Undecoded<'_, '_>,
        context: &mut Context<'_>,
    ) -> Result<Outcome<Option<Self>>, Failure> {
        Ok(read(json, context)?.and_then(|json| unless_null(json, convert_date)))
    }
}

const EXPECTED: &str = "a full date in RFC 3339, such as `2024-01-02`";

fn convert_date<T: DeserializeOwned>(json: Value) -> Outcome<ExternalDate<T>> {
    match &json {
        Value::String(text) if !rfc3339::is_full_date(text) => {
            Err(Mismatch::new(format!("the text is not {EXPECTED}")))
        }
        _ => convert(json).map(|External(date)| ExternalDate(date)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::decode_body;

    /// A type that reads the date of any text, as `jiff::civil::Date` does.
    #[derive(Clone, Debug, PartialEq)]
    struct Lenient(String);

    impl Serialize for Lenient {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.serialize_str(&self.0)
        }
    }

    impl<'de> Deserialize<'de> for Lenient {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            let text = String::deserialize(deserializer)?;
            Ok(Self(text.chars().take(10).collect()))
        }
    }

    #[test]
    fn only_full_dates_are_read() {
        let body = br#"["2024-02-29", "2024-02-03T10:11:12", "2024-02-03 ", "2024-2-3", "20240203",
            "+2024-02-03", "2023-02-29", "", 7, null]"#;
        let decoded = decode_body::<Vec<Option<ExternalDate<Lenient>>>>(body).unwrap();
        let date = ExternalDate(Lenient("2024-02-29".to_owned()));
        assert_eq!(decoded.value, [Some(date), None]);
        let paths = decoded.anomalies.iter().map(|one| one.path().to_owned());
        let expected = (1..9).map(|index| format!("[{index}]"));
        assert_eq!(paths.collect::<Vec<_>>(), expected.collect::<Vec<_>>());
    }

    #[test]
    fn the_serialization_is_that_of_the_type() {
        let date = ExternalDate(Lenient("2024-01-02".to_owned()));
        assert_eq!(serde_json::to_string(&date).unwrap(), "\"2024-01-02\"");
        assert_eq!(date.to_string(), "2024-01-02");
        let read = |json| serde_json::from_str::<ExternalDate<Lenient>>(json);
        assert_eq!(read("\"2024-01-02\"").unwrap(), date);
        let message = read("\"2024-01-02T03:04:05Z\"").unwrap_err().to_string();
        assert!(message.contains("a full date in RFC 3339"), "{message}");
    }
}
