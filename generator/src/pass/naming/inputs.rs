//! The names of the inputs of operations: arguments and setters of one request builder.

use crate::diagnostic::rename_help;
use crate::emit::reserved;
use crate::model::{
    Body, Choice, FormField, KeyPath, Location, Operation, PageSize, Pagination, Parameter,
    RustName, SchemaId,
};

use super::distinct::{AssignedName, Candidate, Clash, Convention, Scope, distinct};
use super::report::{Owner, Report};

/// The names of the inputs of an operation.
pub(super) struct InputNames {
    /// The names of its parameters, in order.
    pub parameters: Vec<RustName>,
    /// The names of the fields of its form, in order.
    pub fields: Vec<RustName>,
    /// The setter of the page size in the body.
    pub page_size: Option<PageSize>,
}

const FIELDS: Convention = Convention {
    plain: RustName::snake,
    alternatives: &[
        |name| Some(RustName::spelled_snake(name)),
        |name| Some(RustName::snake(&format!("{name}_field"))),
    ],
    numbered: RustName::numbered_snake,
};

/// Names the inputs of a request. A parameter whose name is taken is prefixed with its location:
/// `query_id` beside the `id` of the path.
pub(super) fn inputs(
    operation: &Operation<SchemaId, Choice>,
    pagination: Option<&Pagination<KeyPath>>,
    starts_job: bool,
    report: &mut Report<'_>,
) -> InputNames {
    let reserved = reserved(operation, pagination.is_some(), starts_job);
    let fields = fields(operation, &reserved, report);
    let parameters = parameters(operation, &reserved, &fields, report);
    let size = pagination.and_then(|pagination| pagination.size.as_ref());
    let page_size = size.and_then(|path| page_size(path, &reserved, &parameters));
    InputNames {
        parameters,
        fields,
        page_size,
    }
}

/// Names the setter of the page size after its property. A parameter of that name, or code, takes
/// precedence.
fn page_size(path: &KeyPath, reserved: &[&str], parameters: &[RustName]) -> Option<PageSize> {
    let mut scope = Scope::new(RustName::numbered_snake);
    for (index, name) in parameters.iter().enumerate() {
        scope.take(name.clone(), index);
    }
    let plain = RustName::snake(path.0.last()?);
    let is_reserved = |name: &RustName| reserved.contains(&name.as_str());
    let assigned = scope.assign(&plain, parameters.len(), is_reserved);
    Some(PageSize {
        path: path.clone(),
        rust_name: assigned.name,
    })
}

/// Returns the names that the generated code itself uses in the request builder.
fn reserved(
    operation: &Operation<SchemaId, Choice>,
    is_paged: bool,
    starts_job: bool,
) -> Vec<&'static str> {
    let mut names = reserved::INPUTS.to_vec();
    if is_paged {
        names.extend(reserved::PAGED_INPUTS);
    }
    if starts_job {
        names.extend(reserved::JOB_INPUTS);
    }
    if !operation.representations.is_empty() || operation.accept.len() > 1 {
        names.extend(reserved::REPRESENTED_INPUTS);
    }
    if let Some(Body::Binary { .. } | Body::Text { .. }) = operation.body {
        names.extend(reserved::RAW_INPUTS);
    }
    if let Some(Body::Json { .. } | Body::Text { .. } | Body::Binary { .. }) = operation.body {
        names.extend(reserved::BODY_INPUTS);
    }
    names
}

fn form_fields(operation: &Operation<SchemaId, Choice>) -> &[FormField<SchemaId, Choice>] {
    operation.body.as_ref().map_or(&[], Body::fields)
}

fn fields(
    operation: &Operation<SchemaId, Choice>,
    reserved: &[&str],
    report: &mut Report<'_>,
) -> Vec<RustName> {
    let fields = form_fields(operation);
    let candidates: Vec<Candidate<'_>> = fields
        .iter()
        .map(|field| Candidate {
            document_name: &field.name,
            chosen: field.rust_name.as_ref(),
            reserved,
        })
        .collect();
    let assigned = distinct(&candidates, &FIELDS);
    for (field, assigned) in fields.iter().zip(&assigned) {
        let owner = match assigned.clash {
            Some(Clash::Candidate(index)) => Owner::Document(&fields[index].name),
            Some(Clash::Reserved) => Owner::Generated,
            None => continue,
        };
        let help = rename_help(&report.original(&field.pointer), assigned.name.as_str());
        report.renamed(
            &field.pointer,
            &field.name,
            owner,
            "field",
            &assigned.name,
            &help,
        );
    }
    assigned.into_iter().map(|assigned| assigned.name).collect()
}

/// Names the parameters, those with a chosen name first.
fn parameters(
    operation: &Operation<SchemaId, Choice>,
    reserved: &[&str],
    fields: &[RustName],
    report: &mut Report<'_>,
) -> Vec<RustName> {
    let parameters = &operation.parameters;
    let count = parameters.len();
    let mut scope = Scope::new(RustName::numbered_snake);
    for (index, name) in fields.iter().enumerate() {
        scope.take(name.clone(), count + index);
    }
    let is_reserved = |name: &RustName| reserved.contains(&name.as_str());
    let mut assigned: Vec<Option<AssignedName>> = vec![None; count];
    let (chosen, others): (Vec<usize>, Vec<usize>) =
        (0..count).partition(|index| parameters[*index].rust_name.is_some());
    for index in chosen.into_iter().chain(others) {
        assigned[index] = Some(parameter(
            &parameters[index],
            index,
            &mut scope,
            is_reserved,
        ));
    }
    let assigned: Vec<AssignedName> = assigned.into_iter().flatten().collect();
    let form = form_fields(operation);
    for (parameter, assigned) in parameters.iter().zip(&assigned) {
        let owner = match assigned.clash {
            Some(Clash::Candidate(index)) => Owner::Document(match index.checked_sub(count) {
                Some(field) => &form[field].name,
                None => &parameters[index].name,
            }),
            Some(Clash::Reserved) => Owner::Generated,
            None => continue,
        };
        let help = rename_help(
            &report.original(&parameter.declaration()),
            assigned.name.as_str(),
        );
        let (name, assigned) = (&parameter.name, &assigned.name);
        report.renamed(
            &parameter.pointer,
            name,
            owner,
            "parameter",
            assigned,
            &help,
        );
    }
    assigned.into_iter().map(|assigned| assigned.name).collect()
}

fn parameter(
    parameter: &Parameter<SchemaId, Choice>,
    index: usize,
    scope: &mut Scope,
    is_reserved: impl Fn(&RustName) -> bool,
) -> AssignedName {
    let own = || RustName::snake(&parameter.name);
    let plain = parameter.rust_name.clone().unwrap_or_else(own);
    let clash = if is_reserved(&plain) {
        Some(Clash::Reserved)
    } else {
        scope.owner(&plain).map(Clash::Candidate)
    };
    let by_location = RustName::snake(&format!("{}_{plain}", location(parameter.location)));
    let is_free = !is_reserved(&by_location) && scope.owner(&by_location).is_none();
    if clash.is_some() && is_free && parameter.rust_name.is_none() {
        scope.take(by_location.clone(), index);
        return AssignedName {
            name: by_location,
            clash,
        };
    }
    scope.assign(&plain, index, is_reserved)
}

fn location(location: Location) -> &'static str {
    match location {
        Location::Path => "path",
        Location::Header => "header",
        Location::Cookie => "cookie",
        Location::Query | Location::QueryString => "query",
    }
}
