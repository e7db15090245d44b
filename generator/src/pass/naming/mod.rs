//! Assigns unique Rust names to all items.
//!
//! Chosen names (`x-rust-name`) have precedence over names of the document, and these over derived
//! names (inline schemas, parameters with a prefix). Names that are reserved for the generated code
//! are not assigned. If names clash, the first item keeps its plain name and the others have a word
//! or a number appended, with a warning that shows the overlay that chooses another name.
//!
//! Types, operations and their inputs are named for a whole document at once; the [`members`] of a
//! type are named when its shape is built.

mod distinct;
mod inputs;
mod members;
mod operations;
mod report;
mod security;
mod servers;
mod tags;
mod types;
mod version_header;
mod webhooks;

use crate::model::{Api, ApiInfo, Choice, Operation, SchemaId};

use inputs::InputNames;
use operations::OperationNames;
use tags::Tags;

pub(super) use members::{clear_names, fields, values, variants};
pub(super) use report::Report;
pub(super) use types::{TypeName, TypeNames};
pub(super) use version_header::version_header;

/// The parts of a document that are named at once.
pub(super) struct Named {
    pub info: ApiInfo,
    pub types: TypeNames,
    pub operations: Vec<Operation<SchemaId>>,
}

/// Names the types, operations, tags, servers and API keys of a document.
pub(super) fn names(api: &Api, report: &mut Report<'_>) -> Named {
    let tags = tags::tags(api, report);
    let names = operations::names(api, &tags, report);
    let operations = api
        .operations
        .iter()
        .zip(names)
        .map(|(operation, names)| {
            let pagination = api.paginations.get(&operation.pointer());
            let starts_job = api.jobs.contains_key(&operation.pointer());
            let inputs = inputs::inputs(operation, pagination, starts_job, report);
            named(operation, names, inputs)
        })
        .collect();
    Named {
        info: info(api, &tags, report),
        types: types::types(api, report),
        operations,
    }
}

/// Adds the names to an operation.
fn named(
    operation: &Operation<SchemaId, Choice>,
    names: OperationNames,
    inputs: InputNames,
) -> Operation<SchemaId> {
    let operation = operation.clone();
    let parameters = operation.parameters.into_iter().zip(inputs.parameters);
    Operation {
        id: operation.id,
        method_name: names.method,
        type_name: names.builder,
        tag: names.tag,
        method: operation.method,
        path: operation.path,
        server: operation.server,
        credentials: operation.credentials,
        is_idempotent: operation.is_idempotent,
        is_partial: operation.is_partial,
        parameters: parameters
            .map(|(parameter, name)| parameter.with_name(name))
            .collect(),
        body: operation.body.map(|body| body.with_names(inputs.fields)),
        body_kind: operation.body_kind,
        output: operation.output,
        statuses: operation.statuses,
        accept: operation.accept,
        representations: operation.representations,
        stream: operation.stream,
        version: operation.version,
        pagination: operation.pagination,
        page_size: inputs.page_size,
        job: operation.job,
        responses: operation.responses,
        docs: operation.docs,
    }
}

fn info(api: &Api, tags: &Tags, report: &mut Report<'_>) -> ApiInfo {
    let info = api.info.clone();
    ApiInfo {
        version: info.version,
        title: info.title,
        about: info.about,
        tags: tags::descriptions(&info.tags, tags, &api.operations),
        servers: servers::servers(info.servers, report),
        security: security::security(info.security, report),
        selects_authorization: info.selects_authorization,
        version_header: info.version_header,
        webhook_items: info.webhook_items,
        webhook_events: info.webhook_events,
        webhooks: webhooks::webhooks(info.webhooks, report),
    }
}
