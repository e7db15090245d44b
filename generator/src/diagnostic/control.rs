//! Control characters, and others that cannot be seen, in messages.

use crate::neutral::is_hidden;

/// Escapes line breaks and other characters that cannot be seen.
pub(crate) fn escape_control(text: &str) -> String {
    escape(text, |c| is_hidden(c) || c.is_control())
}

/// Escapes characters that cannot be seen, except for line breaks and tabs.
pub(crate) fn escape_hidden(text: &str) -> String {
    escape(text, is_hidden)
}

fn escape(text: &str, is_escaped: impl Fn(char) -> bool) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\r' | '\n' | '\t' if is_escaped(c) => escaped.extend(c.escape_debug()),
            c if is_escaped(c) => escaped.extend(c.escape_unicode()),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_escaped() {
        assert_eq!(escape_control("a\n\u{1b}[31m\tä\\"), r"a\n\u{1b}[31m\tä\");
        assert_eq!(escape_control("\u{202e}"), r"\u{202e}");
        assert_eq!(
            escape_hidden("a\n\r\u{1b}\u{200b}"),
            "a\n\\r\\u{1b}\\u{200b}"
        );
    }
}
