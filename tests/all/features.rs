//! The features of the crate are additive: none excludes or enables another.

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

/// Returns the Rust files without whitespace, as rustfmt may break conditions over several lines.
fn without_whitespace() -> impl Iterator<Item = (&'static str, String)> {
    let sources = GENERATED
        .files
        .iter()
        .filter(|(path, _)| path.ends_with(".rs"));
    sources.map(|(path, text)| (path, text.split_whitespace().collect()))
}

#[test]
fn every_version_has_a_feature() {
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
fn features_enable_only_features_of_the_runtime() {
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
fn forwarded_features_exist_in_the_runtime() {
    let manifest: toml::Table = std::fs::read_to_string(folder("generator/runtime/Cargo.toml"))
        .unwrap()
        .parse()
        .unwrap();
    let runtime = manifest["features"].as_table().unwrap();
    let forwarded = declared().into_keys().filter(|name| !is_version(name));
    // No operation streams its response, and Base64 is always enabled.
    let unused = ["base64", "streams"];
    let used = runtime
        .keys()
        .filter(|name| !unused.contains(&name.as_str()))
        .cloned();
    assert_eq!(forwarded.collect::<BTreeSet<_>>(), used.collect());
}

#[test]
fn no_feature_excludes_another() {
    let mut conditions = 0;
    for (path, text) in without_whitespace() {
        assert!(!text.contains("not(feature"), "{path}");
        assert!(!text.contains("not(any(feature"), "{path}");
        assert!(!text.contains("not(all(feature"), "{path}");
        conditions += text.matches("cfg(feature").count() + text.matches("cfg(any(feature").count();
    }
    assert!(
        conditions > 0,
        "the conditions have another syntax than this test expects"
    );
}

/// Cargo warns about undeclared features in code, but not in dependencies.
#[test]
fn features_used_in_code_are_declared() {
    let declared = declared();
    let mut used = BTreeSet::new();
    for (_, text) in without_whitespace() {
        for rest in text.split("feature=\"").skip(1) {
            used.insert(rest.split('"').next().unwrap().to_owned());
        }
    }
    for name in &used {
        assert!(declared.contains_key(name), "{name}");
    }
    for version in VERSIONS {
        assert!(used.contains(version), "no code depends on {version}");
    }
}
