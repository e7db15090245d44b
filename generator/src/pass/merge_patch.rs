//! Makes the properties of merge patches nullable, and optional unless the patch requires them.
//!
//! A body of `application/merge-patch+json` removes what it sets to null and keeps what it leaves
//! out (RFC 7396), which its schema often leaves unsaid. Objects in it are merged as well; lists
//! are replaced as a whole. A schema that other requests or responses have, too, describes the
//! resource: it keeps its properties, and the patch has a copy that requires none of them. A schema
//! of patches only describes the patch, and requires what it lists as `required`.

use crate::document::essence;
use crate::hash::{HashMap, HashSet, IndexMap};
use crate::model::{Api, Body, RustName, Schema, SchemaId, SchemaKind, Type};
use crate::neutral::code_span;

use super::usage;

/// The copies of schemas for merge patches.
type Copies = IndexMap<SchemaId, SchemaId>;

/// Makes all properties of merge patches nullable, and those of resources optional in them.
pub(super) fn allow_null(api: &mut Api) {
    let merged = merged(api);
    if merged.is_empty() {
        return;
    }
    let copies = copies(api, &merged);
    for (id, copy) in &copies {
        let schema = api.schemas.get(id).map(|schema| copied(id, schema));
        api.schemas
            .extend(schema.map(|schema| (copy.clone(), schema)));
    }
    let bodies = api
        .operations
        .iter_mut()
        .filter_map(|one| one.body.as_mut());
    for body in bodies.filter(|body| is_merge_patch(body)) {
        if let Body::Json { ty, .. } = body {
            patch_type(ty, &copies);
        }
    }
    for id in merged {
        let id = copies.get(&id).unwrap_or(&id);
        if let Some(schema) = api.schemas.get_mut(id) {
            patch(&mut schema.kind, &copies);
        }
    }
}

/// Makes the properties of a schema nullable, and its types those of the patch.
fn patch(kind: &mut SchemaKind, copies: &Copies) {
    match kind {
        SchemaKind::Object(object) => {
            for property in object.properties.values_mut() {
                property.nullable = true;
                patch_type(&mut property.ty, copies);
            }
            if let Some(additional) = &mut object.additional {
                patch_value(additional, copies);
            }
        }
        SchemaKind::Union(union) => {
            for member in &mut union.members {
                patch_type(&mut member.ty, copies);
            }
        }
        SchemaKind::Alias(ty) | SchemaKind::Recursive(ty) => patch_type(ty, copies),
        SchemaKind::Enum(_) => {}
    }
}

/// Makes the values of maps nullable, and types those of the patch.
fn patch_type(ty: &mut Type<SchemaId>, copies: &Copies) {
    redirect(ty, copies);
    match ty {
        Type::Nullable(ty) | Type::Boxed(ty) => patch_type(ty, copies),
        Type::Map(value) => patch_value(value, copies),
        _ => {}
    }
}

/// Makes a value under any key nullable: null removes the key.
fn patch_value(value: &mut Type<SchemaId>, copies: &Copies) {
    patch_type(value, copies);
    let ty = std::mem::replace(value, Type::Json);
    *value = ty.or_null();
}

/// Replaces a schema that is merged by its copy.
fn redirect(ty: &mut Type<SchemaId>, copies: &Copies) {
    if let Type::Named(id) = ty
        && let Some(copy) = copies.get(id)
    {
        *id = copy.clone();
    }
}

/// Returns the position of a copy for each schema that is merged and has another use, unless it
/// is the same in both.
fn copies(api: &Api, merged: &HashSet<SchemaId>) -> Copies {
    let used = usage::used_beside(api, merged, is_merge_patch);
    let changed = changed(api, merged);
    let shared = api
        .schemas
        .keys()
        .filter(|id| used.contains(*id) && changed.contains(*id));
    let mut roots: HashMap<SchemaId, SchemaId> = HashMap::default();
    shared
        .map(|id| {
            let root = id.without_steps();
            let copy = roots.entry(root.clone()).or_insert_with(|| {
                let name = format!("{}_patch", root.root().name());
                let numbered = (2..).map(|number| format!("{name}_{number}"));
                let mut names = std::iter::once(name.clone()).chain(numbered);
                let is_free = |name: &String| {
                    !api.schemas
                        .contains_key(&SchemaId::component(name.as_str()))
                };
                SchemaId::component(names.find(is_free).unwrap_or(name.clone()))
            });
            let copy = id.rebased(&root, copy).unwrap_or_else(|| copy.clone());
            (id.clone(), copy)
        })
        .collect()
}

/// Returns the schemas that a merge changes: objects and maps, and those that are or contain them.
fn changed(api: &Api, merged: &HashSet<SchemaId>) -> HashSet<SchemaId> {
    let mut containers: HashMap<&SchemaId, Vec<&SchemaId>> = HashMap::default();
    let mut pending = Vec::new();
    for id in merged {
        let Some(schema) = api.schemas.get(id) else {
            continue;
        };
        let has_map = schema.types().into_iter().any(is_map);
        if has_map || matches!(schema.kind, SchemaKind::Object(_)) {
            pending.push(id);
        }
        for inner in schema.types().into_iter().filter_map(merged_type) {
            containers.entry(inner).or_default().push(id);
        }
    }
    let mut changed = HashSet::default();
    while let Some(id) = pending.pop() {
        if changed.insert(id.clone()) {
            pending.extend(containers.get(id).into_iter().flatten());
        }
    }
    changed
}

/// Returns whether a type is a map.
fn is_map(ty: &Type<SchemaId>) -> bool {
    match ty {
        Type::Nullable(ty) | Type::Boxed(ty) => is_map(ty),
        ty => matches!(ty, Type::Map(_)),
    }
}

/// Returns the copy of a schema, which is named after it and requires no property.
fn copied(id: &SchemaId, schema: &Schema) -> Schema {
    let name = schema.rust_name.as_ref();
    let mut docs = schema.docs.clone();
    let note = format!(
        "A merge patch of {}: null removes a property, an absent one is unchanged.",
        code_span(&id.to_string())
    );
    docs.notes.push(note);
    let mut kind = schema.kind.clone();
    if let SchemaKind::Object(object) = &mut kind {
        for property in object.properties.values_mut() {
            property.required = false;
            property.always_present = false;
        }
    }
    Schema {
        docs,
        kind,
        rust_name: name.map(|name| RustName::upper_camel([name.as_str(), "patch"])),
        ..schema.clone()
    }
}

fn is_merge_patch<N>(body: &Body<SchemaId, N>) -> bool {
    let content_type = body.content_type().map(essence);
    content_type.as_deref() == Some("application/merge-patch+json")
}

/// Returns the schemas that are merged, those of nested objects included.
fn merged(api: &Api) -> HashSet<SchemaId> {
    let bodies = api.operations.iter().filter_map(|one| one.body.as_ref());
    let patches = bodies.filter(|body| is_merge_patch(body));
    let types = patches.flat_map(Body::types);
    let mut pending: Vec<&SchemaId> = types.filter_map(merged_type).collect();
    let mut merged = HashSet::default();
    while let Some(id) = pending.pop() {
        if merged.insert(id.clone())
            && let Some(schema) = api.schemas.get(id)
        {
            pending.extend(schema.types().into_iter().filter_map(merged_type));
        }
    }
    merged
}

/// Returns the named type that is merged as a value of a type: not the items of a list.
fn merged_type(ty: &Type<SchemaId>) -> Option<&SchemaId> {
    match ty {
        Type::Nullable(ty) | Type::Boxed(ty) | Type::Map(ty) => merged_type(ty),
        Type::Named(id) => Some(id),
        _ => None,
    }
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

    /// A patch of a schema, beside a request and a response that have it.
    const SHARED: &str = "\
openapi: 3.0.3
info: {title: T, version: '1'}
paths:
  /ship:
    patch:
      operationId: patchShip
      requestBody:
        required: true
        content:
          application/merge-patch+json: {schema: {$ref: '#/components/schemas/ship'}}
      responses: {'204': {description: OK}}
    post:
      operationId: addShip
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: '#/components/schemas/ship'}}}
      responses: {'204': {description: OK}}
components:
  schemas:
    ship:
      type: object
      required: [name, rig]
      properties:
        name: {type: string}
        kind: {type: string, enum: [tug, ferry]}
        rig: {$ref: '#/components/schemas/rig'}
        hull: {type: object, properties: {steel: {type: boolean}}}
        logs: {type: array, items: {$ref: '#/components/schemas/log'}}
        labels: {$ref: '#/components/schemas/labels'}
    labels: {type: object, additionalProperties: {type: string}}
    rig: {type: object, required: [masts], properties: {masts: {type: integer}}}
    log: {type: object, required: [day], properties: {day: {type: string}}}
";

    #[test]
    fn a_patch_of_a_shared_schema_has_types_of_its_own() {
        let model = printed(SHARED);
        for expected in [
            "  body: JSON Ship\n",
            "  body: JSON ShipPatch as application/merge-patch+json\n",
            "struct Ship in ship: ship, request\n  name: String\n",
            "  rig: Rig\n",
            "  name: Nullable<String>\n",
            "  rig: Nullable<RigPatch>\n",
            "  hull: Nullable<ship_patch::Hull>\n",
            "  masts: Integer\n",
            "  masts: Nullable<Integer>\n",
            "type LabelsPatch in labels_patch: labels_patch = Map<Option<String>>\n",
            "  labels: Nullable<LabelsPatch>\n",
            "  kind: Nullable<ship::Kind>\n",
        ] {
            assert!(model.contains(expected), "{expected}{model}");
        }
        assert_eq!(model.matches("struct Log in log").count(), 1, "{model}");
        assert!(!model.contains("LogPatch"), "{model}");
    }
}
