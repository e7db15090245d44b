//! The names of operations: the renames of `operation-names.yaml`, and the scheme in
//! `spec/README.md`.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::workspace::{GENERATED, folder};

/// The overlay whose actions rename one operation each.
pub const OVERLAY: &str = "operation-names";

/// The verbs that all names begin with.
const VERBS: &[&str] = &[
    "archive",
    "ask",
    "attach",
    "block",
    "bulk",
    "cancel",
    "change",
    "convert",
    "create",
    "delete",
    "detach",
    "dismiss",
    "download",
    "enqueue",
    "escalate",
    "export",
    "find",
    "get",
    "link",
    "list",
    "manage",
    "merge",
    "preview",
    "publish",
    "redact",
    "register",
    "reply",
    "run",
    "scroll",
    "search",
    "start",
    "submit",
    "unarchive",
    "unlink",
    "update",
    "upload",
];

/// Up to 2.15, the operation requires an external id and returns one instance; since 2.16, it
/// returns a list.
const CHANGED: &str = "GET /custom_object_instances/{}";

/// An operation of a version.
struct Named {
    /// Method and path, with the names of variables erased.
    endpoint: String,
    id: String,
    builder: String,
}

/// Returns the operations of each version, as emitted for `dynamic`.
fn operations() -> BTreeMap<String, Vec<Named>> {
    let (ids, http_methods) = (ids(), http_methods());
    let files = GENERATED.files.iter().filter_map(|(path, text)| {
        let version = path.strip_prefix("src/")?.strip_suffix("/dynamic.rs")?;
        Some((version, text))
    });
    let versions = files.map(|(version, text)| {
        let entries = text.lines().filter_map(|line| line.split_once("\" => "));
        let operations = entries.map(|(start, builder)| {
            let builder = builder.trim_end_matches(',');
            let (_, path) = start.rsplit_once('"').unwrap();
            let segments: Vec<&str> = builder.split("::").collect();
            let (module, name) = (segments[2], segments[segments.len() - 1]);
            let (method, id) = (http_methods[&(module, name)], ids[builder]);
            let segments = path
                .split('/')
                .map(|segment| match segment.split_once('{') {
                    Some(("", _)) => "{}",
                    _ => segment,
                });
            Named {
                endpoint: format!("{method} {}", segments.collect::<Vec<_>>().join("/")),
                id: id.to_owned(),
                builder: name.to_owned(),
            }
        });
        (version.to_owned(), operations.collect())
    });
    versions.collect()
}

/// Returns the id of each request builder, by its path.
fn ids() -> HashMap<&'static str, &'static str> {
    let files = GENERATED.files.iter();
    let files = files.filter(|(path, _)| path.starts_with("src/dynamic/"));
    let tables = files.flat_map(|(_, text)| text.split("\ndynamic!(").skip(1));
    tables
        .map(|table| {
            let (builder, rest) = table.split_once(" = \"").unwrap();
            (builder.trim(), rest.split('"').next().unwrap())
        })
        .collect()
}

/// Returns the HTTP method of each request builder, by its module and name.
fn http_methods() -> HashMap<(&'static str, &'static str), &'static str> {
    let files = GENERATED.files.iter().filter_map(|(path, text)| {
        let module = path.strip_prefix("src/operations/")?.strip_suffix(".rs")?;
        Some((module, text))
    });
    files
        .flat_map(|(module, text)| {
            let rows = text.split("operation!(").skip(1);
            rows.map(move |row| {
                let (builder, rest) = row.split_once(" = \"").unwrap();
                ((module, builder), rest.split('"').next().unwrap())
            })
        })
        .collect()
}

/// Returns the methods of tag groups, each with its attributes and the builder that it returns.
fn methods() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    let files = GENERATED.files.iter();
    let files = files.filter(|(path, _)| path.starts_with("src/tag_groups/"));
    files.flat_map(|(_, text)| {
        let parts: Vec<&str> = text.split("        pub fn ").collect();
        let methods = parts.windows(2).filter_map(|pair| {
            let attributes = pair[0].rsplit("        }\n").next()?;
            let (name, arguments) = pair[1].split_once('(')?;
            let (_, returned) = arguments.split_once(" -> ")?;
            Some((name, attributes, returned.split([' ', '{']).next()?))
        });
        methods.collect::<Vec<_>>()
    })
}

/// Returns a name in upper camel case.
fn upper_camel(name: &str) -> String {
    let words = name.split('_').map(|word| {
        let (first, rest) = word.split_at(1);
        first.to_uppercase() + rest
    });
    words.collect()
}

/// Returns the id and the new name of each operation that the overlay renames.
fn renames() -> Vec<(String, String)> {
    let path = folder("spec/overlays").join(OVERLAY).with_extension("yaml");
    let text = std::fs::read_to_string(path).unwrap();
    let overlay: serde_yaml::Value = serde_yaml::from_str(&text).unwrap();
    let actions = overlay["actions"].as_sequence().unwrap().iter();
    let renames = actions.map(|action| {
        let target = action["target"].as_str().unwrap();
        let id = target
            .strip_prefix("$.paths[*][?@.operationId == '")
            .and_then(|rest| rest.strip_suffix("']"))
            .unwrap_or_else(|| panic!("`{target}` is not one operation"));
        let update = action["update"].as_mapping().unwrap();
        assert_eq!(update.len(), 1, "{id}");
        let name = update["x-rust-name"].as_str().unwrap();
        (id.to_owned(), name.to_owned())
    });
    renames.collect()
}

/// The method and the builder have the name of the overlay, and the id of the document as an alias;
/// the id remains that of `dynamic`.
#[test]
fn renamed_operations_keep_their_ids() {
    let operations = operations();
    let renames = renames();
    assert!(renames.len() > 50);
    for (id, name) in renames {
        let builder = upper_camel(&name);
        let same_id = operations.values().flatten().filter(|one| one.id == id);
        let builders: BTreeSet<&str> = same_id.map(|one| one.builder.as_str()).collect();
        assert_eq!(builders, BTreeSet::from([builder.as_str()]), "{id}");

        let alias = format!("#[doc(alias(\"{id}\",");
        let named = methods().filter(|(method, ..)| *method == name);
        let aliases: Vec<bool> = named
            .map(|(_, attributes, returned)| {
                assert_eq!(returned, builder, "{id}");
                attributes.contains(&alias)
            })
            .collect();
        assert!(!aliases.is_empty(), "{id}: no method `{name}`");
        assert!(aliases.iter().all(|has_alias| *has_alias), "{id}");
    }
}

#[test]
fn every_method_name_begins_with_a_verb() {
    let mut used = BTreeSet::new();
    for (name, ..) in methods() {
        let (verb, _) = name.split_once('_').unwrap_or((name, ""));
        assert!(VERBS.contains(&verb), "`{name}` begins with another word");
        assert!(!name.contains("_a_") && !name.contains("_an_"), "{name}");
        used.insert(verb);
    }
    assert_eq!(used.into_iter().collect::<Vec<_>>(), VERBS);
}

#[test]
fn an_operation_has_one_name_in_all_versions() {
    let mut names: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let operations = operations();
    assert_eq!(operations.len(), 11);
    for one in operations.into_values().flatten() {
        names.entry(one.endpoint).or_default().insert(one.builder);
    }
    assert!(names.len() > 250);
    names.retain(|_, names| names.len() > 1);
    assert_eq!(names.into_keys().collect::<Vec<_>>(), [CHANGED]);
}
