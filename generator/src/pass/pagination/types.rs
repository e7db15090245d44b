//! Resolves paths of keys in the types of a document.

use crate::hash::{IndexMap, IndexSet};
use crate::model::{
    ItemsPath, JsonType, KeyPath, PathField, SchemaId, Shape, ShapeKind, Struct, Type,
};

use super::{Problem, declared};

/// The types of a document.
#[derive(Clone, Copy)]
pub(in crate::pass) struct Types<'a>(pub(in crate::pass) &'a IndexMap<SchemaId, Shape<SchemaId>>);

impl<'a> Types<'a> {
    /// Returns the types that a value of a type can have: the members of unions, without null.
    fn alternatives(self, ty: &'a Type<SchemaId>) -> IndexSet<&'a Type<SchemaId>> {
        let mut seen = IndexSet::from_iter([ty]);
        let mut index = 0;
        while let Some(ty) = seen.get_index(index).copied() {
            index += 1;
            match ty {
                Type::Nullable(inner) | Type::Boxed(inner) => drop(seen.insert(inner)),
                Type::Named(id) => match self.0.get(id).map(|shape| &shape.kind) {
                    Some(ShapeKind::Alias(target)) => drop(seen.insert(target)),
                    Some(ShapeKind::Union(union)) => {
                        seen.extend(union.variants.iter().map(|variant| &variant.ty));
                    }
                    _ => {}
                },
                _ => {}
            }
        }
        seen
    }

    /// Returns the types that the value at the end of a path can have.
    ///
    /// # Errors
    /// Returns an error if an object on the path does not declare the next key.
    pub(in crate::pass) fn find(
        self,
        start: &'a Type<SchemaId>,
        path: &[String],
    ) -> Result<IndexSet<&'a Type<SchemaId>>, Missing> {
        let mut types = self.alternatives(start);
        for (found, key) in path.iter().enumerate() {
            let values: Vec<&Type<SchemaId>> =
                types.iter().filter_map(|ty| self.value(ty, key)).collect();
            if values.is_empty() {
                let known: IndexSet<String> = types
                    .iter()
                    .filter_map(|ty| self.fields(ty))
                    .flat_map(|object| &object.fields)
                    .map(|field| field.json_name.clone())
                    .collect();
                return Err(Missing {
                    found,
                    known: known.into_iter().collect(),
                    is_in_text: types.iter().any(is_text),
                    chosen: types.iter().find_map(|ty| chosen(ty)),
                });
            }
            types = values
                .into_iter()
                .flat_map(|ty| self.alternatives(ty))
                .collect();
        }
        Ok(types)
    }

    /// Returns the type of a member of an object. Any JSON has any member.
    fn value(self, ty: &'a Type<SchemaId>, key: &str) -> Option<&'a Type<SchemaId>> {
        match ty {
            Type::Json => Some(ty),
            Type::Map(value) => Some(value),
            _ => {
                let mut fields = self.fields(ty)?.fields.iter();
                let field = fields.find(|field| field.json_name == key)?;
                Some(&field.ty)
            }
        }
    }

    /// Returns `true` if the values of a type are objects.
    pub(super) fn is_object(self, ty: &Type<SchemaId>) -> bool {
        matches!(ty, Type::Map(_)) || self.fields(ty).is_some()
    }

    /// Returns `true` if a type is an enum of strings or integers.
    pub(super) fn is_enum(self, ty: &Type<SchemaId>) -> bool {
        let Type::Named(id) = ty else { return false };
        let shape = self.0.get(id);
        shape.is_some_and(|shape| matches!(shape.kind, ShapeKind::Enum(_)))
    }

    fn fields(self, ty: &Type<SchemaId>) -> Option<&'a Struct<SchemaId>> {
        let Type::Named(id) = ty else { return None };
        match &self.0.get(id)?.kind {
            ShapeKind::Struct(object) => Some(object),
            _ => None,
        }
    }

    /// Returns the type without null, boxes and aliases.
    fn plain(self, mut ty: &'a Type<SchemaId>) -> &'a Type<SchemaId> {
        loop {
            ty = match ty {
                Type::Nullable(inner) | Type::Boxed(inner) => inner,
                Type::Named(id) => match self.0.get(id).map(|shape| &shape.kind) {
                    Some(ShapeKind::Alias(target)) => target,
                    _ => return ty,
                },
                _ => return ty,
            };
        }
    }

    /// Resolves the path of the items in a response, where each key is a field of a struct.
    ///
    /// # Errors
    /// Returns a problem if the path does not lead through objects to a list.
    pub(super) fn items(
        self,
        response: &'a Type<SchemaId>,
        path: &KeyPath,
    ) -> Result<ItemsPath<SchemaId>, Problem> {
        let mut ty = response;
        let mut fields = Vec::with_capacity(path.0.len());
        for (found, key) in path.0.iter().enumerate() {
            let plain = self.plain(ty);
            let Some(object) = self.fields(plain) else {
                return Err(match chosen(plain) {
                    Some(ty) => in_chosen_type("items", "the response", path, &ty),
                    None => not_an_object(path, found),
                });
            };
            let Some(field) = object.fields.iter().find(|field| field.json_name == *key) else {
                let known = object
                    .fields
                    .iter()
                    .map(|field| field.json_name.clone())
                    .collect();
                let missing = Missing {
                    found,
                    known,
                    is_in_text: false,
                    chosen: None,
                };
                return Err(missing.problem("items", "the response", path));
            };
            ty = &field.ty;
            fields.push(PathField {
                rust_name: field.rust_name.clone(),
                presence: field.presence,
                is_nullable: matches!(ty, Type::Nullable(_)),
            });
        }
        let plain = self.plain(ty);
        let Type::Array(item) = plain else {
            return Err(match chosen(plain) {
                Some(ty) => in_chosen_type("items", "the response", path, &ty),
                None => not_a_list(path),
            });
        };
        let (item, has_null_items) = match &**item {
            Type::Nullable(item) => ((**item).clone(), true),
            item => (item.clone(), false),
        };
        Ok(ItemsPath {
            keys: path.clone(),
            is_nullable: matches!(response, Type::Nullable(_)),
            fields,
            item,
            has_null_items,
        })
    }
}

/// A key of a path that does not exist.
#[derive(Debug)]
pub(in crate::pass) struct Missing {
    /// The number of keys that exist.
    found: usize,
    /// The properties beside the missing one.
    known: Vec<String>,
    /// `true` if the value that lacks the key may be a string, such as a URL.
    pub(super) is_in_text: bool,
    /// The Rust type of the value that lacks the key, if the user chose it.
    pub(in crate::pass) chosen: Option<String>,
}

/// Returns the Rust type that the user chose for a type.
fn chosen(ty: &Type<SchemaId>) -> Option<String> {
    match ty {
        Type::External(external) => Some(external.ty.clone()),
        _ => None,
    }
}

/// Returns the problem of a path into a value whose type the user chose, so that its members are
/// unknown.
fn in_chosen_type(key: &'static str, owner: &str, path: &KeyPath, ty: &str) -> Problem {
    let member = if path.0.is_empty() {
        owner.to_owned()
    } else {
        format!("`{path}` of {owner}")
    };
    Problem {
        key: Some(key),
        message: format!("{member} is in a value of the type `{ty}`, which replaces its schema"),
        help: "do not replace the schema (`replace`, `format`), or remove `x-pagination`"
            .to_owned(),
    }
}

/// Returns whether the values of a type are strings.
fn is_text(ty: &&Type<SchemaId>) -> bool {
    match ty {
        Type::String => true,
        Type::External(external) => matches!(external.json, JsonType::String | JsonType::FullDate),
        _ => false,
    }
}

impl Missing {
    pub(super) fn problem(self, key: &'static str, owner: &str, path: &KeyPath) -> Problem {
        if let Some(ty) = &self.chosen {
            return in_chosen_type(key, owner, path, ty);
        }
        let missing = KeyPath(path.0.iter().take(self.found + 1).cloned().collect());
        Problem {
            key: Some(key),
            message: format!("{owner} has no `{missing}`"),
            help: format!(
                "{}; declare `{missing}` in the schema if the API has it",
                declared("properties", &self.known)
            ),
        }
    }
}

fn not_an_object(path: &KeyPath, found: usize) -> Problem {
    let owner = match path.0.get(..found) {
        None | Some([]) => "the response".to_owned(),
        Some(keys) => format!("`{}` of the response", keys.join(".")),
    };
    Problem {
        key: Some("items"),
        message: format!("{owner} is not an object"),
        help: "`items` is a path through objects to a list: correct it, or the schema if the API \
               returns an object"
            .to_owned(),
    }
}

fn not_a_list(path: &KeyPath) -> Problem {
    if path.0.is_empty() {
        return Problem {
            key: None,
            message: "the response is not a list".to_owned(),
            help: "name the list in the response with `items`".to_owned(),
        };
    }
    Problem {
        key: Some("items"),
        message: format!("`{path}` of the response is not a list"),
        help: "correct `items`, or the schema if the API returns a list".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::choices::Choices;
    use crate::document::{Document, RawDocument, Source};
    use crate::model::ShapedApi;

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

    fn api() -> ShapedApi {
        api_with(&Choices::default())
    }

    fn api_with(choices: &Choices) -> ShapedApi {
        let raw = RawDocument::from_source(Source::new("x.yaml", DOCUMENT)).unwrap();
        let (document, _) = Document::parse(raw, None).unwrap();
        let (api, _) = crate::lower::lower(&document, choices).unwrap();
        crate::pass::shape(api, &document).unwrap().0
    }

    fn path(keys: &str) -> KeyPath {
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

    /// The members of a type that the user chose are unknown.
    #[test]
    fn a_member_of_a_replaced_schema_is_in_the_chosen_type() {
        let mut choices = Choices::default();
        for (schema, ty) in [("link", "crate::Link"), ("found", "crate::Found")] {
            choices
                .replacements
                .insert(schema.to_owned(), ty.to_owned());
        }
        let api = api_with(&choices);
        let page = Type::Named(SchemaId::component("page"));
        let (items, next) = (path("found.ids"), path("next.after"));
        let problem = Types(&api.shapes).items(&page, &items).err().unwrap();
        let expected = "`found.ids` of the response is in a value of the type `crate::Found`, which \
                        replaces its schema";
        assert_eq!(problem.message, expected);
        let missing = Types(&api.shapes).find(&page, &next.0).err().unwrap();
        let problem = missing.problem("next", "the response", &next);
        assert!(
            problem.message.contains("`crate::Link`"),
            "{}",
            problem.message
        );
        assert!(problem.help.starts_with("do not replace the schema"));
    }

    #[test]
    fn a_list_is_found_through_nullable_fields_and_aliases() {
        let api = api();
        let page = Type::Named(SchemaId::component("page"));
        let items = Types(&api.shapes)
            .items(&page, &path("found.ids"))
            .ok()
            .unwrap();
        let names: Vec<&str> = items
            .fields
            .iter()
            .map(|field| field.rust_name.as_str())
            .collect();
        assert_eq!(names, ["found", "ids"]);
        assert_eq!(items.item, Type::Integer);
        assert!(!items.is_nullable);
        for keys in ["next", "next.after", "counts.ships", "any"] {
            let problem = Types(&api.shapes).items(&page, &path(keys)).err().unwrap();
            assert_eq!(problem.key, Some("items"), "{keys}");
        }
    }
}
