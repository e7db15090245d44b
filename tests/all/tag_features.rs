//! The features of tags: each compiles its operations and the types that they refer to.

use std::collections::BTreeSet;
use std::fs;

use intercom_codegen::Generator;

use crate::constructs::Workspace;
use crate::workspace::fixture;

/// The types that the operations of each feature refer to.
const TYPES: [(&str, &[&str]); 3] = [
    ("docks", &["Berth", "Dock", "Problem"]),
    ("ships", &["Berth", "Problem", "Ship", "ship"]),
    (
        "webhooks_tag",
        &[
            "CreateWebhookRequest",
            "create_webhook_request",
            "CreateWebhookResponse",
            "Owner",
        ],
    ),
];

fn generator() -> Generator {
    Generator::document(fixture("tags.yaml")).tag_features(true)
}

/// Returns a program that names types of the crate.
fn program(types: &[&str]) -> String {
    let types = types.join(", ");
    format!(
        "#![allow(missing_docs, unused_imports)]\nuse tags::api::types::{{{types}}};\nfn main() {{}}\n"
    )
}

#[test]
fn the_crate_of_each_tag_compiles_and_has_the_types_of_the_tag_only() {
    let workspace = Workspace::new([("tags".to_owned(), generator())]);
    let examples = workspace.path().join("tags/examples");
    fs::create_dir(&examples).unwrap();
    let all = TYPES.iter().flat_map(|(_, types)| *types).copied();
    let all: BTreeSet<&str> = all.chain(["Lighthouse"]).collect();
    let check = |types: &[&str], arguments: &[&str]| {
        fs::write(examples.join("program.rs"), program(types)).unwrap();
        workspace.check(&[&["--example", "program"], arguments].concat())
    };
    for (feature, own) in TYPES {
        let only = ["--no-default-features", "--features", feature];
        let (is_success, stderr) = check(own, &only);
        assert!(is_success, "{feature}: {stderr}");
        let others: Vec<&str> = all.iter().copied().filter(|ty| !own.contains(ty)).collect();
        let (is_success, stderr) = check(&others, &only);
        assert!(!is_success, "{feature}");
        for ty in others {
            let message = format!("no `{ty}` in `api::types`");
            assert!(stderr.contains(&message), "{feature}: {message}: {stderr}");
        }
    }
    let (is_success, stderr) = check(&Vec::from_iter(all), &[]);
    assert!(is_success, "{stderr}");
}

#[test]
fn all_tags_are_enabled_by_default() {
    let files = generator().generate().unwrap().files;
    let manifest: toml::Table = files.get("Cargo.toml").unwrap().parse().unwrap();
    let features = manifest["features"].as_table().unwrap();
    let names = TYPES.map(|(feature, _)| toml::Value::from(feature));
    assert_eq!(
        features["default"],
        toml::Value::from(vec!["full", "rustls", "gzip"])
    );
    assert_eq!(features["full"].as_array().unwrap()[..], names);
    assert!(features.contains_key("webhooks"));
}

#[test]
fn modules_have_no_features() {
    let module = generator().module_name("port").generate().unwrap();
    let files: Vec<_> = module.files.iter().collect();
    let [(_, text)] = files[..] else {
        panic!("a module is one file")
    };
    assert!(!text.contains("cfg(feature"), "{text}");
}
