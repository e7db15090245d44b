//! The macros that implement the common parts of emitted operations.
//!
//! A `cfg` in a macro is evaluated in the calling crate. Parts that depend on a feature of this
//! crate are therefore separate macros, with a definition for each case.

/// Implements `Operation`, `Endpoint`, `IntoFuture`, `Clone`, `Debug` and the methods that send the
/// request for a builder with a field `request`. Its method and path follow the `=`, the kind of response the
/// arrow, and the type of its body the second `=`, unless the kind states it: the signatures name
/// that type.
///
/// All functions are `#[inline]`, so that they are compiled only where they are called.
#[doc(hidden)]
#[macro_export]
macro_rules! operation {
    ($name:ident = $method:literal $path:literal -> Json<$output:ty>) => {
        $crate::operation!($name, $method, $path, $crate::Json<$output>, $output);
    };
    ($name:ident = $method:literal $path:literal -> Text) => {
        $crate::operation!($name, $method, $path, $crate::Text, ::std::string::String);
    };
    ($name:ident = $method:literal $path:literal -> Binary) => {
        $crate::operation!($name, $method, $path, $crate::Binary, $crate::Bytes);
    };
    ($name:ident = $method:literal $path:literal -> Empty) => {
        $crate::operation!($name, $method, $path, $crate::Empty, ());
    };
    ($name:ident = $method:literal $path:literal -> Location) => {
        $crate::operation!(
            $name,
            $method,
            $path,
            $crate::Location,
            ::std::string::String
        );
    };
    ($name:ident = $method:literal $path:literal -> JsonPage = $output:ty) => {
        $crate::operation!($name, $method, $path, $crate::JsonPage<$name>, $output);
    };
    ($name:ident = $method:literal $path:literal -> $kind:ty = $output:ty) => {
        $crate::operation!($name, $method, $path, $kind, $output);
    };
    ($name:ident, $method:literal, $path:literal, $kind:ty, $output:ty) => {
        impl $crate::Operation for $name {
            type Kind = $kind;

            #[inline]
            fn into_request(self) -> $crate::Request {
                self.request
            }
        }

        impl ::core::clone::Clone for $name {
            #[inline]
            fn clone(&self) -> Self {
                Self {
                    request: self.request.clone(),
                }
            }
        }

        impl ::std::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                $crate::debug_builder(stringify!($name), &self.request, f)
            }
        }

        #[doc(hidden)]
        impl $crate::Endpoint for $name {
            const METHOD: &'static str = $method;
            const PATH: &'static str = $path;
        }

        impl $name {
            /// Sends the request and returns the response body.
            ///
            /// # Errors
            ///
            /// Returns an error if the request cannot be sent, the status of the response is not a
            /// success, or its body cannot be read.
            #[inline]
            pub fn send(self) -> $crate::BoxFuture<Result<$output, $crate::Error>> {
                $crate::send(self)
            }

            /// Sends the request and returns the response with its status and headers.
            ///
            /// # Errors
            ///
            /// Returns an error if the request cannot be sent, the status of the response is not a
            /// success, or its body cannot be read.
            #[inline]
            pub fn response(
                self,
            ) -> $crate::BoxFuture<Result<$crate::Response<$output>, $crate::Error>> {
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
            type Output = Result<$output, $crate::Error>;
            type IntoFuture = $crate::BoxFuture<Self::Output>;

            #[inline]
            fn into_future(self) -> Self::IntoFuture {
                self.send()
            }
        }
    };
}

/// Implements `Statuses` for a builder: the variant of a union for each status of a success.
#[doc(hidden)]
#[macro_export]
macro_rules! by_status {
    ($name:ident -> $union:ty { $($status:pat => $variant:ident,)* }) => {
        #[doc(hidden)]
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

/// Defines `Streamed::read_event`: the variant of a union for the name of an event.
#[doc(hidden)]
#[macro_export]
macro_rules! by_event {
    ($union:ty { $($name:literal => $variant:ident,)* }) => {
        #[inline]
        fn read_event(name: &str, data: &$crate::Bytes) -> Option<$crate::ReadAs<$union>> {
            match name {
                $($name => $crate::read_as(data, <$union>::$variant),)*
                _ => None,
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
/// as. The second table has a row for each kind of response, with the declared statuses.
#[doc(hidden)]
#[macro_export]
macro_rules! dynamic {
    ($builder:path = $id:literal, tag = $tag:literal
        $(, body = $body:ty)? $(; $open_body:ident)?
        => new($($read:ident::<$required:ty>($key:tt)),*) {
            $($argument:literal => $setter:ident $optional:ty,)*
        } {
            $($($status:literal)|+ => $kind:ty,)*
        }
    ) => {
        #[doc(hidden)]
        impl $crate::dynamic::glue::Dynamic for $builder {
            const ID: &'static str = $id;
            const TAG: &'static str = $tag;
            $(const BODY: Option<$crate::dynamic::glue::Reencode> =
                Some($crate::dynamic::glue::reencode::<$body>);)?
            const RESPONSES: $crate::dynamic::glue::Responses =
                &[$($(($status, $crate::dynamic::glue::read::<$kind>),)+)*];

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

/// Lists the operations of a version: the path template and the request builder of each.
#[doc(hidden)]
#[macro_export]
macro_rules! operations {
    ({ $($(#[$cfg:meta])? $path:literal => $builder:ty,)* }) => {
        /// All operations, in document order.
        pub const OPERATIONS: &[Operation] = &[$($(#[$cfg])? Operation::new::<$builder>($path)),*];
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

/// Adds `stream` to a builder that implements `Streamed`.
#[cfg(all(feature = "streams", not(target_arch = "wasm32")))]
#[doc(hidden)]
#[macro_export]
macro_rules! streamed {
    ($name:ident) => {
        impl $name {
            /// Sends the request and returns the response as a stream, which yields each item when
            /// it arrives.
            ///
            /// # Errors
            ///
            /// Returns an error if the request cannot be sent or the status of the response is not
            /// a success.
            #[inline]
            pub fn stream(self) -> $crate::EventStreamFuture<<Self as $crate::Streamed>::Item> {
                let streaming = <Self as $crate::Streamed>::STREAMING;
                let read_event = <Self as $crate::Streamed>::read_event;
                $crate::Operation::into_request(self).stream(streaming, read_event)
            }
        }
    };
}

#[cfg(not(all(feature = "streams", not(target_arch = "wasm32"))))]
#[doc(hidden)]
#[macro_export]
macro_rules! streamed {
    ($name:ident) => {};
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

/// Adds `poller` to a builder that implements `JobOperation`; `by id` if the operation that returns
/// the state of the job takes nothing but the id.
#[doc(hidden)]
#[macro_export]
macro_rules! poller {
    ($name:ident by $new:ident) => {
        impl $crate::PolledById for $name {
            #[inline]
            fn poll(connection: &$crate::Connection, id: &str) -> Self::Poll {
                <Self as $crate::JobOperation>::Poll::$new(connection, id)
            }
        }

        impl $name {
            /// Returns a poller, which starts the job and polls it until it ends.
            #[inline]
            pub fn poller(self) -> $crate::Poller<Self> {
                $crate::Poller::new(self, <Self as $crate::PolledById>::poll)
            }
        }
    };
    ($name:ident) => {
        impl $name {
            /// Returns a poller, which starts the job and polls it until it ends. `poll` returns
            /// the request for the state of the job with an id.
            #[inline]
            pub fn poller(
                self,
                poll: impl ::std::ops::Fn(&str) -> <Self as $crate::JobOperation>::Poll
                + ::std::marker::Send
                + ::std::marker::Sync
                + 'static,
            ) -> $crate::Poller<Self> {
                $crate::Poller::new(self, move |_, id| poll(id))
            }
        }
    };
}

/// Implements `JobWithResult` for a builder: the operation that returns the result of the job.
#[doc(hidden)]
#[macro_export]
macro_rules! job_result {
    ($name:ident ? => $result:path, by $new:ident) => {
        impl $crate::JobWithResult for $name {
            type Result = ::core::option::Option<$result>;

            #[inline]
            fn result(connection: &$crate::Connection, job: &$crate::JobState) -> Self::Result {
                let declared = <Self as $crate::JobOperation>::JOB;
                let is_empty = job
                    .status()
                    .is_some_and(|status| declared.has_no_result(status));
                (!is_empty).then(|| <$result>::$new(connection, job.id()))
            }
        }
    };
    ($name:ident => $result:path, by $new:ident) => {
        impl $crate::JobWithResult for $name {
            type Result = $result;

            #[inline]
            fn result(connection: &$crate::Connection, job: &$crate::JobState) -> Self::Result {
                <$result>::$new(connection, job.id())
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
