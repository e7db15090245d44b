//! Examples that are no requests of their operation.

use super::compare::Difference;
use super::documents::Example;

/// Operation, example, and why it cannot be sent.
const LIST: &[(&str, &str, &str)] = &[
    ("POST /articles", "bad_request", "it has no author"),
    (
        "POST /contacts/{contact_id}/companies",
        "bad_request",
        "it is null",
    ),
    ("POST /contacts/{id}/companies", "bad_request", "it is null"),
    (
        "POST /data_attributes",
        "too_few_options_for_list",
        "it has neither name nor model",
    ),
    (
        "POST /help_center/collections",
        "bad_request",
        "it has no name",
    ),
    ("POST /internal_articles", "bad_request", "it has no author"),
    (
        "POST /messages",
        "no_subject_supplied_for_email_message",
        "the recipient has no id",
    ),
    (
        "PUT /data_attributes/{data_attribute_id}",
        "too_few_options_in_list",
        "the options are no list",
    ),
    (
        "PUT /data_attributes/{id}",
        "too_few_options_in_list",
        "the options are no list",
    ),
];

/// The list, and which of its entries have been met.
pub struct Unsendable {
    is_met: Vec<bool>,
}

impl Default for Unsendable {
    fn default() -> Self {
        Self {
            is_met: vec![false; LIST.len()],
        }
    }
}

impl Unsendable {
    /// Whether the example is on the list and refused, as it should be.
    pub fn expects(&mut self, example: &Example, result: &Result<Vec<Difference>, String>) -> bool {
        let is_this = |(operation, name, _): &(&str, &str, &str)| {
            example.status.is_none() && example.operation == *operation && example.name == *name
        };
        match LIST.iter().position(is_this) {
            Some(index) if result.is_err() => {
                self.is_met[index] = true;
                true
            }
            _ => false,
        }
    }

    /// Fails when an entry is in no document any more, or can be sent.
    pub fn assert_used(&self) {
        for ((operation, name, _), is_met) in LIST.iter().zip(&self.is_met) {
            assert!(
                is_met,
                "`{name}` of {operation} is no longer refused: take it off the list"
            );
        }
    }
}
