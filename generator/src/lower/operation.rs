//! Operations: one method on one path.

use openapiv3::{PathItem, ReferenceOr};
use serde_json::Value;

use crate::diagnostic::{Code, Pointer, Severity};
use crate::document::PathOperation;
use crate::model::{
    Choice, Docs, KeyPath, Operation, OperationTag, Pagination, PagingStyle, PathTemplate,
    RustName, SchemaId, Step,
};

use super::body::OtherBody;
use super::operation_id::Ids;
use super::schema::trust_required;
use super::success::Success;
use super::{Lowering, Site};

/// An operation of the document with its locations.
pub(super) struct OperationSource<'a> {
    pub id: String,
    pub method: String,
    pub path: PathTemplate,
    pub item: &'a PathItem,
    pub item_pointer: Pointer,
    pub operation: &'a openapiv3::Operation,
    pub pointer: Pointer,
}

impl<'a> OperationSource<'a> {
    /// Returns the operation under another id.
    pub fn named(&self, id: String) -> Self {
        Self {
            id,
            method: self.method.clone(),
            path: self.path.clone(),
            item_pointer: self.item_pointer.clone(),
            pointer: self.pointer.clone(),
            ..*self
        }
    }

    /// Returns the site of an inline schema of the operation.
    pub fn site(&self, step: Step, pointer: Pointer) -> Site {
        Site::new(SchemaId::operation(&self.id).child(step), pointer)
    }
}

impl<'a> Lowering<'a> {
    /// Lowers every operation of the document.
    pub(super) fn operations(&mut self) -> Vec<Operation<SchemaId, Choice>> {
        let document = self.document;
        self.fragments();
        self.docs_url = self.docs_template(&document.api.extensions, &Pointer::root());
        let mut ids = Ids::of(document);
        let mut operations = Vec::new();
        for (path, item) in &document.api.paths.paths {
            let pointer = Pointer::root().child("paths").child(path);
            // References to path items are replaced by their targets, or reported, before.
            if let ReferenceOr::Item(item) = item {
                self.path_item(&mut operations, &mut ids, path, item, &pointer);
            }
        }
        operations
    }

    /// Warns once of paths with a fragment, unless a parameter distinguishes their operations from
    /// those of the path without it.
    fn fragments(&mut self) {
        let paths = &self.document.api.paths.paths;
        let is_indistinct = |path: &&String| match path.split_once('#') {
            Some((target, _)) => !has_own_parameter(paths.get(*path), paths.get(target)),
            None => false,
        };
        let with_fragment: Vec<&String> = paths.keys().filter(is_indistinct).collect();
        let Some(first) = with_fragment.first() else {
            return;
        };
        let pointer = Pointer::root().child("paths").child(first);
        let message = format!(
            "path `{first}` has a fragment, which is not sent (paths with a fragment: {})",
            with_fragment.len()
        );
        let help = "declare a parameter that selects the operation, if there is none";
        self.warn(Code::InvalidPath, &pointer, message, help);
    }

    fn path_item(
        &mut self,
        operations: &mut Vec<Operation<SchemaId, Choice>>,
        ids: &mut Ids,
        path: &str,
        item: &'a PathItem,
        item_pointer: &Pointer,
    ) {
        let operations_of_path = self.document.operations(path, item);
        let Some(path) = self.path_template(path, item_pointer) else {
            return;
        };
        for one in operations_of_path {
            let PathOperation {
                method,
                pointer,
                operation,
            } = one;
            if !self.is_method(&method, &pointer) {
                continue;
            }
            let source = OperationSource {
                id: self.operation_id(ids, operation, &method, &path, &pointer),
                method,
                path: path.clone(),
                item,
                item_pointer: item_pointer.clone(),
                operation,
                pointer,
            };
            if let Some(operation) = self.operation(&source) {
                let bodies = self.other_bodies(&source, ids).into_iter();
                let others: Vec<Operation<SchemaId, Choice>> = bodies
                    .map(|other| with_body(operation.clone(), other))
                    .collect();
                operations.push(operation);
                operations.extend(others);
            }
        }
    }

    /// Returns whether a key of `additionalOperations` is an HTTP method, and reports it otherwise.
    fn is_method(&mut self, method: &str, pointer: &Pointer) -> bool {
        let is_method = http::Method::from_bytes(method.as_bytes()).is_ok();
        if !is_method {
            let message = format!("`{method}` is not an HTTP method: the operation is left out");
            let help = "use a method such as `COPY`, in letters, digits and hyphens";
            self.report(Code::InvalidPath, pointer, message, help);
        }
        is_method
    }

    fn path_template(&mut self, text: &str, pointer: &Pointer) -> Option<PathTemplate> {
        let Some(path) = PathTemplate::parse(text) else {
            let message =
                format!("path `{text}` has an unclosed `{{`: its operations are left out");
            self.report(Code::InvalidPath, pointer, message, "close the brace");
            return None;
        };
        if path.has_query() {
            let message = format!(
                "path `{text}` contains a query string, which is sent before the query parameters"
            );
            let help = "declare query parameters instead";
            self.report(Code::InvalidPath, pointer, message, help);
        }
        Some(path)
    }

    fn operation(&mut self, source: &OperationSource<'a>) -> Option<Operation<SchemaId, Choice>> {
        let schemas = self.schemas.len();
        let method_name = self.chosen_name(&source.operation.extensions, &source.pointer);
        if trust_required(&source.operation.extensions) == Some(false) {
            self.untrusted.insert(source.id.clone());
        }
        let parameters = self.parameters(source);
        self.report_keys_beside_query(source, &parameters);
        let version = self.operation_version.take();
        let mut facts = Vec::new();
        let body = self.body(source, &mut facts);
        let responses = self.responses(source);
        let Success {
            output,
            statuses,
            accept,
            representations,
            note,
        } = self.success(source, &responses);
        facts.extend(note);
        let stream = responses.iter().find_map(|one| one.stream.clone());
        if std::mem::take(&mut self.omits) {
            self.schemas.truncate(schemas);
            return None;
        }
        let server = self.own_server(source, &mut facts);
        let pagination = self.pagination(source);
        let is_idempotent = is_idempotent(source, pagination.as_ref());
        if let Some(pagination) = pagination {
            self.paginations.insert(source.pointer.clone(), pagination);
        }
        if let Some(job) = self.job(source) {
            self.jobs.insert(source.pointer.clone(), job);
        }
        Some(Operation {
            id: source.id.clone(),
            method_name,
            type_name: None,
            tag: self.operation_tag(source),
            method: source.method.clone(),
            path: source.path.clone(),
            server,
            credentials: self.credentials(source),
            is_idempotent,
            is_partial: is_partial(source),
            parameters,
            body,
            body_kind: None,
            output,
            statuses,
            accept,
            representations,
            stream,
            version,
            pagination: None,
            page_size: None,
            job: None,
            responses: responses.into_iter().map(|one| one.response).collect(),
            docs: Docs {
                text: description(source.operation),
                notes: facts,
                url: self.docs_url(source),
                example: None,
                deprecated: source.operation.deprecated,
            },
        })
    }

    /// Reports a problem without whose correction the operation cannot be generated.
    pub(super) fn omit(&mut self, code: Code, pointer: &Pointer, problem: &str, help: &str) {
        self.omits = true;
        let message = format!("{problem}: the operation is left out");
        self.report(code, pointer, message, help);
    }

    /// Returns the first tag for navigation, which is the group of the operation. Defaults to the
    /// first tag, or else to `General`.
    fn operation_tag(&self, source: &OperationSource<'a>) -> OperationTag<Choice> {
        let tags = &source.operation.tags;
        let first = tags.iter().find(|tag| !self.is_label(tag));
        let name = first.or(tags.first()).map_or("General", String::as_str);
        OperationTag {
            name: name.to_owned(),
            module: self.tag_names.get(name).cloned(),
            type_name: None,
        }
    }

    /// Warns of a construct that is generated differently from its declaration.
    pub(super) fn warn(&mut self, code: Code, pointer: &Pointer, message: String, help: &str) {
        let mut diagnostic = self
            .document
            .diagnostic(code, pointer.clone(), message)
            .help(help);
        diagnostic.severity = Severity::Warning;
        self.diagnostics.push(diagnostic);
    }
}

/// Returns the operation with a body of another kind: `importShips.text` beside `importShips`.
fn with_body(
    mut operation: Operation<SchemaId, Choice>,
    other: OtherBody,
) -> Operation<SchemaId, Choice> {
    let OtherBody {
        id,
        kind,
        body,
        note,
    } = other;
    operation.id = id;
    operation.method_name = operation
        .method_name
        .map(|name| RustName::snake(&format!("{name}_{kind}")));
    operation.body = Some(body);
    operation.body_kind = Some(kind);
    // The note on the body is the first.
    if let Some(first) = operation.docs.notes.first_mut() {
        *first = note;
    }
    operation
}

/// Returns `true` if each operation of `item` declares a parameter that the one of `other` with the
/// same method lacks.
fn has_own_parameter(
    item: Option<&ReferenceOr<PathItem>>,
    other: Option<&ReferenceOr<PathItem>>,
) -> bool {
    let (Some(item), Some(other)) = (
        item.and_then(ReferenceOr::as_item),
        other.and_then(ReferenceOr::as_item),
    ) else {
        return false;
    };
    item.iter().all(|(method, operation)| {
        let same = other.iter().find(|(known, _)| *known == method);
        same.is_none_or(|(_, same)| {
            let mut parameters = operation.parameters.iter();
            parameters.any(|parameter| !same.parameters.contains(parameter))
        })
    })
}

/// Returns whether requests can be repeated, if that does not follow from the method (RFC 9110,
/// section 9.2.2): as the extension declares, or not if each request moves a scroll on.
fn is_idempotent(
    source: &OperationSource<'_>,
    pagination: Option<&Pagination<KeyPath>>,
) -> Option<bool> {
    let by_method = matches!(
        source.method.as_str(),
        "GET" | "HEAD" | "OPTIONS" | "TRACE" | "PUT" | "DELETE" | "QUERY"
    );
    let is_scroll = pagination.is_some_and(|one| matches!(one.style, PagingStyle::Scroll { .. }));
    let declared = source.operation.extensions.get("x-idempotent");
    let declared = declared.and_then(Value::as_bool);
    let is_idempotent = declared.unwrap_or(by_method && !is_scroll);
    (is_idempotent != by_method).then_some(is_idempotent)
}

/// Returns `true` if a request changes only the properties that its body contains: by its method
/// (RFC 5789, section 2), or as the extension declares.
fn is_partial(source: &OperationSource<'_>) -> bool {
    let declared = source.operation.extensions.get("x-partial-update");
    let declared = declared.and_then(Value::as_bool);
    declared.unwrap_or(source.method == "PATCH")
}

/// Returns the summary and the description of an operation.
fn description(operation: &openapiv3::Operation) -> Option<String> {
    let text = match (&operation.summary, &operation.description) {
        (Some(summary), Some(description)) => format!("{summary}\n\n{}", description.trim()),
        (Some(text), None) | (None, Some(text)) => text.clone(),
        (None, None) => return None,
    };
    Some(text).filter(|text| !text.trim().is_empty())
}
