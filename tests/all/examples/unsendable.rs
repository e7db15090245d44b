//! Examples that are no requests of their operation.

use super::compare::Difference;
use super::documents::{Example, erased};

const CATALOG: &str = "POST /ecommerce/connectors/{}/catalog";

const NO_JSON: &str = "multipart/form-data is no JSON";

/// Operation with the names of path parameters erased, example, and how it is refused.
const LIST: &[(&str, &str, &str)] = &[
    ("POST /articles", "bad_request", "missing field `author_id`"),
    (
        "POST /contacts/{}/companies",
        "bad_request",
        "invalid type: null",
    ),
    (
        "POST /data_attributes",
        "too_few_options_for_list",
        "missing field `name`",
    ),
    (
        "POST /help_center/collections",
        "bad_request",
        "missing field `name`",
    ),
    (
        "POST /internal_articles",
        "bad_request",
        "missing field `author_id`",
    ),
    (
        "POST /messages",
        "no_subject_supplied_for_email_message",
        "missing field `id` of create_message_request.to",
    ),
    (
        "PUT /data_attributes/{}",
        "too_few_options_in_list",
        "expected an array, at `options`",
    ),
    // Examples of a form show its fields, files by their names: nothing of it is JSON.
    (CATALOG, "single_file_upload", NO_JSON),
    (CATALOG, "multipart_first_part", NO_JSON),
    (CATALOG, "multipart_append_part", NO_JSON),
    (CATALOG, "multipart_finalize", NO_JSON),
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
    /// Whether the example is on the list and refused for the reason that stands there.
    pub fn expects(&mut self, example: &Example, result: &Result<Vec<Difference>, String>) -> bool {
        let Err(refusal) = result else { return false };
        let operation = erased(&example.operation);
        let is_this = |(known, name, reason): &(&str, &str, &str)| {
            let is_request = example.status.is_none();
            is_request && operation == *known && example.name == *name && refusal.contains(reason)
        };
        match LIST.iter().position(is_this) {
            Some(index) => {
                self.is_met[index] = true;
                true
            }
            None => false,
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
