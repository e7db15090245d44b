//! Text of documents in other languages: Markdown of doc comments, TOML, and Rust identifiers.
//!
//! A document may contain characters that cannot be seen, or that change the direction of the text
//! around them: what a person reviews would not be what the compiler reads, and the compiler
//! rejects some of them. Every text of a document that is emitted outside of a string literal
//! passes one of these functions.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Returns `true` for characters that are not visible: control characters other than line feeds and
/// tabs, characters that change the direction of text, and characters without a width. Joiners,
/// which scripts and emoji require, are not among them.
#[inline]
pub(crate) fn is_hidden(character: char) -> bool {
    !matches!(character, '\n' | '\t' | ' '..='~') && is_hidden_uncommon(character)
}

/// Returns `true` for characters that are not visible, apart from [`is_hidden`], which is inlined.
fn is_hidden_uncommon(character: char) -> bool {
    match character {
        '\u{ad}'
        | '\u{34f}'
        | '\u{61c}'
        | '\u{115f}'
        | '\u{1160}'
        | '\u{17b4}'
        | '\u{17b5}'
        | '\u{180b}'..='\u{180f}'
        | '\u{200b}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{3164}'
        | '\u{feff}'
        | '\u{ffa0}'
        | '\u{fff0}'..='\u{fffb}'
        | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}' => true,
        other => other.is_control(),
    }
}

/// Returns a text of one or more lines without hidden characters.
pub(crate) fn lines(text: &str) -> Cow<'_, str> {
    let is_plain = |byte| matches!(byte, b'\n' | b'\t' | b' '..=b'~');
    if !text.bytes().all(is_plain) && text.contains(is_hidden) {
        text.chars().filter(|one| !is_hidden(*one)).collect()
    } else {
        Cow::Borrowed(text)
    }
}

/// Returns a text as one line without hidden characters.
pub(crate) fn line(text: &str) -> String {
    let words = lines(text);
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns a text as a code span of Markdown, delimited by more backticks than it contains. Line
/// feeds, tabs and hidden characters are escaped as in Rust.
pub(crate) fn code_span(text: &str) -> String {
    let escaped: Cow<'_, str> = if text.contains(|one: char| one.is_control() || is_hidden(one)) {
        text.chars().flat_map(escape).collect()
    } else {
        Cow::Borrowed(text)
    };
    let runs = escaped.split(|character| character != '`').map(str::len);
    match (text, runs.max().unwrap_or(0)) {
        ("", _) => "The empty string".to_owned(),
        (_, 0) => format!("`{escaped}`"),
        (_, ticks) => {
            let fence = "`".repeat(ticks + 1);
            format!("{fence} {escaped} {fence}")
        }
    }
}

fn escape(character: char) -> impl Iterator<Item = char> {
    let is_escaped = character.is_control() || is_hidden(character);
    let escaped = is_escaped.then(|| character.escape_default());
    let plain = (!is_escaped).then_some(character);
    escaped.into_iter().flatten().chain(plain)
}

/// Escapes hidden characters in emitted Rust, where only string literals contain any: `proc_macro2`
/// escapes most but not all of them.
pub(crate) fn literals(rust: &str) -> Cow<'_, str> {
    if rust.is_ascii() {
        Cow::Borrowed(rust)
    } else {
        escaped(rust)
    }
}

/// Escapes hidden characters.
pub(crate) fn escaped(text: &str) -> Cow<'_, str> {
    if text.contains(is_hidden) {
        text.chars().flat_map(escape_hidden).collect()
    } else {
        Cow::Borrowed(text)
    }
}

fn escape_hidden(character: char) -> impl Iterator<Item = char> {
    let escaped = is_hidden(character).then(|| character.escape_unicode());
    let plain = (!is_hidden(character)).then_some(character);
    escaped.into_iter().flatten().chain(plain)
}

/// Returns a text as a string of TOML, in quotes.
pub(crate) fn toml_string(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            // Writing to a string does not fail.
            hidden if is_hidden(hidden) => {
                let _ = write!(quoted, "\\U{:08X}", u32::from(hidden));
            }
            plain => quoted.push(plain),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_characters_are_removed_from_lines() {
        assert_eq!(lines("a\rb\u{202e}c\u{200b}\n\td\u{2028}"), "abc\n\td");
        assert_eq!(
            lines("e\u{301} \u{1f469}\u{200d}\u{1f680}"),
            "e\u{301} \u{1f469}\u{200d}\u{1f680}"
        );
        assert_eq!(line(" a\n\n```\r\nb "), "a ``` b");
    }

    #[test]
    fn code_spans_preserve_backticks_and_escape_line_feeds() {
        for (text, expected) in [
            ("a", "`a`"),
            ("a`b", "`` a`b ``"),
            ("``", "``` `` ```"),
            ("", "The empty string"),
            ("a\n```\nb", "```` a\\n```\\nb ````"),
            ("a\u{202e}\r", "`a\\u{202e}\\r`"),
        ] {
            assert_eq!(code_span(text), expected);
        }
    }

    #[test]
    fn toml_strings_are_parsed_to_the_same_text() {
        let text = "a \"b\" \\ c\n\t\r\u{202e}\u{0}\u{7f}\u{e0001}é";
        let quoted = toml_string(text);
        let table: toml::Table = format!("text = {quoted}").parse().unwrap();
        assert_eq!(table["text"].as_str(), Some(text));
        assert!(!quoted.contains(is_hidden), "{quoted}");
    }
}
