//! Control characters, and others that cannot be seen, in messages.

use crate::neutral::escaped;

/// Escapes line breaks, tabs and other characters that cannot be seen or change the direction of
/// text, as messages have to: `\n`, `\u{202e}`.
pub fn escape_control(text: &str) -> String {
    let text = text.replace('\r', r"\r");
    escaped(&text).replace('\n', r"\n").replace('\t', r"\t")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_escaped() {
        assert_eq!(escape_control("a\n\u{1b}[31m\tä\\"), r"a\n\u{1b}[31m\tä\");
        assert_eq!(escape_control("\u{202e}"), r"\u{202e}");
        assert_eq!(escaped("a\n\r\u{1b}\u{200b}"), "a\n\\u{d}\\u{1b}\\u{200b}");
    }
}
