use serde_json::Value;

/// One of the errors in the body of an error response.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ErrorDetail {
    /// The machine-readable code, such as `not_found`.
    pub code: Option<String>,
    /// The human-readable message.
    pub message: Option<String>,
    /// The property or parameter of the request that caused the error.
    pub field: Option<String>,
}

/// The decoded body of an error response.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ErrorBody {
    /// The errors that the response reports.
    pub errors: Vec<ErrorDetail>,
    /// The id of the request, from `request_id`.
    pub request_id: Option<String>,
}

impl ErrorBody {
    /// Reads common formats of error bodies. Other bodies have no errors.
    ///
    /// Each error is read by `detail`, such as [`ErrorDetail::from_json`].
    ///
    /// | format | example |
    /// |---|---|
    /// | problem details (RFC 9457) | `{"type": "about:blank", "title": "Not Found", "detail": "…"}` |
    /// | list of errors | `{"errors": [{"code": "…", "message": "…", "field": "…"}]}`, `{"errors": ["…"]}` |
    /// | errors by field | `{"errors": {"name": ["…"]}}` |
    /// | one error | `{"error": {"code": "…", "message": "…"}}`, `{"code": "…", "message": "…"}` |
    /// | OAuth 2 (RFC 6749) | `{"error": "invalid_grant", "error_description": "…"}` |
    /// | message | `{"message": "…"}`, `{"error": "…"}` |
    #[must_use]
    pub fn from_json(json: &Value, detail: fn(&Value) -> Option<ErrorDetail>) -> Self {
        let listed: Vec<ErrorDetail> = match json.get("errors") {
            Some(Value::Array(errors)) => errors.iter().filter_map(detail).collect(),
            Some(Value::Object(members)) => members.iter().flat_map(of_member).collect(),
            _ => Vec::new(),
        };
        let errors = if listed.is_empty() {
            single(json, detail).into_iter().collect()
        } else {
            listed
        };
        Self {
            errors,
            request_id: text(json, "request_id"),
        }
    }
}

impl ErrorDetail {
    /// Reads one error: a string, or an object with a code or a message; `None` for other JSON.
    #[must_use]
    pub fn from_json(json: &Value) -> Option<Self> {
        if let Value::String(message) = json {
            return Some(Self::of_message(message));
        }
        let detail = Self {
            code: text(json, "code").or_else(|| problem_type(json)),
            message: ["message", "detail", "title"]
                .iter()
                .find_map(|key| text(json, key)),
            field: ["field", "pointer", "param"]
                .iter()
                .find_map(|key| text(json, key)),
        };
        (detail.code.is_some() || detail.message.is_some()).then_some(detail)
    }

    fn of_message(message: &str) -> Self {
        Self {
            message: Some(message.to_owned()),
            ..Self::default()
        }
    }
}

/// Reads the error of a body that reports a single one.
fn single(json: &Value, detail: fn(&Value) -> Option<ErrorDetail>) -> Option<ErrorDetail> {
    match json.get("error") {
        Some(Value::String(error)) => Some(match text(json, "error_description") {
            Some(description) => ErrorDetail {
                code: Some(error.clone()),
                message: Some(description),
                field: None,
            },
            None => ErrorDetail::of_message(error),
        }),
        Some(error @ Value::Object(_)) => detail(error),
        _ => detail(json),
    }
}

/// Returns the type of a problem, unless it adds nothing to the status (RFC 9457, section 4.2.1).
fn problem_type(json: &Value) -> Option<String> {
    let is_problem = json.get("title").is_some() || json.get("detail").is_some();
    text(json, "type").filter(|name| is_problem && name != "about:blank")
}

fn of_member((field, messages): (&String, &Value)) -> Vec<ErrorDetail> {
    let messages = match messages {
        Value::Array(messages) => messages.as_slice(),
        message => std::slice::from_ref(message),
    };
    messages
        .iter()
        .filter_map(Value::as_str)
        .map(|message| ErrorDetail {
            field: Some(field.clone()),
            ..ErrorDetail::of_message(message)
        })
        .collect()
}

fn text(json: &Value, key: &str) -> Option<String> {
    match json.get(key)? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn detail(code: &str, message: &str, field: &str) -> ErrorDetail {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        ErrorDetail {
            code: some(code),
            message: some(message),
            field: some(field),
        }
    }

    #[test]
    fn common_formats_are_read() {
        let problem = "https://harbour.example/too-long";
        let cases = [
            (
                json!({"type": problem, "title": "Too long", "status": 422, "detail": "8 m at most"}),
                vec![detail(problem, "8 m at most", "")],
            ),
            (
                json!({"type": "about:blank", "title": "Not Found", "status": 404}),
                vec![detail("", "Not Found", "")],
            ),
            (
                json!({"title": "Invalid", "errors": [{"detail": "must be a number", "pointer": "#/length"}]}),
                vec![detail("", "must be a number", "#/length")],
            ),
            (
                json!({"errors": [{"code": "taken", "message": "is taken", "field": "name"}, "no berth"]}),
                vec![
                    detail("taken", "is taken", "name"),
                    detail("", "no berth", ""),
                ],
            ),
            (
                json!({"errors": {"name": ["is taken", "is long"], "berth": "is full"}}),
                vec![
                    detail("", "is taken", "name"),
                    detail("", "is long", "name"),
                    detail("", "is full", "berth"),
                ],
            ),
            (
                json!({"error": {"code": 404, "message": "no such boat"}}),
                vec![detail("404", "no such boat", "")],
            ),
            (
                json!({"error": "invalid_grant", "error_description": "expired"}),
                vec![detail("invalid_grant", "expired", "")],
            ),
            (json!({"error": "expired"}), vec![detail("", "expired", "")]),
            (json!("no"), vec![detail("", "no", "")]),
            (json!({"message": "no"}), vec![detail("", "no", "")]),
            (
                json!({"type": "boat", "message": "no"}),
                vec![detail("", "no", "")],
            ),
        ];
        for (json, expected) in cases {
            assert_eq!(
                ErrorBody::from_json(&json, ErrorDetail::from_json).errors,
                expected,
                "{json}"
            );
        }
    }

    #[test]
    fn other_bodies_have_no_errors() {
        for json in [
            json!(null),
            json!([{"message": "no"}]),
            json!({"errors": 3}),
        ] {
            let body = ErrorBody::from_json(&json, ErrorDetail::from_json);
            assert_eq!(body, ErrorBody::default(), "{json}");
        }
    }
}
