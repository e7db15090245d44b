//! The macros by which emitted types and operations get what all of them have.
//!
//! They stand together, as code that is emitted for another crate brings them along: its types
//! and operations are its own, while the rest of the runtime may be that of another crate.

#![allow(unused_macros, unused_imports)] // in a crate that emits no such item

/// Gives a struct that implements `Object` and has a field `extra` its `Serialize`, its
/// `Deserialize` and its `Debug`.
///
/// A struct without `Default` brings its `own blank`: it implements `Blank` itself.
macro_rules! json_object {
    ($name:ident) => {
        impl $crate::runtime::json::Blank for $name {
            #[inline]
            fn blank() -> Self {
                Self::default()
            }
        }

        $crate::runtime::json::json_object!($name, own blank);
    };
    ($name:ident, own blank) => {
        impl ::std::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                $crate::runtime::json::debug_object(stringify!($name), self, f)
            }
        }

        impl $crate::runtime::json::Serialize for $name {
            fn serialize<S: $crate::runtime::json::Serializer>(
                &self,
                serializer: S,
            ) -> Result<S::Ok, S::Error> {
                $crate::runtime::json::write_object(self, serializer)
            }
        }

        $crate::runtime::json::json_read!($name, read_object);
    };
}

/// Implements `Decode`, and `Deserialize` by it, through the named function of this module.
macro_rules! json_read {
    ($name:ident, $read:ident) => {
        impl<'de> $crate::runtime::json::Decode<'de> for $name {
            #[inline]
            fn decode<D: $crate::runtime::json::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                $crate::runtime::json::$read(deserializer)
            }
        }

        impl<'de> $crate::runtime::json::Deserialize<'de> for $name {
            #[inline]
            fn deserialize<D: $crate::runtime::json::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                $crate::runtime::json::$read(deserializer)
            }
        }
    };
}

/// Gives an enum that implements `StringEnum` its conversions from and to text and JSON.
macro_rules! json_enum {
    ($name:ident) => {
        impl $name {
            /// The value as it stands in JSON.
            #[inline]
            #[must_use]
            pub fn as_str(&self) -> &str {
                $crate::runtime::json::StringEnum::text(self)
            }
        }

        impl ::std::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl AsRef<str> for $name {
            #[inline]
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl From<&str> for $name {
            #[inline]
            fn from(value: &str) -> Self {
                $crate::runtime::json::parse_enum(value)
            }
        }

        impl From<String> for $name {
            #[inline]
            fn from(value: String) -> Self {
                $crate::runtime::json::parse_enum_owned(value)
            }
        }

        impl $crate::runtime::json::Blank for $name {
            #[inline]
            fn blank() -> Self {
                $crate::runtime::json::parse_enum("")
            }
        }

        impl $crate::runtime::json::Serialize for $name {
            fn serialize<S: $crate::runtime::json::Serializer>(
                &self,
                serializer: S,
            ) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        $crate::runtime::json::json_read!($name, read_enum);
    };
}

/// Gives an enum that implements `Union` its `Serialize` and `Deserialize`.
macro_rules! json_union {
    ($name:ident) => {
        impl $crate::runtime::json::Blank for $name {
            #[inline]
            fn blank() -> Self {
                $crate::runtime::json::blank_union()
            }
        }

        impl $crate::runtime::json::Serialize for $name {
            #[inline]
            fn serialize<S: $crate::runtime::json::Serializer>(
                &self,
                serializer: S,
            ) -> Result<S::Ok, S::Error> {
                $crate::runtime::json::Union::write(self, serializer)
            }
        }

        $crate::runtime::json::json_read!($name, read_union);
    };
}

/// Makes a builder that implements `Operation` and has a field `request` sendable.
///
/// All of it is `#[inline]`, so that it is compiled where it is called and nowhere else.
macro_rules! operation {
    ($name:ident) => {
        impl $name {
            /// Sends the request and gives the body of the answer.
            ///
            /// # Errors
            /// When the request cannot be sent, is refused, or the answer cannot be read.
            #[inline]
            pub fn send(self) -> $crate::runtime::OutputFuture<Self> {
                $crate::runtime::send(self)
            }

            /// Sends the request and gives the answer with its status and headers.
            ///
            /// # Errors
            /// When the request cannot be sent, is refused, or the answer cannot be read.
            #[inline]
            pub fn response(self) -> $crate::runtime::ResponseFuture<Self> {
                $crate::runtime::respond(self)
            }

            /// Changes the request in ways the document does not speak of: a header of one's
            /// own, another timeout.
            #[inline]
            pub fn with(mut self, change: impl FnOnce(&mut $crate::runtime::Request)) -> Self {
                change(&mut self.request);
                self
            }

            /// Makes sending the request block the thread, for programs without `async`.
            #[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
            #[inline]
            pub fn blocking(self) -> $crate::runtime::Blocking<Self> {
                $crate::runtime::Blocking::new(self)
            }
        }

        impl ::std::future::IntoFuture for $name {
            type Output = Result<$crate::runtime::OutputOf<Self>, $crate::runtime::Error>;
            type IntoFuture = $crate::runtime::OutputFuture<Self>;

            #[inline]
            fn into_future(self) -> Self::IntoFuture {
                $crate::runtime::send(self)
            }
        }
    };
}

/// Lets a builder's answer be downloaded piece by piece.
macro_rules! download {
    ($name:ident) => {
        impl $crate::runtime::DownloadOperation for $name {}

        impl $name {
            /// Sends the request and gives the body of the answer as a stream, for files too large
            /// for memory.
            ///
            /// # Errors
            /// When the request cannot be sent or is refused.
            #[cfg(not(target_arch = "wasm32"))]
            #[inline]
            pub fn download(self) -> $crate::runtime::DownloadFuture {
                $crate::runtime::Operation::into_request(self).download()
            }
        }
    };
}

/// Gives a builder that implements `Paged` its streams.
macro_rules! paged {
    ($name:ident) => {
        impl $name {
            /// A stream of the pages, beginning with the one that the request asks for. Each is
            /// fetched when it is asked for; all else that is set holds for every one of them.
            #[inline]
            pub fn pages(self) -> $crate::runtime::Pages<Self> {
                $crate::runtime::Pages::new(self)
            }

            /// A stream of what is listed, on all pages. A page is fetched when all of the one
            /// before it has been taken.
            #[inline]
            pub fn items(self) -> $crate::runtime::Items<Self> {
                $crate::runtime::Pages::new(self).into_items()
            }
        }
    };
}

pub(crate) use {download, json_enum, json_object, json_read, json_union, operation, paged};
