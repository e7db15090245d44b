//! Boxes recursive types, which would otherwise have no finite size.

use crate::hash::HashMap;
use crate::model::{Api, Schema, SchemaId, SchemaKind, Type};

/// The index of a property or of a union member.
type Slot = usize;

/// Boxes every slot that closes a cycle. The search is depth first, so that few slots are boxed.
/// Lists and maps need no box, since they are on the heap already.
pub(super) fn box_cycles(api: &mut Api) {
    for (id, slot) in closing_slots(api) {
        let Some(schema) = api.schemas.get_mut(&id) else {
            continue;
        };
        let ty = match &mut schema.kind {
            SchemaKind::Object(object) => object
                .properties
                .get_index_mut(slot)
                .map(|(_, property)| &mut property.ty),
            SchemaKind::Union(union) => union.members.get_mut(slot).map(|member| &mut member.ty),
            _ => None,
        };
        if let Some(ty) = ty {
            *ty = Type::Boxed(Box::new(std::mem::replace(ty, Type::Json)));
        }
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Visit {
    Open,
    Done,
}

/// A schema on the current path, and its edges that are not visited yet.
struct Step<'a> {
    id: &'a SchemaId,
    edges: Vec<(Slot, &'a SchemaId)>,
}

fn closing_slots(api: &Api) -> Vec<(SchemaId, Slot)> {
    let mut visits: HashMap<&SchemaId, Visit> = HashMap::default();
    let mut closing = Vec::new();
    for root in api.schemas.keys() {
        if visits.contains_key(root) {
            continue;
        }
        visits.insert(root, Visit::Open);
        let mut path = vec![Step {
            id: root,
            edges: edges(api, root),
        }];
        while let Some(step) = path.last_mut() {
            match step.edges.pop() {
                None => {
                    visits.insert(step.id, Visit::Done);
                    path.pop();
                }
                Some((slot, target)) => match visits.get(target) {
                    Some(Visit::Open) => closing.push((step.id.clone(), slot)),
                    Some(Visit::Done) => {}
                    None => {
                        visits.insert(target, Visit::Open);
                        path.push(Step {
                            id: target,
                            edges: edges(api, target),
                        });
                    }
                },
            }
        }
    }
    closing
}

/// Returns the schemas that are stored inside a schema, last slot first.
fn edges<'a>(api: &'a Api, id: &SchemaId) -> Vec<(Slot, &'a SchemaId)> {
    let schema = api.schemas.get(id);
    // An alias stores nothing: its target is the end of the edge.
    let schema = schema.filter(|schema| !matches!(schema.kind, SchemaKind::Alias(_)));
    let types = schema.map(Schema::types).unwrap_or_default();
    let mut edges: Vec<_> = types
        .into_iter()
        .enumerate()
        .filter_map(|(slot, ty)| match api.plain(ty) {
            Type::Named(target) => Some((slot, target)),
            _ => None,
        })
        .collect();
    edges.reverse();
    edges
}

#[cfg(test)]
mod tests {
    use crate::pass::tests::types;

    #[test]
    fn a_property_of_its_own_type_is_boxed() {
        let ship = "ship: {type: object, properties: {tug: {$ref: '#/components/schemas/ship'}}}";
        let expected = "struct Ship in ship: ship, response\n  tug: Option<Box<Ship>>\n";
        assert_eq!(types(ship), expected);
    }

    #[test]
    fn lists_and_maps_need_no_box() {
        let ship = "\
ship:
  type: object
  properties:
    tugs: {type: array, items: {$ref: '#/components/schemas/ship'}}
    by_name: {type: object, additionalProperties: {$ref: '#/components/schemas/ship'}}
";
        assert!(!types(ship).contains("Box<"));
    }

    #[test]
    fn one_box_breaks_a_cycle() {
        let schemas = "\
ship: {type: object, properties: {crew: {$ref: '#/components/schemas/crew'}}}
crew: {type: object, properties: {master: {$ref: '#/components/schemas/master'}}}
master: {type: object, properties: {ship: {$ref: '#/components/schemas/ship'}}}
";
        let types = types(schemas);
        assert_eq!(types.matches("Box<").count(), 1);
        assert!(types.contains("ship: Option<Box<Ship>>"), "{types}");
    }

    #[test]
    fn a_cycle_through_an_alias_is_broken() {
        let schemas = "\
ship: {type: object, properties: {tug: {$ref: '#/components/schemas/tug'}}}
tug: {$ref: '#/components/schemas/ship'}
";
        assert!(types(schemas).contains("tug: Option<Box<Tug>>"));
    }

    #[test]
    fn a_recursive_union_is_boxed() {
        let schemas = "\
load:
  oneOf:
  - {type: string}
  - {$ref: '#/components/schemas/pair'}
pair: {type: object, properties: {first: {$ref: '#/components/schemas/load'}}}
";
        assert_eq!(types(schemas).matches("Box<").count(), 1);
    }
}
