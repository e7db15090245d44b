//! The operations of a typed document, with those that `openapiv3` does not know.

use openapiv3::{Operation, PathItem};
use serde_json::Value;

use crate::diagnostic::{Diagnostics, Pointer};
use crate::document::Document;
use crate::document::deserialize;
use crate::document::grammar::ADDITIONAL_OPERATIONS;
use crate::document::source::Source;
use crate::hash::IndexMap;

/// The keyword of the method `QUERY` of OpenAPI 3.2.
const QUERY: &str = "query";

/// The operations of OpenAPI 3.2, by their paths: `query`, and those of `additionalOperations`.
pub(super) type LaterOperations = IndexMap<String, Vec<LaterOperation>>;

/// An operation that `openapiv3` does not know.
#[derive(Clone, Debug)]
pub(super) struct LaterOperation {
    method: String,
    pointer: Pointer,
    operation: Operation,
}

/// An operation of a path.
#[derive(Clone, Debug)]
pub(crate) struct PathOperation<'a> {
    /// The method, in upper case unless it is one of `additionalOperations`.
    pub method: String,
    /// The location.
    pub pointer: Pointer,
    /// The operation.
    pub operation: &'a Operation,
}

impl Document {
    /// Returns the operations of a path item: those of OpenAPI 3.0 in their fixed order, then the
    /// others in document order.
    pub(crate) fn operations<'a>(
        &'a self,
        path: &str,
        item: &'a PathItem,
    ) -> impl Iterator<Item = PathOperation<'a>> + use<'a> {
        let at = Pointer::root().child("paths").child(path);
        let later = self.later_operations.get(path).into_iter().flatten();
        let own = item.iter().map(move |(key, operation)| PathOperation {
            method: key.to_uppercase(),
            pointer: at.child(key),
            operation,
        });
        own.chain(later.map(|one| PathOperation {
            method: one.method.clone(),
            pointer: one.pointer.clone(),
            operation: &one.operation,
        }))
    }
}

/// Takes the operations that `openapiv3` does not know out of a document.
///
/// # Errors
/// Returns the errors of operations that cannot be parsed.
pub(super) fn take(source: &Source, document: &mut Value) -> Result<LaterOperations, Diagnostics> {
    let mut found = Diagnostics::new();
    let mut operations = LaterOperations::default();
    let paths = document.get_mut("paths").and_then(Value::as_object_mut);
    for (path, item) in paths.into_iter().flatten() {
        let Value::Object(item) = item else { continue };
        let at = Pointer::root().child("paths").child(path);
        let query = item.shift_remove(QUERY);
        let query = query.map(|one| (QUERY.to_uppercase(), at.child(QUERY), one));
        let others = match item.shift_remove(ADDITIONAL_OPERATIONS) {
            Some(Value::Object(others)) => others,
            _ => serde_json::Map::new(),
        };
        let at = at.child(ADDITIONAL_OPERATIONS);
        let others = others.into_iter().map(|(method, one)| {
            let at = at.child(&method);
            (method, at, one)
        });
        for (method, pointer, operation) in query.into_iter().chain(others) {
            match deserialize::value(source, &pointer, &operation) {
                Ok(operation) => {
                    let of_path: &mut Vec<LaterOperation> =
                        operations.entry(path.clone()).or_default();
                    of_path.push(LaterOperation {
                        method,
                        pointer,
                        operation,
                    });
                }
                Err(errors) => found.extend(errors),
            }
        }
    }
    found.into_result(operations)
}
