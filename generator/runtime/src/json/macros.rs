//! The macros that implement emitted types from their tables.

/// Implements `Object`, `Serialize`, `Deserialize`, `Clone` and `Debug` for a struct with a field
/// `extra`, which is a JSON object.
///
/// The table has a row for each field: its key and its name. The key of a field that is not a
/// `Property` follows the function that returns one. With `no default`, `Blank` is implemented too,
/// and for a `Box` of the struct with `boxed`. `extra by extra_floats` is the function that returns
/// the `Undeclared` properties, if it is not `extra` itself.
#[doc(hidden)]
#[macro_export]
macro_rules! json_object {
    ($name:ident = $schema:literal, no default, boxed $($rest:tt)*) => {
        $crate::json::json_boxed_blank!($name);
        $crate::json::json_object! { $name = $schema, no default $($rest)* }
    };
    ($name:ident = $schema:literal, no default $(, requires = $required:tt)? $(, extra by $extra:ident)? {
        $($($property:ident)? $key:literal => $field:tt,)*
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

        $crate::json::json_object! {
            $name = $schema $(, requires = $required)? $(, extra by $extra)? {
                $($($property)? $key => $field,)*
            }
        }
    };
    ($name:ident = $schema:literal $(, requires = $required:tt)? $(, extra by $extra:ident)? {
        $($($property:ident)? $key:literal => $field:tt,)*
    }) => {
        impl $crate::json::Object for $name {
            const NAME: &'static str = $schema;
            $(const REQUIRED: &'static [&'static str] = &$required;)?

            #[inline]
            fn field(&mut self, key: &str) -> &mut dyn $crate::json::Field {
                match key {
                    $($key => &mut self.$field,)*
                    _ => &mut self.extra,
                }
            }
        }

        // Deriving it would take a fifth more time to check.
        impl ::core::clone::Clone for $name {
            #[inline]
            fn clone(&self) -> Self {
                Self {
                    $($field: self.$field.clone(),)*
                    extra: self.extra.clone(),
                }
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
                $crate::json::write_object(
                    serializer,
                    &[$($key),*],
                    &[$($(& $crate::json::$property)? (&self.$field)),*],
                    $(& $crate::json::$extra)? (&self.extra),
                )
            }
        }

        $crate::json::json_deserialize!($name);
    };
}

/// Implements `Blank` for a `Box` of a type that implements it.
#[doc(hidden)]
#[macro_export]
macro_rules! json_boxed_blank {
    ($name:ident) => {
        impl $crate::json::Blank for ::std::boxed::Box<$name> {
            #[inline]
            fn blank() -> Self {
                Self::new($crate::json::blank())
            }
        }
    };
}

/// Implements the conversion of a response into a request by `From`.
///
/// The list has the fields of the request that the response has, too, each with the function of
/// `conversion` for its value; those that are arguments of `new` are listed before. The fields
/// after `except` are absent from the request.
#[doc(hidden)]
#[macro_export]
macro_rules! json_conversion {
    (
        $response:ty => $name:ident($($argument:ident),*) {
            $($conversion:ident $field:ident,)*
        } $(except $first:ident $(, $absent:ident)*)?
    ) => {
        /// Copies the properties of a response, so that they can be changed and sent back. A
        /// property that is absent or null there is absent from the request.
        $(
            #[doc = ""]
            #[doc = concat!(
                "Properties that are not copied: `",
                stringify!($first),
                $("`, `", stringify!($absent),)*
                "`."
            )]
        )?
        impl From<$response> for $name {
            #[inline]
            fn from(response: $response) -> Self {
                Self {
                    $($field: $crate::json::conversion::$conversion(response.$field),)*
                    ..Self::new($(response.$argument),*)
                }
            }
        }
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

/// Implements what open enums of strings and of integers have in common, by the method that returns
/// the value, the function that decodes it and the method that serializes it.
#[doc(hidden)]
#[macro_export]
macro_rules! json_open_enum {
    ($name:ident: $value:ident, $read:ident, $serialize:ident) => {
        impl ::core::cmp::Eq for $name {}

        impl ::std::hash::Hash for $name {
            #[inline]
            fn hash<H: ::std::hash::Hasher>(&self, state: &mut H) {
                self.$value().hash(state);
            }
        }

        #[doc(hidden)]
        impl $crate::json::Decode for $name {
            #[inline]
            fn decode(
                json: $crate::json::Undecoded<'_, '_>,
                context: &mut $crate::json::Context<'_>,
            ) -> Result<$crate::json::Outcome<Self>, $crate::json::Failure> {
                $crate::json::$read(json, context)
            }
        }

        impl $crate::json::Serialize for $name {
            fn serialize<S: $crate::json::Serializer>(
                &self,
                serializer: S,
            ) -> Result<S::Ok, S::Error> {
                serializer.$serialize(self.$value())
            }
        }

        $crate::json::json_deserialize!($name);
    };
}

/// Implements the conversions of an open enum from and to strings and JSON. The table has a row for
/// each value: its text and its variant. With `blank`, `Blank` is implemented too.
#[doc(hidden)]
#[macro_export]
macro_rules! json_enum {
    ($name:ident, blank { $($values:tt)* }) => {
        impl $crate::json::Blank for $name {
            #[inline]
            fn blank() -> Self {
                $crate::json::parse_enum("")
            }
        }

        $crate::json::json_enum! { $name { $($values)* } }
    };
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

        $crate::json::json_open_enum!($name: as_str, read_enum, serialize_str);
    };
}

/// Implements the conversions of an open enum from and to integers and JSON. The table has a row
/// for each value: its integer and its variant. With `blank`, `Blank` is implemented too.
#[doc(hidden)]
#[macro_export]
macro_rules! json_integer_enum {
    ($name:ident, blank { $($values:tt)* }) => {
        impl $crate::json::Blank for $name {
            #[inline]
            fn blank() -> Self {
                Self::from(0)
            }
        }

        $crate::json::json_integer_enum! { $name { $($values)* } }
    };
    ($name:ident { $($value:expr => $variant:ident,)* }) => {
        impl $name {
            /// Returns the value as it appears in JSON.
            #[inline]
            #[must_use]
            pub const fn as_i64(&self) -> i64 {
                match self {
                    $(Self::$variant => $value,)*
                    Self::Unrecognized(value) => value.as_i64(),
                }
            }
        }

        impl From<i64> for $name {
            #[inline]
            fn from(value: i64) -> Self {
                $(if value == $value {
                    return Self::$variant;
                })*
                Self::Unrecognized($crate::json::UnrecognizedInteger::new(value))
            }
        }

        impl ::std::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Display::fmt(&self.as_i64(), f)
            }
        }

        $crate::json::json_open_enum!($name: as_i64, read_integer_enum, serialize_i64);
    };
}

/// Implements the conversions of a struct around a list or a map that contains itself.
#[doc(hidden)]
#[macro_export]
macro_rules! json_recursive {
    ($name:ident($content:ty)) => {
        impl From<$content> for $name {
            #[inline]
            fn from(content: $content) -> Self {
                Self(content)
            }
        }

        impl ::std::ops::Deref for $name {
            type Target = $content;

            #[inline]
            fn deref(&self) -> &Self::Target {
                &self.0
            }
        }

        impl ::std::ops::DerefMut for $name {
            #[inline]
            fn deref_mut(&mut self) -> &mut Self::Target {
                &mut self.0
            }
        }

        #[doc(hidden)]
        impl $crate::json::Decode for $name {
            #[inline]
            fn decode(
                json: $crate::json::Undecoded<'_, '_>,
                context: &mut $crate::json::Context<'_>,
            ) -> Result<$crate::json::Outcome<Self>, $crate::json::Failure> {
                let content = <$content as $crate::json::Decode>::decode(json, context)?;
                Ok(content.map(Self))
            }
        }

        impl $crate::json::Serialize for $name {
            #[inline]
            fn serialize<S: $crate::json::Serializer>(
                &self,
                serializer: S,
            ) -> Result<S::Ok, S::Error> {
                self.0.serialize(serializer)
            }
        }

        $crate::json::json_deserialize!($name);
    };
}

/// Implements `Decode` and `Deserialize` for an enum that implements `Union`.
///
/// Three more implementations are added if they are named: `blank` is `Blank`, `boxed` is `Decode`
/// and `boxed_blank` is `Blank` for a `Box` of the enum.
#[doc(hidden)]
#[macro_export]
macro_rules! json_union {
    ($name:ident, blank $($rest:tt)*) => {
        impl $crate::json::Blank for $name {
            #[inline]
            fn blank() -> Self {
                $crate::json::blank_union()
            }
        }

        $crate::json::json_union!($name $($rest)*);
    };
    ($name:ident, boxed $($rest:tt)*) => {
        #[doc(hidden)]
        impl $crate::json::Decode for ::std::boxed::Box<$name> {
            #[inline]
            fn decode(
                json: $crate::json::Undecoded<'_, '_>,
                context: &mut $crate::json::Context<'_>,
            ) -> Result<$crate::json::Outcome<Self>, $crate::json::Failure> {
                Ok($crate::json::read_union(json, context)?.map(Self::new))
            }
        }

        $crate::json::json_union!($name $($rest)*);
    };
    ($name:ident, boxed_blank $($rest:tt)*) => {
        $crate::json::json_boxed_blank!($name);
        $crate::json::json_union!($name $($rest)*);
    };
    ($name:ident) => {
        #[doc(hidden)]
        impl $crate::json::Decode for $name {
            #[inline]
            fn decode(
                json: $crate::json::Undecoded<'_, '_>,
                context: &mut $crate::json::Context<'_>,
            ) -> Result<$crate::json::Outcome<Self>, $crate::json::Failure> {
                $crate::json::read_union(json, context)
            }
        }

        $crate::json::json_deserialize!($name);
    };
}
