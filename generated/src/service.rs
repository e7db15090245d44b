//! The interpretation of Intercom's error responses and rate limit.

use ::intercom_codegen_runtime::{ErrorDetail, ErrorResponse, Service, Value};

/// The `Service` implementation of Intercom.
#[derive(Debug)]
pub enum Policy {}

impl Service for Policy {
    /// Returns the details of an error. Some errors have their code in `error_key`.
    fn error_detail(json: &Value) -> Option<ErrorDetail> {
        let key = || json.get("error_key")?.as_str().map(str::to_owned);
        let mut detail = ErrorDetail::from_json(json).unwrap_or_default();
        detail.code = detail.code.or_else(key);
        (detail.code.is_some() || detail.message.is_some()).then_some(detail)
    }

    /// Returns `true` if a rate limit is exceeded: that of the app or of the workspace, of which the
    /// headers describe only one. The limit on running jobs, such as exports, has the same status and
    /// code, but does not reset with the next window of ten seconds: its message names the jobs.
    fn is_rate_limit(response: &ErrorResponse<'_>) -> bool {
        if response.headers().contains_key("retry-after") {
            return true;
        }
        let mut messages = response.errors().iter().flat_map(|detail| &detail.message);
        !messages.any(|message| message.contains("jobs"))
    }
}
