//! The aliases by which rustdoc's search finds items.

use quote::quote;
use syn::Attribute;

use crate::emit::syntax;
use crate::hash::IndexSet;
use crate::model::{Operation, RustName, ShapeId};
use crate::neutral;

/// The verbs of method names that are too frequent to search for.
const FREQUENT: &[&str] = &[
    "create", "delete", "get", "list", "search", "send", "set", "update",
];

/// Returns the attribute that lets rustdoc's search find an item by its name in the document;
/// `None` if the names differ only in case and underscores, or if rustdoc rejects the name as an
/// alias.
pub(in crate::emit) fn alias(document_name: &str, rust_name: &RustName) -> Option<Attribute> {
    differs(document_name, rust_name).then(|| attribute(document_name))
}

fn differs(document_name: &str, rust_name: &RustName) -> bool {
    let plain = |name: &str| name.replace('_', "").to_lowercase();
    document_name.starts_with(char::is_alphabetic)
        && document_name.ends_with(char::is_alphanumeric)
        && !document_name.contains(char::is_whitespace)
        && is_allowed(document_name)
        && plain(document_name) != plain(rust_name.as_str())
}

/// Returns the attribute that lets rustdoc's search find the method of an operation by its
/// `operationId`, its name with spaces (`create contact`), its verb (`reply`) and its path.
pub(in crate::emit) fn operation_aliases(operation: &Operation<ShapeId>) -> Option<Attribute> {
    let (id, method) = (&operation.id, &operation.method_name);
    let id = differs(id, method).then(|| id.clone());
    let searched = searched(method, &operation.path.to_string()).into_iter();
    let aliases: IndexSet<String> = id
        .into_iter()
        .chain(searched.filter(|alias| is_allowed(alias)))
        .collect();
    match aliases.len() {
        0 => None,
        1 => aliases.first().map(|alias| attribute(alias)),
        _ => {
            let aliases = aliases.iter();
            Some(syntax::attribute_list("doc", quote!(alias(#(#aliases),*))))
        }
    }
}

/// Returns the name with spaces, the verb and the path of a method. A single parameter of the path
/// is also called `id`, which is how it is remembered.
fn searched(method: &RustName, path: &str) -> Vec<String> {
    let method = method.as_str();
    let verb = method
        .split_once('_')
        .map(|(verb, _)| verb)
        .filter(|verb| !FREQUENT.contains(verb));
    let spaced = method.contains('_').then(|| method.replace('_', " "));
    let path = path.split('#').next().unwrap_or(path);
    let common = match path.split(['{', '}']).collect::<Vec<_>>().as_slice() {
        [before, parameter, after] if before.starts_with('/') && *parameter != "id" => {
            Some(format!("{before}{{id}}{after}"))
        }
        _ => None,
    };
    let verb = verb.map(str::to_owned);
    let path = path.starts_with('/').then(|| path.to_owned());
    [spaced, verb, path, common].into_iter().flatten().collect()
}

/// Returns `true` if rustdoc accepts an alias.
fn is_allowed(alias: &str) -> bool {
    let is_trimmed = !alias.is_empty() && alias == alias.trim();
    is_trimmed
        && !alias.contains(|character: char| {
            matches!(character, '"' | '\'')
                || character.is_whitespace() && character != ' '
                || neutral::is_hidden(character)
        })
}

fn attribute(alias: &str) -> Attribute {
    syntax::attribute_list("doc", quote!(alias = #alias))
}

#[cfg(test)]
mod tests {
    use quote::ToTokens;

    use super::*;

    fn name(name: &str) -> RustName {
        RustName::verbatim(name).unwrap()
    }

    #[test]
    fn aliases_differ_from_the_rust_name() {
        let alias_of = |document_name: &str, rust_name: &str| {
            alias(document_name, &name(rust_name)).map(|alias| alias.to_token_stream().to_string())
        };
        assert_eq!(alias_of("createNote", "create_note"), None);
        assert_eq!(
            alias_of("pt-BR", "PtBr").as_deref(),
            Some("# [doc (alias = \"pt-BR\")]")
        );
        for rejected in ["2.7", "a b", "it's", "", "a-"] {
            assert_eq!(alias_of(rejected, "Other"), None, "{rejected}");
        }
    }

    #[test]
    fn methods_are_found_by_name_verb_and_path() {
        let cases: [(&str, &str, &[&str]); 4] = [
            ("create_boat", "/boats", &["create boat", "/boats"]),
            (
                "moor_boat",
                "/boats/{boat_id}/moor",
                &[
                    "moor boat",
                    "moor",
                    "/boats/{boat_id}/moor",
                    "/boats/{id}/moor",
                ],
            ),
            (
                "get_oar",
                "/boats/{boat_id}/oars/{id}",
                &["get oar", "/boats/{boat_id}/oars/{id}"],
            ),
            // Rustdoc rejects an alias that is the name of the item.
            ("moor", "boats", &[]),
        ];
        for (method, path, expected) in cases {
            assert_eq!(searched(&name(method), path), expected, "of {method}");
        }
        for rejected in ["", " ", "/boats ", "/boats('{name}')", "/boats\u{202e}"] {
            assert!(!is_allowed(rejected), "{rejected:?}");
        }
    }
}
