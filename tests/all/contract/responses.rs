//! Sample responses of an operation.

use serde_json::Value;
use wiremock::ResponseTemplate;

use super::document::{Document, Response};
use super::json_schema::Schema;
use super::values::{Extent, Maker, Side};

/// The `Location` of a redirect.
const LOCATION: &str = "https://files.example.com/recording.wav?signature=a%2Fb";

/// A response and the value that it must be decoded as.
#[derive(Clone)]
pub struct SampleResponse {
    pub status: u16,
    media_type: Option<String>,
    pub body: Vec<u8>,
    pub value: Value,
}

impl SampleResponse {
    pub fn is_redirect(&self) -> bool {
        (300..400).contains(&self.status)
    }

    pub fn template(&self) -> ResponseTemplate {
        let template = ResponseTemplate::new(self.status);
        match &self.media_type {
            Some(media_type) => template.set_body_raw(self.body.clone(), media_type),
            None if self.is_redirect() => template.insert_header("location", LOCATION),
            None => template,
        }
    }

    fn without_body(status: u16) -> Self {
        let mut response = Self {
            status,
            media_type: None,
            body: Vec::new(),
            value: Value::Null,
        };
        if response.is_redirect() {
            response.value = Value::from(LOCATION);
        }
        response
    }

    fn with_body(status: u16, media_type: &str, value: Value) -> Self {
        let text = value.as_str().unwrap_or_default().to_owned();
        let (body, value) = match media_type {
            "application/json" => (value.to_string(), value),
            "text/plain" => (text, value),
            // Bytes are decoded as an array of numbers.
            _ => (text.clone(), Value::from(text.as_bytes())),
        };
        Self {
            status,
            media_type: Some(media_type.to_owned()),
            body: body.into_bytes(),
            value,
        }
    }
}

/// Returns valid responses: for each alternative, one with null wherever it is allowed and one with
/// all properties.
pub fn sample_responses(document: &Document, response: &Response) -> Vec<SampleResponse> {
    // `default` covers undeclared statuses.
    let status = response.status.parse().unwrap_or(599);
    let Some((media_type, schema)) = &response.content else {
        return vec![SampleResponse::without_body(status)];
    };
    [Extent::Nulls, Extent::Everything]
        .into_iter()
        .flat_map(|extent| values(document, schema, extent))
        .map(|value| SampleResponse::with_body(status, media_type, value))
        .collect()
}

fn values(document: &Document, schema: &Schema, extent: Extent) -> Vec<Value> {
    let maker = Maker {
        root: &document.root,
        side: Side::Response,
        extent,
    };
    let values = maker.values(&schema.definition);
    for value in &values {
        // An invalid sample would prove nothing.
        let violations = schema.violations(value);
        assert!(
            violations.is_empty(),
            "{}: {violations:#?}",
            schema.definition
        );
    }
    values
}
