//! Printing diagnostics.

mod github;
mod json;
mod text;

use std::io::{IsTerminal, Write};

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

/// An output stream.
#[derive(Clone, Copy)]
pub enum Stream {
    /// Standard output.
    Output,
    /// Standard error.
    Error,
}

impl Stream {
    fn is_terminal(self) -> bool {
        match self {
            Self::Output => std::io::stdout().is_terminal(),
            Self::Error => std::io::stderr().is_terminal(),
        }
    }
}

impl Format {
    /// Prints the diagnostics by file, position and code, and their number.
    pub fn report(self, diagnostics: &Diagnostics, stream: Stream) {
        let text = match self {
            Self::Text => text::render(diagnostics, text::Look::of(stream.is_terminal())),
            Self::Json => json::render(diagnostics),
            Self::Github => github::render(diagnostics),
        };
        print(&text, stream);
    }
}

/// Prints a text. Errors are ignored, such as those of a closed pipe.
pub fn print(text: &str, stream: Stream) {
    let _ = match stream {
        Stream::Output => std::io::stdout().write_all(text.as_bytes()),
        Stream::Error => std::io::stderr().write_all(text.as_bytes()),
    };
}
