//! The examples of a document, read independently of the generator.

use std::fmt;
use std::path::Path;

use serde_json::Value;

const METHODS: [&str; 8] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

/// An example of a request or response body.
pub struct Example {
    /// The method and the path in the document.
    pub operation: String,
    /// `None` for a request; the status of a response, which may be `default`.
    pub status: Option<String>,
    pub media_type: String,
    pub name: String,
    pub value: Value,
}

impl fmt::Display for Example {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let body = self.status.as_deref().unwrap_or("request");
        write!(f, "{} {body} “{}”", erased(&self.operation), self.name)
    }
}

/// Erases the names of path variables, which differ between versions.
pub fn erased(operation: &str) -> String {
    let mut pieces = operation.split('{');
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |path, piece| {
        let rest = piece.split_once('}').map_or("", |(_, rest)| rest);
        format!("{path}{{}}{rest}")
    })
}

/// Returns every example of a request or response body, in document order. Examples of schemas are
/// excluded: they belong to single properties.
pub fn examples(document: &Path) -> Vec<Example> {
    let text = std::fs::read_to_string(document).unwrap();
    let document: Value = serde_yaml::from_str(&text).unwrap();
    let mut all = Vec::new();
    for (path, item) in members(&document["paths"]) {
        for (method, operation) in members(item) {
            if METHODS.contains(&method.as_str()) {
                let name = format!("{} {path}", method.to_uppercase());
                add_operation(&document, &name, operation, &mut all);
            }
        }
    }
    all
}

fn add_operation(document: &Value, name: &str, operation: &Value, all: &mut Vec<Example>) {
    let responses =
        members(&operation["responses"]).map(|(status, response)| (Some(status), response));
    for (status, body) in [(None, &operation["requestBody"])]
        .into_iter()
        .chain(responses)
    {
        for (media_type, media) in members(&resolved(document, body)["content"]) {
            for (example, value) in examples_of(document, media) {
                all.push(Example {
                    operation: name.to_owned(),
                    status: status.cloned(),
                    media_type: media_type.clone(),
                    name: example.to_owned(),
                    value: value.clone(),
                });
            }
        }
    }
}

fn examples_of<'a>(
    document: &'a Value,
    media: &'a Value,
) -> impl Iterator<Item = (&'a str, &'a Value)> {
    let named = members(&media["examples"]).map(|(name, example)| {
        let value = resolved(document, example).get("value");
        (name.as_str(), value.expect("the example has a value"))
    });
    media
        .get("example")
        .map(|value| ("example", value))
        .into_iter()
        .chain(named)
}

/// Returns the members of an object; none for any other value.
fn members(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

/// Resolves a reference within the document.
fn resolved<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    match value.get("$ref").and_then(Value::as_str) {
        None => value,
        Some(reference) => {
            let pointer = reference.strip_prefix('#').expect("the reference is local");
            let target = document
                .pointer(pointer)
                .expect("the reference can be resolved");
            resolved(document, target)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_example_is_collected() {
        let document = "
paths:
  /ships/{id}:
    parameters: []
    put:
      requestBody:
        content:
          application/json:
            example: {draught: 3.10}
      responses:
        200:
          content:
            text/plain:
              examples: {log: {value: 2024-01-02}, chart: {$ref: '#/components/examples/chart'}}
        default: {$ref: '#/components/responses/lost'}
components:
  examples: {chart: {value: {}}}
  responses:
    lost: {content: {application/json: {example: [1]}}}
";
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("2.7.yaml");
        std::fs::write(&path, document).unwrap();
        let found: Vec<String> = examples(&path)
            .iter()
            .map(|it| {
                let status = it.status.as_deref().unwrap_or("request");
                format!(
                    "{} {status} {} {} {}",
                    it.operation, it.media_type, it.name, it.value
                )
            })
            .collect();
        assert_eq!(
            found,
            [
                "PUT /ships/{id} request application/json example {\"draught\":3.1}",
                "PUT /ships/{id} 200 text/plain log \"2024-01-02\"",
                "PUT /ships/{id} 200 text/plain chart {}",
                "PUT /ships/{id} default application/json example [1]",
            ]
        );
    }
}
