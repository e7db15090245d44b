//! `sources.toml`: the origins of the documents of `spec/`.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::io::ErrorKind;
use std::path::Path;

use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::Version;

/// The name of the file in the spec folder.
pub(super) const FILE: &str = "sources.toml";

/// The origins of the documents.
#[derive(Clone, Debug, Default)]
pub(super) struct Sources(BTreeMap<Version, Origin>);

/// The origin of a document.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Origin {
    /// The path in the imported folder.
    document: String,
    /// The upstream commit, if it is known.
    commit: Option<String>,
    /// The SHA-256 of the document, in hexadecimal digits.
    sha256: String,
}

impl Origin {
    pub(super) fn new(document: String, commit: Option<String>, text: &str) -> Self {
        let mut sha256 = String::new();
        for byte in Sha256::digest(text.as_bytes()) {
            // Writing to a string cannot fail.
            let _ = write!(sha256, "{byte:02x}");
        }
        Self {
            document,
            commit,
            sha256,
        }
    }
}

impl Sources {
    /// Reads the file. Returns no origins if it does not exist.
    pub(super) fn read(path: &Path) -> Result<Self, Diagnostics> {
        let invalid =
            |message| Diagnostics::from(Diagnostic::error(Code::InvalidSources, path, message));
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) => return Err(invalid(format!("the file cannot be read: {error}"))),
        };
        let origins: BTreeMap<String, Origin> =
            toml::from_str(&text).map_err(|error| invalid(error.message().to_owned()))?;
        let mut sources = Self::default();
        for (name, origin) in origins {
            let version: Version = name.parse().map_err(|error| invalid(format!("{error}")))?;
            sources.0.insert(version, origin);
        }
        Ok(sources)
    }

    /// Records an origin. The known commit of an unchanged document is preserved.
    pub(super) fn insert(&mut self, version: Version, mut origin: Origin) {
        if let Some(known) = self.0.remove(&version)
            && origin.commit.is_none()
            && origin.sha256 == known.sha256
        {
            origin.commit = known.commit;
        }
        self.0.insert(version, origin);
    }

    /// Returns the text of the file, ordered by version.
    pub(super) fn to_text(&self) -> String {
        let mut text =
            "# Made by `intercom-codegen import`: where each document comes from.\n".to_owned();
        for (version, origin) in &self.0 {
            text.push_str(&format!("\n[{}]\n", quoted(&version.label())));
            text.push_str(&format!("document = {}\n", quoted(&origin.document)));
            if let Some(commit) = &origin.commit {
                text.push_str(&format!("commit = {}\n", quoted(commit)));
            }
            text.push_str(&format!("sha256 = {}\n", quoted(&origin.sha256)));
        }
        text
    }
}

fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}
