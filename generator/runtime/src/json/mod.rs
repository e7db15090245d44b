//! Decoding and encoding of JSON by generated types.
//!
//! A generated type lists its properties or values in a table (`json_object!`, `json_enum!`) or
//! implements `Union` (`json_union!`). From these, the macros implement `Serialize` and
//! `Deserialize`. Decoding and what is common to all objects is compiled in this crate; an
//! application compiles the rest for the types that it sends or receives.
//!
//! Decoding is lenient: scalars are converted if the conversion is lossless, and undocumented
//! properties, enum values and union variants are preserved. Encoding is exact.

mod macros;

mod allowance;
mod anomaly;
#[cfg(feature = "base64")]
mod base64;
mod blank;
mod body;
mod build;
mod context;
#[doc(hidden)]
pub mod conversion;
#[cfg(feature = "time")]
mod date_time;
mod decimal;
mod decode;
mod exact;
mod external;
mod external_date;
mod external_number;
mod extra;
mod indent;
mod integer_enum;
mod key;
mod limit;
mod locate;
mod map;
mod mismatch;
mod nullable;
mod object;
mod path;
mod pattern;
mod property;
mod rfc3339;
mod rounding;
mod scalar;
#[cfg(feature = "schemars")]
mod schema;
mod source;
mod string_enum;
mod text;
mod timestamp;
mod timestamp_conversion;
mod union;
mod unreadable;
mod wrapper;

pub use serde::{Deserialize, Deserializer, Serialize, Serializer};
pub use serde_json::{Error, Value};

#[cfg(feature = "client")]
pub(crate) use allowance::Allowance;
pub use anomaly::{Anomaly, Decoded};
#[cfg(feature = "base64")]
pub use base64::Base64;
pub use blank::{Blank, blank};
pub use body::decode_body;
#[cfg(feature = "client")]
pub(crate) use body::{DecodeError, decode_limited};
#[cfg(any(feature = "dynamic", feature = "mock"))]
pub(crate) use body::{decode_exactly, reason};
pub use build::Build;
pub use context::Context;
#[cfg(feature = "time")]
pub use date_time::DateTime;
pub use decimal::{Decimal, DecimalError};
pub use decode::{Decode, decode_strictly};
pub use exact::{Exact, Floats, exact};
pub use external::External;
pub use external_date::ExternalDate;
pub use external_number::ExternalNumber;
pub use extra::Extra;
#[cfg(feature = "client")]
pub(crate) use limit::Limit;
pub use locate::path_of;
pub use map::Map;
pub use mismatch::{Mismatch, Outcome};
pub use nullable::Nullable;
pub use object::{Field, Member, Object, Read};
pub use pattern::{Constant, Pattern};
pub use property::{
    ExtraFloats, Property, Required, Undeclared, debug_object, extra_floats, floats,
    nullable_floats, optional_floats, required, write_object,
};

pub use integer_enum::{UnrecognizedInteger, read_integer_enum};
pub use source::{Failure, Undecoded};
pub use string_enum::{StringEnum, Unparsed, UnrecognizedString, parse_enum, read_enum};
#[cfg(feature = "client")]
pub(crate) use text::from_utf8;
pub use timestamp::{Timestamp, TimestampError};
pub(crate) use union::union_of;
pub use union::{
    ReadVariant, Union, UnrecognizedJson, blank_union, no_variant, read_union, read_variant,
};

#[doc(hidden)]
pub use crate::{
    json_boxed_blank, json_conversion, json_deserialize, json_enum, json_integer_enum, json_object,
    json_open_enum, json_recursive, json_union,
};
