//! Diagnostics as JSON.

use serde_json::{Value, json};

use intercom_codegen::diagnostic::{Diagnostic, Diagnostics, Group, Pointer};

/// Returns an array with an object for each group of equal diagnostics. All objects have the same
/// keys.
pub fn render(diagnostics: &Diagnostics) -> String {
    let all: Value = diagnostics.groups().iter().map(object).collect();
    format!("{all:#}\n")
}

fn object(group: &Group<'_>) -> Value {
    let one = group.first;
    let others = group.others.iter().map(|other| location(other));
    json!({
        "code": one.code.as_str(),
        "severity": one.severity.to_string(),
        "message": one.message,
        "file": one.file.display().to_string(),
        "line": one.position.map(|at| at.line),
        "column": one.position.map(|at| at.column),
        "pointer": one.pointer.as_ref().map(Pointer::as_str),
        "help": one.help,
        "others": others.collect::<Value>(),
    })
}

fn location(one: &Diagnostic) -> Value {
    json!({
        "line": one.position.map(|at| at.line),
        "column": one.position.map(|at| at.column),
        "pointer": one.pointer.as_ref().map(Pointer::as_str),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use intercom_codegen::diagnostic::Code;

    #[test]
    fn equal_diagnostics_are_one_object() {
        let at = |name| Pointer::root().child(name);
        let one = |name| {
            Diagnostic::warning(Code::UnknownKeyword, "a.yaml", "unknown").at(at(name), None)
        };
        let found: Diagnostics = [one("a"), one("b")].into_iter().collect();
        let all: Value = serde_json::from_str(&render(&found)).unwrap();
        assert_eq!(all.as_array().unwrap().len(), 1);
        assert_eq!(all[0]["pointer"], "/a");
        assert_eq!(
            all[0]["others"],
            json!([{"line": null, "column": null, "pointer": "/b"}])
        );
    }
}
