//! The versions to which an overlay applies.

use std::fmt;

use crate::document::Version;

/// A set of versions, as ranges.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Versions(Vec<Range>);

/// An inclusive range of versions.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Range {
    first: Option<Version>,
    last: Option<Version>,
}

impl Versions {
    /// Parses versions and ranges such as `2.16`, `2.7..2.11`, `2.14..` and `..2.11`.
    ///
    /// # Errors
    /// Returns the message for the first text that is not a version or a range.
    pub(super) fn parse<'a>(texts: impl Iterator<Item = &'a str>) -> Result<Self, String> {
        texts.map(parse_range).collect::<Result<_, _>>().map(Self)
    }

    pub(super) fn contains(&self, version: Version) -> bool {
        self.0.iter().any(|range| range.contains(version))
    }

    /// Returns the ranges that contain none of the versions, with their indices.
    pub(super) fn unmatched(
        &self,
        versions: &[Version],
    ) -> impl Iterator<Item = (usize, impl fmt::Display)> {
        let is_matched = |range: &Range| versions.iter().any(|one| range.contains(*one));
        let ranges = self.0.iter().enumerate();
        ranges.filter(move |(_, range)| !is_matched(range))
    }
}

impl Range {
    fn contains(&self, version: Version) -> bool {
        self.first.is_none_or(|first| first <= version)
            && self.last.is_none_or(|last| version <= last)
    }
}

impl fmt::Display for Range {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let label = |end: Option<Version>| end.map_or(String::new(), |version| version.label());
        f.write_str(&label(self.first))?;
        if self.first == self.last {
            return Ok(());
        }
        write!(f, "..{}", label(self.last))
    }
}

fn parse_range(text: &str) -> Result<Range, String> {
    let version = |text: &str| text.parse::<Version>().map_err(|error| error.to_string());
    let end = |text: &str| match text {
        "" => Ok(None),
        _ => version(text).map(Some),
    };
    let range = match text.split_once("..") {
        None => {
            let single = Some(version(text)?);
            Range {
                first: single,
                last: single,
            }
        }
        Some((first, last)) => Range {
            first: end(first)?,
            last: end(last)?,
        },
    };
    match (range.first, range.last) {
        (None, None) => Err(format!(
            "the range `{text}` has neither a first nor a last version"
        )),
        (Some(first), Some(last)) if first > last => {
            Err(format!("the range `{text}` ends before it begins"))
        }
        _ => Ok(range),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_inclusive_and_numeric() {
        let versions = Versions::parse(["2.9..2.11", "2.14"].into_iter()).unwrap();
        let contained = |name: &str| versions.contains(name.parse().unwrap());
        for name in ["2.9", "2.10", "2.11", "2.14"] {
            assert!(contained(name), "{name}");
        }
        for name in ["2.8", "2.12", "2.15", "preview"] {
            assert!(!contained(name), "{name}");
        }
    }

    #[test]
    fn open_ranges_include_the_preview() {
        let from = Versions::parse(["2.14.."].into_iter()).unwrap();
        assert!(from.contains(Version::Preview));
        assert!(!from.contains("2.13".parse().unwrap()));
        let until = Versions::parse(["..2.11"].into_iter()).unwrap();
        assert!(until.contains("2.7".parse().unwrap()));
    }

    #[test]
    fn malformed_ranges_are_rejected() {
        for text in ["", "..", "2.x", "2.11..2.7", "2.7...2.9", "2.7 - 2.9"] {
            assert!(Versions::parse([text].into_iter()).is_err(), "{text}");
        }
    }
}
