//! Merges inline objects of responses into the component that they represent.
//!
//! Documents extend a component in place, such as a contact with one more property in each
//! operation that returns it, or repeat its properties. An application regards both as the
//! component, so they become its type.

mod relocation;

use crate::hash::{HashMap, HashSet, IndexMap};
use crate::model::{Api, Object, Property, Schema, SchemaId, SchemaKind, Type};

use relocation::{relocate, rename};

use super::usage;

/// The maximum number of properties that a derived object adds to its component.
const MAX_ADDED: usize = 3;

/// The minimum number of properties of a component that is repeated inline. Smaller objects have
/// the same properties by chance.
const MIN_REPEATED: usize = 5;

/// The component that each merged object became, by the former position of the object.
pub type Merged = IndexMap<SchemaId, SchemaId>;

/// The properties by name that derived objects add to a component.
type Added = IndexMap<String, Property>;

/// Merges inline objects of responses into components.
///
/// An object is merged if it has the properties of the component, with the same types, and at most
/// [`MAX_ADDED`] more. An object with a chosen name (`x-rust-name`) remains a type of its own, as do
/// members of unions and everything that is sent.
pub fn merge_derived(api: &mut Api) -> Merged {
    let mut merged = Merged::default();
    let mut removed = HashSet::default();
    let mut moved = HashMap::default();
    let mut components: IndexMap<SchemaId, Added> = IndexMap::default();
    for (derived, component) in candidates(api) {
        let earlier = components.entry(component.clone()).or_default();
        let Some(added) = added(api, &derived, &component, earlier) else {
            continue;
        };
        let types = api.schemas.get(&derived).map(Schema::types);
        removed.extend(below(api, &derived, types.unwrap_or_default()));
        let types = added.values().map(|property| &property.ty);
        moved.extend(below(api, &derived, types).into_iter().filter_map(|id| {
            let position = id.rebased(&derived, &component)?;
            Some((id, position))
        }));
        earlier.extend(added);
        removed.insert(derived.clone());
        merged.insert(derived, component);
    }
    for (component, added) in components {
        add(api, &component, added);
    }
    if !merged.is_empty() {
        relocate(api, &removed, &moved);
        rename(api, |id| merged.get(id).or_else(|| moved.get(id)));
    }
    merged
}

/// Returns the objects that may be components, each with its component.
fn candidates(api: &Api) -> Vec<(SchemaId, SchemaId)> {
    let sent = usage::sent(api);
    let members = union_members(api);
    let repeated = repeated(api, &sent);
    let component = |id: &SchemaId| {
        let schema = api.schemas.get(id)?;
        let object = object(api, id)?;
        let is_distinct = id.component_name().is_some()
            || schema.rust_name.is_some()
            || sent.contains(id)
            || members.contains(id);
        let component = match &object.base {
            Some(base) => base,
            None => repeated.get(&names(object)).copied().flatten()?,
        };
        (!is_distinct && !sent.contains(component)).then(|| component.clone())
    };
    let ids = api.schemas.keys();
    ids.filter_map(|id| Some((id.clone(), component(id)?)))
        .collect()
}

/// Returns the received components of at least [`MIN_REPEATED`] properties by the names of these;
/// `None` for names that several components have.
fn repeated<'a>(
    api: &'a Api,
    sent: &HashSet<SchemaId>,
) -> HashMap<Vec<&'a str>, Option<&'a SchemaId>> {
    let mut components = HashMap::default();
    for id in api.schemas.keys() {
        let is_received = id.component_name().is_some() && !sent.contains(id);
        let large = object(api, id).filter(|object| object.properties.len() >= MIN_REPEATED);
        if let (Some(object), true) = (large, is_received) {
            components
                .entry(names(object))
                .and_modify(|known| *known = None)
                .or_insert(Some(id));
        }
    }
    components
}

fn names(object: &Object) -> Vec<&str> {
    let mut names: Vec<&str> = object.properties.keys().map(String::as_str).collect();
    names.sort_unstable();
    names
}

/// Returns the properties that an object adds to a component, or `None` if it is something else.
/// `earlier` are the properties that other objects add to the component.
fn added(api: &Api, derived: &SchemaId, component: &SchemaId, earlier: &Added) -> Option<Added> {
    let known = &object(api, component)?.properties;
    if object(api, derived)?.additional != object(api, component)?.additional {
        return None;
    }
    let properties = &object(api, derived)?.properties;
    let mut equal = HashSet::default();
    for (name, known) in known {
        if !is_same_property(api, known, properties.get(name)?, &mut equal) {
            return None;
        }
    }
    let mut added = Added::default();
    for (name, property) in properties {
        match earlier.get(name) {
            _ if known.contains_key(name) => {}
            Some(earlier) if !is_same_type(api, &earlier.ty, &property.ty, &mut equal) => {
                return None;
            }
            _ => {
                let optional = Property {
                    required: false,
                    always_present: false,
                    ..property.clone()
                };
                added.insert(name.clone(), optional);
            }
        }
    }
    (added.len() <= MAX_ADDED).then_some(added)
}

fn is_same_property<'a>(
    api: &'a Api,
    one: &'a Property,
    other: &'a Property,
    equal: &mut HashSet<(&'a SchemaId, &'a SchemaId)>,
) -> bool {
    // Otherwise all properties of responses are optional.
    let is_as_required = one.required == other.required || api.trust_required == Some(false);
    is_as_required
        && one.constant == other.constant
        && one.always_present == other.always_present
        && (one.nullable == other.nullable || !one.always_present)
        && is_same_type(api, &one.ty, &other.ty, equal)
}

/// Returns whether two types have the same values. `equal` contains the inline schemas that are
/// compared already.
fn is_same_type<'a>(
    api: &'a Api,
    one: &'a Type<SchemaId>,
    other: &'a Type<SchemaId>,
    equal: &mut HashSet<(&'a SchemaId, &'a SchemaId)>,
) -> bool {
    match (one, other) {
        (Type::Array(one), Type::Array(other))
        | (Type::Map(one), Type::Map(other))
        | (Type::Nullable(one), Type::Nullable(other))
        | (Type::Boxed(one), Type::Boxed(other)) => is_same_type(api, one, other, equal),
        (Type::Named(one), Type::Named(other)) => {
            one == other || is_same_inline_schema(api, one, other, equal)
        }
        (one, other) => one == other,
    }
}

fn is_same_inline_schema<'a>(
    api: &'a Api,
    one: &'a SchemaId,
    other: &'a SchemaId,
    equal: &mut HashSet<(&'a SchemaId, &'a SchemaId)>,
) -> bool {
    if one.component_name().is_some() || other.component_name().is_some() {
        return false;
    }
    if !equal.insert((one, other)) {
        return true;
    }
    let kind = |id| api.schemas.get(id).map(|schema| &schema.kind);
    match (kind(one), kind(other)) {
        (Some(SchemaKind::Enum(one)), Some(SchemaKind::Enum(other))) => one == other,
        (Some(SchemaKind::Object(one)), Some(SchemaKind::Object(other))) => {
            one.properties.len() == other.properties.len()
                && one.additional == other.additional
                && one.properties.iter().all(|(name, property)| {
                    other
                        .properties
                        .get(name)
                        .is_some_and(|other| is_same_property(api, property, other, equal))
                })
        }
        _ => false,
    }
}

/// Adds optional properties to a component.
fn add(api: &mut Api, component: &SchemaId, added: Added) {
    let schema = api.schemas.get_mut(component);
    if let Some(SchemaKind::Object(object)) = schema.map(|schema| &mut schema.kind) {
        object.properties.extend(added);
    }
}

/// Returns the inline schemas below an object that types consist of.
fn below<'a>(
    api: &'a Api,
    position: &SchemaId,
    types: impl IntoIterator<Item = &'a Type<SchemaId>>,
) -> HashSet<SchemaId> {
    let is_below = |id: &SchemaId| id != position && id.rebased(position, position).is_some();
    let mut found = HashSet::default();
    let mut todo: Vec<&SchemaId> = types.into_iter().filter_map(Type::named).collect();
    while let Some(id) = todo.pop() {
        if !is_below(id) {
            continue;
        }
        if let (true, Some(schema)) = (found.insert(id.clone()), api.schemas.get(id)) {
            todo.extend(schema.types().into_iter().filter_map(Type::named));
        }
    }
    found
}

fn object<'a>(api: &'a Api, id: &SchemaId) -> Option<&'a Object> {
    match &api.schemas.get(id)?.kind {
        SchemaKind::Object(object) => Some(object),
        _ => None,
    }
}

/// Returns the schemas that are members of unions.
fn union_members(api: &Api) -> HashSet<SchemaId> {
    let unions = api
        .schemas
        .values()
        .filter_map(|schema| match &schema.kind {
            SchemaKind::Union(union) => Some(union),
            _ => None,
        });
    let members = unions.flat_map(|union| &union.members);
    members
        .filter_map(|member| member.ty.named().cloned())
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::pass::tests::printed;

    const SHIP: &str = "    ship: {type: object, properties: {id: {type: string}, name: \
        {type: string}, flag: {type: string}, rig: {type: string}, masts: {type: integer}}}\n";

    /// Prints a document whose operations return these schemas.
    fn responses(schemas: &[&str]) -> String {
        let operation = |(number, schema): (usize, &&str)| {
            format!(
                "  /{number}: {{get: {{operationId: get{number}, responses: {{'200': {{description: \
                 Yes, content: {{application/json: {{schema: {schema}}}}}}}}}}}}}\n"
            )
        };
        let paths: String = (1..).zip(schemas).map(operation).collect();
        document(&paths)
    }

    fn document(paths: &str) -> String {
        let head = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths:\n";
        printed(&format!("{head}{paths}components:\n  schemas:\n{SHIP}"))
    }

    fn extended(properties: &str) -> String {
        format!("{{allOf: [{{$ref: '#/components/schemas/ship'}}], properties: {{{properties}}}}}")
    }

    fn structs(printed: &str) -> Vec<&str> {
        let lines = printed.lines();
        let structs = lines.filter_map(|line| line.strip_prefix("struct "));
        structs
            .filter_map(|line| line.split(' ').next())
            .map(|name| name.trim_end_matches(':'))
            .collect()
    }

    #[test]
    fn properties_of_all_extensions_are_added() {
        let berth = extended("berth: {type: object, properties: {number: {type: integer}}}");
        let printed = responses(&[&berth, &extended("crew: {type: integer}"), &berth]);
        assert_eq!(structs(&printed), ["Ship", "ship::Berth"]);
        for added in [
            "  berth: Option<ship::Berth>\n",
            "  crew: Option<Integer>\n",
        ] {
            assert!(printed.contains(added), "{printed}");
        }
    }

    #[test]
    fn extensions_that_contradict_each_other_remain_types() {
        let text = extended("crew: {type: string}");
        let number = extended("crew: {type: integer}");
        let printed = responses(&[&text, &number]);
        assert_eq!(structs(&printed), ["Ship", "Get2Response"]);
    }

    #[test]
    fn an_extension_with_many_properties_remains_a_type() {
        let more =
            extended("a: {type: string}, b: {type: string}, c: {type: string}, d: {type: string}");
        let printed = responses(&[&more]);
        assert_eq!(structs(&printed), ["Ship", "Get1Response"]);
    }

    #[test]
    fn an_extension_of_a_sent_component_remains_a_type() {
        let extended = extended("crew: {type: string}");
        let printed = document(&format!(
            "  /ships:
    put:
      operationId: put
      requestBody: {{content: {{application/json: {{schema: {{$ref: '#/components/schemas/ship'}}}}}}}}
      responses:
        '200': {{description: Yes, content: {{application/json: {{schema: {extended}}}}}}}
"
        ));
        assert_eq!(structs(&printed), ["Ship", "PutResponse"]);
    }

    #[test]
    fn a_repeated_component_is_recognized_by_types_and_names() {
        let repeated = "{type: object, properties: {id: {type: string}, name: {type: string}, \
                        flag: {type: string}, rig: {type: string}, masts: {type: TYPE}}}";
        let same = responses(&[&repeated.replace("TYPE", "integer")]);
        assert_eq!(structs(&same), ["Ship"]);
        let other = responses(&[&repeated.replace("TYPE", "string")]);
        assert_eq!(structs(&other), ["Ship", "Get1Response"]);
    }

    #[test]
    fn members_of_unions_remain_types() {
        let crew = extended("crew: {type: string}");
        let union = format!("{{oneOf: [{crew}, {{type: string}}]}}");
        let printed = responses(&[&union]);
        assert!(structs(&printed).len() > 1, "{printed}");
    }
}
