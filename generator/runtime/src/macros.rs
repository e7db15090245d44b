//! The macros by which emitted types and operations implement what all of them have.
//!
//! A `cfg` in a macro is evaluated in the crate that calls it. Parts that depend on a feature of this
//! crate are therefore macros of their own, with a definition for either case.

/// Reads and writes a struct that has a field `extra` as a JSON object: implements `Object`,
/// `Serialize`, `Deserialize` and `Debug`.
///
/// The table has a line for each field: its key, how it is written (a method of `Members`) and its
/// name. A struct with `no default` implements `Blank` by it.
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

/// Implements `Deserialize` by `Decode`.
#[doc(hidden)]
#[macro_export]
macro_rules! json_deserialize {
    ($name:ident) => {
        impl<'de> $crate::json::Deserialize<'de> for $name {
            #[inline]
            fn deserialize<D: $crate::json::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                $crate::json::Decode::decode(deserializer)
            }
        }
    };
}

/// Implements the conversions of an open enum from and to text and JSON. The table has a line for
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

        impl<'de> $crate::json::Decode<'de> for $name {
            #[inline]
            fn decode<D: $crate::json::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
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

        impl $crate::json::Blank for ::std::boxed::Box<$name> {
            #[inline]
            fn blank() -> Self {
                Self::new($crate::json::blank())
            }
        }

        impl<'de> $crate::json::Decode<'de> for $name {
            #[inline]
            fn decode<D: $crate::json::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                $crate::json::read_union(deserializer)
            }
        }

        impl<'de> $crate::json::Decode<'de> for ::std::boxed::Box<$name> {
            #[inline]
            fn decode<D: $crate::json::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                $crate::json::read_union(deserializer).map(Self::new)
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

/// Makes a builder that has a field `request` sendable: implements `Operation`, whose kind of
/// response follows the arrow.
///
/// All of it is `#[inline]`, so that it is compiled where it is called and nowhere else.
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
            /// Returns an error if the request cannot be sent, is refused, or the response cannot be
            /// read.
            #[inline]
            pub fn send(self) -> $crate::OutputFuture<Self> {
                $crate::send(self)
            }

            /// Sends the request and returns the response with its status and headers.
            ///
            /// # Errors
            /// Returns an error if the request cannot be sent, is refused, or the response cannot be
            /// read.
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

/// Makes a builder of arguments by name: implements `Dynamic`.
///
/// `new` is called with the required arguments, as `Arguments` reads them. The first table has a
/// line for each setter: the name of its argument, its own name and what it is read as. The second
/// table has a line for each declared response: its status and how it is read.
#[doc(hidden)]
#[macro_export]
macro_rules! dynamic {
    ($builder:path = $method:ident $id:literal, tag = $tag:literal
        $(, body = $body:ty)? $(; $open_body:ident)?
        => new($($read:ident::<$required:ty>($place:tt)),*) {
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
                    Self::new(connection, $(arguments.$read::<$required>($place)?),*);
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
