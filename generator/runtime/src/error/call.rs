use http::Method;

use crate::Request;

/// The method and path template that identify an operation in errors and logs.
#[derive(Clone)]
pub(crate) struct Call {
    method: Method,
    path: &'static str,
}

impl Call {
    pub(crate) fn new(method: Method, path: &'static str) -> Self {
        Self { method, path }
    }

    pub(crate) fn of(request: &Request) -> Self {
        Self::new(request.method.clone(), request.template)
    }

    pub(crate) fn method(&self) -> &Method {
        &self.method
    }

    /// Returns the path template.
    pub(crate) fn path(&self) -> &'static str {
        self.path
    }
}
