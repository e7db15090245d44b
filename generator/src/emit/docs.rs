//! Doc comments.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::Docs;

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

/// Makes a description from a document fit for rustdoc: nothing in it becomes a doctest, a link to
/// an item, or HTML.
pub(super) fn markdown(text: &str) -> String {
    let mut fenced = false;
    let mut out = Vec::new();
    for line in text.trim().lines() {
        let line = line.trim_end();
        if line.trim_start().starts_with("```") {
            out.push(if fenced {
                "```".to_owned()
            } else {
                "```text".to_owned()
            });
            fenced = !fenced;
        } else if fenced {
            out.push(line.to_owned());
        } else {
            out.push(prose(line));
        }
    }
    if fenced {
        out.push("```".to_owned());
    }
    out.join("\n")
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

/// Escapes what rustdoc would take for links and HTML, and makes bare URLs links.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(character) = rest.chars().next() {
        if rest.starts_with("https://") || rest.starts_with("http://") {
            let end = rest.find(is_url_end).unwrap_or(rest.len());
            let url = rest[..end].trim_end_matches(['.', ',', ';', ':', '!', '?']);
            out.push_str(&format!("<{url}>"));
            rest = &rest[url.len()..];
            continue;
        }
        if matches!(character, '[' | ']' | '<' | '>') {
            out.push('\\');
        }
        out.push(character);
        rest = &rest[character.len_utf8()..];
    }
    out
}

fn is_url_end(character: char) -> bool {
    character.is_whitespace() || matches!(character, ')' | ']' | '<' | '>' | '"' | '\'' | '*' | '|')
}

#[cfg(test)]
mod tests {
    use super::markdown;

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
    }
}
