//! Determines which types are sent in requests and which are received in responses.

use crate::hash::HashSet;
use crate::model::{Api, Body, Choice, Operation, Output, Role, Schema, SchemaId, Type};

/// The types that are sent and the types that are received.
pub(super) struct Usage {
    sent: HashSet<SchemaId>,
    received: HashSet<SchemaId>,
    /// The types of responses that may lack required properties.
    untrusted: HashSet<SchemaId>,
}

impl Usage {
    /// Returns whether responses have the required properties of a type.
    pub fn trusts_required(&self, api: &Api, id: &SchemaId, schema: &Schema) -> bool {
        let default = api.trust_required.unwrap_or(true) && !self.untrusted.contains(id);
        schema.trust_required.unwrap_or(default)
    }

    /// Returns the role of a type. An unused type is a response type.
    pub fn role(&self, id: &SchemaId) -> Role {
        match (self.sent.contains(id), self.received.contains(id)) {
            (true, false) => Role::Request,
            (true, true) => Role::Both,
            (false, _) => Role::Response,
        }
    }
}

/// Determines the usage of all types of an API.
pub(super) fn usage(api: &Api) -> Usage {
    let operations = api.operations.iter();
    let untrusted = operations
        .clone()
        .filter(|operation| api.untrusted.contains(&operation.id));
    Usage {
        sent: sent(api),
        received: reachable(api, operations.flat_map(received)),
        untrusted: reachable(api, untrusted.flat_map(received)),
    }
}

/// Returns the types of the responses of an operation.
fn received<N>(operation: &Operation<SchemaId, N>) -> impl Iterator<Item = &Type<SchemaId>> {
    let responses = operation.responses.iter().map(|response| &response.content);
    let others = operation.representations.iter().map(|one| &one.output);
    let contents = responses.chain([&operation.output]).chain(others);
    let bodies = contents.filter_map(|content| match content {
        Output::Json(ty) => Some(ty),
        _ => None,
    });
    bodies.chain(operation.stream.iter().map(|stream| &stream.item))
}

/// Returns the schemas that are sent in requests.
pub(super) fn sent(api: &Api) -> HashSet<SchemaId> {
    let parameters = api
        .operations
        .iter()
        .flat_map(|operation| &operation.parameters);
    let bodies = api
        .operations
        .iter()
        .filter_map(|operation| operation.body.as_ref());
    let types = parameters
        .map(|parameter| &parameter.ty)
        .chain(bodies.flat_map(Body::types));
    reachable(api, types)
}

/// Returns the schemas that have another use than in the bodies that are excepted. `merged` are
/// those that these bodies contain, apart from the items of lists.
pub(super) fn used_beside(
    api: &Api,
    merged: &HashSet<SchemaId>,
    is_excepted: impl Fn(&Body<SchemaId, Choice>) -> bool,
) -> HashSet<SchemaId> {
    let operations = || api.operations.iter();
    let parameters = operations().flat_map(|operation| &operation.parameters);
    let bodies = operations().filter_map(|operation| operation.body.as_ref());
    let bodies = bodies.filter(|body| !is_excepted(body));
    let types = parameters
        .map(|parameter| &parameter.ty)
        .chain(bodies.flat_map(Body::types))
        .chain(operations().flat_map(received));
    let lists = merged.iter().filter_map(|id| api.schemas.get(id));
    let items = lists.flat_map(Schema::types).filter_map(items);
    reachable(api, types.chain(items))
}

/// Returns the items of a list, or of a list within maps.
fn items(ty: &Type<SchemaId>) -> Option<&Type<SchemaId>> {
    match ty {
        Type::Array(items) => Some(items),
        Type::Nullable(ty) | Type::Boxed(ty) | Type::Map(ty) => self::items(ty),
        _ => None,
    }
}

/// Returns the schemas that are reachable from the types.
fn reachable<'a>(
    api: &'a Api,
    types: impl Iterator<Item = &'a Type<SchemaId>>,
) -> HashSet<SchemaId> {
    let mut reached = HashSet::default();
    let mut todo: Vec<&SchemaId> = types.filter_map(Type::named).collect();
    while let Some(id) = todo.pop() {
        if !reached.insert(id.clone()) {
            continue;
        }
        if let Some(schema) = api.schemas.get(id) {
            todo.extend(schema.types().into_iter().filter_map(Type::named));
        }
    }
    reached
}

#[cfg(test)]
mod tests {
    use crate::pass::tests::printed;

    /// `sent` is sent, `received` is received; both contain `inner`.
    const DOCUMENT: &str = "\
openapi: 3.0.3
info: {title: T, version: '1'}
paths:
  /ships:
    post:
      operationId: addShip
      requestBody:
        content: {application/json: {schema: {$ref: '#/components/schemas/sent'}}}
      responses:
        '204': {description: Added}
        default:
          description: Refused
          content: {application/json: {schema: {$ref: '#/components/schemas/received'}}}
components:
  schemas:
    sent: {type: object, properties: {inner: {$ref: '#/components/schemas/inner'}}}
    received:
      type: object
      properties: {inner: {type: array, items: {$ref: '#/components/schemas/inner'}}}
    inner: {type: object, properties: {name: {type: string}}}
    unused: {type: object, properties: {name: {type: string}}}
";

    #[test]
    fn the_role_of_a_type_follows_from_the_operations_that_reach_it() {
        let model = printed(DOCUMENT);
        for expected in [
            "struct Sent in sent: sent, request\n",
            "struct Received in received: received, response\n",
            "struct Inner in inner: inner, request and response\n",
            "struct Unused in unused: unused, response\n",
        ] {
            assert!(model.contains(expected), "{expected}{model}");
        }
    }
}
