//! Finds which way each type travels: in requests, in answers, or both.

use std::collections::HashSet;

use crate::model::{Api, Body, Output, Role, SchemaId, SchemaKind, Type};

/// The types that requests and answers hold.
pub(super) struct Usage {
    sent: HashSet<SchemaId>,
    received: HashSet<SchemaId>,
}

impl Usage {
    pub fn role(&self, id: &SchemaId) -> Role {
        match (self.sent.contains(id), self.received.contains(id)) {
            (true, false) => Role::Request,
            (true, true) => Role::Both,
            (false, _) => Role::Response,
        }
    }
}

pub(super) fn usage(api: &Api) -> Usage {
    let operations = &api.operations;
    let parameters = operations
        .iter()
        .flat_map(|operation| &operation.parameters);
    let bodies = operations
        .iter()
        .filter_map(|operation| operation.body.as_ref());
    let sent = parameters
        .map(|parameter| &parameter.ty)
        .chain(bodies.flat_map(Body::types));
    let contents = operations.iter().flat_map(|operation| {
        let responses = operation.responses.iter().map(|response| &response.content);
        responses.chain([&operation.output])
    });
    let received = contents.filter_map(|content| match content {
        Output::Json(ty) => Some(ty),
        _ => None,
    });
    Usage {
        sent: reach(api, sent),
        received: reach(api, received),
    }
}

/// The schemas that the types hold, however deep.
fn reach<'a>(api: &'a Api, types: impl Iterator<Item = &'a Type<SchemaId>>) -> HashSet<SchemaId> {
    let mut reached = HashSet::new();
    let mut todo: Vec<&SchemaId> = types.filter_map(Type::named).collect();
    while let Some(id) = todo.pop() {
        if !reached.insert(id.clone()) {
            continue;
        }
        match api.schemas.get(id).map(|schema| &schema.kind) {
            Some(SchemaKind::Object(object)) => {
                let types = object.properties.values().map(|property| &property.ty);
                todo.extend(types.filter_map(Type::named));
            }
            Some(SchemaKind::Union(union)) => {
                todo.extend(union.members.iter().filter_map(|member| member.ty.named()));
            }
            Some(SchemaKind::Alias(ty)) => todo.extend(ty.named()),
            Some(SchemaKind::Enum(_)) | None => {}
        }
    }
    reached
}
