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
    let declared = declared();
    let is_document = |name: &&String| name.starts_with("v2_") || *name == "preview";
    let versions: Vec<&String> = declared.keys().filter(is_document).collect();
    assert_eq!(
        versions,
        BTreeSet::from(VERSIONS).into_iter().collect::<Vec<_>>()
    );
}

fn is_version(feature: &str) -> bool {
    VERSIONS.contains(&feature)
}

#[test]
fn every_tag_has_a_feature() {
    let tags = &declared()["full"];
    let modules = GENERATED.files.iter().filter_map(|(path, _)| {
        let module = path.strip_prefix("src/tag_groups/")?.strip_suffix(".rs")?;
        (module != "mod").then(|| module.to_owned())
    });
    assert_eq!(*tags, modules.collect::<Vec<_>>());
}

#[test]
fn the_newest_stable_version_is_the_default() {
    assert_eq!(declared()["default"], ["v2_16", "full", "rustls", "gzip"]);
}

#[test]
fn features_enable_only_features_of_the_runtime() {
    let mut declared = declared();
    declared.remove("default");
    let tags = declared.remove("full").unwrap();
    for (name, enables) in declared {
        let expected = if is_version(&name) || tags.contains(&name) {
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
    let declared = declared();
    let tags = &declared["full"];
    let is_own =
        |name: &str| is_version(name) || name == "full" || tags.iter().any(|tag| tag == name);
    let forwarded = declared.keys().filter(|name| !is_own(name)).cloned();
    // The dependency enables `client`, no operation streams its response, and presets enable the others.
    let unused = ["base64", "client", "schemars", "streams"];
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
        // Except for the lint of links to what is not compiled.
        let lint = text
            .matches(",allow(rustdoc::broken_intra_doc_links,")
            .count();
        assert_eq!(text.matches("not(all(feature").count(), lint, "{path}");
        assert_eq!(lint, usize::from(path == "src/lib.rs"), "{path}");
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
