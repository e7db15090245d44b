//! The test server reports requests that violate a document.

use std::sync::LazyLock;

use serde_json::{Value, json};
use wiremock::Request;
use wiremock::http::{HeaderName, HeaderValue};

use super::document::Document;
use super::request::{Received, TOKEN, read};

static DOCUMENT: LazyLock<Document> = LazyLock::new(|| {
    Document::from_yaml(
        r##"
openapi: 3.0.1
info: {title: Ferries, version: '2.9'}
paths:
  /ferries/{id}:
    parameters:
    - {name: id, in: path, required: true, schema: {type: integer}}
    put:
      operationId: updateFerry
      parameters:
      - {name: dry_run, in: query, required: true, schema: {type: boolean}}
      - {name: ports, in: query, explode: false, schema: {type: array, items: {type: string}}}
      - name: filter
        in: query
        schema:
          type: object
          oneOf:
          - {properties: {from: {type: integer}}, additionalProperties: false}
          - {properties: {to: {type: integer}}, additionalProperties: false}
      - {name: Trace, in: header, required: true, schema: {type: string, enum: [short, long]}}
      requestBody:
        required: true
        content:
          application/json:
            schema: {$ref: '#/components/schemas/ferry'}
      responses:
        '200':
          description: OK
          content: {application/json: {schema: {$ref: '#/components/schemas/ferry'}}}
    get:
      operationId: readFerry
      responses:
        '200': {description: OK}
  /ferries/timetable:
    post:
      operationId: uploadTimetable
      requestBody:
        content:
          multipart/form-data:
            schema:
              type: object
              required: [season]
              properties:
                season: {type: integer}
                file: {type: string, format: binary}
      responses:
        '204': {description: No Content}
components:
  schemas:
    ferry:
      type: object
      required: [name]
      properties:
        name: {type: string}
        state: {type: string, nullable: true, enum: [open, closed]}
        captain: {nullable: true, $ref: '#/components/schemas/person'}
        sister: {$ref: '#/components/schemas/ferry'}
    person:
      type: object
      properties:
        age: {type: integer, minimum: 18}
"##,
    )
});

/// A valid request, to be changed by a test.
#[derive(Clone)]
struct Sent {
    method: &'static str,
    target: &'static str,
    headers: Vec<(&'static str, String)>,
    body: String,
}

impl Sent {
    fn put(target: &'static str, body: Value) -> Self {
        let mut request = Self::new("PUT", target);
        request.headers.extend([
            ("trace", "short".to_owned()),
            ("content-type", "application/json".to_owned()),
        ]);
        request.body = body.to_string();
        request
    }

    fn new(method: &'static str, target: &'static str) -> Self {
        Self {
            method,
            target,
            headers: vec![
                ("authorization", format!("Bearer {TOKEN}")),
                ("intercom-version", "2.9".to_owned()),
                ("accept", "application/json".to_owned()),
            ],
            body: String::new(),
        }
    }

    fn without(mut self, header: &str) -> Self {
        self.headers.retain(|(name, _)| *name != header);
        self
    }

    fn with(self, header: &'static str, value: &str) -> Self {
        let mut request = self.without(header);
        request.headers.push((header, value.to_owned()));
        request
    }

    fn read(&self) -> Received {
        let headers = self.headers.iter().map(|(name, value)| {
            let value = HeaderValue::from_str(value).unwrap();
            (HeaderName::from_static(name), value)
        });
        let request = Request {
            url: format!("http://localhost{}", self.target).parse().unwrap(),
            method: self.method.parse().unwrap(),
            headers: headers.collect(),
            body: self.body.clone().into_bytes(),
        };
        read(&DOCUMENT, &request)
    }

    /// Asserts that there is exactly one violation, with this text.
    #[track_caller]
    fn assert_violation(&self, violation: &str) {
        let found = self.read().violations;
        assert!(
            found.len() == 1 && found[0].contains(violation),
            "{found:#?}"
        );
    }
}

const TARGET: &str = "/ferries/7?dry_run=true";

fn valid() -> Sent {
    Sent::put(TARGET, json!({"name": "Blue Sun"}))
}

#[test]
fn a_valid_request_is_parsed_into_its_arguments() {
    let target = "/ferries/7?dry_run=true&ports=%C3%BC%2C%20a,b&to=3";
    let body = json!({
        "name": "Blue Sun",
        "state": null,
        "captain": null,
        "sister": {"name": "Red Sun", "state": "open", "captain": {"age": 60}},
    });
    let received = Sent::put(target, body.clone()).read();
    assert_eq!(received.violations, [] as [String; 0]);
    assert_eq!(received.operation, "updateFerry");
    let arguments = json!({
        "id": 7,
        "dry_run": true,
        "ports": ["ü, a", "b"],
        "filter": {"to": 3},
        "Trace": "short",
        "body": body,
    });
    assert_eq!(Value::Object(received.arguments), arguments);
}

#[test]
fn paths_and_methods_are_checked() {
    let put = |target| Sent::put(target, json!({"name": "Blue Sun"}));
    put("/ferries?dry_run=true").assert_violation("no operation");
    put("/ferries/7/8?dry_run=true").assert_violation("no operation");
    put("/ferries//?dry_run=true").assert_violation("no operation");
    Sent::new("DELETE", TARGET).assert_violation("no operation");
    put("/ferries/seven?dry_run=true").assert_violation("`id` at ``: \"seven\" is not of type");
}

#[test]
fn queries_are_checked() {
    let put = |target| Sent::put(target, json!({"name": "Blue Sun"}));
    put("/ferries/7").assert_violation("`dry_run` is missing");
    put("/ferries/7?dry_run=1").assert_violation("`dry_run` at ``: \"1\" is not of type");
    put("/ferries/7?dry_run=true&wet_run=true")
        .assert_violation("unknown query parameter `wet_run");
    put("/ferries/7?dry_run=true&dry_run=true")
        .assert_violation("unknown query parameter `dry_run");
    // Two lists instead of one, and an object as one pair.
    put("/ferries/7?dry_run=true&ports=a&ports=b")
        .assert_violation("unknown query parameter `ports");
    put("/ferries/7?dry_run=true&filter=to,3").assert_violation("unknown query parameter `filter");
    put("/ferries/7?dry_run=true&to=3&from=4").assert_violation("`filter` at ``");
}

#[test]
fn headers_are_checked() {
    valid()
        .without("intercom-version")
        .assert_violation("`Intercom-Version` is not `2.9`");
    valid()
        .with("intercom-version", "2.10")
        .assert_violation("`Intercom-Version` is not `2.9`");
    valid()
        .without("authorization")
        .assert_violation("`Authorization` is not");
    valid()
        .with("authorization", TOKEN)
        .assert_violation("`Authorization` is not");
    valid()
        .with("accept", "*/*")
        .assert_violation("`Accept` is not `application/json`");
    valid()
        .without("trace")
        .assert_violation("`Trace` is missing");
    valid()
        .with("trace", "none")
        .assert_violation("`Trace` at ``: \"none\" is not one of");
    valid()
        .with("content-type", "text/plain")
        .assert_violation("the body is `text/plain`");
}

#[test]
fn bodies_are_checked() {
    for (body, violation) in [
        (json!([]), "at ``: [] is not of type"),
        (json!({}), "at ``: \"name\" is a required property"),
        (json!({"name": 1}), "at `/name`: 1 is not of type"),
        (json!({"name": null}), "at `/name`: null is not of type"),
        (json!({"name": "a", "state": "sunk"}), "at `/state`"),
        (
            json!({"name": "a", "captain": {"age": 17}}),
            "at `/captain`",
        ),
        (json!({"name": "a", "sister": null}), "at `/sister`: null"),
        (
            json!({"name": "a", "sister": {"name": 1}}),
            "at `/sister/name`: 1",
        ),
    ] {
        Sent::put(TARGET, body).assert_violation(&format!("the body {violation}"));
    }
    let invalid = Sent {
        body: "{".to_owned(),
        ..valid()
    };
    invalid.assert_violation("the body is not application/json");
    let empty = Sent {
        body: String::new(),
        ..valid()
    };
    empty
        .without("content-type")
        .assert_violation("the body is missing");
    let get = Sent {
        body: "{}".to_owned(),
        ..Sent::new("GET", "/ferries/7")
    };
    get.assert_violation("the operation has no body");
}

#[test]
fn forms_are_checked() {
    let part = |name: &str, text: &str| {
        format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n")
    };
    let form = |parts: &[String]| Sent {
        body: format!("{}--b--\r\n", parts.concat()),
        ..Sent::new("POST", "/ferries/timetable")
            .with("content-type", "multipart/form-data; boundary=b")
    };
    let season = part("season", "3");
    let valid = form(&[season.clone(), part("file", "a\r\nb")]).read();
    assert_eq!(valid.violations, [] as [String; 0]);
    assert_eq!(
        valid.arguments["body"],
        json!({"season": 3, "file": "a\r\nb"})
    );
    form(&[part("file", "")]).assert_violation("\"season\" is a required property");
    form(&[part("season", "high")]).assert_violation("at `/season`: \"high\" is not of type");
    form(&[]).assert_violation("\"season\" is a required property");
    form(&[season.clone(), season]).assert_violation("`season` is repeated");
    form(&["--b\r\nx".to_owned()]).assert_violation("no empty line");
}
