//! The conversion of descriptions to the Markdown of rustdoc.

use crate::neutral;

/// Converts a description to Markdown for rustdoc: nothing in it becomes a doctest, a link to an
/// item, or HTML, and Markdoc tags (`{% … %}`) are removed.
pub(in crate::emit) fn markdown(text: &str) -> String {
    let text = neutral::lines(text);
    let mut fence: Option<&str> = None;
    let mut out = Vec::new();
    for line in text.trim().lines() {
        let line = line.trim_end();
        match (fence, fence_of(line)) {
            (None, Some(opening)) => {
                out.push(format!("{opening}text"));
                fence = Some(opening);
            }
            // A closing fence is of the same kind and at least as long.
            (Some(opening), Some(closing))
                if closing.starts_with(opening) && line.trim() == closing =>
            {
                out.push(opening.to_owned());
                fence = None;
            }
            (Some(_), _) => out.push(line.to_owned()),
            (None, None) => out.extend(prose(line)),
        }
    }
    out.extend(fence.map(str::to_owned));
    out.join("\n").trim().to_owned()
}

/// Converts a name that may contain any text, such as a title, to Markdown within a line.
pub(in crate::emit) fn inline(text: &str) -> String {
    escape(&neutral::line(text))
}

/// Converts a paragraph to Markdown on one line, which begins no code block.
pub(super) fn paragraph(text: &str) -> String {
    let line = prose(&neutral::line(text)).unwrap_or_default();
    line.trim().to_owned()
}

/// Returns the fence that begins or ends a code block: its backticks or tildes.
pub(in crate::emit) fn fence_of(line: &str) -> Option<&str> {
    let text = line.trim_start();
    let mark = text
        .chars()
        .next()
        .filter(|mark| matches!(mark, '`' | '~'))?;
    let end = text
        .find(|character| character != mark)
        .unwrap_or(text.len());
    let (fence, info) = text.split_at(end);
    (end >= 3 && !(mark == '`' && info.contains('`'))).then_some(fence)
}

/// Converts a line outside of code blocks; returns `None` if it consists of tags. Indentation by
/// four or more columns, also after a list marker, is reduced, as it would begin a code block.
fn prose(line: &str) -> Option<String> {
    let text = line.trim_start();
    let mut out = " ".repeat((line.len() - text.len()).min(3));
    let mut rest = text;
    while let Some((mark, item)) = list_marker(rest) {
        out.push_str(mark);
        out.push(' ');
        rest = item;
    }
    if rest.starts_with("~~~") {
        out.push('\\');
    }
    let escaped = escape(rest);
    let only_tags = escaped.trim().is_empty() && !rest.is_empty();
    out.push_str(&escaped);
    (!only_tags).then(|| out.trim_end().to_owned())
}

/// Returns the list marker that the text begins with, and the text after it.
pub(in crate::emit) fn list_marker(text: &str) -> Option<(&str, &str)> {
    let digits = text.find(|character: char| !character.is_ascii_digit())?;
    let marks: &[char] = if digits == 0 {
        &['-', '*', '+']
    } else {
        &['.', ')']
    };
    let item = text[digits..].strip_prefix(marks)?;
    item.starts_with(char::is_whitespace)
        .then(|| (&text[..=digits], item.trim_start()))
}

/// Preserves code, removes tags, escapes HTML and links to items, and turns bare URLs into links.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let after_tags = text.rfind("%}").map_or(text.len(), |end| text.len() - end);
    loop {
        let bytes = rest.as_bytes();
        let plain = (0..bytes.len()).find(|at| is_special(&bytes[*at..]));
        let plain = plain.unwrap_or(rest.len());
        out.push_str(&rest[..plain]);
        rest = &rest[plain..];
        let Some(character) = rest.chars().next() else {
            return out;
        };
        let taken = if let Some(kept) = code_span(rest)
            .or_else(|| escaped(rest))
            .or_else(|| web_link(rest))
        {
            out.push_str(kept);
            kept.len()
        } else if rest.len() > after_tags
            && let Some(tag) = tag(rest)
        {
            tag.len()
        } else if let Some(url) = url(rest) {
            out.push_str(&format!("<{url}>"));
            url.len()
        } else if character == '`' {
            let run = backticks(rest);
            out.push_str(&"\\`".repeat(run));
            run
        } else {
            if matches!(character, '[' | ']' | '<' | '>') {
                out.push('\\');
            }
            out.push(character);
            character.len_utf8()
        };
        rest = &rest[taken..];
    }
}

/// Returns `true` if the text may begin with something that is not copied as it is.
fn is_special(text: &[u8]) -> bool {
    match text {
        [b'`' | b'\\' | b'[' | b']' | b'<' | b'>' | b'{', ..] => true,
        [b'h', ..] => text.starts_with(b"http"),
        _ => false,
    }
}

fn backticks(text: &str) -> usize {
    text.len() - text.trim_start_matches('`').len()
}

/// Returns the code span that the text begins with, between two runs of backticks of equal length.
pub(in crate::emit) fn code_span(text: &str) -> Option<&str> {
    let length = Some(backticks(text)).filter(|length| *length > 0)?;
    let mut end = length;
    loop {
        end += text[end..].find('`')?;
        let run = backticks(&text[end..]);
        end += run;
        if run == length {
            return Some(&text[..end]);
        }
    }
}

/// Returns the escaped character that the text begins with.
pub(in crate::emit) fn escaped(text: &str) -> Option<&str> {
    let next = text.strip_prefix('\\')?.chars().next()?;
    next.is_ascii_punctuation().then(|| &text[..2])
}

/// Returns the Markdoc tag that the text begins with.
fn tag(text: &str) -> Option<&str> {
    let end = text.strip_prefix("{%")?.find("%}")?;
    Some(&text[..end + 4])
}

/// Returns the URL that the text begins with.
fn url(text: &str) -> Option<&str> {
    if !(text.starts_with("https://") || text.starts_with("http://")) {
        return None;
    }
    let end = text.find(is_url_end).unwrap_or(text.len());
    Some(text[..end].trim_end_matches(['.', ',', ';', ':', '!', '?']))
}

/// Returns the web link that the text begins with: `<https://…>` or `[text](https://…)`.
fn web_link(text: &str) -> Option<&str> {
    let (target, close) = match text.strip_prefix('<') {
        Some(target) => (target, ">"),
        None => {
            let label = text.strip_prefix('[')?;
            let end = label.find(['[', ']', '<', '>', '`', '\\'])?;
            (label[end..].strip_prefix("](")?, ")")
        }
    };
    let rest = target[url(target)?.len()..].strip_prefix(close)?;
    Some(&text[..text.len() - rest.len()])
}

fn is_url_end(character: char) -> bool {
    character.is_whitespace()
        || matches!(
            character,
            ')' | ']' | '<' | '>' | '"' | '\'' | '*' | '|' | '`' | '\\'
        )
}

#[cfg(test)]
mod tests {
    use super::markdown;

    fn check(cases: &[(&str, &str)]) {
        for (text, expected) in cases {
            assert_eq!(markdown(text), *expected, "of {text:?}");
        }
    }

    #[test]
    fn no_block_becomes_a_doctest() {
        check(&[
            ("```\nlet x;\n```", "```text\nlet x;\n```"),
            ("```json\n{}", "```text\n{}\n```"),
            ("~~~\n```\n~~~\nb", "~~~text\n```\n~~~\nb"),
            ("````\n```\n<x>", "````text\n```\n<x>\n````"),
            ("a\n      indented", "a\n   indented"),
            ("a\n\n\tindented", "a\n\n indented"),
            ("-     code", "- code"),
            ("1)\t\tcode", "1) code"),
            ("- -     code", "- - code"),
            ("- ```rust\n  x", "- \\`\\`\\`rust\n  x"),
            ("* ~~~rust", "* \\~~~rust"),
            ("-1 and 2.5 and 3.", "-1 and 2.5 and 3."),
        ]);
    }

    #[test]
    fn nothing_becomes_a_link_to_an_item_or_html() {
        check(&[
            ("see [x] <br>", "see \\[x\\] \\<br\\>"),
            ("[a](b) [c]", "\\[a\\](b) \\[c\\]"),
            ("[a]: b", "\\[a\\]: b"),
            ("[é", "\\[é"),
            ("\\[x\\] \\<b>", "\\[x\\] \\<b\\>"),
            ("a > b & c", "a \\> b & c"),
            ("<!-- c -->", "\\<!-- c --\\>"),
        ]);
    }

    #[test]
    fn code_is_preserved() {
        check(&[
            ("`[y]<z>` [x]", "`[y]<z>` \\[x\\]"),
            ("``a`[b]`` [x]", "``a`[b]`` \\[x\\]"),
            ("a ` [b]", "a \\` \\[b\\]"),
            ("a \\` [b] `", "a \\` \\[b\\] \\`"),
            ("`` [b] `", "\\`\\` \\[b\\] \\`"),
            ("`https://a.b`", "`https://a.b`"),
        ]);
    }

    #[test]
    fn urls_become_links_and_web_links_are_preserved() {
        check(&[
            ("[a](https://b.c/d)", "[a](https://b.c/d)"),
            ("<https://b.c>", "<https://b.c>"),
            ("at https://a.b/c.", "at <https://a.b/c>."),
            ("https://a.b/{id}", "<https://a.b/{id}>"),
            ("[a ` b](https://c.d)", "\\[a \\` b\\](<https://c.d>)"),
        ]);
    }

    #[test]
    fn markdoc_tags_are_removed() {
        check(&[
            (
                "{% admonition type=\"info\" %}\nMind [x].\n{% /admonition %}",
                "Mind \\[x\\].",
            ),
            ("a {% br %}b", "a b"),
            ("`{% a %}` {% b", "`{% a %}` {% b"),
        ]);
    }

    #[test]
    fn characters_that_the_compiler_rejects_are_removed() {
        check(&[("a\rb\u{202e}c\r\nd\u{0}", "abc\nd")]);
    }
}
