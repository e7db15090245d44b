//! The formats of diagnostics.

mod github;
mod json;
mod text;

use clap::ValueEnum;

use intercom_codegen::diagnostic::Diagnostics;

/// The format of diagnostics.
#[derive(Clone, Copy, Default, ValueEnum)]
pub enum Format {
    /// For people: message, source line and help, in colours on a terminal (unless `NO_COLOR` is
    /// set)
    #[default]
    Text,
    /// For programs: an array of objects with `code`, `severity`, `message`, `file`, `line`,
    /// `column`, `pointer`, `help` and `others` (the locations of equal diagnostics); unknown
    /// values are null
    Json,
    /// For GitHub Actions: annotations of the source lines
    Github,
}

impl Format {
    /// Returns the diagnostics by file, position and code, and their number.
    pub fn render(self, diagnostics: &Diagnostics, is_terminal: bool) -> String {
        match self {
            Self::Text => text::render(diagnostics, text::Look::of(is_terminal)),
            Self::Json => json::render(diagnostics),
            Self::Github => github::render(diagnostics),
        }
    }
}
