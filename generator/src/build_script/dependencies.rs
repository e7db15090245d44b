//! The dependencies that the generated module needs, compared with those of the package that
//! includes it.

use std::path::Path;

use toml_edit::{DocumentMut, Item, Table};

use crate::diagnostic::{Code, Diagnostic};
use crate::emit::RUNTIME_VERSION;
use crate::hash::HashSet;
use crate::preset::{self, Preset};

const RUNTIME: &str = "intercom-codegen-runtime";

/// Returns an error if the manifest lacks a dependency of the generated module: without it, each
/// line of the module would be an error of its own.
///
/// Types alone require neither the client of the runtime nor TLS, its default features. A manifest
/// that cannot be read is not reported here: Cargo has read it.
pub(super) fn missing<'a>(
    manifest: &Path,
    types_only: bool,
    presets: impl Iterator<Item = &'a Preset> + Clone,
) -> Option<Diagnostic> {
    let text = std::fs::read_to_string(manifest).ok()?;
    let document: DocumentMut = text.parse().ok()?;
    let declared = declared(document.as_table());
    let features = presets.clone().filter_map(|preset| preset.runtime_feature);
    let features: Vec<&str> = features.collect();
    let mut required = vec![line(RUNTIME, RUNTIME_VERSION, !types_only, &features)];
    let dependencies = preset::dependencies(presets);
    required.extend(dependencies.map(|(it, features)| line(it.name, it.version, true, &features)));
    let is_missing = |(name, _): &(&str, String)| !declared.contains(name);
    let missing: Vec<(&str, String)> = required.into_iter().filter(is_missing).collect();
    if missing.is_empty() {
        return None;
    }
    let names: Vec<String> = missing
        .iter()
        .map(|(name, _)| format!("`{name}`"))
        .collect();
    let lines: Vec<String> = missing.into_iter().map(|(_, line)| line).collect();
    let message = format!(
        "the package lacks dependencies of the generated module: {}",
        names.join(", ")
    );
    let help = format!("add to `[dependencies]`: {}", lines.join(" and "));
    Some(Diagnostic::error(Code::MissingDependency, manifest, message).help(help))
}

/// Returns a dependency by name, with its line in a manifest.
fn line<'a>(
    name: &'a str,
    version: &str,
    has_defaults: bool,
    features: &[&str],
) -> (&'a str, String) {
    let mut settings = String::new();
    if !has_defaults {
        settings.push_str(", default-features = false");
    }
    if !features.is_empty() {
        settings.push_str(&format!(", features = {features:?}"));
    }
    let line = if settings.is_empty() {
        format!("`{name} = \"{version}\"`")
    } else {
        format!("`{name} = {{ version = \"{version}\"{settings} }}`")
    };
    (name, line)
}

/// Returns the names by which code refers to dependencies, those of single targets included.
fn declared(manifest: &Table) -> HashSet<&str> {
    let targets = manifest.get("target").and_then(Item::as_table_like);
    let targets = targets.into_iter().flat_map(|targets| targets.iter());
    let tables = targets.filter_map(|(_, target)| target.get("dependencies"));
    let tables = tables.chain(manifest.get("dependencies"));
    let tables = tables.filter_map(Item::as_table_like);
    tables
        .flat_map(|table| table.iter().map(|(name, _)| name))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(manifest: &str, presets: &[&str]) -> Option<String> {
        message(manifest, false, presets)
    }

    fn message(manifest: &str, types_only: bool, presets: &[&str]) -> Option<String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("Cargo.toml");
        std::fs::write(&path, manifest).unwrap();
        let presets = presets.iter().copied().filter_map(Preset::named);
        let one = missing(&path, types_only, presets)?;
        Some(format!("{}; {}", one.message, one.help.unwrap_or_default()))
    }

    #[test]
    fn the_missing_lines_are_told() {
        assert_eq!(
            of("[package]\nname = \"harbour\"\n", &["uuid"]).unwrap(),
            "the package lacks dependencies of the generated module: `intercom-codegen-runtime`, \
             `uuid`; add to `[dependencies]`: `intercom-codegen-runtime = \"0.1\"` and \
             `uuid = { version = \"1\", features = [\"serde\", \"std\"] }`"
        );
    }

    #[test]
    fn types_require_no_client() {
        assert_eq!(
            message("", true, &["schemars", "uuid"]).unwrap(),
            "the package lacks dependencies of the generated module: `intercom-codegen-runtime`, \
             `schemars`, `uuid`; add to `[dependencies]`: `intercom-codegen-runtime = { version = \
             \"0.1\", default-features = false, features = [\"schemars\"] }` and `schemars = { version \
             = \"1\", features = [\"derive\", \"std\", \"uuid1\"] }` and `uuid = { version = \"1\", \
             features = [\"serde\", \"std\"] }`"
        );
    }

    #[test]
    fn dependencies_are_declared_in_any_form() {
        for manifest in [
            "[dependencies]\nintercom-codegen-runtime = \"0.1\"",
            "[dependencies.intercom-codegen-runtime]\npath = \"..\"",
            "dependencies.intercom-codegen-runtime.workspace = true",
            "[target.'cfg(unix)'.dependencies]\nintercom-codegen-runtime = \"0.1\"",
            "not a manifest",
        ] {
            assert_eq!(of(manifest, &[]), None, "of {manifest}");
        }
    }

    #[test]
    fn dependencies_of_the_script_are_others() {
        let manifest = "[build-dependencies]\nintercom-codegen-runtime = \"0.1\"";
        assert!(of(manifest, &[]).is_some());
    }
}
