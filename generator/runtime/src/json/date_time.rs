use std::ops::Deref;

use serde::de::{Error, Unexpected};
use serde::{Deserialize, Deserializer, Serialize, Serializer, ser};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// A time of the crate `time` that is a string in RFC 3339, as the format `date-time` declares it.
/// By itself, [`OffsetDateTime`] has another representation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DateTime(pub OffsetDateTime);

impl From<OffsetDateTime> for DateTime {
    fn from(time: OffsetDateTime) -> Self {
        Self(time)
    }
}

impl Deref for DateTime {
    type Target = OffsetDateTime;

    fn deref(&self) -> &OffsetDateTime {
        &self.0
    }
}

impl Serialize for DateTime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text = self.0.format(&Rfc3339).map_err(ser::Error::custom)?;
        serializer.serialize_str(&text)
    }
}

impl<'de> Deserialize<'de> for DateTime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let time = OffsetDateTime::parse(&text, &Rfc3339);
        let invalid = |_| D::Error::invalid_value(Unexpected::Str(&text), &"an RFC 3339 time");
        time.map(Self).map_err(invalid)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_strings_in_rfc_3339() {
        let json = "\"2024-01-02T03:04:05.25+09:00\"";
        let time: DateTime = serde_json::from_str(json).unwrap();
        assert_eq!(time.unix_timestamp(), 1_704_132_245);
        assert_eq!(serde_json::to_string(&time).unwrap(), json);
        assert!(serde_json::from_str::<DateTime>("\"2024-01-02\"").is_err());
    }
}
