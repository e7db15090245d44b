//! `x-job`: the job that an operation starts.

use serde::Deserialize;
use serde_json::Value;

use crate::diagnostic::Code;
use crate::model::Job;

use super::Lowering;
use super::operation::OperationSource;
use super::pagination::key_path;

const EXTENSION: &str = "x-job";

/// The members of the extension.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Annotation {
    poll: String,
    result: Option<String>,
    id: Value,
    status: Value,
    success: Vec<String>,
    #[serde(default)]
    empty: Vec<String>,
    #[serde(default)]
    failure: Vec<String>,
}

impl<'a> Lowering<'a> {
    /// Returns the job that an operation is declared to start, by the document or by an overlay.
    pub(super) fn job(&mut self, source: &OperationSource<'a>) -> Option<Job<String>> {
        let value = source.operation.extensions.get(EXTENSION)?;
        match read(value) {
            Ok(job) => Some(job),
            Err(problem) => {
                let pointer = source.pointer.child(EXTENSION);
                let message = format!("job of `{}`: {problem}", source.id);
                let help = "describe the job, for example `{poll: getExport, id: id, status: status, \
                            success: [done], failure: [failed]}`";
                self.report(Code::InvalidJob, &pointer, message, help);
                None
            }
        }
    }
}

fn read(value: &Value) -> Result<Job<String>, String> {
    let annotation = Annotation::deserialize(value).map_err(|error| error.to_string())?;
    if annotation.success.is_empty() {
        return Err("`success` is empty, so that the job never ends".to_owned());
    }
    if annotation.result.is_none() && !annotation.empty.is_empty() {
        return Err("`empty` is declared without a `result`".to_owned());
    }
    let mut successes = annotation.success.iter().chain(&annotation.empty);
    if let Some(both) = successes.find(|status| annotation.failure.contains(status)) {
        return Err(format!("`{both}` means both success and failure"));
    }
    let mut success = annotation.success.iter();
    if let Some(both) = success.find(|status| annotation.empty.contains(status)) {
        return Err(format!("`{both}` means both a result and none"));
    }
    let path = |key: &str, value: &Value| {
        key_path(value)
            .ok_or_else(|| format!("`{key}` is not a path: write keys with a dot between"))
    };
    Ok(Job {
        poll: annotation.poll,
        result: annotation.result,
        id: path("id", &annotation.id)?,
        status: path("status", &annotation.status)?,
        success: annotation.success,
        empty: annotation.empty,
        failure: annotation.failure,
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::model::KeyPath;

    #[test]
    fn invalid_annotations_are_reported() {
        let valid = json!({"poll": "getExport", "id": "a.b", "status": ["s"], "success": ["done"]});
        let job = read(&valid).unwrap();
        assert_eq!(job.id, KeyPath(vec!["a".to_owned(), "b".to_owned()]));
        for (key, value, expected) in [
            ("success", json!([]), "never ends"),
            ("failure", json!(["done"]), "both success and failure"),
            ("empty", json!(["none"]), "without a `result`"),
            ("polls", json!("x"), "unknown field `polls`"),
            ("poll", json!(1), "expected a string"),
            ("id", json!("a..b"), "`id` is not a path"),
            ("status", json!([]), "`status` is not a path"),
        ] {
            let mut invalid = valid.clone();
            invalid[key] = value;
            let message = read(&invalid).unwrap_err();
            assert!(message.contains(expected), "{message}");
        }
    }

    #[test]
    fn a_status_without_a_result_is_a_success() {
        let annotation = |empty: &str, failure: &str| {
            read(&json!({
                "poll": "getExport", "result": "download", "id": "id", "status": "status",
                "success": ["done"], "empty": [empty], "failure": [failure],
            }))
        };
        assert_eq!(annotation("none", "failed").unwrap().empty, ["none"]);
        let message = annotation("done", "failed").unwrap_err();
        assert!(message.contains("both a result and none"), "{message}");
        let message = annotation("none", "none").unwrap_err();
        assert!(message.contains("both success and failure"), "{message}");
    }
}
