//! Printing what is wrong.

mod github;
mod json;
mod text;

use std::io::{IsTerminal, Write};

use clap::ValueEnum;

use intercom_codegen::diagnostic::Diagnostics;

/// How diagnostics are printed.
#[derive(Clone, Copy, Default, ValueEnum)]
pub enum Format {
    /// For people: the line of the file and what to do, in colours on a terminal (unless
    /// `NO_COLOR` is set).
    #[default]
    Text,
    /// For programs: an array of objects with `code`, `severity`, `message`, `file`, `line`,
    /// `column`, `pointer` and `help`; null is what is not known.
    Json,
    /// For GitHub Actions: annotations of the lines.
    Github,
}

/// Where something is printed.
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
    /// Prints diagnostics by file, position and code, and their number.
    pub fn report(self, diagnostics: &Diagnostics, stream: Stream) {
        let text = match self {
            Self::Text => text::render(diagnostics, text::Look::of(stream.is_terminal())),
            Self::Json => json::render(diagnostics),
            Self::Github => github::render(diagnostics),
        };
        print(&text, stream);
    }
}

/// Prints a text. Nobody listens any more when that fails, so nothing is said about it.
pub fn print(text: &str, stream: Stream) {
    let _ = match stream {
        Stream::Output => std::io::stdout().write_all(text.as_bytes()),
        Stream::Error => std::io::stderr().write_all(text.as_bytes()),
    };
}
