//! Finds the requests that are created from responses, so that an application can read a resource,
//! change it and send it back.

use std::collections::BTreeSet;

use crate::hash::{HashMap, HashSet, IndexMap};
use crate::model::{
    ApiVersion, Argument, Body, Conversion, Copied, Entry, EnumType, Field, FieldConversion,
    Operation, OperationId, Output, PathTemplate, Presence, Role, RustName, Shape, ShapeId,
    ShapeKind, Struct, Type, without_aliases,
};

type Operations = [Entry<Operation<ShapeId>>];

/// The structs of a response and of a request.
type Pair = (ShapeId, ShapeId);

/// The operations that send a request and return a response.
#[derive(Default)]
struct Uses {
    versions: BTreeSet<usize>,
    operations: BTreeSet<OperationId>,
}

/// The shapes of the library, and the arguments for the fields of each.
pub(super) struct Conversions<'a> {
    pub shapes: &'a [Entry<Shape<ShapeId>>],
    pub arguments: &'a [Vec<Argument>],
}

impl Conversions<'_> {
    /// Returns the conversions to each shape: from the structs that an operation with this request
    /// body, or `GET` of the same path, returns.
    ///
    /// The response must have all properties of the request. If the request is only sent to change
    /// the properties that it contains, the response must have the required ones and most of the
    /// others.
    pub fn of(&self, versions: &[ApiVersion], operations: &Operations) -> Vec<Vec<Conversion>> {
        let mut conversions = vec![Vec::new(); self.shapes.len()];
        let whole = self.whole(operations);
        for ((from, to), uses) in self.pairs(versions, operations) {
            let Some(fields) = self.fields(from, to, !whole.contains(&to)) else {
                continue;
            };
            let sent_by = uses.operations.iter().map(|id| &operations[id.0].item);
            conversions[to.0].push(Conversion {
                from,
                fields,
                tags: sent_by.map(|one| one.tag.module.clone()).collect(),
                versions: uses.versions.into_iter().collect(),
            });
        }
        conversions
    }

    /// Returns the requests of operations that are no partial updates.
    fn whole(&self, operations: &Operations) -> HashSet<ShapeId> {
        let operations = operations.iter().map(|one| &one.item);
        let whole = operations.filter(|operation| !operation.is_partial);
        whole.filter_map(|operation| self.sent(operation)).collect()
    }

    /// Returns the requests and the responses that may have their properties.
    fn pairs(&self, versions: &[ApiVersion], operations: &Operations) -> IndexMap<Pair, Uses> {
        let mut pairs: IndexMap<Pair, Uses> = IndexMap::default();
        for (version, api) in versions.iter().enumerate() {
            let read = self.read(api, operations);
            for id in &api.operations {
                let operation = &operations[id.0].item;
                let Some(to) = self.sent(operation) else {
                    continue;
                };
                let path = operation.path.anonymous();
                let read = read
                    .get(&path)
                    .filter(|(module, _)| *module == &operation.tag.module);
                let responses = [
                    self.received(operation),
                    read.map(|(_, response)| *response),
                ];
                for from in responses.into_iter().flatten() {
                    let uses = pairs.entry((from, to)).or_default();
                    uses.versions.insert(version);
                    uses.operations.insert(*id);
                }
            }
        }
        pairs
    }

    /// Returns what `GET` returns in a version, with the module of its tag, by path.
    fn read<'o>(
        &self,
        api: &ApiVersion,
        operations: &'o Operations,
    ) -> HashMap<PathTemplate, (&'o RustName, ShapeId)> {
        let operations = api.operations.iter().map(|id| &operations[id.0].item);
        let read = operations.filter(|operation| operation.method == "GET");
        let read = read.filter_map(|operation| {
            let response = (&operation.tag.module, self.received(operation)?);
            Some((operation.path.anonymous(), response))
        });
        read.collect()
    }

    fn sent(&self, operation: &Operation<ShapeId>) -> Option<ShapeId> {
        match &operation.body {
            Some(Body::Json { ty, .. }) => self.named(ty),
            _ => None,
        }
    }

    fn received(&self, operation: &Operation<ShapeId>) -> Option<ShapeId> {
        match &operation.output {
            Output::Json(ty) => self.named(ty),
            Output::Text | Output::Binary | Output::Empty | Output::Location => None,
        }
    }

    fn named(&self, ty: &Type<ShapeId>) -> Option<ShapeId> {
        match without_aliases(self.shapes, ty) {
            Type::Named(id) => Some(*id),
            Type::Nullable(ty) | Type::Boxed(ty) => self.named(ty),
            _ => None,
        }
    }

    fn structure(&self, id: ShapeId) -> Option<&Struct<ShapeId>> {
        match &self.shapes[id.0].item.kind {
            ShapeKind::Struct(object) => Some(object),
            _ => None,
        }
    }

    /// Returns the conversion of each field of a request, if the response has enough of them.
    fn fields(&self, from: ShapeId, to: ShapeId, is_partial: bool) -> Option<Vec<FieldConversion>> {
        let request = self.structure(to).filter(|one| one.role == Role::Request)?;
        let response = self.structure(from).filter(|_| from != to)?;
        let known: HashMap<&str, &Field<ShapeId>> = response
            .fields
            .iter()
            .map(|field| (field.json_name.as_str(), field))
            .collect();
        let mut fields = Vec::with_capacity(request.fields.len());
        for (field, argument) in request.fields.iter().zip(&self.arguments[to.0]) {
            let known = known.get(field.json_name.as_str());
            let copied = known.and_then(|known| self.copied(known, field, *argument));
            fields.push(match copied {
                _ if field.constant.is_some() => FieldConversion::Constant,
                Some(copied) => FieldConversion::Copied(copied),
                None if field.is_argument => return None,
                None => FieldConversion::Absent,
            });
        }
        let count = |is_of: fn(&FieldConversion) -> bool| {
            fields.iter().filter(|field| is_of(field)).count()
        };
        let copied = count(|field| matches!(field, FieldConversion::Copied(_)));
        let absent = count(|field| *field == FieldConversion::Absent);
        let is_enough = absent == 0 || (is_partial && copied > absent);
        (copied > 0 && is_enough).then_some(fields)
    }

    /// Returns how the value of a property becomes that of the request, if it always can.
    fn copied(
        &self,
        response: &Field<ShapeId>,
        request: &Field<ShapeId>,
        argument: Argument,
    ) -> Option<Copied> {
        if response.rust_name != request.rust_name {
            return None;
        }
        let is_same = self.is_same(&response.ty, &request.ty);
        if request.is_argument {
            let is_accepted = matches!(
                argument,
                Argument::Value | Argument::Into | Argument::Items(_)
            );
            let is_required = response.presence == Presence::Required;
            return (is_same && is_required && is_accepted).then_some(Copied::Argument);
        }
        if !is_same && !self.have_same_values(&response.ty, &request.ty) {
            return None;
        }
        Some(match (response.presence, request.presence, is_same) {
            (Presence::Optional, Presence::Optional, true)
            | (Presence::Nullable, Presence::Nullable, true) => Copied::Same,
            (Presence::Required, Presence::Optional, true) => Copied::Some,
            (Presence::Required, Presence::Nullable, true) => Copied::Value,
            (Presence::Optional, Presence::Nullable, true) => Copied::Present,
            (Presence::Required, Presence::Optional, false) => Copied::SomeText,
            (Presence::Optional, Presence::Optional, false) => Copied::SameText,
            (Presence::Optional, Presence::Nullable, false) => Copied::PresentText,
            _ => return None,
        })
    }

    /// Returns `true` if both are the same Rust type.
    fn is_same(&self, one: &Type<ShapeId>, other: &Type<ShapeId>) -> bool {
        let without_aliases = |ty| without_aliases(self.shapes, ty);
        match (without_aliases(one), without_aliases(other)) {
            (Type::Array(one), Type::Array(other))
            | (Type::Map(one), Type::Map(other))
            | (Type::Nullable(one), Type::Nullable(other))
            | (Type::Boxed(one), Type::Boxed(other)) => self.is_same(one, other),
            (one, other) => one == other,
        }
    }

    /// Returns `true` if both are enums of strings with the same values.
    fn have_same_values(&self, one: &Type<ShapeId>, other: &Type<ShapeId>) -> bool {
        let values = |ty| match without_aliases(self.shapes, ty) {
            Type::Named(id) => match &self.shapes[id.0].item.kind {
                ShapeKind::Enum(one) if one.ty == EnumType::String => {
                    let values = one.variants.iter().map(|variant| variant.value.as_str());
                    Some(values.collect::<BTreeSet<_>>())
                }
                _ => None,
            },
            _ => None,
        };
        values(one).is_some_and(|one| Some(one) == values(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pass::tests::shaped;
    use crate::pass::unify;

    /// Returns the conversions of a document with a ship of these properties, which `method`
    /// changes by a request with others.
    fn conversions(method: &str, ship: &str, request: &str) -> Vec<Vec<FieldConversion>> {
        let document = format!(
            "{{openapi: 3.0.3, info: {{title: Harbour, version: '1'}}, paths: {{'/ships/{{id}}': \
             {{{method}: {{operationId: change, tags: [ships], requestBody: {{content: \
             {{application/json: {{schema: {{$ref: '#/components/schemas/change'}}}}}}}}, \
             parameters: [{{name: id, in: path, required: true, schema: {{type: string}}}}], \
             responses: {{'200': {{description: d, content: {{application/json: {{schema: {{$ref: \
             '#/components/schemas/ship'}}}}}}}}}}}}}}}}, components: {{schemas: {{ship: {ship}, \
             change: {request}}}}}}}"
        );
        let library = unify(&[&shaped(&document)]);
        let conversions = library.conversions.into_iter().flatten();
        conversions.map(|conversion| conversion.fields).collect()
    }

    const SHIP: &str = "{type: object, required: [name], properties: {name: {type: string}, masts: \
                        {type: integer}, rig: {type: string, enum: [sloop, ketch]}}}";

    #[test]
    fn properties_are_copied_by_name_and_type() {
        let request = "{type: object, properties: {rig: {type: string, enum: [ketch, sloop]}, name: \
                       {type: string}, masts: {type: integer, nullable: true}}}";
        let copied = [Copied::SameText, Copied::Some, Copied::Present];
        let expected = vec![copied.map(FieldConversion::Copied).to_vec()];
        assert_eq!(conversions("put", SHIP, request), expected);
    }

    #[test]
    fn optional_properties_may_be_absent_from_a_partial_update() {
        let request = "{type: object, properties: {name: {type: string}, masts: {type: integer}, \
                       flag: {type: string}}}";
        assert!(conversions("put", SHIP, request).is_empty());
        let copied = [Copied::Some, Copied::Same].map(FieldConversion::Copied);
        let expected = [&copied[..], &[FieldConversion::Absent]].concat();
        assert_eq!(conversions("patch", SHIP, request), [expected]);
    }

    #[test]
    fn required_properties_and_most_of_the_others_are_copied() {
        let requests = [
            // Required, and optional in the response.
            "{type: object, required: [masts], properties: {masts: {type: integer}, name: {type: \
             string}}}",
            "{type: object, properties: {masts: {type: string}, name: {type: string}}}",
            "{type: object, properties: {flag: {type: string}}}",
            "{type: object}",
        ];
        for request in requests {
            assert!(conversions("patch", SHIP, request).is_empty(), "{request}");
        }
    }
}
