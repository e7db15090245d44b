//! Conversion of OpenAPI 3.1 and 3.2 to the vocabulary of 3.0.
//!
//! The later stages and `openapiv3` know the keywords of 3.0. Here, keywords of JSON Schema 2020-12
//! are replaced by equivalent ones, at the same location as far as possible; diagnostics name the
//! original location of the others. Documents of 3.0 that use them are converted, too.

mod document;
mod identifiers;
mod invalid;
mod moved;
mod parameter;
mod schema;
mod stream;
mod tag;

pub(crate) use identifiers::{Identifiers, objects, replace_reference};

use serde_json::{Map, Value, json};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Pointer, Severity};
use crate::document::cursor::{Cursor, MAX_DEPTH, Part};
use crate::document::grammar::{KeywordValue, ObjectKind};
use crate::document::history::Relocation;
use crate::document::reference::{inline_media_types, name_requirements};
use crate::document::source::Source;
use invalid::Invalid;
use moved::Referenced;
use stream::Problem;

/// The extension of a converted media type of server-sent events: `true` if the data of all is
/// text, or the names of the events whose data is text.
pub(crate) const TEXT_EVENTS_EXTENSION: &str = "x-text-events";

/// The extension of a converted media type of server-sent events with the names of the events for
/// each alternative of the data.
pub(crate) const EVENT_NAMES_EXTENSION: &str = "x-event-names";

/// The extension of a converted media type that names its keyword about items or parts:
/// `itemSchema`, `prefixEncoding` or `itemEncoding`.
pub(crate) const PARTS_EXTENSION: &str = "x-parts";

/// The extension of an alternative of the data of events with the name of its event.
pub(crate) const EVENT_NAME_EXTENSION: &str = "x-event-name";

/// The extension of a converted schema that names its keywords with conditions.
pub(crate) const CONDITIONS_EXTENSION: &str = "x-conditions";

/// The extension of a schema with the numbers that lose digits when they are read, as they are
/// written.
pub(crate) const NUMBERS_EXTENSION: &str = "x-numbers";

/// The extension of a converted string with its `contentEncoding`, unless it is `binary`.
pub(crate) const ENCODING_EXTENSION: &str = "x-content-encoding";

/// The extension of a converted document that maps each webhook to the component of its payload.
pub(crate) const WEBHOOKS_EXTENSION: &str = "x-webhook-payloads";

/// The extension of a converted discriminator with the schema of values without a known tag.
pub(crate) const DEFAULT_MAPPING_EXTENSION: &str = "x-default-mapping";

/// The extension of a converted cookie parameter with the style `cookie`.
pub(crate) const COOKIE_STYLE_EXTENSION: &str = "x-cookie-style";

/// The extension of a converted parameter that is the whole query.
pub(crate) const QUERY_STRING_EXTENSION: &str = "x-query-string";

/// The extension of a converted parameter outside of the query with `allowReserved`.
pub(crate) const RESERVED_EXTENSION: &str = "x-allow-reserved";

/// The extension of a converted tag that says what it is for, such as `badge`.
pub(crate) const TAG_KIND_EXTENSION: &str = "x-tag-kind";

/// The HTTP scheme of a converted security scheme that is a client certificate, which the connection
/// presents, not a request.
pub(crate) const CLIENT_CERTIFICATE: &str = "mutualTLS";

/// A version of the OpenAPI Specification.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Dialect {
    V3_0,
    V3_1,
    V3_2,
}

impl Dialect {
    /// Returns the dialect that a document declares, or `None` if it is not supported.
    pub(crate) fn declared(document: &Value) -> Option<Self> {
        Self::of(&scalar_text(document.get("openapi")?))
    }

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

/// Returns a scalar as text, a string without quotes: the version `3.0` is a number in YAML.
pub(super) fn scalar_text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// Converts a document to the vocabulary of OpenAPI 3.0, in place.
///
/// Values that no version of OpenAPI allows remain, and the next stage reports them, unless they are
/// those of converted keywords. Returns a warning for each of these, for each keyword of a document
/// of 3.0 that is written as in a later version, and for each reference that is removed.
pub(super) fn convert(source: &mut Source, document: &mut Value, dialect: Dialect) -> Diagnostics {
    let mut moves = Vec::new();
    let mut found = Diagnostics::new();
    name_requirements(source, document, false);
    if dialect > Dialect::V3_0 {
        found.extend(identifiers::resolve(source, document));
    }
    found.extend(inline_media_types(source, document));
    if dialect > Dialect::V3_0 {
        let others = document::convert(document, &mut moves).into_iter();
        found.extend(others.map(|operation| untyped_payload(source, operation)));
    }
    let problems = stream::convert(document, &mut moves);
    let referenced = Referenced::of(document);
    let mut walk = Walk {
        dialect,
        referenced: &referenced,
        moves: &mut moves,
        newer: Vec::new(),
        invalid: Vec::new(),
    };
    walk.object(ObjectKind::Document, document, &Cursor::ROOT);
    let Walk { newer, invalid, .. } = walk;
    moved::redirect(document, &moves);
    for Move { to, from, .. } in moves {
        source.record(to, Relocation::MovedFrom(from));
    }
    let newer = newer.into_iter();
    found.extend(newer.map(|pointer| newer_keyword(source, pointer)));
    let invalid = invalid.into_iter();
    found.extend(invalid.map(|(at, invalid)| {
        let pointer = at.join(&invalid.at);
        let one = source.diagnostic(Code::WrongType, pointer, invalid.message);
        match invalid.help {
            Some(help) => one.help(help),
            None => one,
        }
    }));
    let problems = problems.into_iter();
    found.extend(problems.map(|(pointer, problem)| mixed_events(source, pointer, problem)));
    found
}

fn untyped_payload(source: &Source, operation: Pointer) -> Diagnostic {
    let method = operation.last().unwrap_or_default();
    let message = format!(
        "the payload of `{method}` has no type: another operation of the webhook is before it"
    );
    let mut found = source
        .diagnostic(Code::OmittedOperation, operation, message)
        .help("declare a webhook for each operation");
    found.severity = Severity::Warning;
    found
}

fn newer_keyword(source: &Source, pointer: Pointer) -> Diagnostic {
    let keyword = pointer.last().unwrap_or_default();
    let message = format!(
        "`{keyword}` is written as in OpenAPI 3.1, but the document is OpenAPI 3.0: it is read as in \
         3.1"
    );
    let help = "declare `openapi: 3.1.0`, or write the schema as in OpenAPI 3.0 (`nullable: true`)";
    source
        .diagnostic(Code::NewerKeyword, pointer, message)
        .help(help)
}

fn mixed_events(source: &Source, pointer: Pointer, problem: Problem) -> Diagnostic {
    let (message, help) = match problem {
        Problem::MixedData => (
            "the data of some events is text, that of others JSON, and their names do not \
             distinguish them: the data of all is received as text",
            "declare the names of the events with text, which no others have: `event: {const: …}`",
        ),
        Problem::MixedEnvelopes => (
            "some alternatives describe the fields of events, others do not: all are read as the \
             data of events",
            "describe each event by its fields: `properties: {data: …}`",
        ),
        Problem::Excessive => (
            "the schema of events has more than 4,096 schemas in its alternatives, or more than 64 \
             within each other: it is read as that of the data of events",
            "describe the events by fewer schemas",
        ),
    };
    let mut found = source
        .diagnostic(Code::MixedResponseTypes, pointer, message)
        .help(help);
    found.severity = Severity::Warning;
    found
}

/// A move of a value within the document.
struct Move {
    to: Pointer,
    from: Pointer,
    /// `true` if the value at `to` is one of several that have the keywords of the value at `from`.
    is_branch: bool,
}

impl Move {
    fn new(to: Pointer, from: Pointer) -> Self {
        let is_branch = false;
        Self {
            to,
            from,
            is_branch,
        }
    }
}

struct Walk<'a> {
    dialect: Dialect,
    referenced: &'a Referenced,
    moves: &'a mut Vec<Move>,
    /// The keywords of a document of 3.0 that are written as in a later version.
    newer: Vec<Pointer>,
    /// The invalid values of converted keywords, with the locations of their schemas.
    invalid: Vec<(Pointer, Invalid)>,
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
        if kind == ObjectKind::Schema {
            let invalid = invalid::repair(map, self.dialect);
            let invalid = invalid.into_iter().map(|one| (at.pointer(), one));
            self.invalid.extend(invalid);
        }
        if kind == ObjectKind::Schema && self.dialect == Dialect::V3_0 {
            let newer = schema::newer_keywords(map).map(|keyword| at.key(keyword).pointer());
            self.newer.extend(newer);
        }
        let moves = match kind {
            ObjectKind::Schema => schema::convert(map, self.referenced),
            ObjectKind::Parameter => {
                parameter::convert(map);
                Vec::new()
            }
            ObjectKind::Tag => tag::convert(map),
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
                is_branch: from.as_str().is_empty(),
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
    fn keywords_of_3_1_in_a_document_of_3_0_are_read_and_reported() {
        let text = "\
openapi: 3.0.3
components:
  schemas:
    ship:
      properties:
        name: {type: [string, 'null'], minimum: 1}
        flag: {const: red, exclusiveMinimum: true}
";
        let mut source = Source::new("x.yaml", text);
        let mut document = parse(&source).unwrap();
        let found = convert(&mut source, &mut document, Dialect::V3_0);
        let properties = &document["components"]["schemas"]["ship"]["properties"];
        let name = json!({"minimum": 1, "nullable": true, "type": "string"});
        assert_eq!(properties["name"], name);
        let lines = found.iter().map(|one| {
            let at = one.position.map_or(0, |at| at.line);
            (
                at,
                one.pointer
                    .as_ref()
                    .and_then(Pointer::last)
                    .unwrap_or_default(),
            )
        });
        let expected = [(6, "type".to_owned()), (7, "const".to_owned())];
        assert_eq!(lines.collect::<Vec<_>>(), expected);
    }

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
        additionalProperties: false
      items: false
";
        let mut source = Source::new("x.yaml", text);
        let mut document = parse(&source).unwrap();
        assert!(convert(&mut source, &mut document, Dialect::V3_1).is_empty());
        let pointer = "/components/schemas/ship/items/anyOf/1/additionalProperties/anyOf/0/minimum";
        assert_eq!(document.pointer(pointer), Some(&json!("low")));
        let at = Pointer::parse(pointer).unwrap();
        let found = source.diagnostic(Code::WrongType, at, "");
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
