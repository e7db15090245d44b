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
    /// Reads the forms that Intercom uses; finds nothing in any other body.
    ///
    /// These are a list of errors, one error with a message (and perhaps an `error_key` as its
    /// code), and an object with a message, or a list of them, for each member of the request.
    pub(super) fn parse(body: &[u8]) -> Self {
        let json: Value = serde_json::from_slice(body).unwrap_or_default();
        let errors = match json.get("errors") {
            Some(Value::Array(errors)) => errors.iter().filter_map(detail).collect(),
            Some(Value::Object(members)) => members.iter().flat_map(details_of_member).collect(),
            _ => detail(&json).into_iter().collect(),
        };
        Self {
            request_id: text(&json, "request_id"),
            errors,
        }
    }
}

fn detail(json: &Value) -> Option<ErrorDetail> {
    if let Value::String(message) = json {
        return Some(message_of(message, None));
    }
    let detail = ErrorDetail {
        code: text(json, "code").or_else(|| text(json, "error_key")),
        message: text(json, "message"),
        field: text(json, "field"),
    };
    (detail.code.is_some() || detail.message.is_some()).then_some(detail)
}

fn details_of_member((field, says): (&String, &Value)) -> Vec<ErrorDetail> {
    let messages = match says {
        Value::Array(messages) => messages.as_slice(),
        message => std::slice::from_ref(message),
    };
    let messages = messages.iter().filter_map(Value::as_str);
    messages
        .map(|message| message_of(message, Some(field)))
        .collect()
}

fn message_of(message: &str, field: Option<&String>) -> ErrorDetail {
    ErrorDetail {
        code: None,
        message: Some(message.to_owned()),
        field: field.cloned(),
    }
}

fn text(json: &Value, key: &str) -> Option<String> {
    json.get(key)?.as_str().map(str::to_owned)
}
