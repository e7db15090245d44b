//! Conversion of OpenAPI 3.1 and 3.2 to the vocabulary of 3.0.
//!
//! The later stages and `openapiv3` know the keywords of 3.0. Here, keywords of JSON Schema 2020-12
//! are replaced by equivalent ones, at the same location as far as possible; diagnostics name the
//! original location of the others. Documents of 3.0 that use them are converted, too.

mod document;
mod identifiers;
mod parameter;
mod schema;
mod stream;

use serde_json::{Map, Value, json};

use crate::diagnostic::Pointer;
use crate::document::cursor::{Cursor, MAX_DEPTH, Part};
use crate::document::grammar::{KeywordValue, ObjectKind};
use crate::document::source::Source;

/// A version of the OpenAPI Specification.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Dialect {
    V3_0,
    V3_1,
    V3_2,
}

impl Dialect {
    /// Returns the dialect of a version such as `3.1.0`, or `None` if it is not supported.
    pub(super) fn of(version: &str) -> Option<Self> {
        let mut parts = version.splitn(3, '.');
        match (parts.next(), parts.next()) {
            (Some("3"), Some("0")) => Some(Self::V3_0),
            (Some("3"), Some("1")) => Some(Self::V3_1),
            (Some("3"), Some("2")) => Some(Self::V3_2),
            _ => None,
        }
    }
}

/// Converts a document to the vocabulary of OpenAPI 3.0, in place.
///
/// Values that no version of OpenAPI allows remain: the next stage reports them.
pub(super) fn convert(source: &mut Source, document: &mut Value, dialect: Dialect) {
    let mut moves = Vec::new();
    if dialect > Dialect::V3_0 {
        identifiers::resolve(document);
        document::convert(document, &mut moves);
    }
    let mut walk = Walk {
        dialect,
        moves: &mut moves,
        streams: Vec::new(),
    };
    walk.object(ObjectKind::Document, document, &Cursor::ROOT);
    let streams = walk.streams;
    stream::convert(document, streams, &mut moves);
    for Move { to, from } in moves {
        source.record_move(to, from);
    }
}

/// A move of a value within the document.
struct Move {
    to: Pointer,
    from: Pointer,
}

struct Walk<'a> {
    dialect: Dialect,
    moves: &'a mut Vec<Move>,
    /// The media types with a schema of their items.
    streams: Vec<Pointer>,
}

impl Walk<'_> {
    fn object(&mut self, kind: ObjectKind, value: &mut Value, at: &Cursor<'_>) {
        if at.depth > MAX_DEPTH {
            return;
        }
        if let (ObjectKind::Schema, Value::Bool(allows_any)) = (kind, &*value) {
            *value = if *allows_any {
                json!({})
            } else {
                json!({"not": {}})
            };
        }
        let Value::Object(map) = value else {
            return;
        };
        let moves = match kind {
            ObjectKind::Schema => schema::convert(map),
            ObjectKind::Parameter => parameter::convert(map),
            ObjectKind::MediaType if map.contains_key("itemSchema") => {
                self.streams.push(at.pointer());
                Vec::new()
            }
            ObjectKind::Operation | ObjectKind::Response if !map.contains_key("$ref") => {
                self.add_optional(kind, map);
                Vec::new()
            }
            _ => Vec::new(),
        };
        for (to, from) in moves {
            let at = at.pointer();
            self.moves.push(Move {
                to: at.join(&to),
                from: at.join(&from),
            });
        }
        self.members(kind, map, at);
    }

    /// Adds keywords that OpenAPI 3.0 requires and later versions do not.
    fn add_optional(&self, kind: ObjectKind, map: &mut Map<String, Value>) {
        match kind {
            ObjectKind::Operation if self.dialect >= Dialect::V3_1 => {
                map.entry("responses").or_insert_with(|| json!({}));
            }
            ObjectKind::Response if self.dialect >= Dialect::V3_2 => {
                map.entry("description").or_insert_with(|| json!(""));
            }
            _ => {}
        }
    }

    fn members(&mut self, kind: ObjectKind, map: &mut Map<String, Value>, at: &Cursor<'_>) {
        for (key, value) in map {
            let at = at.key(key);
            match kind.keyword(key) {
                Some(KeywordValue::One(kind)) => self.object(kind, value, &at),
                Some(KeywordValue::SchemaOrFlag) if !value.is_boolean() => {
                    self.object(ObjectKind::Schema, value, &at);
                }
                Some(KeywordValue::List(kind)) => {
                    let elements = value.as_array_mut().into_iter().flatten();
                    for (index, element) in elements.enumerate() {
                        self.object(kind, element, &at.enter(Part::Index(index)));
                    }
                }
                Some(KeywordValue::Map(kind)) => {
                    for (name, member) in value.as_object_mut().into_iter().flatten() {
                        self.object(kind, member, &at.key(name));
                    }
                }
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::parse::parse;

    #[test]
    fn converted_values_are_located_where_they_were() {
        let text = "\
openapi: 3.1.0
components:
  schemas:
    ship:
      prefixItems:
      - type: string
      - patternProperties:
          ^x:
            type: [integer, string]
            minimum: low
";
        let mut source = Source::new("x.yaml", text);
        let mut document = parse(&source).unwrap();
        convert(&mut source, &mut document, Dialect::V3_1);
        let pointer = "/components/schemas/ship/items/anyOf/1/additionalProperties/anyOf/0/minimum";
        assert_eq!(document.pointer(pointer), Some(&json!("low")));
        let at = Pointer::parse(pointer).unwrap();
        let found = source.diagnostic(crate::diagnostic::Code::WrongType, at, "");
        assert_eq!(
            found.position.map(|at| (at.line, at.column)),
            Some((10, 13))
        );
        assert_eq!(
            found.pointer.map(|pointer| pointer.to_string()).as_deref(),
            Some("/components/schemas/ship/prefixItems/1/patternProperties/^x/minimum")
        );
    }
}
