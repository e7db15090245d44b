//! Makes the properties of merge patches nullable.
//!
//! A body of `application/merge-patch+json` removes what it sets to null (RFC 7396), which its
//! schema often leaves unsaid. Objects in it are merged as well; lists are replaced as a whole.

use std::collections::HashSet;

use crate::model::{Api, Body, SchemaId, SchemaKind, Type};

/// Makes all properties of merge patches nullable, required ones included.
pub(super) fn allow_null(api: &mut Api) {
    let bodies = api
        .operations
        .iter()
        .filter_map(|operation| match &operation.body {
            Some(Body::Json {
                content_type: Some(content_type),
                ty,
                ..
            }) if is_merge_patch(content_type) => Some(ty),
            _ => None,
        });
    for id in merged(api, bodies) {
        let schema = api.schemas.get_mut(&id);
        if let Some(SchemaKind::Object(object)) = schema.map(|schema| &mut schema.kind) {
            for property in object.properties.values_mut() {
                property.nullable = true;
                if let Type::Map(values) = &mut property.ty {
                    let ty = std::mem::replace(&mut **values, Type::Json);
                    **values = ty.or_null();
                }
            }
        }
    }
}

fn is_merge_patch(content_type: &str) -> bool {
    let essence = content_type.split(';').next().unwrap_or_default();
    essence
        .trim()
        .eq_ignore_ascii_case("application/merge-patch+json")
}

/// Returns the schemas that are merged, those of nested objects included.
fn merged<'a>(api: &'a Api, bodies: impl Iterator<Item = &'a Type<SchemaId>>) -> HashSet<SchemaId> {
    let mut merged = HashSet::new();
    let mut pending: Vec<&Type<SchemaId>> = bodies.collect();
    while let Some(ty) = pending.pop() {
        match ty {
            Type::Nullable(ty) | Type::Boxed(ty) | Type::Map(ty) => pending.push(ty),
            Type::Named(id) if merged.insert(id.clone()) => {
                pending.extend(
                    api.schemas
                        .get(id)
                        .into_iter()
                        .flat_map(|schema| schema.types()),
                );
            }
            _ => {}
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use crate::pass::tests::printed;

    #[test]
    fn everything_that_is_merged_can_be_null() {
        let model = printed(
            "\
openapi: 3.0.3
info: {title: T, version: '1'}
paths:
  /ship:
    patch:
      operationId: patchShip
      requestBody:
        required: true
        content:
          application/merge-patch+json; charset=utf-8: {schema: {$ref: '#/components/schemas/ship'}}
      responses: {'204': {description: OK}}
components:
  schemas:
    ship:
      type: object
      required: [id]
      properties:
        id: {type: string}
        name: {type: string}
        rig: {$ref: '#/components/schemas/rig'}
        labels: {type: object, additionalProperties: {type: string}}
        logs: {type: array, items: {$ref: '#/components/schemas/log'}}
    rig: {type: object, properties: {masts: {type: integer}}}
    log: {type: object, properties: {day: {type: string}}}
",
        );
        for expected in [
            "  id: Option<String>\n",
            "  name: Nullable<String>\n",
            "  rig: Nullable<Rig>\n",
            "  labels: Nullable<Map<Option<String>>>\n",
            "  logs: Nullable<Vec<Log>>\n",
            "  masts: Nullable<Integer>\n",
            "  day: Option<String>\n",
        ] {
            assert!(model.contains(expected), "{expected}{model}");
        }
    }
}
