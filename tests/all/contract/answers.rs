//! What the server answers an operation with.

use serde_json::Value;
use wiremock::ResponseTemplate;

use super::document::{Document, Response};
use super::json_schema::Schema;
use super::values::{Extent, Maker, Side};

/// Where a redirect leads.
const LOCATION: &str = "https://files.example.com/recording.wav?signature=a%2Fb";

/// An answer, and what has to be read from it.
#[derive(Clone)]
pub struct Answer {
    pub status: u16,
    media_type: Option<String>,
    pub body: Vec<u8>,
    pub value: Value,
}

impl Answer {
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
        let mut answer = Self {
            status,
            media_type: None,
            body: Vec::new(),
            value: Value::Null,
        };
        if answer.is_redirect() {
            answer.value = Value::from(LOCATION);
        }
        answer
    }

    fn with_body(status: u16, media_type: &str, value: Value) -> Self {
        let text = value.as_str().unwrap_or_default().to_owned();
        let (body, value) = match media_type {
            "application/json" => (value.to_string(), value),
            "text/plain" => (text, value),
            // Bytes are read as such.
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

/// Answers that the document allows: one with null wherever that is allowed and one with everything,
/// for each alternative.
pub fn answers(document: &Document, response: &Response) -> Vec<Answer> {
    // `default` stands for what is not declared.
    let status = response.status.parse().unwrap_or(599);
    let Some((media_type, schema)) = &response.content else {
        return vec![Answer::without_body(status)];
    };
    let values = [Extent::Nulls, Extent::Everything].map(|extent| values(document, schema, extent));
    let values = values.into_iter().flatten();
    values
        .map(|value| Answer::with_body(status, media_type, value))
        .collect()
}

fn values(document: &Document, schema: &Schema, extent: Extent) -> Vec<Value> {
    let maker = Maker {
        root: &document.root,
        side: Side::Answer,
        extent,
    };
    let values = maker.values(&schema.definition);
    for value in &values {
        // What is made here has to be allowed, or reading it would say nothing.
        let faults = schema.faults(value);
        assert!(faults.is_empty(), "{}: {faults:#?}", schema.definition);
    }
    values
}
