//! Doc comments.

use quote::quote;
use syn::{AttrStyle, Attribute};

use crate::model::{Docs, RustName};

pub(super) use super::markdown::markdown;
use super::syntax::{self, Attributes};

/// The doc comment of an item: the document's words or else `fallback`, the facts, and `last`.
pub(super) fn comment(docs: &Docs, fallback: &str, last: &[String]) -> Attributes {
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

/// `///` for every line.
pub(super) fn lines(text: &str) -> Attributes {
    let lines = text.lines().map(|line| {
        if line.is_empty() {
            syntax::doc("")
        } else {
            syntax::doc(&format!(" {line}"))
        }
    });
    Attributes(lines.collect())
}

/// `//!` for every line.
pub(super) fn inner_lines(text: &str) -> Attributes {
    let mut lines = lines(text);
    for line in &mut lines.0 {
        line.style = AttrStyle::Inner(Default::default());
    }
    lines
}

/// The document's name of an item, under which a search in the documentation finds it too; nothing
/// where the Rust name is the same but for case and underscores, or rustdoc would refuse the name.
pub(super) fn alias(document_name: &str, rust_name: &RustName) -> Option<Attribute> {
    let plain = |name: &str| name.replace('_', "").to_lowercase();
    let is_searchable = document_name.starts_with(char::is_alphabetic)
        && document_name.ends_with(char::is_alphanumeric)
        && !document_name.contains(|character: char| {
            matches!(character, '"' | '\'') || character.is_whitespace() || character.is_control()
        });
    let differs = plain(document_name) != plain(rust_name.as_str());
    (is_searchable && differs)
        .then(|| syntax::attribute_list("doc", quote!(alias = #document_name)))
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

/// The first paragraph of a description, on one line; `None` if there is none.
pub(super) fn first_paragraph(text: &str) -> Option<String> {
    let lines = text.trim().lines().map(str::trim);
    let lines: Vec<&str> = lines.take_while(|line| !line.is_empty()).collect();
    Some(markdown(&lines.join(" "))).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use quote::ToTokens;

    use super::{alias, code, first_paragraph};
    use crate::model::RustName;

    #[test]
    fn code_keeps_its_backticks() {
        assert_eq!(code("a"), "`a`");
        assert_eq!(code("a`b"), "`` a`b ``");
        assert_eq!(code("``"), "``` `` ```");
        assert_eq!(code(""), "Empty text");
    }

    #[test]
    fn a_paragraph_ends_at_an_empty_line() {
        assert_eq!(first_paragraph("\na\n b\n\nc").as_deref(), Some("a b"));
        assert_eq!(first_paragraph(" \n"), None);
    }

    #[test]
    fn aliases_say_something_new() {
        let alias_of = |name: &str, rust_name: &str| {
            let rust_name = RustName::verbatim(rust_name).unwrap();
            alias(name, &rust_name).map(|alias| alias.to_token_stream().to_string())
        };
        assert_eq!(alias_of("createNote", "create_note"), None);
        assert_eq!(
            alias_of("pt-BR", "PtBr").as_deref(),
            Some("# [doc (alias = \"pt-BR\")]")
        );
        for refused in ["2.7", "a b", "it's", "", "a-"] {
            assert_eq!(alias_of(refused, "Other"), None, "{refused}");
        }
    }
}
