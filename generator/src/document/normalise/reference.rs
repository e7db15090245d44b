//! References and the keywords beside them, which `openapiv3` does not preserve.

use serde_json::{Map, Value, json};

use super::{IGNORED, Walk};
use crate::document::cursor::Cursor;
use crate::document::grammar::ObjectKind;

impl Walk<'_> {
    /// Records a reference. The keywords beside that of a schema move, with it, into an `allOf`.
    pub(super) fn reference(
        &mut self,
        kind: ObjectKind,
        map: &mut Map<String, Value>,
        at: &Cursor<'_>,
    ) -> bool {
        match map.get("$ref") {
            Some(Value::String(reference)) => self.references.add(reference),
            Some(other) => {
                self.wrong_type("a string", other, &at.key("$ref"), IGNORED);
                map.shift_remove("$ref");
            }
            None => {}
        }
        if kind != ObjectKind::Schema {
            // OpenAPI 3.0: siblings of such a reference are ignored.
            map.retain(|key, _| key == "$ref");
            return !map.is_empty();
        }
        self.keywords(kind, map, at);
        if map.len() > 1
            && let Some(reference) = map.shift_remove("$ref")
        {
            let members = map.entry("allOf").or_insert_with(|| json!([]));
            if let Value::Array(members) = members {
                let schema = at.pointer();
                let list = schema.child("allOf");
                // The last change is undone first: each element leaves room for the one before it.
                for index in (0..members.len()).rev() {
                    self.moved(list.index(index + 1), list.index(index));
                }
                self.moved(list.index(0), schema);
                members.insert(0, json!({ "$ref": reference }));
            }
            self.move_values(map, at);
        }
        true
    }

    /// Moves an enum beside `allOf` into it, where it narrows the values of the other members.
    pub(super) fn move_values(&mut self, schema: &mut Map<String, Value>, at: &Cursor<'_>) {
        if !schema.contains_key("allOf") {
            return;
        }
        let Some(values) = schema.shift_remove("enum") else {
            return;
        };
        let mut member = Map::new();
        member.extend(schema.get("type").map(|ty| ("type".to_owned(), ty.clone())));
        member.insert("enum".to_owned(), values);
        if let Some(Value::Array(members)) = schema.get_mut("allOf") {
            let at = at.pointer();
            let to = at.child("allOf").index(members.len());
            self.moved(to, at);
            members.push(Value::Object(member));
        }
    }
}
