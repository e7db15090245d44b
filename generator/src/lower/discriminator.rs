//! The discriminator values that members of unions declare themselves.
//!
//! Without a mapping, the value is the name of the schema (OpenAPI 3.0, "Discriminator Object").
//! Many documents declare another one: the schema `Cat`, whose `kind` is the constant `cat`.

use crate::diagnostic::{Code, Pointer};
use crate::hash::HashSet;
use crate::model::{Member, MemberTag, Property, SchemaId, SchemaKind, Type, Union};

use super::{Lowering, MAX_ALIASES};

/// The values of a discriminator that a member allows, without the name of its schema.
struct Contradiction<'s> {
    id: &'s SchemaId,
    tag: &'s MemberTag,
    name: &'s str,
    values: Vec<String>,
}

impl Lowering<'_> {
    /// Adds the values that members declare to the discriminators of unions. Reports members one of
    /// whose values selects another member.
    pub(super) fn declared_tags(&mut self) {
        let mut declared = Vec::new();
        let mut reported = HashSet::default();
        let mut warnings = Vec::new();
        for (id, schema) in &self.schemas {
            let SchemaKind::Union(union) = &schema.kind else {
                continue;
            };
            let mut claimed = claimed(union);
            for (index, member) in union.members.iter().enumerate() {
                let Some(found) = self.contradiction(member) else {
                    continue;
                };
                if found.values.iter().all(|value| !claimed.contains(value)) {
                    claimed.extend(found.values.iter().cloned());
                    declared.push((id.clone(), index, found.values));
                } else if reported.insert((found.id.clone(), found.tag.property.clone())) {
                    warnings.push(self.warning(&found));
                }
            }
        }
        for (id, index, values) in declared {
            if let Some(SchemaKind::Union(union)) =
                self.schemas.get_mut(&id).map(|schema| &mut schema.kind)
                && let Some(tag) = union.members[index].tag.as_mut()
            {
                tag.declared = values;
            }
        }
        for (pointer, message) in warnings {
            let help = "map the values to the schema in `discriminator.mapping`";
            self.warn(Code::UnknownValue, &pointer, message, help);
        }
    }

    fn warning(&self, found: &Contradiction<'_>) -> (Pointer, String) {
        let Contradiction {
            id,
            tag,
            name,
            values,
        } = found;
        let pointer = self.schemas.get(*id).map(|schema| schema.pointer.clone());
        let values: Vec<String> = values.iter().map(|value| format!("`{value}`")).collect();
        let message = format!(
            "`{id}` has the discriminator value `{name}`, but its `{}` is {}: it is sent and read \
             as `{name}`",
            tag.property,
            values.join(" or ")
        );
        (pointer.unwrap_or_else(Pointer::root), message)
    }

    /// Returns the values that the discriminator of a member allows, unless the name of the schema
    /// is one of them or the values are mapped.
    fn contradiction<'s>(&'s self, member: &'s Member) -> Option<Contradiction<'s>> {
        let tag = member.tag.as_ref().filter(|tag| tag.mapped.is_empty())?;
        let name = tag.name.as_deref()?;
        let (id, property) = self.property_of(&member.ty, &tag.property)?;
        let values = self.values_of(property)?;
        let is_contradiction = !values.is_empty() && !values.iter().any(|value| value == name);
        is_contradiction.then_some(Contradiction {
            id,
            tag,
            name,
            values,
        })
    }

    /// Returns a property of an object, with the object.
    fn property_of<'s>(
        &'s self,
        ty: &'s Type<SchemaId>,
        name: &str,
    ) -> Option<(&'s SchemaId, &'s Property)> {
        self.aliased(ty).find_map(|(id, kind)| match kind {
            SchemaKind::Object(object) => Some((id, object.properties.get(name)?)),
            _ => None,
        })
    }

    /// Returns the texts of the values that a property allows, if its schema lists them.
    fn values_of(&self, property: &Property) -> Option<Vec<String>> {
        if let Some(constant) = &property.constant {
            return Some(vec![constant.text()?]);
        }
        if !property.values.is_empty() {
            return Some(property.values.clone());
        }
        self.aliased(&property.ty).find_map(|(id, kind)| {
            if let SchemaKind::Enum(values) = kind {
                let values = values.values.iter();
                return Some(values.map(|value| value.value.clone()).collect());
            }
            self.alias_values.get(id).cloned()
        })
    }

    /// Returns the schemas that a type leads to, apart from null: those that are aliases, and the one
    /// that they stand for.
    pub(super) fn aliased<'s>(
        &'s self,
        ty: &'s Type<SchemaId>,
    ) -> impl Iterator<Item = (&'s SchemaId, &'s SchemaKind)> {
        let mut next = Some(ty);
        let schemas = std::iter::from_fn(move || {
            loop {
                match next.take()? {
                    Type::Nullable(inner) | Type::Boxed(inner) => next = Some(inner),
                    Type::Named(id) => {
                        let kind = &self.schemas.get(id)?.kind;
                        if let SchemaKind::Alias(inner) = kind {
                            next = Some(inner);
                        }
                        return Some((id, kind));
                    }
                    _ => return None,
                }
            }
        });
        schemas.take(MAX_ALIASES)
    }
}

/// Returns the values that select members of a union.
fn claimed(union: &Union) -> HashSet<String> {
    let tags = union
        .members
        .iter()
        .filter_map(|member| member.tag.as_ref());
    tags.flat_map(|tag| tag.mapped.iter().chain(&tag.name))
        .cloned()
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::pass::tests::{printed, types, warnings};

    const UNION: &str = "\
pet:
  oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]
  discriminator: {propertyName: kind}
";

    #[test]
    fn the_constant_of_a_member_is_its_value_beside_its_name() {
        for kind in [
            "{type: string, enum: [cat]}",
            "{$ref: '#/components/schemas/cat_kind'}",
            "{$ref: '#/components/schemas/cat_alias'}",
            "{allOf: [{$ref: '#/components/schemas/cat_alias'}], nullable: true}",
        ] {
            let schemas = format!(
                "{UNION}\
Cat: {{type: object, required: [kind], properties: {{kind: {kind}}}}}
Dog: {{type: object, properties: {{kind: {{type: string}}}}}}
cat_kind: {{type: string, enum: [cat]}}
cat_alias: {{$ref: '#/components/schemas/cat_kind'}}
"
            );
            let types = types(&schemas);
            assert!(
                types.contains("Cat(Cat): object tagged kind: cat | Cat "),
                "{types}"
            );
            assert!(
                types.contains("Dog(Dog): object tagged kind: Dog "),
                "{types}"
            );
        }
    }

    #[test]
    fn the_constant_of_a_member_is_sent() {
        let document = "\
openapi: 3.1.0
info: {title: T, version: '1'}
paths:
  /pets:
    post:
      operationId: addPet
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: '#/components/schemas/pet'}}}
      responses: {'204': {description: Added}}
components:
  schemas:
    pet:
      oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]
      discriminator: {propertyName: kind}
    Cat: {type: object, required: [kind], properties: {kind: {const: cat}}}
    Dog: {type: object, required: [kind], properties: {kind: {type: string}}}
";
        let model = printed(document);
        for expected in ["String> = \"cat\", the tag", "String> = \"Dog\", the tag"] {
            assert!(model.contains(expected), "{expected}{model}");
        }
    }

    #[test]
    fn several_values_select_a_member() {
        let schemas = format!(
            "{UNION}\
Cat: {{type: object, properties: {{kind: {{type: string, enum: [lion, lynx]}}}}}}
Dog: {{type: object, properties: {{kind: {{type: integer, enum: [1, 2]}}}}}}
"
        );
        assert_eq!(warnings(&schemas), [""; 0]);
        let types = types(&schemas);
        for expected in ["kind: lion | lynx | Cat ", "kind: 1 | 2 | Dog "] {
            assert!(types.contains(expected), "{expected}{types}");
        }
    }

    /// JSON Schema 2020-12, validation, section 6.1.2: the values of `enum` may be of any type.
    #[test]
    fn several_values_of_any_scalar_type_select_a_member() {
        let schemas = format!(
            "{UNION}\
Cat: {{type: object, properties: {{kind: {{type: number, enum: [0.5, 1.5]}}}}}}
Dog: {{type: object, properties: {{kind: {{$ref: '#/components/schemas/kinds'}}}}}}
kinds: {{enum: [2.5, true, wolf]}}
"
        );
        assert_eq!(warnings(&schemas), [""; 0]);
        let types = types(&schemas);
        for expected in ["kind: 0.5 | 1.5 | Cat ", "kind: 2.5 | true | wolf | Dog "] {
            assert!(types.contains(expected), "{expected}{types}");
        }
    }

    #[test]
    fn values_of_several_members_are_reported() {
        let schemas = format!(
            "{UNION}\
Cat: {{type: object, properties: {{kind: {{type: string, enum: [lion, lynx]}}}}}}
Dog: {{type: object, properties: {{kind: {{type: string, enum: [wolf, lynx]}}}}}}
"
        );
        assert_eq!(
            warnings(&schemas),
            [
                "`Dog` has the discriminator value `Dog`, but its `kind` is `wolf` or `lynx`: it is \
                 sent and read as `Dog`"
            ]
        );
    }

    #[test]
    fn a_value_of_another_member_is_reported() {
        let schemas = format!(
            "{UNION}\
Cat: {{type: object, properties: {{kind: {{type: string, enum: [Dog]}}}}}}
Dog: {{type: object, properties: {{kind: {{type: string}}}}}}
"
        );
        assert_eq!(warnings(&schemas).len(), 1);
        assert!(types(&schemas).contains("Cat(Cat): object tagged kind: Cat "));
    }
}
