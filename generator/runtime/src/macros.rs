//! The macros that implement the common parts of emitted types and operations.
//!
//! A `cfg` in a macro is evaluated in the calling crate. Parts that depend on a feature of this
//! crate are therefore separate macros, with a definition for each case.

/// Implements `Object`, `Serialize`, `Deserialize` and `Debug` for a struct with a field `extra`,
/// which is a JSON object.
///
/// The table has a row for each field: its key, the method of `Members` that writes it, and its
/// name. With `no default`, `Blank` is implemented too.
#[doc(hidden)]
#[macro_export]
macro_rules! json_object {
    ($name:ident = $schema:tt, no default $(, requires = $required:tt)? {
        $($key:tt => $presence:tt $field:tt,)*
    }) => {
        impl $crate::json::Blank for $name {
            #[inline]
            fn blank() -> Self {
                Self {
                    $($field: $crate::json::blank(),)*
                    extra: $crate::json::blank(),
                }
            }
        }

        impl $crate::json::Blank for ::std::boxed::Box<$name> {
            #[inline]
            fn blank() -> Self {
                Self::new($crate::json::blank())
            }
        }

        $crate::json::json_object! {
            $name = $schema $(, requires = $required)? { $($key => $presence $field,)* }
        }
    };
    ($name:ident = $schema:tt $(, requires = $required:tt)? {
        $($key:tt => $presence:tt $field:tt,)*
    }) => {
        impl $crate::json::Object for $name {
            const NAME: &'static str = $schema;
            $(const REQUIRED: &'static [&'static str] = &$required;)?

            fn read<'de, A: $crate::json::MapAccess<'de>>(
                &mut self,
                key: &str,
                member: &mut $crate::json::Member<'_, 'de, A>,
            ) {
                match key {
                    $($key => member.read(&mut self.$field),)*
                    _ => member.keep(&mut self.extra, key),
                }
            }

            fn write<M: $crate::json::SerializeMap>(
                &self,
                members: &mut $crate::json::Members<M>,
            ) {
                $(members.$presence($key, &self.$field);)*
                members.extra(&self.extra);
            }
        }

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

        $crate::json::json_deserialize!($name);
    };
}

/// Implements `Deserialize` through `Decode`.
#[doc(hidden)]
#[macro_export]
macro_rules! json_deserialize {
    ($name:ident) => {
        impl<'de> $crate::json::Deserialize<'de> for $name {
            #[inline]
            fn deserialize<D: $crate::json::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                $crate::json::decode_strictly(deserializer)
            }
        }
    };
}

/// Implements the conversions of an open enum from and to strings and JSON. The table has a row for
/// each value: its text and its variant.
#[doc(hidden)]
#[macro_export]
macro_rules! json_enum {
    ($name:ident { $($text:tt => $variant:tt,)* }) => {
        impl $name {
            /// Returns the value as it appears in JSON.
            #[inline]
            #[must_use]
            pub fn as_str(&self) -> &str {
                self.as_ref()
            }
        }

        impl AsRef<str> for $name {
            #[inline]
            fn as_ref(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)*
                    Self::Unrecognized(value) => value.as_str(),
                }
            }
        }

        impl $crate::json::StringEnum for $name {
            #[inline]
            fn parse(text: $crate::json::Unparsed<'_>) -> Self {
                match text.as_str() {
                    $($text => Self::$variant,)*
                    _ => Self::Unrecognized(text.unrecognized()),
                }
            }
        }

        impl ::core::cmp::Eq for $name {}

        impl ::std::hash::Hash for $name {
            #[inline]
            fn hash<H: ::std::hash::Hasher>(&self, state: &mut H) {
                self.as_str().hash(state);
            }
        }

        impl ::std::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(self.as_str())
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
                $crate::json::parse_enum(value)
            }
        }

        impl $crate::json::Blank for $name {
            #[inline]
            fn blank() -> Self {
                $crate::json::parse_enum("")
            }
        }

        #[doc(hidden)]
        impl<'de> $crate::json::Decode<'de> for $name {
            #[inline]
            fn decode<D: $crate::json::Deserializer<'de>>(
                deserializer: D,
                _context: &mut $crate::json::Context<'_>,
            ) -> Result<$crate::json::Outcome<Self>, D::Error> {
                $crate::json::read_enum(deserializer)
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

        $crate::json::json_deserialize!($name);
    };
}

/// Implements `Serialize` and `Deserialize` for an enum that implements `Union`.
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

        impl $crate::json::Blank for ::std::boxed::Box<$name> {
            #[inline]
            fn blank() -> Self {
                Self::new($crate::json::blank())
            }
        }

        #[doc(hidden)]
        impl<'de> $crate::json::Decode<'de> for $name {
            #[inline]
            fn decode<D: $crate::json::Deserializer<'de>>(
                deserializer: D,
                context: &mut $crate::json::Context<'_>,
            ) -> Result<$crate::json::Outcome<Self>, D::Error> {
                $crate::json::read_union(deserializer, context)
            }
        }

        #[doc(hidden)]
        impl<'de> $crate::json::Decode<'de> for ::std::boxed::Box<$name> {
            #[inline]
            fn decode<D: $crate::json::Deserializer<'de>>(
                deserializer: D,
                context: &mut $crate::json::Context<'_>,
            ) -> Result<$crate::json::Outcome<Self>, D::Error> {
                Ok($crate::json::read_union(deserializer, context)?.map(Self::new))
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

        $crate::json::json_deserialize!($name);
    };
}

/// Implements `Operation`, `IntoFuture` and the methods that send the request for a builder with a
/// field `request`. The kind of response follows the arrow.
///
/// All functions are `#[inline]`, so that they are compiled only where they are called.
#[doc(hidden)]
#[macro_export]
macro_rules! operation {
    ($name:ident -> $kind:ty) => {
        impl $crate::Operation for $name {
            type Kind = $kind;

            #[inline]
            fn into_request(self) -> $crate::Request {
                self.request
            }
        }

        impl $name {
            /// Sends the request and returns the response body.
            ///
            /// # Errors
            ///
            /// Returns an error if the request cannot be sent, the status of the response is not a
            /// success, or its body cannot be read.
            #[inline]
            pub fn send(self) -> $crate::OutputFuture<Self> {
                $crate::send(self)
            }

            /// Sends the request and returns the response with its status and headers.
            ///
            /// # Errors
            ///
            /// Returns an error if the request cannot be sent, the status of the response is not a
            /// success, or its body cannot be read.
            #[inline]
            pub fn response(self) -> $crate::ResponseFuture<Self> {
                $crate::respond(self)
            }

            /// Modifies the request beyond the documented parameters, for example to add a header
            /// or change its timeout.
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

/// Implements `Statuses` for a builder: the variant of a union for each status of a success.
#[doc(hidden)]
#[macro_export]
macro_rules! by_status {
    ($name:ident -> $union:ty { $($status:pat => $variant:ident,)* }) => {
        impl $crate::Statuses for $name {
            type Union = $union;

            #[inline]
            fn read_status(status: u16, body: &$crate::Bytes) -> Option<$crate::ReadAs<$union>> {
                match status {
                    $($status => $crate::read_as(body, <$union>::$variant),)*
                    _ => None,
                }
            }
        }
    };
}

/// Adds the method `blocking` to a builder.
#[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
#[doc(hidden)]
#[macro_export]
macro_rules! __blocking {
    () => {
        /// Returns a blocking version of the request, for programs without `async`.
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

/// Checks at compile time that the emitted code was generated for this version of the crate.
///
/// Emitted code calls it once, with the version of its generator as `major.minor`: versions that
/// differ only in their patch are compatible.
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

/// Implements `Dynamic` for a builder, which creates it from arguments by name.
///
/// `new` is called with the required arguments, as read by `Arguments`. The first table has a row
/// for each setter: the name of its argument, its own name, and the type that the argument is read
/// as. The second table has a row for each declared response: its status and its kind.
#[doc(hidden)]
#[macro_export]
macro_rules! dynamic {
    ($builder:path = $method:ident $id:literal, tag = $tag:literal
        $(, body = $body:ty)? $(; $open_body:ident)?
        => new($($read:ident::<$required:ty>($key:tt)),*) {
            $($argument:literal => $setter:ident $optional:ty,)*
        } {
            $($status:literal => $kind:ty,)*
        }
    ) => {
        impl $crate::dynamic::glue::Dynamic for $builder {
            const ID: &'static str = $id;
            const METHOD: $crate::Method = $crate::Method::$method;
            const TAG: &'static str = $tag;
            $(const BODY: Option<$crate::dynamic::glue::Reencode> =
                Some($crate::dynamic::glue::reencode::<$body>);)?
            const RESPONSES: $crate::dynamic::glue::Responses =
                &[$(($status, $crate::dynamic::glue::read::<$kind>)),*];

            #[inline]
            #[allow(unused_mut, unused_variables)]
            fn request(
                connection: &$crate::Connection,
                arguments: &mut $crate::dynamic::glue::Arguments,
            ) -> Result<$crate::Request, String> {
                $(arguments.$open_body()?;)?
                let mut builder =
                    Self::new(connection, $(arguments.$read::<$required>($key)?),*);
                $(if let Some(value) = arguments.optional::<$optional>($argument)? {
                    builder = builder.$setter(value);
                })*
                Ok($crate::Operation::into_request(builder))
            }
        }
    };
}

/// Adds `download` to a builder, which streams the response body.
#[doc(hidden)]
#[macro_export]
macro_rules! download {
    ($name:ident) => {
        impl $crate::DownloadOperation for $name {}

        impl $name {
            /// Sends the request and returns the response body as a stream, for files that are too
            /// large for memory.
            ///
            /// # Errors
            ///
            /// Returns an error if the request cannot be sent or the status of the response is not
            /// a success.
            #[cfg(not(target_arch = "wasm32"))]
            #[inline]
            pub fn download(self) -> $crate::DownloadFuture {
                $crate::Operation::into_request(self).download()
            }
        }
    };
}

/// Adds the methods `pages` and `items` to a builder that implements `Paged`.
#[doc(hidden)]
#[macro_export]
macro_rules! paged {
    ($name:ident) => {
        impl $name {
            /// Returns a stream of the pages, starting with the requested one.
            ///
            /// Each page is fetched when the stream is polled for it. All other parameters of the
            /// request apply to every page.
            #[inline]
            pub fn pages(self) -> $crate::Pages<Self> {
                $crate::Pages::new(self)
            }

            /// Returns a stream of the items of all pages.
            ///
            /// The next page is fetched when all items of the current one have been taken.
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
