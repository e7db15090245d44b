use std::borrow::Cow;

use http::Method;

use crate::Request;

/// The method and path template that identify an operation in errors and logs.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    method: Method,
    path: Cow<'static, str>,
}

impl Call {
    pub(crate) fn new(method: Method, path: impl Into<Cow<'static, str>>) -> Self {
        Self {
            method,
            path: path.into(),
        }
    }

    pub(crate) fn of(request: &Request) -> Self {
        Self::new(request.method.clone(), request.template.clone())
    }

    pub(crate) fn method(&self) -> &Method {
        &self.method
    }

    /// Returns the path template.
    pub(crate) fn path(&self) -> &str {
        &self.path
    }
}
