//! Tests of paths in one document.

use super::*;
use crate::choices::Choices;
use crate::document::{Document, RawDocument, Source};
use crate::model::{KeyPath, ShapedApi};

/// The schema `page` with its members, and an operation that returns it.
const DOCUMENT: &str = "
openapi: 3.0.3
info: {title: T, version: '1'}
paths:
  /a:
    get:
      operationId: list
      responses:
        '200':
          description: OK
          content: {application/json: {schema: {$ref: '#/components/schemas/page'}}}
components:
  schemas:
    page:
      type: object
      properties:
        next: {nullable: true, oneOf: [{$ref: '#/components/schemas/link'}, {type: string}]}
        any: {}
        counts: {type: object, additionalProperties: {type: integer}}
        tree: {$ref: '#/components/schemas/tree'}
        found: {$ref: '#/components/schemas/found'}
    link: {type: object, properties: {after: {type: string}}}
    tree: {oneOf: [{type: string}, {$ref: '#/components/schemas/branch'}]}
    branch: {type: object, properties: {tree: {$ref: '#/components/schemas/tree'}}}
    found: {type: object, nullable: true, properties: {ids: {$ref: '#/components/schemas/ids'}}}
    ids: {type: array, nullable: true, items: {type: integer}}
";

/// Returns the types of the document.
pub(in crate::pass) fn api() -> ShapedApi {
    api_with(&Choices::default())
}

/// Returns the types of the document with chosen types.
pub(in crate::pass) fn api_with(choices: &Choices) -> ShapedApi {
    let raw = RawDocument::from_source(Source::new("x.yaml", DOCUMENT)).unwrap();
    let (document, _) = Document::parse(raw, None).unwrap();
    let (api, _) = crate::lower::lower(&document, choices).unwrap();
    crate::pass::shape(api, &document).unwrap().0
}

pub(in crate::pass) fn path(keys: &str) -> KeyPath {
    KeyPath(keys.split('.').map(str::to_owned).collect())
}

#[test]
fn members_are_found_in_unions_maps_and_any_json() {
    let api = api();
    let page = Type::Named(SchemaId::component("page"));
    let find = |keys: &str| {
        let found = Types(&api.shapes).find(&page, &path(keys).0);
        found.map(|types| types.into_iter().cloned().collect::<Vec<_>>())
    };
    assert_eq!(find("next.after").ok(), Some(vec![Type::String]));
    assert_eq!(find("any.thing.at.all").ok(), Some(vec![Type::Json]));
    assert_eq!(find("counts.ships").ok(), Some(vec![Type::Integer]));
    assert!(find("tree.tree.tree").unwrap().contains(&Type::String));
}

#[test]
fn a_missing_member_names_those_beside_it() {
    let api = api();
    let page = Type::Named(SchemaId::component("page"));
    let missing = |keys: &str| Types(&api.shapes).find(&page, &path(keys).0).err().unwrap();
    let top = missing("nxt.after");
    assert_eq!((top.found, top.known.len()), (0, 5));
    let inner = missing("next.before");
    assert_eq!((inner.found, inner.known), (1, vec!["after".to_owned()]));
    assert_eq!(missing("counts.ships.x").found, 2);
}

/// A string before the end of the path of the next page is a URL.
#[test]
fn a_member_may_be_in_a_string() {
    let api = api();
    let page = Type::Named(SchemaId::component("page"));
    let missing = |keys: &str| Types(&api.shapes).find(&page, &path(keys).0).err().unwrap();
    assert!(missing("next.after.x").is_in_text);
    assert!(missing("next.before").is_in_text);
    assert!(!missing("nxt").is_in_text);
    assert!(!missing("counts.ships.x").is_in_text);
}
