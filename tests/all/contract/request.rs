//! Parses a request and checks it against a document.

use std::fmt::Display;

use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};
use wiremock::Request;

use super::alternatives::alternatives;
use super::arguments::BODY;
use super::document::{Body, Document, Location, Operation, Parameter, VERSION_HEADER, members};
use super::multipart;

/// The bearer token of the clients.
pub const TOKEN: &str = "dG9rOmEtc2VjcmV0";

/// A parsed request.
#[derive(Debug, Default)]
pub struct Received {
    /// The id of the operation.
    pub operation: String,
    /// The arguments that the caller passed, with the body under [`BODY`].
    pub arguments: Map<String, Value>,
    /// The violations of the document.
    pub violations: Vec<String>,
}

/// Parses a request.
pub fn read(document: &Document, request: &Request) -> Received {
    let mut reader = Reader {
        document,
        request,
        received: Received::default(),
    };
    reader.credentials();
    match route(document, request) {
        None => reader.violation("no operation has this method and path"),
        Some(operation) => reader.operation(operation),
    }
    reader.received
}

/// Returns the operation of a request: literal segments take precedence over variables, and one
/// whose parameters are in the query over others of the same path.
fn route<'d>(document: &'d Document, request: &Request) -> Option<&'d Operation> {
    let query = pairs(request.url.query().unwrap_or_default());
    let operations = document.operations.iter();
    let matching = operations.filter(|it| {
        it.method == request.method.as_str() && variables(it.target(), request.url.path()).is_some()
    });
    matching.min_by_key(|it| {
        let is_known = |name: &String| it.parameters.iter().any(|known| known.name == *name);
        let unknown = query.iter().filter(|(name, _)| !is_known(name)).count();
        (it.path.matches('{').count(), unknown)
    })
}

/// Returns the variables of a path by name, or `None` if the path does not match the template.
fn variables<'a>(template: &'a str, path: &'a str) -> Option<Vec<(&'a str, &'a str)>> {
    let (mut names, mut segments) = (template.split('/'), path.split('/'));
    let mut variables = Vec::new();
    loop {
        match (names.next(), segments.next()) {
            (None, None) => return Some(variables),
            (Some(name), Some(segment)) => match variable(name) {
                Some(name) if !segment.is_empty() => variables.push((name, segment)),
                None if name == segment => {}
                _ => return None,
            },
            _ => return None,
        }
    }
}

fn variable(segment: &str) -> Option<&str> {
    segment.strip_prefix('{')?.strip_suffix('}')
}

struct Reader<'a> {
    document: &'a Document,
    request: &'a Request,
    received: Received,
}

impl Reader<'_> {
    fn violation(&mut self, violation: impl Display) {
        self.received.violations.push(violation.to_string());
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.request.headers.get(name)?.to_str().ok()
    }

    /// Checks the headers that every request has, declared or not.
    fn credentials(&mut self) {
        if self.header("Authorization") != Some(&format!("Bearer {TOKEN}")) {
            self.violation(format!(
                "the header `Authorization` is not `Bearer {TOKEN}`"
            ));
        }
    }

    /// Checks the version header: it is the version of the document, unless the operation declares
    /// other values.
    fn version(&mut self, operation: &Operation) {
        let (found, version) = (self.header(VERSION_HEADER), &self.document.version);
        let versions = &operation.versions;
        let expected = if versions.is_empty() || versions.contains(version) {
            std::slice::from_ref(version)
        } else {
            versions
        };
        if !expected.iter().any(|one| found == Some(one)) {
            let expected = expected.join("`, `");
            self.violation(format!("the header `{VERSION_HEADER}` is not `{expected}`"));
        }
    }

    fn operation(&mut self, operation: &Operation) {
        self.received.operation.clone_from(&operation.id);
        self.version(operation);
        let variables = variables(operation.target(), self.request.url.path()).unwrap_or_default();
        let mut query = pairs(self.request.url.query().unwrap_or_default());
        for parameter in &operation.parameters {
            let name = parameter.name.as_str();
            let value = match parameter.location {
                Location::Path => {
                    let found = variables.iter().find(|(variable, _)| *variable == name);
                    found.map(|(_, text)| self.typed(&decode(text), &parameter.schema.definition))
                }
                Location::Query => self.query(parameter, &mut query),
                Location::Header => {
                    let text = self.header(name);
                    text.map(|text| self.typed(text, &parameter.schema.definition))
                }
            };
            self.parameter(parameter, value);
        }
        for (name, value) in query {
            self.violation(format!("unknown query parameter `{name}={value}`"));
        }
        self.accept(operation);
        self.body(operation.body.as_ref());
    }

    fn parameter(&mut self, parameter: &Parameter, value: Option<Value>) {
        let name = &parameter.name;
        match value {
            None if parameter.required => self.violation(format!("`{name}` is missing")),
            None => {}
            Some(value) => {
                for violation in parameter.schema.violations(&value) {
                    self.violation(format!("`{name}` {violation}"));
                }
                self.received.arguments.insert(name.clone(), value);
            }
        }
    }

    /// Removes the pairs of a parameter of style `form` from the query and returns its value.
    fn query(&self, parameter: &Parameter, query: &mut Vec<(String, String)>) -> Option<Value> {
        let schema = &parameter.schema.definition;
        let alternatives = alternatives(&self.document.root, schema);
        let has_type = |name: &str| {
            alternatives
                .iter()
                .any(|it| it.get("type") == Some(&name.into()))
        };
        if has_type("object") && parameter.explode {
            let properties = alternatives.iter().filter_map(|it| it.get("properties"));
            let mut object = Map::new();
            for (name, property) in properties.flat_map(members) {
                if let Some(value) = take(query, name) {
                    object.insert(name.to_owned(), self.typed(&decode(&value), property));
                }
            }
            return (!object.is_empty()).then_some(Value::Object(object));
        }
        if !has_type("array") {
            let text = take(query, &parameter.name)?;
            return Some(self.typed(&decode(&text), schema));
        }
        let items = alternatives.iter().find_map(|it| it.get("items"))?;
        let texts: Vec<String> = if parameter.explode {
            std::iter::from_fn(|| take(query, &parameter.name)).collect()
        } else {
            take(query, &parameter.name)?
                .split(',')
                .map(str::to_owned)
                .collect()
        };
        let values: Vec<_> = texts
            .iter()
            .map(|it| self.typed(&decode(it), items))
            .collect();
        (!values.is_empty()).then_some(Value::Array(values))
    }

    /// Returns the typed value of a text.
    fn typed(&self, text: &str, schema: &Value) -> Value {
        for alternative in alternatives(&self.document.root, schema) {
            let value: Option<Value> = serde_json::from_str(text).ok();
            match (alternative.get("type").and_then(Value::as_str), value) {
                (Some("integer" | "number"), Some(value)) if value.is_number() => return value,
                (Some("boolean"), Some(value)) if value.is_boolean() => return value,
                _ => {}
            }
        }
        Value::from(text)
    }

    /// Checks `Accept`: the client requests the media type of the success; text may be `*/*`. For
    /// bytes, the documents declare the header as a parameter, which an overlay removes.
    fn accept(&mut self, operation: &Operation) {
        let Some((media_type, _)) = &operation.success().content else {
            return;
        };
        let accept = self.header("accept").unwrap_or_default();
        let accepts_text = accept == "*/*" && media_type.starts_with("text/");
        if accept != media_type && !accepts_text {
            self.violation(format!("the header `Accept` is not `{media_type}`"));
        }
    }

    fn body(&mut self, declared: Option<&Body>) {
        let content_type = self.header("content-type").unwrap_or_default().to_owned();
        let bytes = &self.request.body;
        let Some(declared) = declared else {
            if !bytes.is_empty() || !content_type.is_empty() {
                self.violation("the operation has no body");
            }
            return;
        };
        if bytes.is_empty() && content_type.is_empty() {
            if declared.required {
                self.violation("the body is missing");
            }
            return;
        }
        let media_type = content_type.split(';').next().unwrap_or_default();
        if media_type != declared.media_type {
            self.violation(format!(
                "the body is `{media_type}`, not `{}`",
                declared.media_type
            ));
        }
        let body = match media_type {
            "multipart/form-data" => self.form(&content_type, &declared.schema.definition),
            _ => serde_json::from_slice(bytes).map_err(|error| error.to_string()),
        };
        match body {
            Err(error) => self.violation(format!("the body is not {media_type}: {error}")),
            Ok(body) => {
                for violation in declared.schema.violations(&body) {
                    self.violation(format!("the body {violation}"));
                }
                self.received.arguments.insert(BODY.to_owned(), body);
            }
        }
    }

    /// Returns a form as an object of its fields.
    fn form(&self, content_type: &str, schema: &Value) -> Result<Value, String> {
        let mut object = Map::new();
        let alternatives = alternatives(&self.document.root, schema);
        for (name, text) in multipart::fields(content_type, &self.request.body)? {
            let declared = alternatives
                .iter()
                .find_map(|it| it.get("properties")?.get(&name));
            let value = self.typed(&text, declared.unwrap_or(&Value::Null));
            if object.insert(name.clone(), value).is_some() {
                return Err(format!("the field `{name}` is repeated"));
            }
        }
        Ok(Value::Object(object))
    }
}

/// Returns the pairs of a query, with decoded names and raw values.
fn pairs(query: &str) -> Vec<(String, String)> {
    query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| (decode(name), value.to_owned()))
        .collect()
}

/// Removes the first pair with a name and returns its value.
fn take(query: &mut Vec<(String, String)>, name: &str) -> Option<String> {
    let index = query.iter().position(|(known, _)| known == name)?;
    Some(query.remove(index).1)
}

fn decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}
