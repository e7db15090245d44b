//! Diagnostics for people, with their source lines.

use std::collections::HashMap;
use std::fmt;
use std::path::{Path, PathBuf};

use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents,
    SourceCode, SourceSpan, SpanContents,
};

use intercom_codegen::diagnostic::{
    Diagnostic, Diagnostics, Pointer, Position, Severity, escape_control,
};

/// The length of the longest line that is shown. A JSON document may be a single line.
const LONGEST_LINE: usize = 200;

/// The characters and colours that the text may have.
#[derive(Clone, Copy)]
pub enum Look {
    /// ASCII without colours.
    Plain,
    /// Box-drawing characters without colours.
    Lines,
    /// Box-drawing characters and colours.
    Colours,
}

impl Look {
    /// Returns the look for a terminal, or for anything else. See <https://no-color.org> for
    /// `NO_COLOR`.
    pub fn of(terminal: bool) -> Self {
        let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        match (terminal, no_color) {
            (false, _) => Self::Plain,
            (true, true) => Self::Lines,
            (true, false) => Self::Colours,
        }
    }

    fn theme(self) -> GraphicalTheme {
        match self {
            Self::Plain => GraphicalTheme::none(),
            Self::Lines => GraphicalTheme::unicode_nocolor(),
            Self::Colours => GraphicalTheme::unicode(),
        }
    }
}

/// Returns the groups of equal diagnostics, and the number of diagnostics.
pub fn render(diagnostics: &Diagnostics, look: Look) -> String {
    let handler = GraphicalReportHandler::new_themed(look.theme())
        .with_wrap_lines(false)
        .with_context_lines(0);
    let mut lines = Lines::default();
    let mut text = String::new();
    for group in diagnostics.groups() {
        let diagnostic = group.first;
        let report = Report {
            diagnostic,
            excerpt: lines.excerpt(diagnostic),
        };
        let mut drawn = String::new();
        match handler.render_report(&mut drawn, &report) {
            Ok(()) => text.push_str(&drawn),
            Err(fmt::Error) => text.push_str(&format!("{diagnostic}\n")),
        }
        if let Some(note) = group.note() {
            text.push_str(&format!("  {note}\n"));
        }
        text.push('\n');
    }
    text.push_str(&diagnostics.summary());
    text.push('\n');
    text
}

/// The lines of the files that have diagnostics.
#[derive(Default)]
struct Lines(HashMap<PathBuf, Vec<String>>);

impl Lines {
    fn excerpt(&mut self, diagnostic: &Diagnostic) -> Option<Excerpt> {
        let Position { line, column } = diagnostic.position?;
        let file = &diagnostic.file;
        let lines = self.0.entry(file.clone()).or_insert_with(|| read(file));
        let text = lines.get(line.checked_sub(1)?)?;
        if text.len() > LONGEST_LINE {
            return None;
        }
        let column = column.checked_sub(1)?;
        let start = text.char_indices().nth(column)?.0;
        let (before, rest) = text.split_at(start);
        let (token, rest) = rest.split_at(token_length(rest));
        let [before, token, rest] = [before, token, rest].map(visible);
        Some(Excerpt {
            name: diagnostic.shown_file(),
            line,
            column,
            span: (before.len(), token.len()).into(),
            text: before + &token + &rest,
        })
    }
}

fn read(file: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(file).unwrap_or_default();
    let text = text.trim_start_matches('\u{feff}');
    text.lines().map(str::to_owned).collect()
}

/// Returns a part of a line in which characters that cannot be seen are escaped.
fn visible(part: &str) -> String {
    escape_control(&part.replace('\t', " "))
}

/// Returns the length of the key or the value that a text begins with, at least one character.
fn token_length(text: &str) -> usize {
    let end = text.find(": ").unwrap_or(text.len());
    let token = text[..end].trim_end_matches(':').trim_end();
    let first = text.chars().next().map_or(0, char::len_utf8);
    token.len().max(first)
}

/// A line of a file.
#[derive(Debug)]
struct Excerpt {
    name: String,
    line: usize,
    /// The number of characters before the marked part in the file.
    column: usize,
    text: String,
    /// The part of the line that is marked.
    span: SourceSpan,
}

impl SourceCode for Excerpt {
    fn read_span<'a>(
        &'a self,
        _span: &SourceSpan,
        _before: usize,
        _after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        Ok(Box::new(MietteSpanContents::new_named(
            self.name.clone(),
            self.text.as_bytes(),
            (0, self.text.len()).into(),
            self.line - 1,
            self.column,
            1,
        )))
    }
}

/// A diagnostic of `miette`.
#[derive(Debug)]
struct Report<'a> {
    diagnostic: &'a Diagnostic,
    excerpt: Option<Excerpt>,
}

impl fmt::Display for Report<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Diagnostic {
            position, message, ..
        } = self.diagnostic;
        let file = self.diagnostic.shown_file();
        match (&self.excerpt, position) {
            (Some(_), _) => return f.write_str(message),
            (None, Some(position)) => write!(f, "{file}:{position}: {message}")?,
            (None, None) => write!(f, "{file}: {message}")?,
        }
        match self.pointer() {
            Some(pointer) => write!(f, "\nat {pointer}"),
            None => Ok(()),
        }
    }
}

impl Report<'_> {
    /// Returns the location in the document, unless it is the whole document.
    fn pointer(&self) -> Option<String> {
        let pointer = self.diagnostic.pointer.as_ref();
        let pointer = pointer.filter(|pointer| !pointer.as_str().is_empty());
        pointer.map(Pointer::in_message)
    }
}

impl std::error::Error for Report<'_> {}

impl miette::Diagnostic for Report<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        let Diagnostic { severity, code, .. } = self.diagnostic;
        Some(Box::new(format!("{severity}[{code}]")))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.diagnostic.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        let help = self.diagnostic.help.as_ref()?;
        Some(Box::new(help))
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        let excerpt = self.excerpt.as_ref()?;
        Some(excerpt)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let excerpt = self.excerpt.as_ref()?;
        let label = LabeledSpan::new_with_span(self.pointer(), excerpt.span);
        Some(Box::new(std::iter::once(label)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use intercom_codegen::diagnostic::Code;

    #[test]
    fn equal_diagnostics_are_shown_once() {
        let one = |line| {
            Diagnostic::warning(Code::UnknownKeyword, "missing.yaml", "unknown")
                .at(Pointer::root(), Some(Position { line, column: 5 }))
        };
        let text = render(&[one(3), one(8)].into_iter().collect(), Look::Plain);
        assert_eq!(text.matches("unknown\n").count(), 1, "{text}");
        assert!(text.contains("\n  and 1 more like this at 8:5\n"), "{text}");
        assert!(text.ends_with("0 errors, 2 warnings\n"), "{text}");
    }

    /// A document without line breaks is one line.
    #[test]
    fn a_diagnostic_without_its_line_has_its_pointer() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.json");
        std::fs::write(
            &file,
            format!("{{\"a\": \"{}\"}}", "x".repeat(LONGEST_LINE)),
        )
        .unwrap();
        let at = Position { line: 1, column: 2 };
        let one = Diagnostic::error(Code::UnknownKeyword, &file, "unknown");
        let one = one
            .at(Pointer::root().child("a"), Some(at))
            .help("remove it");
        let text = render(&one.into(), Look::Plain);
        assert!(text.contains("a.json:1:2: unknown\n  | at /a\n"), "{text}");
    }

    /// The line of the document and its name are those of somebody else.
    #[test]
    fn characters_that_cannot_be_seen_are_escaped() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a\u{202e}b.yaml");
        std::fs::write(&file, "ké\u{1b}[31my\t: \u{202e}x\n").unwrap();
        let at = Position { line: 1, column: 1 };
        let pointer = Pointer::root().child("ké\u{1b}[31my");
        let one = Diagnostic::error(Code::UnknownKeyword, &file, "a\n`\u{200b}`");
        let text = render(&one.at(pointer, Some(at)).into(), Look::Plain);
        assert!(text.contains(r"ké\u{1b}[31my : \u{202e}x"), "{text}");
        assert!(text.contains(r"a\n`\u{200b}`"), "{text}");
        assert!(text.contains(r"a\u{202e}b.yaml:1:1"), "{text}");
        assert!(!text.contains(['\u{1b}', '\u{202e}', '\u{200b}']), "{text}");
    }
}
