//! One call after the other, each with a request to check and an answer to give.

use intercom_client::{Api, ClientBuilder};
use serde_json::{Map, Value};

use super::answers::{Answer, answers};
use super::arguments::arguments;
use super::difference::difference;
use super::document::Document;
use super::request::TOKEN;
use super::server::Server;

/// The calls of one version, and what was wrong with them.
pub struct Exchange {
    document: &'static Document,
    server: Server,
    operations: Vec<String>,
    calls: usize,
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
        let Some(operation) = self.document.operations.iter().find(|it| it.id == id) else {
            self.faults
                .push(format!("{id}: the document has no such operation"));
            return Vec::new();
        };
        self.operations.push(id.to_owned());
        let arguments = arguments(self.document, operation);
        let answers = answers(self.document, operation);
        let count = arguments.len().max(answers.len());
        let pairs = arguments
            .iter()
            .cycle()
            .zip(answers.iter().cycle())
            .take(count);
        pairs
            .map(|(arguments, answer)| Case {
                arguments: arguments.clone(),
                answer: answer.clone(),
            })
            .collect()
    }

    /// Gets the server ready for a case.
    pub fn expect(&self, case: &Case) {
        self.server.answer(case.answer.response.clone());
    }

    /// Checks what came of it.
    pub fn check(&mut self, id: &str, case: &Case, outcome: Result<Value, String>) {
        self.calls += 1;
        let mut faults = self.request_faults(id, case);
        match outcome {
            Err(error) => faults.push(format!("the call failed: {error}")),
            Ok(value) => {
                let (expected, value) = (without_nulls(&case.answer.value), without_nulls(&value));
                let difference = difference(&expected, &value);
                faults.extend(difference.map(|it| format!("the result {it}")));
            }
        }
        let described = |fault| format!("{id}: {fault}\n    called with {}", case.arguments);
        self.faults.extend(faults.into_iter().map(described));
    }

    fn request_faults(&self, id: &str, case: &Case) -> Vec<String> {
        let mut requests = self.server.received();
        let (Some(mut request), true) = (requests.pop(), requests.is_empty()) else {
            return vec!["one request was expected".to_owned()];
        };
        if request.operation != id {
            let other = &request.operation;
            request
                .faults
                .push(format!("the request is one of `{other}`"));
        }
        let sent = Value::Object(request.arguments);
        let difference = difference(&case.arguments, &sent);
        request
            .faults
            .extend(difference.map(|it| format!("the request {it}")));
        request.faults
    }

    /// What was wrong so far.
    pub fn faults(&self) -> &[String] {
        &self.faults
    }

    /// Prints the totals, and fails if anything was wrong.
    pub fn finish(self) {
        let (version, faults) = (&self.document.version, self.faults.len());
        let operations = self.operations.len();
        println!(
            "{version}: {operations} operations, {} calls, {faults} faults",
            self.calls
        );
        let mut declared: Vec<_> = self.document.operations.iter().map(|it| &it.id).collect();
        let mut called: Vec<_> = self.operations.iter().collect();
        declared.sort();
        called.sort();
        assert_eq!(
            called, declared,
            "{version}: each operation is called, and none twice"
        );
        assert!(
            faults == 0,
            "version {version}:\n{}",
            self.faults.join("\n")
        );
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
