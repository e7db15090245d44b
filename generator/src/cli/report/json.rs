//! Diagnostics as JSON.

use serde_json::{Value, json};

use intercom_codegen::diagnostic::{Diagnostic, Diagnostics, Pointer};

/// An array of objects that all have the same keys.
pub fn render(diagnostics: &Diagnostics) -> String {
    let all: Value = diagnostics.sorted().into_iter().map(object).collect();
    format!("{all:#}\n")
}

fn object(one: &Diagnostic) -> Value {
    json!({
        "code": one.code.as_str(),
        "severity": one.severity.to_string(),
        "message": one.message,
        "file": one.file.display().to_string(),
        "line": one.position.map(|at| at.line),
        "column": one.position.map(|at| at.column),
        "pointer": one.pointer.as_ref().map(Pointer::as_str),
        "help": one.help,
    })
}
