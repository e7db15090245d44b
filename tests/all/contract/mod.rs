//! Every operation of every version keeps to its document.
//!
//! Arguments are made from the document, the client sends them to a server that knows the document
//! too, and answers with what it allows. A request has to be valid, and to say all that the
//! arguments said and no more; the call has to give all that the answer said. Every other answer
//! that is declared has to be read in full as well, and no body may be taken whose members are not
//! of the types that are declared.

mod alternatives;
pub mod answers;
pub mod arguments;
mod call_faults;
mod difference;
pub mod document;
mod exchange;
mod json_schema;
mod misfits;
mod multipart;
mod request;
mod request_faults;
mod server;
mod values;

use document::Document;
use exchange::Exchange;

/// Calls every operation of these modules.
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
                    for answer in exchange.answers(operation.id) {
                        let outcome = operation.decode(answer.status, &answer.body);
                        let outcome = outcome.map_err(|it| it.to_string());
                        exchange.check_read(operation.id, &answer, outcome);
                    }
                    for misfit in exchange.misfit_bodies(operation.id) {
                        let is_taken = operation.encode(&misfit.body).is_ok();
                        exchange.check_misfit(operation.id, &misfit, is_taken);
                    }
                    for (status, misfit) in exchange.misfit_answers(operation.id) {
                        let body = misfit.body.to_string();
                        let outcome = operation.decode(status, body.as_bytes());
                        let is_taken = outcome.is_ok_and(|it| it.anomalies.is_empty());
                        exchange.check_misfit(operation.id, &misfit, is_taken);
                    }
                }
                exchange.finish();
            }
        )*

        const MODULES: &[&str] = &[$(stringify!($module)),*];
    };
}

versions! { v2_7 v2_8 v2_9 v2_10 v2_11 v2_12 v2_13 v2_14 v2_15 v2_16 preview }

#[test]
fn no_version_is_left_out() {
    let documents = intercom_codegen::find_documents(&crate::workspace::folder("spec"));
    let modules = documents
        .unwrap()
        .into_iter()
        .map(|(version, _)| version.module());
    assert_eq!(modules.collect::<Vec<_>>(), MODULES);
}
