//! One call after the other, each with a request to check and an answer to give.

use std::collections::HashSet;

use intercom_client::{Anomaly, Api, ClientBuilder, Decoded};
use serde_json::{Map, Value};

use super::answers::{self, Answer};
use super::arguments::arguments;
use super::difference::difference;
use super::document::{Document, Operation};
use super::json_schema::Schema;
use super::misfits::{Misfit, misfits};
use super::request::TOKEN;
use super::server::Server;
use super::values::{Extent, Maker, Side};

/// What an answer was read as.
pub type Outcome = Result<Decoded<Value>, String>;

/// The calls of one version, and what was wrong with them.
pub struct Exchange {
    document: &'static Document,
    server: Server,
    operations: Vec<String>,
    calls: usize,
    answers: usize,
    misfits: usize,
    /// The schemas of bodies, and those of answers, that misfits were made for.
    known: [HashSet<String>; 2],
    faults: Vec<String>,
}

/// What to call an operation with, and what it is answered.
pub struct Case {
    pub arguments: Value,
    answer: Answer,
}

impl Exchange {
    pub async fn start(document: Document) -> Self {
        // As long as the server, which another task runs.
        let document = Box::leak(Box::new(document));
        Self {
            document,
            server: Server::start(document).await,
            operations: Vec::new(),
            calls: 0,
            answers: 0,
            misfits: 0,
            known: Default::default(),
            faults: Vec::new(),
        }
    }

    pub fn client<C: Api>(&self) -> C {
        let builder = ClientBuilder::new()
            .bearer(TOKEN)
            .base_url(self.server.uri());
        builder.build().expect("the settings are valid")
    }

    /// Every case of an operation: all arguments and all answers come up.
    pub fn cases(&mut self, id: &str) -> Vec<Case> {
        let Some(operation) = self.operation(id) else {
            self.fault(id, "the document has no such operation");
            return Vec::new();
        };
        self.operations.push(id.to_owned());
        let arguments = arguments(self.document, operation);
        let answers = answers::answers(self.document, operation.success());
        let count = arguments.len().max(answers.len());
        let pairs = arguments.iter().cycle().zip(answers.iter().cycle());
        let case = |(arguments, answer): (&Value, &Answer)| Case {
            arguments: arguments.clone(),
            answer: answer.clone(),
        };
        pairs.take(count).map(case).collect()
    }

    /// Gets the server ready for a case.
    pub fn expect(&self, case: &Case) {
        self.server.answer(case.answer.template());
    }

    /// Checks what came of it.
    pub fn check(&mut self, id: &str, case: &Case, outcome: Result<Value, String>) {
        self.calls += 1;
        let mut faults = self.request_faults(id, case);
        faults.extend(answer_fault(&case.answer, outcome));
        for fault in faults {
            self.fault(id, format!("{fault}\n    called with {}", case.arguments));
        }
    }

    /// Every answer that an operation declares, failures too. A redirect is not among them: all it
    /// has is a header.
    pub fn answers(&self, id: &str) -> Vec<Answer> {
        let responses = self.operation(id).map(|it| it.responses.iter());
        let answers = responses.into_iter().flatten();
        let answers = answers.flat_map(|it| answers::answers(self.document, it));
        answers.filter(|it| !it.is_redirect()).collect()
    }

    /// Checks what was read from such an answer.
    pub fn check_read(&mut self, id: &str, answer: &Answer, outcome: Outcome) {
        self.answers += 1;
        let fault = match outcome {
            Ok(decoded) if !decoded.anomalies.is_empty() => Some(listed(&decoded.anomalies)),
            outcome => answer_fault(answer, outcome.map(|it| it.value)),
        };
        if let Some(fault) = fault {
            self.fault(id, format!("{fault}\n    answered with {}", answer.status));
        }
    }

    /// Bodies of requests that are not to be taken.
    pub fn misfit_bodies(&mut self, id: &str) -> Vec<Misfit> {
        let Some(body) = self.operation(id).and_then(|it| it.body.as_ref()) else {
            return Vec::new();
        };
        match body.media_type.as_str() {
            "application/json" => self.misfits(&body.schema, Side::Request),
            _ => Vec::new(),
        }
    }

    /// Bodies of successful answers that are not to be taken, each with its status.
    pub fn misfit_answers(&mut self, id: &str) -> Vec<(u16, Misfit)> {
        let Some(operation) = self.operation(id) else {
            return Vec::new();
        };
        let response = operation.success();
        match &response.content {
            // Several successes are a union, which takes what it does not know.
            _ if operation.has_several_successes() => Vec::new(),
            Some((media_type, schema)) if media_type == "application/json" => {
                let status = response.status.parse().unwrap();
                let misfits = self.misfits(schema, Side::Answer).into_iter();
                misfits.map(|it| (status, it)).collect()
            }
            _ => Vec::new(),
        }
    }

    fn misfits(&mut self, schema: &Schema, side: Side) -> Vec<Misfit> {
        let maker = Maker {
            root: &self.document.root,
            side,
            extent: Extent::Everything,
        };
        let schema = &schema.definition;
        let known = &mut self.known[usize::from(side == Side::Answer)];
        if known.contains(&schema.to_string()) {
            return Vec::new();
        }
        let body = maker.values(schema).swap_remove(0);
        misfits(&self.document.root, schema, &body, known)
    }

    /// Checks that a misfit was not taken for what it is not.
    pub fn check_misfit(&mut self, id: &str, misfit: &Misfit, is_taken: bool) {
        self.misfits += 1;
        if is_taken {
            let place = &misfit.place;
            let value = misfit.body.pointer(place).unwrap_or(&Value::Null);
            self.fault(id, format!("`{place}` is declared, and yet takes {value}"));
        }
    }

    fn operation(&self, id: &str) -> Option<&'static Operation> {
        self.document.operations.iter().find(|it| it.id == id)
    }

    fn fault(&mut self, id: &str, fault: impl std::fmt::Display) {
        self.faults.push(format!("{id}: {fault}"));
    }

    fn request_faults(&self, id: &str, case: &Case) -> Vec<String> {
        let mut requests = self.server.received();
        let (Some(request), true) = (requests.pop(), requests.is_empty()) else {
            return vec!["one request was expected".to_owned()];
        };
        let mut faults = request.faults;
        if request.operation != id {
            faults.push(format!("the request is one of `{}`", request.operation));
        }
        let sent = Value::Object(request.arguments);
        let difference = difference(&case.arguments, &sent);
        faults.extend(difference.map(|it| format!("the request {it}")));
        faults
    }

    /// What was wrong so far.
    pub fn faults(&self) -> &[String] {
        &self.faults
    }

    /// Prints the totals, and fails if anything was wrong.
    pub fn finish(self) {
        println!(
            "{}: {} operations, {} calls, {} answers, {} misfits, {} faults",
            self.document.version,
            self.operations.len(),
            self.calls,
            self.answers,
            self.misfits,
            self.faults.len()
        );
        let mut declared: Vec<_> = self.document.operations.iter().map(|it| &it.id).collect();
        let mut called: Vec<_> = self.operations.iter().collect();
        declared.sort();
        called.sort();
        assert_eq!(called, declared, "each operation is called, and none twice");
        let faults = self.faults.join("\n");
        assert!(
            faults.is_empty(),
            "version {}:\n{faults}",
            self.document.version
        );
    }
}

fn listed(anomalies: &[Anomaly]) -> String {
    let anomalies: Vec<_> = anomalies.iter().map(ToString::to_string).collect();
    format!("the answer was read without {}", anomalies.join(", "))
}

/// What is wrong with what was read from an answer.
fn answer_fault(answer: &Answer, outcome: Result<Value, String>) -> Option<String> {
    match outcome {
        Err(error) => Some(format!("the answer was not read: {error}")),
        Ok(value) => {
            let difference = difference(&without_nulls(&answer.value), &without_nulls(&value));
            difference.map(|it| format!("the result {it}"))
        }
    }
}

/// A member that is null says what one that is not there says, in an answer.
fn without_nulls(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            let members = members.iter().filter(|(_, value)| !value.is_null());
            let members = members.map(|(name, value)| (name.clone(), without_nulls(value)));
            Value::Object(members.collect::<Map<_, _>>())
        }
        Value::Array(elements) => elements.iter().map(without_nulls).collect(),
        scalar => scalar.clone(),
    }
}
