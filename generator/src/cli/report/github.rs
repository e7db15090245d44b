//! Diagnostics as workflow commands of GitHub Actions, which annotate lines.

use std::fmt::Write;
use std::path::Path;

use intercom_codegen::diagnostic::{Diagnostics, Group, escape_control};

/// Returns a command for each group of equal diagnostics, and a line with the number of
/// diagnostics.
pub fn render(diagnostics: &Diagnostics) -> String {
    let mut text: String = diagnostics.groups().iter().map(command).collect();
    text.push_str(&diagnostics.summary());
    text.push('\n');
    text
}

fn command(group: &Group<'_>) -> String {
    let one = group.first;
    let file = within_folder(&one.file).display().to_string();
    let file = property(&escape_control(&file));
    let mut text = format!("::{} file={file}", one.severity);
    // Writing to a string cannot fail.
    if let Some(at) = one.position {
        let _ = write!(text, ",line={},col={}", at.line, at.column);
    }
    let _ = write!(text, ",title={}::", property(one.code.as_str()));
    text.push_str(&data(&one.message));
    if let Some(pointer) = one.pointer.as_ref().filter(|at| !at.as_str().is_empty()) {
        text.push_str(&data(&format!("\nat {}", pointer.in_message())));
    }
    if let Some(note) = group.note() {
        text.push_str(&data(&format!("\n{note}")));
    }
    if let Some(help) = &one.help {
        text.push_str(&data(&format!("\nhelp: {help}")));
    }
    text.push('\n');
    text
}

/// Returns a path relative to the checkout, in which the program runs, as annotations require it.
fn within_folder(file: &Path) -> &Path {
    let folder = std::env::current_dir().unwrap_or_default();
    file.strip_prefix(folder).unwrap_or(file)
}

/// Escapes the message of a command.
fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// Escapes a property of a command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use intercom_codegen::diagnostic::{Code, Diagnostic, Pointer, Position};

    #[test]
    fn equal_diagnostics_are_one_annotation() {
        let at = |line| Some(Position { line, column: 5 });
        let one = |line| {
            Diagnostic::warning(Code::UnknownKeyword, "a.yaml", "unknown")
                .at(Pointer::root(), at(line))
        };
        assert_eq!(
            render(&[one(3), one(8)].into_iter().collect()),
            "::warning file=a.yaml,line=3,col=5,title=unknown-keyword::unknown%0A\
             and 1 more like this at 8:5\n0 errors, 2 warnings\n"
        );
    }

    #[test]
    fn special_characters_are_escaped() {
        let at = Position { line: 3, column: 5 };
        let one = Diagnostic::error(Code::WrongType, "a,b:c%.yaml", "100% wrong: `a,b`")
            .at(Pointer::root().child("x"), Some(at))
            .help("correct\nit");
        assert_eq!(
            render(&one.into()),
            "::error file=a%2Cb%3Ac%25.yaml,line=3,col=5,title=wrong-type::\
             100%25 wrong: `a,b`%0Aat /x%0Ahelp: correct%0Ait\n1 error\n"
        );
    }
}
