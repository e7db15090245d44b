//! `x-job`: the job that an operation starts.

use serde::Deserialize;
use serde_json::Value;

use crate::diagnostic::Code;
use crate::model::{Job, KeyPath};

use super::Lowering;
use super::operation::OperationSource;

const EXTENSION: &str = "x-job";

/// The members of the extension.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Annotation {
    poll: String,
    result: Option<String>,
    id: Path,
    status: Path,
    success: Vec<String>,
    #[serde(default)]
    failure: Vec<String>,
}

/// A path of keys: a string with dots between the keys, or a list of keys.
#[derive(Deserialize)]
#[serde(untagged)]
enum Path {
    Text(String),
    Keys(Vec<String>),
}

impl From<Path> for KeyPath {
    fn from(path: Path) -> Self {
        Self(match path {
            Path::Text(text) => text.split('.').map(str::to_owned).collect(),
            Path::Keys(keys) => keys,
        })
    }
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
    let mut success = annotation.success.iter();
    if let Some(both) = success.find(|status| annotation.failure.contains(status)) {
        return Err(format!("`{both}` means both success and failure"));
    }
    Ok(Job {
        poll: annotation.poll,
        result: annotation.result,
        id: annotation.id.into(),
        status: annotation.status.into(),
        success: annotation.success,
        failure: annotation.failure,
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn invalid_annotations_are_reported() {
        let valid = json!({"poll": "getExport", "id": "a.b", "status": ["s"], "success": ["done"]});
        let job = read(&valid).unwrap();
        assert_eq!(job.id, KeyPath(vec!["a".to_owned(), "b".to_owned()]));
        for (key, value, expected) in [
            ("success", json!([]), "never ends"),
            ("failure", json!(["done"]), "both success and failure"),
            ("polls", json!("x"), "unknown field `polls`"),
            ("poll", json!(1), "expected a string"),
        ] {
            let mut invalid = valid.clone();
            invalid[key] = value;
            let message = read(&invalid).unwrap_err();
            assert!(message.contains(expected), "{message}");
        }
    }
}
