//! Resolves the path of the items in a response.

use crate::model::{ItemsPath, KeyPath, PathField, SchemaId, Type};
use crate::pass::types::{Missing, Types, chosen};

use super::problem::{Problem, in_chosen_type};

impl<'a> Types<'a> {
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
    use crate::pass::types::tests::{api, api_with, path};

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
}
