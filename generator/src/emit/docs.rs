//! Doc comments.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Docs, RustName};

/// The doc comment of an item: the document's words or else `fallback`, the facts, and `last`.
pub(super) fn comment(docs: &Docs, fallback: &str, last: &[String]) -> TokenStream {
    let text = match docs.text.as_deref().filter(|text| !text.trim().is_empty()) {
        Some(text) => markdown(text),
        None => fallback.to_owned(),
    };
    let mut paragraphs = vec![text];
    if !docs.facts.is_empty() {
        paragraphs.push(docs.facts.join(" "));
    }
    if docs.deprecated {
        paragraphs.push("Deprecated.".to_owned());
    }
    paragraphs.extend(last.iter().cloned());
    lines(&paragraphs.join("\n\n"))
}

/// `#[doc = …]` for every line.
pub(super) fn lines(text: &str) -> TokenStream {
    let lines = text.lines().map(|line| match line.is_empty() {
        true => String::new(),
        false => format!(" {line}"),
    });
    quote!(#(#[doc = #lines])*)
}

/// `//!` for every line.
pub(super) fn inner_lines(text: &str) -> TokenStream {
    let lines = text.lines().map(|line| match line.is_empty() {
        true => String::new(),
        false => format!(" {line}"),
    });
    quote!(#(#![doc = #lines])*)
}

/// The document's name of an item, under which a search in the documentation finds it too; nothing
/// where the Rust name is the same but for case and underscores, or rustdoc would refuse the name.
pub(super) fn alias(document_name: &str, rust_name: &RustName) -> Option<TokenStream> {
    let plain = |name: &str| name.replace('_', "").to_lowercase();
    let is_searchable = document_name.starts_with(char::is_alphabetic)
        && document_name.ends_with(char::is_alphanumeric)
        && !document_name.contains(|character: char| {
            matches!(character, '"' | '\'') || character.is_whitespace() || character.is_control()
        });
    let differs = plain(document_name) != plain(rust_name.as_str());
    (is_searchable && differs).then(|| quote!(#[doc(alias = #document_name)]))
}

/// Text of a document as a code span, whatever backticks it has.
pub(super) fn code(text: &str) -> String {
    let longest = text.split(|character| character != '`').map(str::len).max();
    match (text, longest.unwrap_or(0)) {
        ("", _) => "Empty text".to_owned(),
        (_, 0) => format!("`{text}`"),
        (_, ticks) => {
            let fence = "`".repeat(ticks + 1);
            format!("{fence} {text} {fence}")
        }
    }
}

/// Makes a description from a document fit for rustdoc: nothing in it becomes a doctest, a link to
/// an item, or HTML.
pub(super) fn markdown(text: &str) -> String {
    let mut fence: Option<&str> = None;
    let mut out = Vec::new();
    for line in text.trim().lines() {
        let line = line.trim_end();
        match (fence, fence_of(line)) {
            (None, Some(opening)) => {
                out.push(format!("{opening}text"));
                fence = Some(opening);
            }
            // A fence is closed by one of its kind that is at least as long.
            (Some(opening), Some(closing))
                if closing.starts_with(opening) && line.trim() == closing =>
            {
                out.push(opening.to_owned());
                fence = None;
            }
            (Some(_), _) => out.push(line.to_owned()),
            (None, None) => out.push(prose(line)),
        }
    }
    out.extend(fence.map(str::to_owned));
    out.join("\n")
}

/// The first paragraph of a description, on one line; `None` if there is none.
pub(super) fn first_paragraph(text: &str) -> Option<String> {
    let lines = text.trim().lines().map(str::trim);
    let lines: Vec<&str> = lines.take_while(|line| !line.is_empty()).collect();
    Some(markdown(&lines.join(" "))).filter(|text| !text.is_empty())
}

/// The backticks or tildes that begin or end a block of code.
fn fence_of(line: &str) -> Option<&str> {
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

/// A line outside of a code block. Text that is indented by four or more would be code.
fn prose(line: &str) -> String {
    let text = line.trim_start();
    let indent = (line.len() - text.len()).min(3);
    let mut out = " ".repeat(indent);
    // Code spans are every second piece between backticks; one that is not closed is text.
    let pieces: Vec<&str> = text.split('`').collect();
    for (index, piece) in pieces.iter().enumerate() {
        let closed = index + 1 < pieces.len();
        match index % 2 == 1 && closed {
            true => out.push_str(&format!("`{piece}`")),
            false if index % 2 == 1 => out.push_str(&format!("\\`{}", escape(piece))),
            false => out.push_str(&escape(piece)),
        }
    }
    out
}

/// Escapes what rustdoc would take for HTML and for links to items, and makes bare URLs links.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(character) = rest.chars().next() {
        let taken = if let Some(link) = web_link(rest) {
            out.push_str(link);
            link.len()
        } else if let Some(url) = url(rest) {
            out.push_str(&format!("<{url}>"));
            url.len()
        } else {
            if matches!(character, '[' | ']' | '<' | '>') {
                out.push('\\');
            }
            out.push(character);
            character.len_utf8()
        };
        rest = &rest[taken..];
    }
    out
}

/// The URL that the text begins with.
fn url(text: &str) -> Option<&str> {
    if !(text.starts_with("https://") || text.starts_with("http://")) {
        return None;
    }
    let end = text.find(is_url_end).unwrap_or(text.len());
    Some(text[..end].trim_end_matches(['.', ',', ';', ':', '!', '?']))
}

/// The link into the web that the text begins with: `<https://…>` or `[words](https://…)`.
fn web_link(text: &str) -> Option<&str> {
    let (target, close) = match text.strip_prefix('<') {
        Some(target) => (target, ">"),
        None => {
            let words = text.strip_prefix('[')?;
            let end = words.find(['[', ']', '<', '>'])?;
            (words[end..].strip_prefix("](")?, ")")
        }
    };
    let rest = target[url(target)?.len()..].strip_prefix(close)?;
    Some(&text[..text.len() - rest.len()])
}

fn is_url_end(character: char) -> bool {
    character.is_whitespace() || matches!(character, ')' | ']' | '<' | '>' | '"' | '\'' | '*' | '|')
}

#[cfg(test)]
mod tests {
    use super::{code, markdown};

    #[test]
    fn nothing_becomes_a_doctest_a_link_or_html() {
        assert_eq!(markdown("```\nlet x;\n```"), "```text\nlet x;\n```");
        assert_eq!(markdown("```json\n{}"), "```text\n{}\n```");
        assert_eq!(markdown("a\n      indented"), "a\n   indented");
        assert_eq!(
            markdown("see [x] <br> `[y]<z>`"),
            "see \\[x\\] \\<br\\> `[y]<z>`"
        );
        assert_eq!(markdown("at https://a.b/c."), "at <https://a.b/c>.");
        assert_eq!(markdown("a ` b"), "a \\` b");
        assert_eq!(markdown("~~~\n```\n~~~\nb"), "~~~text\n```\n~~~\nb");
        assert_eq!(markdown("````\n```\n<x>"), "````text\n```\n<x>\n````");
    }

    #[test]
    fn links_into_the_web_stay() {
        for link in ["[a](https://b.c/d)", "<https://b.c>"] {
            assert_eq!(markdown(link), link);
        }
        assert_eq!(markdown("[a](b) [c]"), "\\[a\\](b) \\[c\\]");
        assert_eq!(markdown("[é"), "\\[é");
    }

    #[test]
    fn code_keeps_its_backticks() {
        assert_eq!(code("a"), "`a`");
        assert_eq!(code("a`b"), "`` a`b ``");
        assert_eq!(code("``"), "``` `` ```");
        assert_eq!(code(""), "Empty text");
    }
}
