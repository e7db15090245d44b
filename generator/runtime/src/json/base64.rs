use std::ops::Deref;

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use bytes::Bytes;
use serde::de::{Error, Unexpected};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::External;

/// Bytes that are a string in base64 (RFC 4648, section 4), as the format `byte` declares them.
///
/// The padding may be missing in strings that are decoded. It is encoded.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Base64(pub Bytes);

const ENGINE: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

impl<B: Into<Bytes>> From<B> for Base64 {
    fn from(bytes: B) -> Self {
        Self(bytes.into())
    }
}

/// Lets setters accept bytes and text.
macro_rules! external_from {
    ($($bytes:ty),*) => {$(
        impl From<$bytes> for External<Base64> {
            fn from(bytes: $bytes) -> Self {
                Self(bytes.into())
            }
        }
    )*};
}

external_from!(Bytes, Vec<u8>, &'static [u8], String, &'static str);

impl Deref for Base64 {
    type Target = Bytes;

    fn deref(&self) -> &Bytes {
        &self.0
    }
}

impl Serialize for Base64 {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&ENGINE.encode(&self.0))
    }
}

impl<'de> Deserialize<'de> for Base64 {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let bytes = ENGINE.decode(&text);
        let invalid = |_| D::Error::invalid_value(Unexpected::Str(&text), &"base64");
        bytes.map(Self::from).map_err(invalid)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn padding_is_written_and_optional() {
        let read = |text: &str| serde_json::from_str::<Base64>(text).ok();
        let bytes = Base64::from(&b"\xff\xfe!!"[..]);
        assert_eq!(read("\"//4hIQ==\""), Some(bytes.clone()));
        assert_eq!(read("\"//4hIQ\""), Some(bytes.clone()));
        assert_eq!(serde_json::to_string(&bytes).unwrap(), "\"//4hIQ==\"");
        assert_eq!(read("\"//4hI\u{e9}\""), None);
    }
}
