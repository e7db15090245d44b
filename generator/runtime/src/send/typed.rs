//! The types of decoded bodies. Requests are sent and bodies decoded by code that does not know
//! them, which is compiled once; here, the type is restored.

use std::any::Any;
use std::pin::Pin;
use std::task::{Context, Poll};

use crate::error::Cause;
use crate::json::Decoded;
use crate::response_kind::Unreadable;
use crate::{BoxFuture, Error, Response};

/// A decoded body of any type.
pub(crate) struct AnyBody(Box<dyn Any + Send>);

impl AnyBody {
    pub(super) fn of<T: Send + 'static>(decoded: Decoded<T>) -> Decoded<Self> {
        Decoded {
            value: Self(Box::new(decoded.value)),
            anomalies: decoded.anomalies,
        }
    }

    /// Returns the body as a `T`.
    fn downcast<T: 'static>(self) -> Result<T, Error> {
        match self.0.downcast() {
            Ok(body) => Ok(*body),
            Err(_) => Err(other_type()),
        }
    }
}

#[cold]
fn other_type() -> Error {
    let unreadable = Unreadable::new("the body was decoded as another type");
    Error::new(None, Cause::Unreadable(unreadable))
}

/// A future that resolves to a response, or to its body, whose type is known.
#[must_use = "futures do nothing unless you `.await` or poll them"]
pub(crate) struct Typed<T> {
    response: BoxFuture<Result<Response<AnyBody>, Error>>,
    typed: fn(Response<AnyBody>) -> Result<T, Error>,
}

impl<T: 'static> Typed<Response<T>> {
    pub(super) fn response(response: BoxFuture<Result<Response<AnyBody>, Error>>) -> Self {
        Self {
            response,
            typed: |response| response.try_map(AnyBody::downcast),
        }
    }
}

impl<T: 'static> Typed<T> {
    pub(super) fn body(response: BoxFuture<Result<Response<AnyBody>, Error>>) -> Self {
        Self {
            response,
            typed: |response| response.into_body().downcast(),
        }
    }
}

impl<T> Future for Typed<T> {
    type Output = Result<T, Error>;

    #[inline]
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        match self.response.as_mut().poll(context) {
            Poll::Ready(Ok(response)) => Poll::Ready((self.typed)(response)),
            Poll::Ready(Err(error)) => Poll::Ready(Err(error)),
            Poll::Pending => Poll::Pending,
        }
    }
}
