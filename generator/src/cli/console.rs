//! The standard streams of the program.

use std::fmt::Display;
use std::io::{self, ErrorKind, IsTerminal, Write};
use std::process::ExitCode;

use intercom_codegen::diagnostic::Diagnostics;

use super::report::Format;

/// An output stream.
#[derive(Clone, Copy)]
pub enum Stream {
    /// Standard output.
    Output,
    /// Standard error.
    Error,
}

/// The standard streams. All output of the program goes through it.
///
/// Printing never fails, so that a command completes its work even if nobody reads its output:
/// [`finish`](Self::finish) reports the error. After an error, nothing more is printed to standard
/// output.
#[derive(Default)]
pub struct Console {
    failure: Option<io::Error>,
}

impl Console {
    /// Prints a text to standard output.
    pub fn print(&mut self, text: impl Display) {
        self.attempt(|| {
            let mut stdout = io::stdout().lock();
            write!(stdout, "{text}")?;
            stdout.flush()
        });
    }

    /// Prints a text and a line break to standard output.
    pub fn print_line(&mut self, text: impl Display) {
        self.print(format_args!("{text}\n"));
    }

    /// Prints a text and a line break to standard error.
    pub fn note(&mut self, text: impl Display) {
        // There is no other stream to report the error to.
        let _ = writeln!(io::stderr(), "{text}");
    }

    /// Prints the diagnostics by file, position and code, and their number.
    pub fn report(&mut self, diagnostics: &Diagnostics, format: Format, stream: Stream) {
        match stream {
            Stream::Output => self.print(format.render(diagnostics, io::stdout().is_terminal())),
            Stream::Error => {
                let text = format.render(diagnostics, io::stderr().is_terminal());
                let _ = io::stderr().write_all(text.as_bytes());
            }
        }
    }

    /// Prints the help, the version, or the errors of the arguments.
    pub fn usage(&mut self, message: &clap::Error) -> ExitCode {
        if message.use_stderr() {
            let _ = message.print();
            return ExitCode::from(2);
        }
        self.attempt(|| {
            message.print()?;
            io::stdout().flush()
        });
        ExitCode::SUCCESS
    }

    fn attempt(&mut self, write: impl FnOnce() -> io::Result<()>) {
        if self.failure.is_none() {
            self.failure = write().err();
        }
    }

    /// Returns the exit code of the program: that of the command, or a failure if its output was
    /// lost. A reader that closed the pipe, such as `head`, has lost nothing.
    pub fn finish(mut self, code: ExitCode) -> ExitCode {
        match self.failure.take() {
            Some(error) if error.kind() != ErrorKind::BrokenPipe => {
                self.note(format_args!(
                    "error: standard output cannot be written: {error}"
                ));
                ExitCode::FAILURE
            }
            _ => code,
        }
    }
}
