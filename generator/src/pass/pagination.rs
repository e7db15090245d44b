//! Sees that what an overlay says of the pages of an operation is there: the list in the answer,
//! and the place in the request that says which page is asked for.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::Document;
use crate::model::{
    Body, Location, Obstacle, Operation, Output, Pagination, SchemaId, ShapedApi, TokenPlace, way,
};

pub(super) fn check(api: &ShapedApi, document: &Document) -> Result<(), Diagnostics> {
    let mut diagnostics = Diagnostics::new();
    for operation in &api.operations {
        let Some(pagination) = &operation.pagination else {
            continue;
        };
        let faults = [
            list_fault(api, operation, pagination).map(|fault| ("items", fault)),
            place_fault(api, operation, pagination),
        ];
        for (key, fault) in faults.into_iter().flatten() {
            diagnostics.push(diagnostic(document, operation, key, fault));
        }
    }
    diagnostics.into_result(())
}

/// What is wrong, and what to do about it.
struct Fault {
    message: String,
    help: &'static str,
}

fn diagnostic(
    document: &Document,
    operation: &Operation<SchemaId>,
    key: &str,
    fault: Fault,
) -> Diagnostic {
    let pointer = operation.pointer().child("x-pagination").child(key);
    let message = format!("the pages of `{}`: {}", operation.id, fault.message);
    document
        .diagnostic(Code::InvalidPagination, pointer, message)
        .help(fault.help)
}

fn list_fault(
    api: &ShapedApi,
    operation: &Operation<SchemaId>,
    pagination: &Pagination,
) -> Option<Fault> {
    let path = pagination.items.join(".");
    let Output::Json(ty) = &operation.output else {
        return Some(Fault {
            message: "the answer is no JSON".to_owned(),
            help: "only operations that answer with JSON have pages; remove the annotation",
        });
    };
    let shape = |id: &SchemaId| api.shapes.get(id);
    let message = match way(ty, &pagination.items, &shape) {
        Ok(way) if way.item(&shape).is_some() => return None,
        Ok(_) => format!("`{path}` of the answer is no list"),
        Err(Obstacle::NoProperty(name)) => {
            format!("the answer declares no `{name}` for `{path}`")
        }
        Err(Obstacle::NoObject(name)) => {
            format!("what should hold `{name}` for `{path}` is no object")
        }
    };
    Some(Fault {
        message,
        help: "name the list of the answer, with a dot between names; if the document calls it \
               something else than the API does, correct the schema in an overlay",
    })
}

fn place_fault(
    api: &ShapedApi,
    operation: &Operation<SchemaId>,
    pagination: &Pagination,
) -> Option<(&'static str, Fault)> {
    match pagination.style.place()? {
        TokenPlace::Query(name) => {
            let mut parameters = operation.parameters.iter();
            let is_declared =
                parameters.any(|one| one.name == *name && one.location == Location::Query);
            let fault = Fault {
                message: format!("there is no query parameter `{name}`"),
                help: "name a query parameter of the operation, or declare it in an overlay",
            };
            (!is_declared).then_some(("query", fault))
        }
        TokenPlace::Body(names) => body_fault(api, operation, names).map(|fault| ("body", fault)),
    }
}

fn body_fault(api: &ShapedApi, operation: &Operation<SchemaId>, names: &[String]) -> Option<Fault> {
    let Some(Body::Json { ty, .. }) = &operation.body else {
        return Some(Fault {
            message: "the request has no JSON body".to_owned(),
            help: "use `query` in place of `body`, or declare the body in an overlay",
        });
    };
    match way(ty, names, &|id: &SchemaId| api.shapes.get(id)) {
        // A body that is one of several may well have the property in each.
        Ok(_) | Err(Obstacle::NoObject(_)) => None,
        Err(Obstacle::NoProperty(name)) => Some(Fault {
            message: format!("the body declares no `{name}` for `{}`", names.join(".")),
            help: "name a property of the body, with a dot between names, or declare it in an \
                   overlay",
        }),
    }
}
