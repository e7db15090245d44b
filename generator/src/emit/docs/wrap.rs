//! Line wrapping of doc comments.
//!
//! Long lines are split at spaces where CommonMark renders a line break as a space; lines are never
//! joined. Code, tables, headings and links are not split.

use std::iter;

use crate::emit::docs::markdown::{code_span, escaped, fence_of, list_marker};

/// The maximum width of lines, including the indentation of the item.
const WIDTH: usize = 100;

/// Returns the indentation and the marker of a line of a doc comment: `    ///`.
pub(in crate::emit) fn marker(line: &str) -> Option<&str> {
    let text = line.trim_ascii_start();
    let is_doc = text.starts_with("///") || text.starts_with("//!");
    is_doc.then(|| &line[..line.len() - text.len() + 3])
}

fn push(line: &str, wrapped: &mut String) {
    wrapped.push_str(line);
    wrapped.push('\n');
}

/// Wraps the lines of one comment, which begin with the marker.
pub(in crate::emit) fn comment(marker: &str, lines: &[&str], wrapped: &mut String) {
    let width = WIDTH.saturating_sub(marker.len() + 1);
    let texts = lines.iter().map(|line| {
        let text = &line[marker.len()..];
        text.strip_prefix(' ').unwrap_or(text)
    });
    if texts.clone().all(|text| fits(text, width)) {
        lines.iter().for_each(|line| push(line, wrapped));
        return;
    }
    let texts: Vec<&str> = texts.collect();
    let mut fence: Option<&str> = None;
    let mut is_table = false;
    for (index, (line, text)) in lines.iter().zip(&texts).enumerate() {
        let is_code = fence.is_some();
        match (fence, fence_of(text)) {
            (None, opening) => fence = opening,
            (Some(opening), Some(closing))
                if closing.starts_with(opening) && text.trim() == closing =>
            {
                fence = None;
            }
            (Some(_), _) => {}
        }
        let is_head = texts
            .get(index + 1)
            .is_some_and(|next| is_delimiter_row(next));
        is_table = !text.is_empty() && (is_table || is_head);
        if is_code || fence.is_some() || is_table || fits(text, width) || !is_prose(text) {
            push(line, wrapped);
        } else {
            split(marker, text, width, wrapped);
        }
    }
}

fn fits(text: &str, width: usize) -> bool {
    text.len() <= width || text.chars().count() <= width
}

/// Returns `true` if the line separates the head of a table from its rows: `| --- | :-: |`.
fn is_delimiter_row(line: &str) -> bool {
    let only = |character| matches!(character, '|' | '-' | ':' | ' ');
    line.contains('|') && line.contains('-') && line.chars().all(only)
}

/// Returns `true` if the line may be split: it is not indented code, a heading, a quotation or a
/// link definition.
fn is_prose(line: &str) -> bool {
    let text = line.trim_start();
    let is_definition = text.starts_with('[') && text.contains("]:");
    line.len() - text.len() < 4 && !text.starts_with(['#', '>', '|']) && !is_definition
}

/// Splits a line; continuation lines of a list item are indented like its text.
fn split(marker: &str, line: &str, width: usize, wrapped: &mut String) {
    let mut start = line.len() - line.trim_start().len();
    while let Some((_, item)) = list_marker(&line[start..]) {
        start = line.len() - item.len();
    }
    let indentation = " ".repeat(start);
    let mut current = line[..start].to_owned();
    let mut length = start;
    for segment in segments(&line[start..]) {
        let added = segment.chars().count();
        if length > start && length + 1 + added > width {
            push(&format!("{marker} {current}"), wrapped);
            current.clone_from(&indentation);
            length = start;
        }
        if length > start {
            current.push(' ');
            length += 1;
        }
        current.push_str(segment);
        length += added;
    }
    push(&format!("{marker} {current}"), wrapped);
}

/// Splits a line into segments between which it may be wrapped: a code span or a link is part of
/// one segment, and a word that would begin a list, a heading or another block is kept with the
/// word before it.
pub(in crate::emit) fn segments(line: &str) -> impl Iterator<Item = &str> {
    const SPACES: [char; 2] = [' ', '\t'];
    let mut rest = line.trim_matches(SPACES);
    iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let mut end = word_end(rest);
        loop {
            let next = rest[end..].trim_start_matches(SPACES);
            // A backslash at the end of a line is a line break.
            let is_bound = begins_block(next) || rest[..end].ends_with('\\');
            if next.is_empty() || !is_bound {
                break;
            }
            end = rest.len() - next.len() + word_end(next);
        }
        let segment = &rest[..end];
        rest = rest[end..].trim_start_matches(SPACES);
        Some(segment)
    })
}

/// Returns the length of the first word of the text.
fn word_end(text: &str) -> usize {
    let mut end = 0;
    while let Some(plain) = text[end..].find([' ', '\t', '`', '\\', '[']) {
        end += plain;
        let rest = &text[end..];
        if rest.starts_with([' ', '\t']) {
            return end;
        }
        let whole = code_span(rest)
            .or_else(|| escaped(rest))
            .or_else(|| link(rest));
        end += whole.map_or(1, str::len);
    }
    text.len()
}

/// Returns the link that the text begins with: `[text](target)`, `[text][label]` or `[text]`.
fn link(text: &str) -> Option<&str> {
    let label = enclosed(text, '[', ']')?;
    let rest = &text[label.len()..];
    let target = enclosed(rest, '(', ')').or_else(|| enclosed(rest, '[', ']'));
    Some(&text[..label.len() + target.map_or(0, str::len)])
}

/// Returns the text up to the bracket that closes the one it begins with.
fn enclosed(text: &str, open: char, close: char) -> Option<&str> {
    let mut depth = usize::from(text.starts_with(open));
    let mut end = depth;
    while depth > 0 {
        let rest = &text[end..];
        let character = rest.chars().next()?;
        if let Some(whole) = code_span(rest).or_else(|| escaped(rest)) {
            end += whole.len();
            continue;
        }
        end += character.len_utf8();
        if character == open {
            depth += 1;
        } else if character == close {
            depth -= 1;
        }
    }
    (end > 0).then(|| &text[..end])
}

/// Returns `true` if a line that begins with the text would begin a block other than a paragraph,
/// or make the previous line a heading or a table.
pub(in crate::emit) fn begins_block(text: &str) -> bool {
    if text.starts_with(|first: char| first.is_ascii_alphabetic()) {
        return false;
    }
    let word = text.split_whitespace().next().unwrap_or_default();
    let digits = word.trim_end_matches(['.', ')']);
    let is_number = digits.len() < word.len() && digits.chars().all(|one| one.is_ascii_digit());
    let is_rule = word
        .chars()
        .all(|one| matches!(one, '-' | '=' | '*' | '+' | '_' | ':' | '|'));
    is_number
        || is_rule
        || word.starts_with(['#', '>', '|'])
        || ["```", "~~~", "[^"]
            .iter()
            .any(|start| word.starts_with(start))
        || (word.starts_with('<') && !word.starts_with("<http"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Wraps text at an indentation that leaves `width` columns for it.
    fn wrap(width: usize, text: &str) -> String {
        let marker = format!("{}///", " ".repeat(WIDTH - width - 4));
        let comment = text.lines().map(|line| match line {
            "" => format!("{marker}\n"),
            line => format!("{marker} {line}\n"),
        });
        let wrapped = wrapped(&marker, &comment.collect::<String>());
        let lines = wrapped.lines().map(|line| {
            let text = line.strip_prefix(&marker).unwrap();
            text.strip_prefix(' ').unwrap_or(text)
        });
        lines.collect::<Vec<_>>().join("\n")
    }

    fn wrapped(marker: &str, text: &str) -> String {
        let mut wrapped = String::new();
        let lines: Vec<&str> = text.lines().collect();
        assert!(lines.iter().all(|line| super::marker(line) == Some(marker)));
        comment(marker, &lines, &mut wrapped);
        wrapped
    }

    fn check(width: usize, cases: &[(&str, &str)]) {
        for (text, expected) in cases {
            assert_eq!(wrap(width, text), *expected, "of {text:?}");
        }
    }

    fn keeps(width: usize, texts: &[&str]) {
        for text in texts {
            assert_eq!(wrap(width, text), *text);
        }
    }

    #[test]
    fn long_lines_are_split_and_short_ones_are_not_joined() {
        check(
            12,
            &[
                ("one two three four", "one two\nthree four"),
                ("one\ntwo three four", "one\ntwo three\nfour"),
                ("one two\n\nthree four five", "one two\n\nthree four\nfive"),
                ("Überlänge übt es", "Überlänge\nübt es"),
                ("unbreakable-word and", "unbreakable-word\nand"),
            ],
        );
    }

    #[test]
    fn the_width_counts_the_indentation() {
        let line = format!("        //! {} {}\n", "a".repeat(80), "b".repeat(8));
        let expected = format!(
            "        //! {}\n        //! {}\n",
            "a".repeat(80),
            "b".repeat(8)
        );
        assert_eq!(wrapped("        //!", &line), expected);
        assert_eq!(wrapped("    //!", &line[4..]), &line[4..]);
    }

    #[test]
    fn code_tables_headings_and_definitions_are_not_split() {
        keeps(
            12,
            &[
                "```text\none two three four\n```",
                "~~~text\n```\none two three four\n~~~",
                "    indented code that is long",
                "# A heading that is long",
                "name | description\n--- | ---\none two | three four",
                "| name | description |\n|---|:-:|\n| one two | three four |",
                "[`Company`]: crate::types::Company some",
            ],
        );
        check(
            12,
            &[(
                "```text\na\n```\none two three",
                "```text\na\n```\none two\nthree",
            )],
        );
    }

    #[test]
    fn code_spans_and_links_are_not_split() {
        check(
            12,
            &[
                ("a `b c d e f` g", "a\n`b c d e f`\ng"),
                ("a ``b ` c d e`` f", "a\n``b ` c d e``\nf"),
                ("a [b c d](https://e.f).", "a\n[b c d](https://e.f)."),
                ("a [`b` c][`d e f`] g", "a\n[`b` c][`d e f`]\ng"),
                ("a \\[b c d\\](e) f", "a \\[b c\nd\\](e) f"),
            ],
        );
    }

    #[test]
    fn continuation_lines_of_list_items_are_indented() {
        check(
            12,
            &[
                ("- one two three", "- one two\n  three"),
                ("  * one two three", "  * one two\n    three"),
                ("10. one two three", "10. one two\n    three"),
                ("- - one two three", "- - one two\n    three"),
            ],
        );
    }

    #[test]
    fn no_continuation_line_begins_a_block() {
        check(
            9,
            &[
                ("one two - three", "one two -\nthree"),
                ("one two 1. three", "one\ntwo 1.\nthree"),
                ("one two # three", "one two #\nthree"),
                ("one two === three", "one\ntwo ===\nthree"),
                ("one two| --- three", "one\ntwo| ---\nthree"),
                ("one two\\ three", "one\ntwo\\ three"),
                ("one two -three", "one two\n-three"),
            ],
        );
    }
}
