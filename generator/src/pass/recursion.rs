//! Boxes a type that would otherwise hold itself and have no finite size.

use std::collections::HashMap;

use crate::model::{Api, SchemaId, SchemaKind, Type};

/// A place inside a schema that holds a type: the index of a property or of a union member.
type Slot = usize;

/// Boxes every slot that closes a cycle. Depth first, so that as few as possible are boxed; lists
/// and maps need none, since they are pointers already.
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

/// A schema on the way down, and its edges that are still to be followed.
struct Step<'a> {
    id: &'a SchemaId,
    edges: Vec<(Slot, &'a SchemaId)>,
}

fn closing_slots(api: &Api) -> Vec<(SchemaId, Slot)> {
    let mut visits: HashMap<&SchemaId, Visit> = HashMap::new();
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

/// The schemas that are stored inside one, last slot first.
fn edges<'a>(api: &'a Api, id: &SchemaId) -> Vec<(Slot, &'a SchemaId)> {
    let types: Vec<&Type<SchemaId>> = match api.schemas.get(id).map(|schema| &schema.kind) {
        Some(SchemaKind::Object(object)) => object
            .properties
            .values()
            .map(|property| &property.ty)
            .collect(),
        Some(SchemaKind::Union(union)) => union.members.iter().map(|member| &member.ty).collect(),
        _ => Vec::new(),
    };
    let targets = types.into_iter().enumerate();
    let mut edges: Vec<_> = targets
        .filter_map(|(slot, ty)| Some((slot, behind_aliases(api, ty.stored_inline()?)?)))
        .collect();
    edges.reverse();
    edges
}

/// What an alias stands for, if that is stored inline.
fn behind_aliases<'a>(api: &'a Api, id: &'a SchemaId) -> Option<&'a SchemaId> {
    let mut id = id;
    while let Some(SchemaKind::Alias(ty)) = api.schemas.get(id).map(|schema| &schema.kind) {
        id = ty.stored_inline()?;
    }
    Some(id)
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
    fn a_union_that_holds_itself_is_boxed() {
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
