//! Required properties that are not declared.

use serde_json::{Map, Value};

use crate::document::grammar::ObjectKind;
use crate::document::nodes::Node;
use crate::hash::HashSet;
use crate::lint::Findings;
use crate::lint::context::Context;

const COMPOSITIONS: [&str; 3] = ["allOf", "anyOf", "oneOf"];

/// The keywords whose schemas do not apply to each value.
const CONDITIONS: [&str; 5] = ["not", "if", "then", "else", "dependentSchemas"];

/// Reports names in `required` that neither the schema nor its composition declares as a property,
/// except in conditions, and in `not`, where they are properties that are absent.
pub(super) fn without_property(context: &Context<'_>, found: &mut Findings) {
    for node in context.of(ObjectKind::Schema) {
        let required = node.list("required");
        // A map may require keys that it does not declare.
        let is_map = node.object.contains_key("additionalProperties");
        if required.is_empty() || is_map || is_conditional(context, node) {
            continue;
        }
        let mut known = Properties::default();
        known.collect(context, whole(context, node).object);
        for (index, name) in required.iter().enumerate() {
            if let Some(name) = name.as_str().filter(|name| !known.names.contains(name)) {
                found.add(
                    node.pointer.child("required").index(index),
                    format!("required property `{name}` is not declared"),
                    "correct the name, declare the property, or remove it from `required`",
                );
            }
        }
    }
}

/// Returns whether a schema is, or is inside of, a condition or the `not` of another.
fn is_conditional(context: &Context<'_>, node: &Node<'_>) -> bool {
    let mut inner = node;
    while let Some(outer) = context.parent(inner) {
        if outer.kind == ObjectKind::Schema && is_within(inner, outer, &CONDITIONS) {
            return true;
        }
        inner = outer;
    }
    false
}

/// Returns the outermost schema of the compositions that a schema is a member of.
fn whole<'c, 'a>(context: &'c Context<'a>, node: &'c Node<'a>) -> &'c Node<'a> {
    let mut whole = node;
    while let Some(parent) = context.parent(whole)
        && parent.kind == ObjectKind::Schema
        && is_within(whole, parent, &COMPOSITIONS)
    {
        whole = parent;
    }
    whole
}

/// Returns whether a schema is the value of one of the keywords of another, or is directly in it.
fn is_within(node: &Node<'_>, parent: &Node<'_>, keywords: &[&str]) -> bool {
    let members = node.pointer.parent();
    keywords.iter().any(|key| {
        let value = parent.pointer.child(key);
        node.pointer == value || members.as_ref() == Some(&value)
    })
}

#[derive(Default)]
struct Properties<'a> {
    names: HashSet<&'a str>,
    /// The addresses of the schemas that are visited already; stops recursive references.
    seen: HashSet<*const Map<String, Value>>,
}

impl<'a> Properties<'a> {
    fn collect(&mut self, context: &Context<'a>, schema: &'a Map<String, Value>) {
        if !self.seen.insert(schema) {
            return;
        }
        if let Some(Value::Object(properties)) = schema.get("properties") {
            self.names.extend(properties.keys().map(String::as_str));
        }
        if let Some(target) = context.resolved(schema) {
            self.collect(context, target);
        }
        let lists = COMPOSITIONS.iter().filter_map(|key| schema.get(*key));
        for member in lists.filter_map(Value::as_array).flatten() {
            if let Value::Object(member) = member {
                self.collect(context, member);
            }
        }
    }
}
