//! The API version that a document describes.

use std::fmt;
use std::str::FromStr;

/// An API version: a number such as 2.16, or the preview. The preview is greater than every number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Version {
    /// A numbered version. 2.9 is less than 2.10.
    Number {
        /// The part before the dot.
        major: u16,
        /// The part after the dot.
        minor: u16,
    },
    /// The version that changes without notice.
    Preview,
}

impl Version {
    /// Returns the name in the API, which is also the value of the version header: `2.16`,
    /// `Preview`.
    pub fn label(&self) -> String {
        match self {
            Self::Number { major, minor } => format!("{major}.{minor}"),
            Self::Preview => "Preview".to_owned(),
        }
    }

    /// Returns the name of the Rust module and of the Cargo feature: `v2_16`, `preview`.
    pub fn module(&self) -> String {
        match self {
            Self::Number { major, minor } => format!("v{major}_{minor}"),
            Self::Preview => "preview".to_owned(),
        }
    }

    /// Returns the name of the document in a spec folder: `2.16.yaml`, `preview.yaml`.
    pub fn file_name(&self) -> String {
        match self {
            Self::Number { major, minor } => format!("{major}.{minor}.yaml"),
            Self::Preview => "preview.yaml".to_owned(),
        }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.label())
    }
}

/// An error for a name that is not a version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownVersion(String);

impl fmt::Display for UnknownVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is not a version", self.0)
    }
}

impl std::error::Error for UnknownVersion {}

impl FromStr for Version {
    type Err = UnknownVersion;

    /// Parses a label, a file stem or the name of an upstream folder, where `0` is the preview.
    fn from_str(name: &str) -> Result<Self, UnknownVersion> {
        if name == "0" || name.eq_ignore_ascii_case("preview") {
            return Ok(Self::Preview);
        }
        let unknown = || UnknownVersion(name.to_owned());
        let (major, minor) = name.split_once('.').ok_or_else(unknown)?;
        let version = Self::Number {
            major: major.parse().map_err(|_| unknown())?,
            minor: minor.parse().map_err(|_| unknown())?,
        };
        // `2.07` and `+2.7` parse as numbers but are not canonical.
        if version.label() == name {
            Ok(version)
        } else {
            Err(unknown())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_ordered_numerically_with_the_preview_last() {
        let mut versions: Vec<Version> = ["0", "2.10", "2.9", "3.0"]
            .iter()
            .map(|name| name.parse().unwrap())
            .collect();
        versions.sort();
        let labels: Vec<String> = versions.iter().map(Version::label).collect();
        assert_eq!(labels, ["2.9", "2.10", "3.0", "Preview"]);
    }

    #[test]
    fn other_names_are_rejected() {
        for name in [
            "", "2", "2.", "2.x", "2.07", "+2.7", "v2.7", "2.7.1", "2.99999",
        ] {
            assert!(name.parse::<Version>().is_err(), "{name}");
        }
    }
}
