//! Contract tests: every operation of every version conforms to its document.
//!
//! The arguments are derived from the document. The client sends them to a server that validates
//! requests against the document and returns valid responses. A request must be valid and contain
//! exactly the arguments; the call must return the complete response. Every other declared response
//! must be decoded completely, and bodies with properties of undeclared types must be rejected.

pub mod alternatives;
pub mod arguments;
mod call_violations;
mod difference;
pub mod document;
mod exchange;
mod json_schema;
mod mismatches;
mod multipart;
mod published;
mod request;
mod request_violations;
pub mod responses;
mod server;
mod values;

use document::Document;
use exchange::Exchange;

/// Tests every operation of these modules.
macro_rules! versions {
    ($($module:ident)*) => {
        $(
            #[tokio::test]
            async fn $module() {
                use intercom_client::$module::{Client, dynamic};
                let mut exchange = Exchange::start(Document::of(stringify!($module))).await;
                let client: Client = exchange.client();
                for operation in dynamic::OPERATIONS {
                    for case in exchange.cases(operation.id) {
                        exchange.expect(&case);
                        let outcome = operation.call(&client, case.arguments.clone()).await;
                        exchange.check(operation.id, &case, outcome.map_err(|it| it.to_string()));
                    }
                    for response in exchange.responses(operation.id) {
                        let outcome = operation
                            .decode(response.status, &response.body)
                            .map_err(|it| it.to_string());
                        exchange.check_decoded(operation.id, &response, outcome);
                    }
                    for mismatch in exchange.mismatched_bodies(operation.id) {
                        let is_accepted = operation.encode(&mismatch.body).is_ok();
                        exchange.check_mismatch(operation.id, &mismatch, is_accepted);
                    }
                    for (status, mismatch) in exchange.mismatched_responses(operation.id) {
                        let body = mismatch.body.to_string();
                        let outcome = operation.decode(status, body.as_bytes());
                        let is_accepted = outcome.is_ok_and(|it| it.anomalies.is_empty());
                        exchange.check_mismatch(operation.id, &mismatch, is_accepted);
                    }
                }
                exchange.finish();
            }
        )*

        pub const MODULES: &[&str] = &[$(stringify!($module)),*];
    };
}

versions! { v2_7 v2_8 v2_9 v2_10 v2_11 v2_12 v2_13 v2_14 v2_15 v2_16 preview }

#[test]
fn every_version_is_tested() {
    let documents = intercom_codegen::find_documents(&crate::workspace::folder("spec"));
    let modules = documents
        .unwrap()
        .into_iter()
        .map(|(version, _)| version.module());
    assert_eq!(modules.collect::<Vec<_>>(), MODULES);
}
