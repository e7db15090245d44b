//! Required properties that are none.

use std::collections::HashSet;

use serde_json::{Map, Value};

use crate::document::grammar::ObjectKind;
use crate::document::nodes::Node;
use crate::lint::Findings;
use crate::lint::context::Context;

const COMPOSITIONS: [&str; 3] = ["allOf", "anyOf", "oneOf"];

/// Names in `required` that neither the schema nor what it is composed with has as a property.
pub(super) fn without_property(context: &Context<'_>, found: &mut Findings) {
    for node in context.of(ObjectKind::Schema) {
        let required = node.list("required");
        // A map may require keys that it does not name.
        if required.is_empty() || node.object.contains_key("additionalProperties") {
            continue;
        }
        let mut known = Properties::default();
        known.collect(context, whole(context, node).object);
        for (index, name) in required.iter().enumerate() {
            if let Some(name) = name.as_str().filter(|name| !known.names.contains(name)) {
                found.add(
                    node.pointer.child("required").index(index),
                    format!("the required `{name}` is no property"),
                    "correct the name, add the property, or remove it from `required`",
                );
            }
        }
    }
}

/// The outermost schema that a member of compositions is part of.
fn whole<'c, 'a>(context: &'c Context<'a>, node: &'c Node<'a>) -> &'c Node<'a> {
    let mut whole = node;
    while let Some(around) = context.around(whole)
        && around.kind == ObjectKind::Schema
        && is_member(&whole.pointer.parent().and_then(|list| list.last()))
    {
        whole = around;
    }
    whole
}

/// Whether a schema below this keyword is part of the one around it.
fn is_member(keyword: &Option<String>) -> bool {
    let keyword = keyword.as_deref();
    keyword.is_some_and(|keyword| COMPOSITIONS.contains(&keyword))
}

#[derive(Default)]
struct Properties<'a> {
    names: HashSet<&'a str>,
    /// The schemas that were looked at, by their addresses: references may go in circles.
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
