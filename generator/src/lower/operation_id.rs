//! Unique operation ids.

use heck::ToSnakeCase;

use crate::diagnostic::{Code, Pointer, overlay_lines};
use crate::document::Document;
use crate::hash::HashMap;
use crate::model::PathTemplate;

use super::Lowering;

/// The operation ids of a document.
pub(super) struct Ids {
    /// The operation of each id, as `GET /boats`.
    owners: HashMap<String, String>,
    /// The next number to append to an id that is taken.
    numbers: HashMap<String, usize>,
}

impl Ids {
    /// Collects the ids that the document declares. The first operation with an id keeps it.
    pub fn of(document: &Document) -> Self {
        let mut owners = HashMap::default();
        for (path, item) in &document.api.paths.paths {
            let item = item.as_item().into_iter();
            for one in item.flat_map(|item| document.operations(path, item)) {
                if let Some(id) = declared(one.operation) {
                    let owner = || format!("{} {path}", one.method);
                    owners.entry(id.to_owned()).or_insert_with(owner);
                }
            }
        }
        Self {
            owners,
            numbers: HashMap::default(),
        }
    }

    /// Makes an id unique by a number if it is taken, and assigns it to `owner`.
    pub fn make_unique(&mut self, id: &str, owner: &str) -> String {
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

fn declared(operation: &openapiv3::Operation) -> Option<&str> {
    let id = operation.operation_id.as_deref();
    id.filter(|id| !id.is_empty())
}

impl Lowering<'_> {
    /// Returns the id of an operation. It is derived from method and path if the document declares
    /// none, or declares the same for an earlier operation.
    pub(super) fn operation_id(
        &mut self,
        ids: &mut Ids,
        operation: &openapiv3::Operation,
        method: &str,
        path: &PathTemplate,
        pointer: &Pointer,
    ) -> String {
        let owner = format!("{method} {path}");
        let own = declared(operation);
        if let Some(id) = own
            && ids.owners.get(id) == Some(&owner)
        {
            return id.to_owned();
        }
        let derived = derived_id(method, path);
        let first = ids.owners.get(own.unwrap_or(&derived)).cloned();
        let id = ids.make_unique(&derived, &owner);
        let (code, message) = match (own, first) {
            (Some(own), first) => {
                let first = first.unwrap_or_default();
                let message = format!(
                    "`operationId` `{own}` is used by `{first}` and `{owner}`: the second \
                     operation is renamed `{id}`"
                );
                (Code::DuplicateOperationId, message)
            }
            (None, Some(first)) => {
                let message = format!(
                    "`{owner}` has no `operationId` and `{derived}` is used by `{first}`: the \
                     operation is named `{id}`"
                );
                (Code::MissingOperationId, message)
            }
            (None, None) => {
                let message =
                    format!("`{owner}` has no `operationId`: the operation is named `{id}`");
                (Code::MissingOperationId, message)
            }
        };
        let lines = overlay_lines(
            &self.document.original(pointer),
            "the operation has no unique id",
            "operationId",
            &id,
        );
        let help = format!("declare a unique `operationId`, for example with an overlay:\n{lines}");
        self.warn(code, pointer, message, &help);
        id
    }
}

/// Returns an id of method and path: `get_boats_by_id` for `GET /boats/{id}`.
fn derived_id(method: &str, path: &PathTemplate) -> String {
    let path = path.to_string();
    let segments = match path.trim_matches('/') {
        "" => "root".to_owned(),
        path => path.replace('{', "by ").replace('}', ""),
    };
    // Lower case first, so that `getX` in a path is one word.
    format!("{method} {segments}")
        .to_lowercase()
        .to_snake_case()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::lower::tests::document;

    #[test]
    fn an_operation_with_another_body_has_an_id_that_no_other_has() {
        let body = json!({
            "application/json": {"schema": {"type": "object", "properties": {"x": {"type": "string"}}}},
            "text/plain": {"schema": {"type": "string"}},
        });
        let responses = json!({"204": {"description": "ok"}});
        let (api, _) = document(json!({"paths": {"/ships": {
            "post": {"operationId": "x", "requestBody": {"content": body}, "responses": responses},
            "put": {"operationId": "x.text", "responses": responses},
        }}}))
        .unwrap();
        let ids: Vec<&str> = api.operations.iter().map(|one| one.id.as_str()).collect();
        assert_eq!(ids, ["x.text", "x", "x.text_2"]);
    }
}
