//! Determines the constants that distinguish the variants of unions.
//!
//! An optional constant is sent only if its setter is called. One that distinguishes a variant from the
//! others is sent by itself: without it, the value would be that of any variant.

use crate::budget::{Budget, ITEM};
use crate::document::Document;
use crate::hash::{HashMap, HashSet};
use crate::model::{Api, Constant, Object, SchemaId, SchemaKind, Type, Union};

/// The properties whose constants distinguish an object from the other variants of a union.
pub(super) type Distinguishing<'a> = HashSet<(&'a SchemaId, &'a str)>;

/// Returns the properties whose constants distinguish objects: discriminators, and properties that
/// another variant declares with other values.
///
/// Unions that contain very many objects through other unions are rejected with their patterns.
pub(super) fn distinguishing<'a>(api: &'a Api, document: &Document) -> Distinguishing<'a> {
    let mut budget = Budget::of(document);
    let mut found = Distinguishing::default();
    for schema in api.schemas.values() {
        if let SchemaKind::Union(union) = &schema.kind {
            let variants = objects(api, union, &mut budget);
            let mut values: HashMap<&str, HashSet<Option<&Constant>>> = HashMap::default();
            for (name, property) in variants.iter().flat_map(|one| &one.object.properties) {
                let known = values.entry(name).or_default();
                known.insert(property.constant.as_ref());
            }
            for variant in &variants {
                let properties = variant.object.properties.keys().map(String::as_str);
                let own = properties.filter(|name| {
                    variant.discriminator == Some(*name)
                        || values.get(name).is_some_and(|values| values.len() > 1)
                });
                found.extend(own.map(|name| (variant.id, name)));
            }
        }
    }
    found
}

/// An object that is a variant of a union, or of a union within it.
struct Variant<'a> {
    id: &'a SchemaId,
    object: &'a Object,
    /// The property of the discriminator that selects it.
    discriminator: Option<&'a str>,
}

/// Returns the objects among the variants of a union, each once.
fn objects<'a>(api: &'a Api, union: &'a Union, budget: &mut Budget) -> Vec<Variant<'a>> {
    let mut objects = Vec::new();
    let mut visited: HashSet<&SchemaId> = HashSet::default();
    let mut pending: Vec<(&Type<SchemaId>, Option<&str>)> = Vec::new();
    let mut next = Some((union, None));
    loop {
        if let Some((union, outer)) = next.take() {
            pending.extend(union.members.iter().map(|member| {
                let tag = member.tag.as_ref().map(|tag| tag.property.as_str());
                (&member.ty, tag.or(outer))
            }));
        }
        let Some((ty, discriminator)) = pending.pop() else {
            return objects;
        };
        let id = match ty {
            Type::Nullable(inner) | Type::Boxed(inner) => {
                pending.push((inner, discriminator));
                continue;
            }
            Type::Named(id) if budget.spend(ITEM) && visited.insert(id) => id,
            _ => continue,
        };
        match api
            .schemas
            .get_key_value(id)
            .map(|(id, schema)| (id, &schema.kind))
        {
            Some((id, SchemaKind::Object(object))) => objects.push(Variant {
                id,
                object,
                discriminator,
            }),
            Some((_, SchemaKind::Alias(ty))) => pending.push((ty, discriminator)),
            Some((_, SchemaKind::Union(union))) => next = Some((union, discriminator)),
            Some((_, SchemaKind::Enum(_) | SchemaKind::Recursive(_))) | None => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::pass::tests::printed;

    /// Prints the model of a document with a request of the schema `sent`.
    fn sent(schemas: &str) -> String {
        let schemas: String = schemas
            .lines()
            .map(|line| format!("    {line}\n"))
            .collect();
        printed(&format!(
            "\
openapi: 3.1.0
info: {{title: T, version: '1'}}
paths:
  /sent:
    post:
      operationId: send
      requestBody:
        required: true
        content: {{application/json: {{schema: {{$ref: '#/components/schemas/sent'}}}}}}
      responses: {{'204': {{description: Sent}}}}
components:
  schemas:
{schemas}"
        ))
    }

    #[test]
    fn optional_constants_are_sent_if_they_distinguish_variants() {
        let model = sent(
            "\
sent: {anyOf: [{$ref: '#/components/schemas/a'}, {$ref: '#/components/schemas/others'}]}
others: {oneOf: [{$ref: '#/components/schemas/b'}, {$ref: '#/components/schemas/c'}]}
a: {type: object, properties: {kind: {const: a}, draft: {const: true}}}
b: {type: object, properties: {kind: {const: b}, unit: {const: m}}}
c: {type: object, properties: {kind: {type: string}, unit: {const: m}}}
",
        );
        for expected in [
            "kind: Option<String> = \"a\"\n",
            "kind: Option<String> = \"b\"\n",
            "draft: Option<Boolean>\n",
            "unit: Option<String>\n",
        ] {
            assert!(model.contains(expected), "{expected}{model}");
        }
    }

    /// OpenAPI 3.1, "Discriminator Object": the value of the property selects the schema.
    #[test]
    fn optional_discriminators_are_sent() {
        let model = sent(
            "\
sent:
  oneOf: [{$ref: '#/components/schemas/a'}, {$ref: '#/components/schemas/b'}]
  discriminator: {propertyName: code}
a: {type: object, properties: {code: {type: integer, const: 1}}}
b: {type: object, properties: {name: {type: string}}}
",
        );
        assert!(model.contains("code: Option<Integer> = 1\n"), "{model}");
    }

    #[test]
    fn read_only_constants_are_not_sent() {
        let model = sent(
            "\
sent:
  type: object
  required: [type, kind]
  properties: {type: {const: sent, readOnly: true}, kind: {const: new}}
",
        );
        assert!(model.contains("type: Option<String>\n"), "{model}");
        assert!(
            model.contains("kind: Option<String> = \"new\"\n"),
            "{model}"
        );
    }
}
