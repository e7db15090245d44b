//! The examples of the published documents, taken through the types of the client: what is
//! written is what came.
//!
//! These documents are not part of this project: `INTERCOM_OPENAPI` names a checkout of
//! github.com/intercom/Intercom-OpenAPI, or a folder with one document per version.

pub mod compare;
mod documents;
mod operations;
mod report;
mod unsendable;

use std::collections::{BTreeSet, HashMap};
use std::path::Path;

use intercom_codegen::find_documents;

use compare::{Difference, compare};
use documents::{Example, examples};
use operations::{AnyOperation, Outcome, operations};
use report::Report;
use unsendable::Unsendable;

#[test]
#[cfg_attr(
    not(has_upstream),
    ignore = "set INTERCOM_OPENAPI to the published documents"
)]
fn the_published_examples_are_written_as_they_came() {
    let folder = std::env::var_os("INTERCOM_OPENAPI").expect("INTERCOM_OPENAPI names a folder");
    let mut report = Report::default();
    let mut unsendable = Unsendable::default();
    for (version, document) in find_documents(Path::new(&folder)).unwrap() {
        let operations = operations(&version.module())
            .unwrap_or_else(|| panic!("add {version} to `operations.rs`"));
        let operations: HashMap<String, _> =
            operations.into_iter().map(|it| (it.name(), it)).collect();
        report.begin(version.label());
        for example in examples(&document) {
            let operation = operations[&example.operation];
            let result = differences(operation, &example);
            if !unsendable.expects(&example, &result) {
                report.add(&example, result);
            }
        }
    }
    report.print();
    report.assert_nothing_is_lost();
    unsendable.assert_used();
    insta::assert_snapshot!("anomalies", report.anomalies());
}

/// How the example differs from what is written of it, or why it cannot be read.
fn differences(operation: &dyn AnyOperation, example: &Example) -> Result<Vec<Difference>, String> {
    let Outcome { written, left_out } = outcome(operation, example)?;
    let left_out: BTreeSet<&str> = left_out.iter().map(String::as_str).collect();
    Ok(compare(&example.value, &written, &left_out))
}

fn outcome(operation: &dyn AnyOperation, example: &Example) -> Result<Outcome, String> {
    let body = match example.media_type.as_str() {
        "application/json" => example.value.to_string(),
        "text/plain" => example.value.as_str().unwrap().to_owned(),
        other => return Err(format!("{other} is no JSON")),
    };
    match example.status.as_deref() {
        None => operation.encode(&example.value),
        // Any status will do that is not declared.
        Some("default") => operation.decode(599, body.as_bytes()),
        Some(status) => operation.decode(status.parse().unwrap(), body.as_bytes()),
    }
}
