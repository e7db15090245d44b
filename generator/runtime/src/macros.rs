//! The macros by which emitted types and operations implement what all of them have.
//!
//! A `cfg` in a macro is evaluated in the crate that calls it. Parts that depend on a feature of this
//! crate are therefore macros of their own, with a definition for either case.

/// Gives a struct that implements `Object` and has a field `extra` its `Serialize`, its
/// `Deserialize` and its `Debug`.
///
/// A struct without `Default` brings its `own blank`: it implements `Blank` itself.
#[doc(hidden)]
#[macro_export]
macro_rules! json_object {
    ($name:ident) => {
        impl $crate::json::Blank for $name {
            #[inline]
            fn blank() -> Self {
                Self::default()
            }
        }

        $crate::json::json_object!($name, own blank);
    };
    ($name:ident, own blank) => {
        impl ::std::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                $crate::json::debug_object(stringify!($name), self, f)
            }
        }

        impl $crate::json::Serialize for $name {
            fn serialize<S: $crate::json::Serializer>(
                &self,
                serializer: S,
            ) -> Result<S::Ok, S::Error> {
                $crate::json::write_object(self, serializer)
            }
        }

        $crate::json::json_read!($name, read_object);
    };
}

/// Implements `Decode`, and `Deserialize` by it, through the named function of this module.
#[doc(hidden)]
#[macro_export]
macro_rules! json_read {
    ($name:ident, $read:ident) => {
        impl<'de> $crate::json::Decode<'de> for $name {
            #[inline]
            fn decode<D: $crate::json::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                $crate::json::$read(deserializer)
            }
        }

        impl<'de> $crate::json::Deserialize<'de> for $name {
            #[inline]
            fn deserialize<D: $crate::json::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                $crate::json::$read(deserializer)
            }
        }
    };
}

/// Gives an enum that implements `StringEnum` its conversions from and to text and JSON.
#[doc(hidden)]
#[macro_export]
macro_rules! json_enum {
    ($name:ident) => {
        impl $name {
            /// The value as it stands in JSON.
            #[inline]
            #[must_use]
            pub fn as_str(&self) -> &str {
                $crate::json::StringEnum::text(self)
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
                $crate::json::parse_enum(value)
            }
        }

        impl From<String> for $name {
            #[inline]
            fn from(value: String) -> Self {
                $crate::json::parse_enum_owned(value)
            }
        }

        impl $crate::json::Blank for $name {
            #[inline]
            fn blank() -> Self {
                $crate::json::parse_enum("")
            }
        }

        impl $crate::json::Serialize for $name {
            fn serialize<S: $crate::json::Serializer>(
                &self,
                serializer: S,
            ) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        $crate::json::json_read!($name, read_enum);
    };
}

/// Gives an enum that implements `Union` its `Serialize` and `Deserialize`.
#[doc(hidden)]
#[macro_export]
macro_rules! json_union {
    ($name:ident) => {
        impl $crate::json::Blank for $name {
            #[inline]
            fn blank() -> Self {
                $crate::json::blank_union()
            }
        }

        impl $crate::json::Serialize for $name {
            #[inline]
            fn serialize<S: $crate::json::Serializer>(
                &self,
                serializer: S,
            ) -> Result<S::Ok, S::Error> {
                $crate::json::Union::write(self, serializer)
            }
        }

        $crate::json::json_read!($name, read_union);
    };
}

/// Makes a builder that implements `Operation` and has a field `request` sendable.
///
/// All of it is `#[inline]`, so that it is compiled where it is called and nowhere else.
#[doc(hidden)]
#[macro_export]
macro_rules! operation {
    ($name:ident) => {
        impl $name {
            /// Sends the request and gives the body of the answer.
            ///
            /// # Errors
            /// When the request cannot be sent, is refused, or the answer cannot be read.
            #[inline]
            pub fn send(self) -> $crate::OutputFuture<Self> {
                $crate::send(self)
            }

            /// Sends the request and gives the answer with its status and headers.
            ///
            /// # Errors
            /// When the request cannot be sent, is refused, or the answer cannot be read.
            #[inline]
            pub fn response(self) -> $crate::ResponseFuture<Self> {
                $crate::respond(self)
            }

            /// Changes the request in ways the document does not speak of: a header of one's
            /// own, another timeout.
            #[inline]
            pub fn with(mut self, change: impl FnOnce(&mut $crate::Request)) -> Self {
                change(&mut self.request);
                self
            }

            $crate::__blocking!();
        }

        impl ::std::future::IntoFuture for $name {
            type Output = Result<$crate::OutputOf<Self>, $crate::Error>;
            type IntoFuture = $crate::OutputFuture<Self>;

            #[inline]
            fn into_future(self) -> Self::IntoFuture {
                $crate::send(self)
            }
        }
    };
}

/// The method `blocking` of a builder.
#[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
#[doc(hidden)]
#[macro_export]
macro_rules! __blocking {
    () => {
        /// Makes sending the request block the thread, for programs without `async`.
        #[inline]
        pub fn blocking(self) -> $crate::Blocking<Self> {
            $crate::Blocking::new(self)
        }
    };
}

#[cfg(not(all(feature = "blocking", not(target_arch = "wasm32"))))]
#[doc(hidden)]
#[macro_export]
macro_rules! __blocking {
    () => {};
}

/// Reports a generator whose code this crate is not for, as one error.
///
/// Emitted code calls it once, with the version of its generator: `major.minor`, as versions that
/// differ in their patch alone belong together.
#[doc(hidden)]
#[macro_export]
macro_rules! assert_compatible {
    ("0.1") => {};
    ($generator:literal) => {
        ::std::compile_error!(::std::concat!(
            "this code is generated by intercom-codegen ",
            $generator,
            ", but intercom-codegen-runtime is 0.1: use the same minor version of both"
        ));
    };
}

/// Lets a builder's answer be downloaded piece by piece.
#[doc(hidden)]
#[macro_export]
macro_rules! download {
    ($name:ident) => {
        impl $crate::DownloadOperation for $name {}

        impl $name {
            /// Sends the request and gives the body of the answer as a stream, for files too large
            /// for memory.
            ///
            /// # Errors
            /// When the request cannot be sent or is refused.
            #[cfg(not(target_arch = "wasm32"))]
            #[inline]
            pub fn download(self) -> $crate::DownloadFuture {
                $crate::Operation::into_request(self).download()
            }
        }
    };
}

/// Gives a builder that implements `Paged` its streams.
#[doc(hidden)]
#[macro_export]
macro_rules! paged {
    ($name:ident) => {
        impl $name {
            /// A stream of the pages, beginning with the one that the request asks for. Each is
            /// fetched when it is asked for; all else that is set holds for every one of them.
            #[inline]
            pub fn pages(self) -> $crate::Pages<Self> {
                $crate::Pages::new(self)
            }

            /// A stream of what is listed, on all pages. A page is fetched when all of the one
            /// before it has been taken.
            #[inline]
            pub fn items(self) -> $crate::Items<Self> {
                $crate::Pages::new(self).into_items()
            }
        }
    };
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_version_is_that_of_the_package() {
        let minor = concat!(
            "\"",
            env!("CARGO_PKG_VERSION_MAJOR"),
            ".",
            env!("CARGO_PKG_VERSION_MINOR"),
            "\""
        );
        assert!(include_str!("macros.rs").contains(&format!("({minor}) => {{}};")));
    }

    crate::assert_compatible!("0.1");
}
