//! The ids of operations, each of which an operation has alone.

use std::collections::HashMap;

use heck::ToSnakeCase;

use crate::diagnostic::{Code, Pointer, overlay_lines};
use crate::document::Document;
use crate::model::PathTemplate;

use super::Lowering;

/// The operations of a document by their ids, each as `GET /boats`.
pub(super) struct Ids {
    owners: HashMap<String, String>,
    /// The next number to try for an id that is taken.
    numbers: HashMap<String, usize>,
}

impl Ids {
    /// The ids that the document gives. The first operation that has an id keeps it.
    pub fn of(document: &Document) -> Self {
        let mut owners = HashMap::new();
        for (path, item) in &document.api.paths.paths {
            let operations = item.as_item().into_iter().flat_map(|item| item.iter());
            for (method, operation) in operations {
                if let Some(id) = given(operation) {
                    let owner = || format!("{} {path}", method.to_uppercase());
                    owners.entry(id.to_owned()).or_insert_with(owner);
                }
            }
        }
        Self {
            owners,
            numbers: HashMap::new(),
        }
    }

    /// An id like this one that no operation has yet, for its new owner.
    fn like(&mut self, id: &str, owner: &str) -> String {
        let mut unique = id.to_owned();
        if self.owners.contains_key(id) {
            let number = self.numbers.entry(id.to_owned()).or_insert(2);
            loop {
                unique = format!("{id}_{number}");
                *number += 1;
                if !self.owners.contains_key(&unique) {
                    break;
                }
            }
        }
        self.owners.insert(unique.clone(), owner.to_owned());
        unique
    }
}

fn given(operation: &openapiv3::Operation) -> Option<&str> {
    let id = operation.operation_id.as_deref();
    id.filter(|id| !id.is_empty())
}

impl Lowering<'_> {
    /// The id of an operation: a name made of method and path where the document gives none, or
    /// gives another operation the same.
    pub(super) fn operation_id(
        &mut self,
        ids: &mut Ids,
        operation: &openapiv3::Operation,
        method: &str,
        path: &PathTemplate,
        pointer: &Pointer,
    ) -> String {
        let owner = format!("{method} {path}");
        let own = given(operation);
        if let Some(id) = own
            && ids.owners.get(id) == Some(&owner)
        {
            return id.to_owned();
        }
        let derived = derived_id(method, path);
        let first = ids.owners.get(own.unwrap_or(&derived)).cloned();
        let id = ids.like(&derived, &owner);
        let (code, message) = match (own, first) {
            (Some(own), first) => {
                let first = first.unwrap_or_default();
                let message = format!(
                    "`{own}` is the operationId of `{first}` and of `{owner}`: the second operation \
                     is called `{id}`"
                );
                (Code::DuplicateOperationId, message)
            }
            (None, Some(first)) => {
                let message = format!(
                    "`{owner}` has no operationId and `{derived}` is that of `{first}`: it is \
                     called `{id}`"
                );
                (Code::MissingOperationId, message)
            }
            (None, None) => {
                let message = format!("`{owner}` has no operationId: it is called `{id}`");
                (Code::MissingOperationId, message)
            }
        };
        let lines = overlay_lines(
            pointer,
            "the operation has no id of its own",
            "operationId",
            &id,
        );
        let help = format!(
            "name it in an overlay, so that its name stays when the path changes:\n{lines}"
        );
        self.warn(code, pointer, message, &help);
        id
    }
}

/// `GET /boats/{id}` → `get_boats_by_id`.
fn derived_id(method: &str, path: &PathTemplate) -> String {
    let path = path.to_string();
    let words = match path.trim_matches('/') {
        "" => "root".to_owned(),
        path => path.replace('{', "by ").replace('}', ""),
    };
    // Case by case, so that `getX` in a path is not taken apart.
    format!("{method} {words}").to_lowercase().to_snake_case()
}
