//! Sequential calls, each with an expected request and a prepared response.

use std::collections::HashSet;

use intercom_client::{Anomaly, Api, ClientBuilder, Decoded};
use serde_json::{Map, Value};

use super::arguments::arguments;
use super::difference::difference;
use super::document::{Document, Operation};
use super::json_schema::Schema;
use super::mismatches::{Mismatch, mismatches};
use super::request::TOKEN;
use super::responses::{SampleResponse, sample_responses};
use super::server::Server;
use super::values::{Extent, Maker, Side};
use crate::examples::documents::erased;

/// The result of decoding a response.
pub type Outcome = Result<Decoded<Value>, String>;

/// The calls of one version and their violations.
pub struct Exchange {
    document: &'static Document,
    server: Server,
    operations: Vec<String>,
    calls: usize,
    responses: usize,
    mismatches: usize,
    /// The schemas of requests, and those of responses, that mismatches were created for.
    known: [HashSet<String>; 2],
    violations: Vec<String>,
}

/// The arguments and the response of a call.
pub struct Case {
    pub arguments: Value,
    response: SampleResponse,
}

impl Exchange {
    pub async fn start(document: Document) -> Self {
        // The server runs in another task, so it needs a `'static` document.
        let document = Box::leak(Box::new(document));
        Self {
            document,
            server: Server::start(document).await,
            operations: Vec::new(),
            calls: 0,
            responses: 0,
            mismatches: 0,
            known: Default::default(),
            violations: Vec::new(),
        }
    }

    pub fn client<C: Api>(&self) -> C {
        let builder = ClientBuilder::new()
            .bearer(TOKEN)
            .base_url(self.server.uri());
        builder.build().expect("the settings are valid")
    }

    /// Returns the cases of an operation, which use all arguments and all responses.
    pub fn cases(&mut self, id: &str) -> Vec<Case> {
        let Some(operation) = self.operation(id) else {
            self.violation(id, "the document has no such operation");
            return Vec::new();
        };
        self.operations.push(id.to_owned());
        let arguments = arguments(self.document, operation);
        let responses = sample_responses(self.document, operation.success());
        let count = arguments.len().max(responses.len());
        let pairs = arguments.iter().cycle().zip(responses.iter().cycle());
        let case = |(arguments, response): (&Value, &SampleResponse)| Case {
            arguments: arguments.clone(),
            response: response.clone(),
        };
        pairs.take(count).map(case).collect()
    }

    /// Prepares the server for a case.
    pub fn expect(&self, case: &Case) {
        self.server.respond_with(case.response.template());
    }

    /// Checks the request and the outcome of a case.
    pub fn check(&mut self, id: &str, case: &Case, outcome: Result<Value, String>) {
        self.calls += 1;
        let mut violations = self.request_violations(id, case);
        violations.extend(result_violation(&case.response, outcome));
        for violation in violations {
            self.violation(
                id,
                format!("{violation}\n    called with {}", case.arguments),
            );
        }
    }

    /// Returns samples of every declared response, including errors. Redirects are excluded: they
    /// consist of a header.
    pub fn responses(&self, id: &str) -> Vec<SampleResponse> {
        self.operation(id)
            .into_iter()
            .flat_map(|operation| &operation.responses)
            .flat_map(|response| sample_responses(self.document, response))
            .filter(|response| !response.is_redirect())
            .collect()
    }

    /// Checks the decoded value of such a response.
    pub fn check_decoded(&mut self, id: &str, response: &SampleResponse, outcome: Outcome) {
        self.responses += 1;
        let violation = match outcome {
            Ok(decoded) if !decoded.anomalies.is_empty() => Some(listed(&decoded.anomalies)),
            outcome => result_violation(response, outcome.map(|it| it.value)),
        };
        if let Some(violation) = violation {
            self.violation(
                id,
                format!("{violation}\n    response status {}", response.status),
            );
        }
    }

    /// Returns request bodies that must be rejected.
    pub fn mismatched_bodies(&mut self, id: &str) -> Vec<Mismatch> {
        let Some(body) = self.operation(id).and_then(|it| it.body.as_ref()) else {
            return Vec::new();
        };
        match body.media_type.as_str() {
            "application/json" => self.mismatches(&body.schema, Side::Request),
            _ => Vec::new(),
        }
    }

    /// Returns bodies of successful responses that must be rejected, each with its status.
    pub fn mismatched_responses(&mut self, id: &str) -> Vec<(u16, Mismatch)> {
        let Some(operation) = self.operation(id) else {
            return Vec::new();
        };
        let response = operation.success();
        match &response.content {
            // Several successes are a union, which accepts unknown values.
            _ if operation.has_several_successes() => Vec::new(),
            Some((media_type, schema)) if media_type == "application/json" => {
                let status = response.status.parse().unwrap();
                let mismatches = self.mismatches(schema, Side::Response).into_iter();
                mismatches.map(|it| (status, it)).collect()
            }
            _ => Vec::new(),
        }
    }

    fn mismatches(&mut self, schema: &Schema, side: Side) -> Vec<Mismatch> {
        let maker = Maker {
            root: &self.document.root,
            side,
            extent: Extent::Everything,
        };
        let schema = &schema.definition;
        let known = &mut self.known[usize::from(side == Side::Response)];
        if known.contains(&schema.to_string()) {
            return Vec::new();
        }
        let body = maker.values(schema).swap_remove(0);
        mismatches(&self.document.root, schema, &body, known)
    }

    /// Checks that a mismatch was not accepted.
    pub fn check_mismatch(&mut self, id: &str, mismatch: &Mismatch, is_accepted: bool) {
        self.mismatches += 1;
        if is_accepted {
            let pointer = &mismatch.pointer;
            let value = mismatch.body.pointer(pointer).unwrap_or(&Value::Null);
            self.violation(id, format!("`{pointer}` does not reject {value}"));
        }
    }

    /// Returns the id of the operation with this method and path, without the names of variables.
    pub fn id_at(&self, name: &str) -> Option<String> {
        let name = name.split('#').next().unwrap_or_default();
        let is_named = |it: &&Operation| erased(&format!("{} {}", it.method, it.target())) == name;
        self.document
            .operations
            .iter()
            .find(is_named)
            .map(|it| it.id.clone())
    }

    fn operation(&self, id: &str) -> Option<&'static Operation> {
        self.document.operations.iter().find(|it| it.id == id)
    }

    fn violation(&mut self, id: &str, violation: impl std::fmt::Display) {
        self.violations.push(format!("{id}: {violation}"));
    }

    /// Returns the violations of the request of a case.
    pub fn request_violations(&self, id: &str, case: &Case) -> Vec<String> {
        let mut requests = self.server.received();
        let (Some(request), true) = (requests.pop(), requests.is_empty()) else {
            return vec!["one request was expected".to_owned()];
        };
        let mut violations = request.violations;
        if request.operation != id {
            violations.push(format!("the request is one of `{}`", request.operation));
        }
        let sent = Value::Object(request.arguments);
        let difference = difference(&case.arguments, &sent);
        violations.extend(difference.map(|it| format!("the request {it}")));
        violations
    }

    /// Returns the violations so far.
    pub fn violations(&self) -> &[String] {
        &self.violations
    }

    /// Prints the totals and panics if there are violations.
    pub fn finish(self) {
        println!(
            "{}: {} operations, {} calls, {} responses, {} mismatches, {} violations",
            self.document.version,
            self.operations.len(),
            self.calls,
            self.responses,
            self.mismatches,
            self.violations.len()
        );
        let mut declared: Vec<_> = self.document.operations.iter().map(|it| &it.id).collect();
        let mut called: Vec<_> = self.operations.iter().collect();
        declared.sort();
        called.sort();
        assert_eq!(called, declared, "every operation is called exactly once");
        let violations = self.violations.join("\n");
        assert!(
            violations.is_empty(),
            "version {}:\n{violations}",
            self.document.version
        );
    }
}

fn listed(anomalies: &[Anomaly]) -> String {
    let anomalies: Vec<_> = anomalies.iter().map(ToString::to_string).collect();
    format!("the response was decoded without {}", anomalies.join(", "))
}

/// Returns the violation of a result that differs from its response.
fn result_violation(response: &SampleResponse, outcome: Result<Value, String>) -> Option<String> {
    match outcome {
        Err(error) => Some(format!("the response was not decoded: {error}")),
        Ok(value) => {
            let difference = difference(&without_nulls(&response.value), &without_nulls(&value));
            difference.map(|it| format!("the result {it}"))
        }
    }
}

/// Removes null members: in a response, they are equivalent to missing ones.
fn without_nulls(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            let members = members
                .iter()
                .filter(|(_, value)| !value.is_null())
                .map(|(name, value)| (name.clone(), without_nulls(value)));
            Value::Object(members.collect::<Map<_, _>>())
        }
        Value::Array(elements) => elements.iter().map(without_nulls).collect(),
        scalar => scalar.clone(),
    }
}
