//! Importing published documents into `spec/`: their specification without descriptions.

mod commit;
mod sources;
mod specification;

use std::collections::BTreeMap;
use std::path::Path;

use rayon::prelude::*;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::{Document, RawDocument, Source, Version, find_documents};
use crate::output::Files;
use sources::{Origin, Sources};

/// The result of an import. Nothing is written yet.
#[derive(Clone, Debug, Default)]
pub struct Import {
    /// The documents and `sources.toml`, for [`Transaction::commit`](crate::output::Transaction) in
    /// the spec folder.
    pub files: Files,
    /// The published documents.
    pub(crate) sources: BTreeMap<Version, Source>,
    /// One line for each document: its version, operations and schemas.
    pub summary: Vec<String>,
}

/// Imports the documents of `folder`: a checkout of Intercom's repository, or a flat folder.
///
/// `commit` is recorded as the origin of the documents. It defaults to the commit of the checkout,
/// or else to the recorded commit if the document is unchanged. Documents of versions that are not
/// in the folder remain unchanged.
///
/// # Errors
/// Returns an error if a document cannot be read or is not OpenAPI 3.0, or if `sources.toml` cannot
/// be read.
pub fn import(folder: &Path, spec_dir: &Path, commit: Option<&str>) -> Result<Import, Diagnostics> {
    let mut found = Diagnostics::new();
    let commit = match commit {
        Some(commit) => found.collect_errors(checked(commit)),
        None => commit::of_checkout(folder),
    };
    let sources = Sources::read(&spec_dir.join(sources::FILE));
    let mut sources = found.collect_errors(sources).unwrap_or_default();
    let documents = found.collect_errors(find_documents(folder));
    let documents: Vec<Result<Imported, Diagnostics>> = documents
        .unwrap_or_default()
        .par_iter()
        .map(|(version, path)| import_document(*version, path))
        .collect();
    let mut import = Import::default();
    for document in documents {
        let Some(document) = found.collect_errors(document) else {
            continue;
        };
        let path = relative(folder, document.source.path());
        let origin = Origin::new(path, commit.clone(), document.source.text());
        sources.insert(document.version, origin);
        let name = document.version.file_name();
        import.files.insert(name, document.text);
        import.sources.insert(document.version, document.source);
        import.summary.push(document.summary);
    }
    import.files.insert(sources::FILE, sources.to_text());
    found.into_result(import)
}

struct Imported {
    version: Version,
    source: Source,
    text: String,
    summary: String,
}

fn import_document(version: Version, path: &Path) -> Result<Imported, Diagnostics> {
    let mut raw = RawDocument::load(path)?;
    specification::keep_specification(&mut raw.value);
    let text = serde_yaml::to_string(&raw.value).map_err(|error| {
        let message = format!("the document cannot be serialized as YAML: {error}");
        Diagnostic::error(Code::UnwritableDocument, path, message)
    })?;
    // Parsed without its descriptions, so that the written document is the checked one.
    // Overlays may correct what the warnings are about.
    let (document, _) = Document::parse(raw, Some(version))?;
    let schemas = document
        .api
        .components
        .as_ref()
        .map_or(0, |it| it.schemas.len());
    let operations = document.api.operations().count();
    Ok(Imported {
        version,
        source: document.source,
        text,
        summary: format!("{version}: {operations} operations, {schemas} schemas"),
    })
}

/// Returns the path of a document relative to the folder, with `/` as the separator.
fn relative(folder: &Path, path: &Path) -> String {
    let path = path.strip_prefix(folder).unwrap_or(path);
    let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}

fn checked(commit: &str) -> Result<String, Diagnostics> {
    if commit::is_commit(commit) {
        return Ok(commit.to_owned());
    }
    let message = format!("`{commit}` is not a commit id");
    let help = "pass 7 to 64 hexadecimal digits, such as the output of `git rev-parse HEAD`";
    let diagnostic = Diagnostic::error(Code::InvalidCommit, sources::FILE, message);
    Err(diagnostic.help(help).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOCUMENT: &str = "\
openapi: 3.0.1
info: {title: API, version: '2.9', description: text}
paths:
  /a:
    get:
      summary: text
      responses:
        '200': {description: text}
";

    fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        folder
    }

    #[test]
    fn importing_twice_changes_nothing() {
        let upstream = folder(&[("2.9.yaml", DOCUMENT)]);
        let spec = tempfile::tempdir().unwrap();
        let run = |commit| {
            let import = import(upstream.path(), spec.path(), commit).unwrap();
            import.files.write_among_others(spec.path()).unwrap()
        };
        assert_eq!(run(Some("0123abc")).written, ["2.9.yaml", "sources.toml"]);
        assert!(run(Some("0123abc")).written.is_empty());
        assert!(run(None).written.is_empty(), "the commit is preserved");
        let text = std::fs::read_to_string(spec.path().join("2.9.yaml")).unwrap();
        assert!(
            !text.contains("text") && text.contains("description: OK"),
            "{text}"
        );

        std::fs::write(
            upstream.path().join("2.9.yaml"),
            DOCUMENT.replace("/a", "/b"),
        )
        .unwrap();
        run(None);
        let text = std::fs::read_to_string(spec.path().join("sources.toml")).unwrap();
        assert!(!text.contains("commit"), "the document changed: {text}");
    }

    #[test]
    fn the_commit_of_a_checkout_is_found() {
        let commit = "0123456789abcdef0123456789abcdef01234567";
        let upstream = folder(&[
            (".git/HEAD", "ref: refs/heads/main\n"),
            (
                ".git/packed-refs",
                &format!("# pack-refs\n{commit} refs/heads/main\n"),
            ),
            ("descriptions/0/api.intercom.io.yaml", DOCUMENT),
        ]);
        let import = import(upstream.path(), upstream.path(), None).unwrap();
        let text = import.files.get("sources.toml").unwrap();
        assert!(text.contains(commit), "{text}");
        assert!(
            text.contains("\"descriptions/0/api.intercom.io.yaml\""),
            "{text}"
        );
        assert!(import.files.get("preview.yaml").is_some());
    }

    #[test]
    fn an_invalid_document_stops_the_import() {
        let upstream = folder(&[("2.9.yaml", DOCUMENT), ("2.10.yaml", "openapi: 4.0.0")]);
        let found = import(upstream.path(), upstream.path(), None).unwrap_err();
        assert_eq!(found.len(), 1);
        std::fs::write(upstream.path().join("sources.toml"), "[").unwrap();
        let found = import(upstream.path(), upstream.path(), Some("main")).unwrap_err();
        assert_eq!(found.len(), 3, "the commit, the sources and the document");
    }
}
