//! Doc comments.

mod alias;
pub(super) mod link;
mod markdown;
pub(super) mod wrap;

use quote::ToTokens;
use syn::{AttrStyle, Attribute, Path};

use crate::model::{Docs, RustName};

pub(super) use crate::emit::docs::alias::{alias, operation_aliases};
pub(super) use crate::emit::docs::markdown::{inline, markdown};
use crate::emit::syntax::{self, Attributes};
use crate::neutral;
pub(super) use crate::neutral::code_span as code;

/// Returns the doc comment of an item: its description or else `fallback`, its notes, and `last`;
/// and `#[deprecated]`.
pub(super) fn comment(docs: &Docs, fallback: &str, last: &[String]) -> Attributes {
    let text = description(docs).unwrap_or_else(|| fallback.to_owned());
    described(text, docs, last)
}

/// Returns the doc comment of a request's setter: `Sets the page to return.`, with the rest of the
/// description; and `#[deprecated]`.
pub(super) fn setter_comment(name: &str, rust_name: &RustName, docs: &Docs) -> Attributes {
    let text = match description(docs) {
        Some(text) if wrap::begins_block(&text) => format!("Sets {}.\n\n{text}", code(name)),
        Some(text) if name == rust_name.as_str() => sets(name, &text),
        Some(text) => format!("Sets {}: {}", code(name), continued(&text)),
        None => format!("Sets {}.", code(name)),
    };
    described(text, docs, &[])
}

/// Returns the summary of a setter, with the first sentence of the description.
pub(super) fn setter_summary(name: &str, docs: &Docs) -> String {
    match docs.text.as_deref().and_then(first_sentence) {
        Some(sentence) => sets(name, &sentence),
        None => format!("Sets {}.", code(name)),
    }
}

/// Returns a description as the object of `Sets`, after the name if it is not a noun phrase.
fn sets(name: &str, description: &str) -> String {
    let text = continued(description);
    if is_noun_phrase(&text) {
        format!("Sets {text}")
    } else {
        format!("Sets {}: {text}", code(name))
    }
}

/// Returns `true` if the text appears to begin with a noun phrase, or with `whether`, and not with
/// a clause such as `the id must be unique`.
fn is_noun_phrase(text: &str) -> bool {
    const ARTICLES: &[&str] = &["a", "all", "an", "any", "each", "every", "the"];
    const RELATIVES: &[&str] = &[
        "if", "that", "when", "where", "which", "while", "who", "whose",
    ];
    const VERBS: &[&str] = &[
        "are", "can", "cannot", "could", "defaults", "did", "do", "does", "had", "has", "have",
        "is", "may", "might", "must", "needs", "shall", "should", "was", "were", "will", "would",
    ];
    let mut words = text.split_whitespace();
    match words.next() {
        Some("whether") => return true,
        Some(first) if ARTICLES.contains(&first) => {}
        _ => return false,
    }
    for word in words {
        let bare = word.trim_end_matches(['.', ',', ':', ';', '!', '?']);
        if VERBS.contains(&bare) || bare.ends_with("n't") {
            return false;
        }
        if RELATIVES.contains(&bare) || bare.len() < word.len() {
            break;
        }
    }
    true
}

fn description(docs: &Docs) -> Option<String> {
    let text = docs.text.as_deref().map(markdown);
    text.filter(|text| !text.is_empty())
}

fn described(text: String, docs: &Docs, last: &[String]) -> Attributes {
    let mut paragraphs = vec![text];
    if !docs.notes.is_empty() {
        paragraphs.push(docs.notes.join(" "));
    }
    paragraphs.extend(last.iter().cloned());
    lines(&paragraphs.join("\n\n")).with(deprecation(docs))
}

/// Returns `#[deprecated]`, if the document marks the item as deprecated.
pub(super) fn deprecation(docs: &Docs) -> Option<Attribute> {
    docs.deprecated.then(|| syntax::attribute("deprecated"))
}

/// Returns a description as the continuation of a sentence: a first word that is capitalized only
/// at the beginning of a sentence is in lower case.
fn continued(text: &str) -> String {
    const FIRST_WORDS: &[&str] = &[
        "A", "All", "An", "Any", "Each", "Every", "How", "If", "Only", "Optional", "The", "What",
        "When", "Where", "Whether", "Which", "Who", "Whose",
    ];
    match text.split_once(' ') {
        Some((first, rest)) if FIRST_WORDS.contains(&first) => {
            format!("{} {rest}", first.to_lowercase())
        }
        _ => text.to_owned(),
    }
}

/// The replacement of a tab, which Clippy rejects in doc comments.
const TAB: &str = "    ";

/// Returns a `///` comment with the lines of the text.
pub(super) fn lines(text: &str) -> Attributes {
    let text = neutral::lines(text);
    let text = text.replace('\t', TAB);
    let lines = text.lines().map(|line| {
        if line.is_empty() {
            syntax::doc("")
        } else {
            syntax::doc(&format!(" {line}"))
        }
    });
    Attributes(lines.collect())
}

/// Returns a `//!` comment with the lines of the text.
pub(super) fn inner_lines(text: &str) -> Attributes {
    let mut lines = lines(text);
    for line in &mut lines.0 {
        line.style = AttrStyle::Inner(Default::default());
    }
    lines
}

/// Returns a path as the target of a link, in which raw names are written without `r#`.
pub(super) fn link_target(path: &Path) -> String {
    let target = path.to_token_stream().to_string();
    target.replace(' ', "").replace("r#", "")
}

/// Returns the indefinite article of a type name.
pub(super) fn article(name: &str) -> &'static str {
    // Spoken with a consonant: `Url`, `User`, `Unit`, `One`, `Euro`.
    const CONSONANTS: &[&str] = &["Eu", "One", "Uni", "Ur", "Us", "Ut", "Uu"];
    let is_consonant = CONSONANTS.iter().any(|start| name.starts_with(start));
    if name.starts_with(['A', 'E', 'I', 'O', 'U']) && !is_consonant {
        "an"
    } else {
        "a"
    }
}

/// Returns a phrase as a sentence, with a capital and a full stop.
pub(super) fn sentence(phrase: &str) -> String {
    let mut characters = phrase.chars();
    let first = characters.next().map(char::to_uppercase);
    format!(
        "{}{}.",
        first.into_iter().flatten().collect::<String>(),
        characters.as_str()
    )
}

/// Returns the first paragraph of a description on one line, or `None` if there is none.
pub(super) fn first_paragraph(text: &str) -> Option<String> {
    let lines = text.trim().lines().map(str::trim);
    let lines: Vec<&str> = lines.take_while(|line| !line.is_empty()).collect();
    Some(markdown::paragraph(&lines.join(" "))).filter(|text| !text.is_empty())
}

/// Returns the first sentence of a description on one line, or `None` if the description does not
/// begin with a sentence.
pub(super) fn first_sentence(text: &str) -> Option<String> {
    let paragraph = first_paragraph(text)?;
    let is_code = text.trim().lines().next().and_then(markdown::fence_of);
    if is_code.is_some() || wrap::begins_block(&paragraph) {
        return None;
    }
    let mut segments = wrap::segments(&paragraph).peekable();
    let mut sentence = Vec::new();
    while let Some(segment) = segments.next() {
        sentence.push(segment);
        let is_end =
            segment.ends_with(['.', '!', '?']) && !["e.g.", "i.e.", "vs."].contains(&segment);
        let next = segments.peek();
        if is_end && next.is_none_or(|next| !next.starts_with(char::is_lowercase)) {
            break;
        }
    }
    let sentence = sentence.join(" ");
    // A list may follow, or emphasis may continue beyond the sentence.
    let is_whole = !sentence.ends_with(':') && sentence.matches("**").count().is_multiple_of(2);
    is_whole.then(|| {
        if sentence.ends_with(['.', '!', '?']) {
            sentence
        } else {
            format!("{sentence}.")
        }
    })
}

#[cfg(test)]
mod tests {
    use super::{article, first_paragraph, first_sentence, lines, markdown, setter_summary};
    use crate::model::Docs;

    #[test]
    fn articles_match_the_name() {
        for (name, expected) in [
            ("Company", "a"),
            ("Admin", "an"),
            ("UpdateContactRequest", "an"),
            ("UserList", "a"),
        ] {
            assert_eq!(article(name), expected, "of {name}");
        }
    }

    #[test]
    fn a_paragraph_ends_at_an_empty_line() {
        assert_eq!(first_paragraph("\na\n b\n\nc").as_deref(), Some("a b"));
        assert_eq!(first_paragraph(" \n"), None);
    }

    /// The paragraph is emitted as the text of list items.
    #[test]
    fn a_paragraph_begins_no_code_block() {
        for (text, expected) in [
            ("~~~\nfoo {\n~~~", "\\~~~ foo { ~~~"),
            ("```rust\nfoo {", "\\`\\`\\`rust foo {"),
            ("```\nfoo {\n```", "``` foo { ```"),
            ("- ~~~\n  foo", "- \\~~~ foo"),
        ] {
            let paragraph = first_paragraph(text).unwrap();
            assert_eq!(paragraph, expected, "of {text:?}");
            assert_eq!(markdown::fence_of(&paragraph), None, "of {text:?}");
        }
    }

    #[test]
    fn tabs_become_spaces() {
        let comment = lines("a\tb\n```text\n\tcode\n```").0;
        let text: Vec<String> = comment
            .iter()
            .map(|line| quote::quote!(#line).to_string())
            .collect();
        assert!(
            !text.concat().contains('\t') && text.concat().contains("a    b"),
            "{text:?}"
        );
    }

    #[test]
    fn a_sentence_ends_before_the_next_one() {
        let cases = [
            ("The name. It is unique.", Some("The name.")),
            ("The name", Some("The name.")),
            ("One of:\n\n- a", None),
            (
                "A version, e.g. 2.7. Not `a. B`.",
                Some("A version, e.g. 2.7."),
            ),
            (
                "In `a. B` or [c. D](https://e.f). G.",
                Some("In `a. B` or [c. D](https://e.f)."),
            ),
            ("**Beta. Soon.** A", None),
            ("- a\n- b", None),
            ("# Title", None),
            ("```\n\na\n```", None),
            ("", None),
        ];
        for (text, expected) in cases {
            assert_eq!(first_sentence(text).as_deref(), expected, "of {text:?}");
        }
    }

    #[test]
    fn setters_are_documented_by_the_first_sentence() {
        let summary = |text: &str| {
            let text = Some(text.to_owned());
            setter_summary(
                "name",
                &Docs {
                    text,
                    ..Docs::default()
                },
            )
        };
        assert_eq!(summary("The name. It is unique."), "Sets the name.");
        assert_eq!(summary("Whether to sort."), "Sets whether to sort.");
        assert_eq!(
            summary("The name that is shown."),
            "Sets the name that is shown."
        );
        assert_eq!(
            summary("The name must be unique."),
            "Sets `name`: the name must be unique."
        );
        assert_eq!(
            summary("When it was named."),
            "Sets `name`: when it was named."
        );
        assert_eq!(summary("Acme's name"), "Sets `name`: Acme's name.");
        assert_eq!(summary(""), "Sets `name`.");
    }
}
