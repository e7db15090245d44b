//! The features of the crate add up: none excludes or enables another.

use std::collections::{BTreeMap, BTreeSet};

use crate::workspace::{GENERATED, folder};

const VERSIONS: [&str; 11] = [
    "v2_7", "v2_8", "v2_9", "v2_10", "v2_11", "v2_12", "v2_13", "v2_14", "v2_15", "v2_16",
    "preview",
];

fn declared() -> BTreeMap<String, Vec<String>> {
    let manifest: toml::Table = GENERATED.files.get("Cargo.toml").unwrap().parse().unwrap();
    manifest["features"].clone().try_into().unwrap()
}

/// The Rust files, without white space: what belongs together may stand in several lines.
fn dense() -> impl Iterator<Item = (&'static str, String)> {
    let sources = GENERATED
        .files
        .iter()
        .filter(|(path, _)| path.ends_with(".rs"));
    sources.map(|(path, text)| (path, text.split_whitespace().collect()))
}

#[test]
fn there_is_one_for_each_version() {
    let names = declared().into_keys();
    let versions: BTreeSet<String> = names.filter(|name| is_version(name)).collect();
    assert_eq!(versions, VERSIONS.map(str::to_owned).into());
}

fn is_version(feature: &str) -> bool {
    feature == "preview" || feature.starts_with('v')
}

#[test]
fn the_newest_stable_version_is_the_default() {
    assert_eq!(declared()["default"], ["v2_16", "rustls"]);
}

#[test]
fn none_enables_another() {
    let mut declared = declared();
    declared.remove("default");
    for (name, enables) in declared {
        let expected = if is_version(&name) {
            Vec::new()
        } else {
            vec![format!("intercom-codegen-runtime/{name}")]
        };
        assert_eq!(enables, expected, "{name}");
    }
}

#[test]
fn the_runtime_has_those_that_others_are_forwarded_to() {
    let manifest = std::fs::read_to_string(folder("generator/runtime/Cargo.toml")).unwrap();
    let manifest: toml::Table = manifest.parse().unwrap();
    let runtime = manifest["features"].as_table().unwrap();
    let forwarded = declared().into_keys().filter(|name| !is_version(name));
    assert_eq!(
        forwarded.collect::<BTreeSet<_>>(),
        runtime.keys().cloned().collect()
    );
}

#[test]
fn none_excludes_another() {
    let mut conditions = 0;
    for (path, text) in dense() {
        assert!(!text.contains("not(feature"), "{path}");
        assert!(!text.contains("not(any(feature"), "{path}");
        assert!(!text.contains("not(all(feature"), "{path}");
        conditions += text.matches("cfg(feature").count() + text.matches("cfg(any(feature").count();
    }
    assert!(
        conditions > 0,
        "the conditions are written in another way than this test looks for"
    );
}

/// `cargo` warns of a feature that code asks for and nobody declares, but not in a dependency.
#[test]
fn all_that_code_asks_for_are_declared() {
    let declared = declared();
    let mut asked = BTreeSet::new();
    for (_, text) in dense() {
        for rest in text.split("feature=\"").skip(1) {
            asked.insert(rest.split('"').next().unwrap().to_owned());
        }
    }
    for name in &asked {
        assert!(declared.contains_key(name), "{name}");
    }
    for version in VERSIONS {
        assert!(asked.contains(version), "{version} switches nothing");
    }
}
