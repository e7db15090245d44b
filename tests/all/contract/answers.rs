//! What the server answers an operation with.

use serde_json::Value;
use wiremock::ResponseTemplate;

use super::document::{Document, Operation};
use super::values::{Extent, Maker, Side};

/// Where a redirect leads.
const LOCATION: &str = "https://files.example.com/recording.wav?signature=a%2Fb";

/// An answer, and what the call has to give for it.
#[derive(Clone)]
pub struct Answer {
    pub response: ResponseTemplate,
    pub value: Value,
}

/// Answers that the document allows: one with null wherever that is allowed and one with everything,
/// for each alternative.
pub fn answers(document: &Document, operation: &Operation) -> Vec<Answer> {
    let response = ResponseTemplate::new(operation.answer.status);
    let Some((media_type, schema)) = &operation.answer.content else {
        let is_redirect = (300..400).contains(&operation.answer.status);
        return vec![match is_redirect {
            true => Answer {
                response: response.insert_header("location", LOCATION),
                value: Value::from(LOCATION),
            },
            false => Answer {
                response,
                value: Value::Null,
            },
        }];
    };
    let values = [Extent::Nulls, Extent::Everything].map(|extent| {
        let maker = Maker {
            root: &document.root,
            side: Side::Answer,
            extent,
        };
        maker.values(&schema.definition)
    });
    let answer = |value: Value| {
        // What is made here has to be allowed, or reading it would say nothing.
        let faults = schema.faults(&value);
        assert!(faults.is_empty(), "{}: {faults:#?}", operation.id);
        let text = value.as_str().unwrap_or_default();
        let (body, value) = match media_type.as_str() {
            "application/json" => (value.to_string(), value),
            "text/plain" => (text.to_owned(), value),
            // Bytes are read as such.
            _ => (text.to_owned(), Value::from(text.as_bytes())),
        };
        Answer {
            response: response.clone().set_body_raw(body, media_type),
            value,
        }
    };
    values.into_iter().flatten().map(answer).collect()
}
