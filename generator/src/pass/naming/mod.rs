//! Gives everything its Rust name, and sees that no two are the same.
//!
//! Names that the document or an overlay gives come first. Names that it does not (inline schemas,
//! parameters in another location) and names of the generated code make the others change. Where
//! names clash, the first keeps its plain name and the others get a word or a number more: with a
//! warning each, which shows the lines of an overlay that choose another name.
//!
//! Names of types and of what requests are made of are given to a whole document at once; those of
//! the [`members`] of a type are asked for when its shape is made.

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

use crate::model::{Api, ApiInfo, Choice, Operation, SchemaId};

use inputs::InputNames;
use operations::OperationNames;
use tags::Tags;

pub(super) use members::{clear_names, fields, values, variants};
pub(super) use report::Report;
pub(super) use types::{TypeName, TypeNames};
pub(super) use version_header::version_header;

/// The parts of a document whose names are given at once.
pub(super) struct Named {
    pub info: ApiInfo,
    pub types: TypeNames,
    pub operations: Vec<Operation<SchemaId>>,
}

pub(super) fn names(api: &Api, report: &mut Report<'_>) -> Named {
    let tags = tags::tags(api, report);
    let names = operations::names(api, &tags, report);
    let operations = api.operations.iter().zip(names);
    let operations = operations.map(|(operation, names)| {
        let is_paged = api.paginations.contains_key(&operation.pointer());
        let inputs = inputs::inputs(operation, is_paged, report);
        named(operation, names, inputs)
    });
    let operations = operations.collect();
    Named {
        info: info(api, &tags, report),
        types: types::types(api, report),
        operations,
    }
}

/// The operation with its names.
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
        parameters: parameters
            .map(|(parameter, name)| parameter.with_name(name))
            .collect(),
        body: operation.body.map(|body| body.with_names(inputs.fields)),
        output: operation.output,
        accept: operation.accept,
        pagination: operation.pagination,
        responses: operation.responses,
        docs: operation.docs,
    }
}

fn info(api: &Api, tags: &Tags, report: &mut Report<'_>) -> ApiInfo {
    let info = api.info.clone();
    ApiInfo {
        version: info.version,
        title: info.title,
        tags: tags::descriptions(&info.tags, tags, &api.operations),
        servers: servers::servers(info.servers, report),
        security: security::security(info.security, report),
        version_header: info.version_header,
        webhook_items: info.webhook_items,
        webhook_events: info.webhook_events,
    }
}
