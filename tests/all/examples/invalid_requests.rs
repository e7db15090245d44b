//! Examples that are not valid requests of their operation.

use super::compare::Difference;
use super::documents::{Example, erased};

const CATALOG: &str = "POST /ecommerce/connectors/{}/catalog";

const NOT_JSON: &str = "multipart/form-data is not JSON";

/// The operation with erased path parameters, the name of the example, and its error.
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
    (
        "POST /fin/start",
        "Request with attachments",
        "expected base64",
    ),
    // The examples of forms show fields and file names instead of JSON.
    (CATALOG, "single_file_upload", NOT_JSON),
    (CATALOG, "multipart_first_part", NOT_JSON),
    (CATALOG, "multipart_append_part", NOT_JSON),
    (CATALOG, "multipart_finalize", NOT_JSON),
];

/// The list and the entries that occurred.
pub struct InvalidRequests {
    has_occurred: Vec<bool>,
}

impl Default for InvalidRequests {
    fn default() -> Self {
        Self {
            has_occurred: vec![false; LIST.len()],
        }
    }
}

impl InvalidRequests {
    /// Returns `true` if the example is listed and fails with the listed error.
    pub fn expects(&mut self, example: &Example, result: &Result<Vec<Difference>, String>) -> bool {
        let Err(error) = result else { return false };
        let operation = erased(&example.operation);
        let is_this = |(known, name, reason): &(&str, &str, &str)| {
            let is_request = example.status.is_none();
            is_request && operation == *known && example.name == *name && error.contains(reason)
        };
        match LIST.iter().position(is_this) {
            Some(index) => {
                self.has_occurred[index] = true;
                true
            }
            None => false,
        }
    }

    /// Panics if an entry no longer occurs or is now valid.
    pub fn assert_used(&self) {
        for ((operation, name, _), has_occurred) in LIST.iter().zip(&self.has_occurred) {
            assert!(
                has_occurred,
                "`{name}` of {operation} is no longer rejected: remove it from the list"
            );
        }
    }
}
