//! Ids fit together: a path takes the id that a response has.
//!
//! The resources of path variables are derived from the paths of the corrected documents:
//! `/ships/{}` returns the ship whose id is the variable. A variable of text accepts any id; one of
//! integers must belong to a resource whose id is an integer.

use std::collections::HashMap;

use serde_json::Value;

use crate::contract::alternatives::alternatives;
use crate::contract::document::{Document, Location, Operation};

/// The integers in paths that are not the id of a resource that the API returns at the same path:
/// the variable, after the path before it, and the reason.
const OTHERS: &[(&str, &str)] = &[(
    "/fin_voice/collect/{}",
    "the id of a reference to the call, which is an integer",
)];

/// Returns the path up to each variable, without the names of variables, and the name.
fn variables(operation: &Operation) -> Vec<(String, String)> {
    let mut prefix = String::new();
    let mut found = Vec::new();
    for segment in operation.target().split('/').skip(1) {
        match segment.strip_prefix('{') {
            Some(name) => {
                prefix.push_str("/{}");
                found.push((prefix.clone(), name.trim_end_matches('}').to_owned()));
            }
            None => {
                prefix.push('/');
                prefix.push_str(segment);
            }
        }
    }
    found
}

/// Returns the type of the property `id` of a successful response.
fn id_type(document: &Document, operation: &Operation) -> Option<String> {
    let (_, schema) = operation.success().content.as_ref()?;
    let mut plain = alternatives(&document.root, &schema.definition).into_iter();
    plain.find_map(|it| declared_type(document, it.get("properties")?.get("id")?))
}

fn declared_type(document: &Document, schema: &Value) -> Option<String> {
    let mut plain = alternatives(&document.root, schema).into_iter();
    plain.find_map(|it| it.get("type").and_then(Value::as_str).map(str::to_owned))
}

/// Returns the types of the ids of the resources, by their path, also without the path before the
/// last literal segment.
fn resources(document: &Document) -> HashMap<String, String> {
    let operations = document.operations.iter();
    let mut resources = HashMap::new();
    for operation in operations.filter(|it| it.method == "GET" || it.method == "PUT") {
        let target = operation.target();
        if let (true, Some((path, _)), Some(ty)) = (
            target.ends_with('}'),
            variables(operation).last(),
            id_type(document, operation),
        ) {
            resources.insert(path.clone(), ty);
        }
    }
    resources
}

/// Returns the type of the id of the resource at a path, or of one in a collection of the same
/// name.
fn resource<'r>(resources: &'r HashMap<String, String>, path: &str) -> Option<&'r str> {
    let collection = path.trim_end_matches("/{}").rsplit('/').next()?;
    let elsewhere = format!("/{collection}/{{}}");
    let found = resources.get(path).or_else(|| {
        let mut similar = resources.iter();
        let found = similar.find(|(known, _)| known.ends_with(&elsewhere));
        found.map(|(_, ty)| ty)
    });
    found.map(String::as_str)
}

#[test]
fn ids_of_responses_are_accepted_in_paths() {
    let mut resources_found = 0;
    let mut is_used = vec![false; OTHERS.len()];
    let mut problems = Vec::new();
    for module in crate::contract::MODULES {
        let document = Document::of(module);
        let resources = resources(&document);
        resources_found += resources.len();
        for operation in &document.operations {
            let path_parameters = operation.parameters.iter();
            let integers = path_parameters.filter(|it| {
                it.location == Location::Path
                    && declared_type(&document, &it.schema.definition).as_deref() == Some("integer")
            });
            let variables = variables(operation);
            for parameter in integers {
                let variable = variables.iter().find(|(_, name)| *name == parameter.name);
                let (path, _) = variable.expect("the variable is in the path");
                let other = OTHERS.iter().position(|(other, _)| other == path);
                if let Some(other) = other {
                    is_used[other] = true;
                } else if resource(&resources, path) != Some("integer") {
                    let id = resource(&resources, path);
                    problems.push(format!("{module} {}: {path} is not {id:?}", operation.id));
                }
            }
        }
    }
    assert!(resources_found > 100, "{resources_found}");
    assert!(problems.is_empty(), "\n{}", problems.join("\n"));
    let unused = OTHERS.iter().zip(is_used).filter(|(_, is_used)| !is_used);
    assert_eq!(unused.count(), 0, "an exception no longer applies");
}

/// An id of each kind of resource is an argument as it is in the response.
#[test]
fn ids_are_passed_as_they_are_received() {
    macro_rules! compile {
        ($($version:ident)*) => {
            $(
                #[allow(
                    dead_code,
                    clippy::too_many_arguments,
                    reason = "it is compiled only, with one argument for each kind of resource"
                )]
                fn $version(
                    client: &intercom_client::$version::Client,
                    conversation: &intercom_client::$version::types::Conversation,
                    admin: &intercom_client::$version::types::Admin,
                    article: &intercom_client::$version::types::Article,
                    note: &intercom_client::$version::types::Note,
                    news: &intercom_client::$version::types::NewsItem,
                    collection: &intercom_client::$version::types::Collection,
                    contact: &intercom_client::$version::types::Contact,
                ) {
                    let _ = client.conversations().get_conversation(&conversation.id);
                    let _ = client.admins().get_admin(&admin.id);
                    let _ = client.articles().get_article(&article.id);
                    let _ = client.notes().get_note(&note.id);
                    let _ = client.news().get_news_item(&news.id);
                    let _ = client.help_center().get_collection(&collection.id);
                    let _ = client.notes().list_contact_notes(&contact.id);
                }
            )*
        };
    }
    compile!(v2_7 v2_8 v2_9 v2_10 v2_11 v2_12 v2_13 v2_14 v2_15 v2_16 preview);
}
