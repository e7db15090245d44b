use std::pin::Pin;

/// What an awaited builder becomes.
#[cfg(not(target_arch = "wasm32"))]
pub type BoxFuture<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// What an awaited builder becomes.
#[cfg(target_arch = "wasm32")]
pub type BoxFuture<T> = Pin<Box<dyn Future<Output = T>>>;

/// Makes a builder with a field `request` sendable: `operation!(GetCompany -> Json<Company>)`.
///
/// All of it is `#[inline]`, so that it is compiled where it is called and nowhere else.
#[allow(unused_macros)]
macro_rules! operation {
    ($name:ident -> $kind:ty) => {
        impl $name {
            /// Sends the request and gives the body of the answer.
            ///
            /// # Errors
            /// When the request cannot be sent, is refused, or the answer cannot be read.
            #[inline]
            pub async fn send(
                self,
            ) -> Result<<$kind as $crate::runtime::Kind>::Output, $crate::runtime::Error> {
                self.request.send::<$kind>().await
            }

            /// Sends the request and gives the answer with its status and headers.
            ///
            /// # Errors
            /// When the request cannot be sent, is refused, or the answer cannot be read.
            #[inline]
            pub async fn response(
                self,
            ) -> Result<
                $crate::runtime::Response<<$kind as $crate::runtime::Kind>::Output>,
                $crate::runtime::Error,
            > {
                self.request.response::<$kind>().await
            }

            /// Changes the request in ways the document does not speak of: a header of one's
            /// own, another timeout.
            #[inline]
            pub fn with(mut self, change: impl FnOnce(&mut $crate::runtime::Request)) -> Self {
                change(&mut self.request);
                self
            }
        }

        impl ::std::future::IntoFuture for $name {
            type Output = Result<<$kind as $crate::runtime::Kind>::Output, $crate::runtime::Error>;
            type IntoFuture = $crate::runtime::BoxFuture<Self::Output>;

            #[inline]
            fn into_future(self) -> Self::IntoFuture {
                Box::pin(self.request.send::<$kind>())
            }
        }
    };
}

#[allow(unused_imports)] // in a crate that emits no operations
pub(crate) use operation;
