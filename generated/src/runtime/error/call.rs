use http::Method;

use crate::runtime::Request;

/// Names an operation.
#[derive(Clone)]
pub(in crate::runtime) struct Call {
    method: Method,
    path: &'static str,
}

impl Call {
    pub(in crate::runtime) fn new(method: Method, path: &'static str) -> Self {
        Self { method, path }
    }

    pub(in crate::runtime) fn of(request: &Request) -> Self {
        Self::new(request.method.clone(), request.template)
    }

    pub(in crate::runtime) fn method(&self) -> &Method {
        &self.method
    }

    /// The path template.
    pub(in crate::runtime) fn path(&self) -> &'static str {
        self.path
    }
}
