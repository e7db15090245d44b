//! The examples of the published documents round-trip through the types of the client.
//!
//! The documents are not part of this project: `INTERCOM_OPENAPI` is the path of a checkout of
//! github.com/intercom/Intercom-OpenAPI, or of a folder with one document per version.

pub mod compare;
pub mod documents;
mod invalid_requests;
mod operations;
mod report;
mod unfilled;

use std::collections::{BTreeSet, HashMap};
use std::path::Path;

use intercom_codegen::find_documents;

use compare::{Difference, compare};
use documents::{Example, examples};
use invalid_requests::InvalidRequests;
use operations::{AnyOperation, Outcome, operations};
use report::Report;

#[test]
#[cfg_attr(
    not(has_upstream),
    ignore = "set INTERCOM_OPENAPI to the published documents"
)]
fn published_examples_round_trip() {
    let folder = std::env::var_os("INTERCOM_OPENAPI").expect("INTERCOM_OPENAPI is set");
    let mut report = Report::default();
    let mut invalid_requests = InvalidRequests::default();
    for (version, document) in find_documents(Path::new(&folder)).unwrap() {
        let operations = operations(&version.module())
            .unwrap_or_else(|| panic!("add {version} to `operations.rs`"));
        let operations: HashMap<String, _> =
            operations.into_iter().map(|it| (it.name(), it)).collect();
        report.begin(version.label());
        for example in examples(&document) {
            let operation = operations[&example.operation];
            let result = differences(operation, &example);
            if !invalid_requests.expects(&example, &result) {
                report.add(&example, result);
            }
        }
    }
    report.print();
    report.assert_nothing_is_lost();
    invalid_requests.assert_used();
    insta::assert_snapshot!("anomalies", report.anomalies());
}

/// Returns the differences between an example and its encoding, or the error of decoding it.
fn differences(operation: &dyn AnyOperation, example: &Example) -> Result<Vec<Difference>, String> {
    let Outcome { encoded, skipped } = outcome(operation, example)?;
    let skipped: BTreeSet<&str> = skipped.iter().map(String::as_str).collect();
    Ok(compare(&example.value, &encoded, &skipped))
}

fn outcome(operation: &dyn AnyOperation, example: &Example) -> Result<Outcome, String> {
    let body = match example.media_type.as_str() {
        "application/json" => example.value.to_string(),
        "text/plain" => example.value.as_str().unwrap().to_owned(),
        other => return Err(format!("{other} is not JSON")),
    };
    match example.status.as_deref() {
        None => operation.encode(&example.value),
        // Any undeclared status is read as `default`.
        Some("default") => operation.decode(599, body.as_bytes()),
        Some(status) => operation.decode(status.parse().unwrap(), body.as_bytes()),
    }
}
