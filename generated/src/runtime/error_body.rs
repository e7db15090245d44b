use serde_json::Value;

/// One of the reasons that Intercom gives for an error.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ErrorDetail {
    /// A word for programs, such as `not_found`. New ones appear without notice.
    pub code: Option<String>,
    /// A sentence for people.
    pub message: Option<String>,
    /// The member of the request that it is about.
    pub field: Option<String>,
}

/// What could be made out in the body of an error.
#[derive(Debug, Default)]
pub(super) struct ErrorBody {
    pub(super) request_id: Option<String>,
    pub(super) errors: Vec<ErrorDetail>,
}

impl ErrorBody {
    /// Reads the two forms that Intercom uses, a list of errors or one message; finds nothing
    /// in any other body.
    pub(super) fn parse(body: &[u8]) -> Self {
        let json: Value = serde_json::from_slice(body).unwrap_or_default();
        let errors = match json.get("errors") {
            Some(Value::Array(errors)) => errors.iter().filter_map(detail).collect(),
            _ => detail(&json).into_iter().collect(),
        };
        Self {
            request_id: text(&json, "request_id"),
            errors,
        }
    }
}

fn detail(json: &Value) -> Option<ErrorDetail> {
    let detail = ErrorDetail {
        code: text(json, "code"),
        message: text(json, "message"),
        field: text(json, "field"),
    };
    (detail.code.is_some() || detail.message.is_some()).then_some(detail)
}

fn text(json: &Value, key: &str) -> Option<String> {
    json.get(key)?.as_str().map(str::to_owned)
}
