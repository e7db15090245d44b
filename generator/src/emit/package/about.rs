//! The description, version, contact and licence of the API, in the manifest and on the page.

use std::collections::BTreeSet;

use super::CrateOptions;
use crate::emit::context::Context;
use crate::emit::docs;
use crate::model::{About, Contact};
use crate::neutral;

/// Returns the description of the package.
pub(super) fn description(context: &Context<'_>, options: &CrateOptions) -> String {
    match &options.description {
        Some(description) => description.clone(),
        None => from_titles(context, neutral::line),
    }
}

/// Returns the first line of the page of a crate, in Markdown.
pub(super) fn headline(context: &Context<'_>, options: &CrateOptions) -> String {
    match &options.description {
        Some(description) => description.trim_end_matches('.').to_owned(),
        None => from_titles(context, docs::inline),
    }
}

/// Returns a description with the titles of the documents.
pub(super) fn from_titles(context: &Context<'_>, text: impl Fn(&str) -> String) -> String {
    let versions = context.library.versions.iter();
    let titles: BTreeSet<String> = versions.map(|version| text(&version.info.title)).collect();
    let titles: Vec<String> = titles.into_iter().collect();
    let content = if context.types_only {
        "The types of"
    } else {
        "A client for"
    };
    format!("{content} {}", titles.join(", "))
}

/// Returns the SPDX identifier of the licence of a single document.
pub(super) fn license(context: &Context<'_>) -> Option<&'static str> {
    about(context)?.license.as_ref()?.spdx
}

/// Returns the paragraphs about the API of a single document: the description, the version, the
/// contact and the licence.
pub(super) fn details(context: &Context<'_>) -> Option<String> {
    let about = about(context)?;
    let mut paragraphs = Vec::new();
    paragraphs.extend(about.description.as_deref().map(docs::markdown));
    let version = Some(about.version.as_str()).filter(|text| !text.trim().is_empty());
    let version =
        version.map(|version| format!("Version of the document: {}.", docs::code(version)));
    let contact = about.contact.as_ref().and_then(contact);
    let license = about.license.as_ref();
    let license = license.map(|license| format!("Licence: {}.", docs::inline(&license.name)));
    let facts: Vec<String> = [version, contact, license].into_iter().flatten().collect();
    paragraphs.push(facts.join(" "));
    paragraphs.retain(|text| !text.is_empty());
    (!paragraphs.is_empty()).then(|| paragraphs.join("\n\n"))
}

fn about<'a>(context: &'a Context<'_>) -> Option<&'a About> {
    match context.library.versions.as_slice() {
        [only] => Some(&only.info.about),
        _ => None,
    }
}

fn contact(contact: &Contact) -> Option<String> {
    let parts = [&contact.name, &contact.url, &contact.email];
    let parts = parts
        .into_iter()
        .flatten()
        .filter(|text| !text.trim().is_empty());
    let parts: Vec<String> = parts
        .map(|text| {
            if is_url(text) {
                format!("<{text}>")
            } else {
                docs::inline(text)
            }
        })
        .collect();
    (!parts.is_empty()).then(|| format!("Contact: {}.", parts.join(", ")))
}

/// Returns `true` if the text is a URL that Markdown links.
fn is_url(text: &str) -> bool {
    let is_plain = |character: char| character.is_ascii_graphic() && !"<>\\`".contains(character);
    (text.starts_with("https://") || text.starts_with("http://")) && text.chars().all(is_plain)
}

#[cfg(test)]
mod tests {
    use crate::Generator;

    const DOCUMENT: &str = "\
openapi: 3.0.3
info:
  title: Harbour <b>
  description: The boats of a harbour.
  version: '3.1'
  contact: {name: Quay, url: 'https://quay.example'}
  license: {name: Apache 2.0}
paths: {}
";

    /// Returns the contents of a file that is generated from the document.
    fn generated(change: impl FnOnce(Generator) -> Generator, path: &str) -> String {
        let folder = tempfile::tempdir().unwrap();
        let document = folder.path().join("harbour.yaml");
        std::fs::write(&document, DOCUMENT).unwrap();
        let generated = change(Generator::document(&document)).generate().unwrap();
        generated.files.get(path).unwrap().to_owned()
    }

    #[test]
    fn the_manifest_has_the_title_and_the_licence() {
        let manifest = generated(|it| it, "Cargo.toml");
        let manifest: toml_edit::DocumentMut = manifest.parse().unwrap();
        let package = &manifest["package"];
        assert_eq!(
            package["description"].as_str(),
            Some("A client for Harbour <b>")
        );
        assert_eq!(package["license"].as_str(), Some("Apache-2.0"));
    }

    #[test]
    fn the_page_has_the_rest() {
        for page in [
            generated(|it| it, "src/lib.rs"),
            generated(|it| it.module_name("harbour"), "harbour.rs"),
        ] {
            for line in [
                "//! A client for Harbour \\<b\\>.",
                "//! The boats of a harbour.",
                "//! Version of the document: `3.1`. Contact: Quay, <https://quay.example>. Licence: \
                 Apache 2.0.",
            ] {
                assert!(page.contains(line), "{line}\n{page}");
            }
        }
    }

    #[test]
    fn a_description_of_the_options_replaces_that_of_the_document() {
        let describe = |it: Generator| it.description("Boats");
        let manifest = generated(describe, "Cargo.toml");
        assert!(manifest.contains("description = \"Boats\""), "{manifest}");
        let page = generated(describe, "src/lib.rs");
        assert!(page.contains("//! Boats.\n"), "{page}");
        assert!(!page.contains("The boats of a harbour."), "{page}");
    }
}
