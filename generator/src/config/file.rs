//! The file of options, in TOML.

use std::ops::Range;
use std::path::{Path, PathBuf};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::Config;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Position, did_you_mean};
use crate::document::Source;

/// The keys of the file: the fields of [`Config`].
const KEYS: [&str; 25] = [
    "document",
    "documents",
    "version",
    "versions",
    "overlays",
    "strict",
    "descriptions",
    "tags",
    "operations",
    "name",
    "description",
    "additions",
    "module_name",
    "service",
    "features",
    "docs",
    "trust_required",
    "format",
    "presets",
    "replace",
    "derive",
    "types_only",
    "cli",
    "tag_features",
    "out_dir",
];

impl Config {
    /// Reads the options from a TOML file. Paths are relative to the folder of the file.
    ///
    /// # Errors
    ///
    /// Returns an error if the file cannot be read, and the location of each unknown key and of
    /// the first value of the wrong type.
    pub fn load(file: impl AsRef<Path>) -> Result<Self, Diagnostics> {
        let source = Source::read(file)?;
        let config = parse(&source)?;
        let folder = source.path().parent().unwrap_or(Path::new(""));
        Ok(Self {
            file: Some(source.path().to_owned()),
            ..config.in_folder(folder)
        })
    }
}

/// The file that the options of a generator come from, if they come from one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ConfigFile(Option<PathBuf>);

impl ConfigFile {
    pub(super) fn new(file: Option<PathBuf>) -> Self {
        Self(file)
    }

    /// Returns the path of the file.
    pub(crate) fn path(&self) -> Option<&Path> {
        self.0.as_deref()
    }

    /// Moves a problem of an option to its position in the file, unless the option comes from
    /// elsewhere. `value` is the value of the key, an item of the list or a key of the table.
    pub(crate) fn locate(&self, problem: Diagnostic, key: &str, value: &str) -> Diagnostic {
        let source = self.path().and_then(|path| Source::read(path).ok());
        let position = source.and_then(|source| {
            let table = DeTable::parse(source.text()).ok()?;
            let span = span_of(table.get_ref().get(key)?, value)?;
            Some((
                source.path().to_owned(),
                position(source.text(), span.start),
            ))
        });
        match position {
            Some((file, position)) => Diagnostic { file, ..problem }.at_position(position),
            None => problem,
        }
    }
}

/// Returns the span of a value, of an item of a list or of a key of a table.
fn span_of(option: &Spanned<DeValue<'_>>, value: &str) -> Option<Range<usize>> {
    match option.get_ref() {
        DeValue::String(text) => (text == value).then(|| option.span()),
        DeValue::Array(items) => items.iter().find_map(|item| span_of(item, value)),
        DeValue::Table(table) => {
            let (key, _) = table.get_key_value(value)?;
            Some(key.span())
        }
        _ => None,
    }
}

pub(super) fn parse(source: &Source) -> Result<Config, Diagnostics> {
    let invalid = |error: &toml::de::Error| invalid(source, error.span(), error.message());
    let table = DeTable::parse(source.text()).map_err(|error| invalid(&error))?;
    let mut found = Diagnostics::new();
    for key in table.get_ref().keys() {
        let name: &str = key.get_ref();
        if !KEYS.contains(&name) {
            let message = format!("unknown option `{name}`");
            let known = format!("the options are `{}`", KEYS.join("`, `"));
            let help = did_you_mean(name, KEYS, &known);
            found.push(invalid_at(source, Some(key.span()), &message).help(help));
        }
    }
    found.into_result(())?;
    toml::from_str(source.text()).map_err(|error| invalid(&error))
}

fn invalid(source: &Source, span: Option<Range<usize>>, message: &str) -> Diagnostics {
    invalid_at(source, span, message).into()
}

fn invalid_at(source: &Source, span: Option<Range<usize>>, message: &str) -> Diagnostic {
    let position = span.and_then(|span| position(source.text(), span.start));
    Diagnostic::error(Code::InvalidConfig, source.path(), message).at_position(position)
}

/// Returns the position of a byte of a text.
fn position(text: &str, offset: usize) -> Option<Position> {
    let before = text.get(..offset)?;
    let line = before.rsplit_once('\n').map_or(before, |(_, line)| line);
    Some(Position {
        line: before.matches('\n').count() + 1,
        column: line.chars().count() + 1,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(text: &str) -> String {
        let found = parse(&Source::new("codegen.toml", text));
        found.unwrap_err().to_string()
    }

    #[test]
    fn every_key_is_an_option() {
        // The parser lists the fields of the struct.
        let error = toml::from_str::<Config>("nonsense = 1").unwrap_err();
        let (_, fields) = error.message().split_once("expected one of ").unwrap();
        assert_eq!(fields, format!("`{}`", KEYS.join("`, `")));
    }

    #[test]
    fn unknown_keys_are_reported_with_their_position() {
        let found = error("document = \"x.yaml\"\n\"ü\" = 1\ntgas = []\n");
        assert!(
            found.starts_with(
                "error[invalid-config]: unknown option `ü`\n  --> codegen.toml:2:1\n  help: the \
                 options are `document`, "
            ),
            "{found}"
        );
        assert!(
            found.contains(
                "unknown option `tgas`\n  --> codegen.toml:3:1\n  help: did you mean `tags`?"
            ),
            "{found}"
        );
    }

    #[test]
    fn malformed_values_are_reported_with_their_position() {
        for (text, position, message) in [
            ("tags = \"a\"", "1:8", "expected a sequence"),
            ("\ndocs = 1", "2:8", "expected a boolean"),
            ("version = \"x\"", "1:11", "`x` is not a version"),
            ("name = ", "1:8", "string values must be quoted"),
        ] {
            let found = error(text);
            assert!(
                found.contains(&format!("codegen.toml:{position}\n")),
                "{found}"
            );
            assert!(found.contains(message), "{found}");
        }
    }
}
