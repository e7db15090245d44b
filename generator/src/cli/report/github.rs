//! Diagnostics as commands of GitHub Actions, which shows them beside the lines.

use std::fmt::Write;
use std::path::Path;

use intercom_codegen::diagnostic::{Diagnostic, Diagnostics};

/// A line for each diagnostic, and one with their number.
pub fn render(diagnostics: &Diagnostics) -> String {
    let mut text: String = diagnostics.sorted().into_iter().map(command).collect();
    text.push_str(&diagnostics.summary());
    text.push('\n');
    text
}

fn command(one: &Diagnostic) -> String {
    let file = property(&within_folder(&one.file).display().to_string());
    let mut text = format!("::{} file={file}", one.severity);
    // Writing to a text cannot fail.
    if let Some(at) = one.position {
        let _ = write!(text, ",line={},col={}", at.line, at.column);
    }
    let _ = write!(text, ",title={}::", property(one.code.as_str()));
    text.push_str(&data(&one.message));
    if let Some(pointer) = one.pointer.as_ref().filter(|at| !at.as_str().is_empty()) {
        text.push_str(&data(&format!("\nat {pointer}")));
    }
    if let Some(help) = &one.help {
        text.push_str(&data(&format!("\nhelp: {help}")));
    }
    text.push('\n');
    text
}

/// A path as the annotations want it: from the folder of the checkout, where the program runs.
fn within_folder(file: &Path) -> &Path {
    let folder = std::env::current_dir().unwrap_or_default();
    file.strip_prefix(folder).unwrap_or(file)
}

/// What is special in the text of a command.
fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// What is special in a property of a command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use intercom_codegen::diagnostic::{Code, Pointer, Position};

    #[test]
    fn what_is_special_is_escaped() {
        let at = Position { line: 3, column: 5 };
        let one = Diagnostic::error(Code::WrongType, "a,b:c%.yaml", "100% wrong: `a,\nb`")
            .at(Pointer::root().child("x"), Some(at))
            .help("mend it");
        assert_eq!(
            render(&one.into()),
            "::error file=a%2Cb%3Ac%25.yaml,line=3,col=5,title=wrong-type::\
             100%25 wrong: `a,%0Ab`%0Aat /x%0Ahelp: mend it\n1 error\n"
        );
    }
}
