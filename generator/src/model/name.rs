use std::fmt;

use heck::{ToSnakeCase, ToUpperCamelCase};

/// A valid Rust identifier, cased for its place.
///
/// Keywords are kept as they are; emitting writes them raw (`r#type`).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RustName(String);

impl RustName {
    /// A name of a type or a variant: `UpperCamelCase`.
    ///
    /// Numbers that dots separate are versions and keep their parts: `2.16` is `V2_16`. Where no
    /// letter or digit is there to make a name of, symbols are spelled out. `None` without words.
    pub fn upper_camel<'a>(words: impl IntoIterator<Item = &'a str>) -> Option<Self> {
        let words: Vec<&str> = words.into_iter().collect();
        let camel = |word: &&str| {
            if version_like(word) {
                format!("V{}", word.replace('.', "_"))
            } else {
                word.to_upper_camel_case()
            }
        };
        Self::checked(words.iter().map(camel).collect()).or_else(|| {
            let spelled = words.iter().map(|word| spell(word).to_upper_camel_case());
            Self::checked(spelled.collect())
        })
    }

    /// A name of a field, function or module: `snake_case`. Where no letter or digit is there to
    /// make a name of, symbols are spelled out.
    pub fn snake(word: &str) -> Option<Self> {
        Self::checked(word.to_snake_case()).or_else(|| Self::spelled_snake(word))
    }

    /// As [`upper_camel`](Self::upper_camel), with symbols spelled out: `-name` is `MinusName`.
    pub fn spelled_upper_camel(word: &str) -> Option<Self> {
        Self::checked(spell(word).to_upper_camel_case())
    }

    /// As [`snake`](Self::snake), with symbols spelled out: `@type` is `at_type`.
    pub fn spelled_snake(word: &str) -> Option<Self> {
        Self::checked(spell(word).to_snake_case())
    }

    /// As [`upper_camel`](Self::upper_camel), with capitals where the word has them: `ASC`.
    pub fn capitalised(word: &str) -> Option<Self> {
        let parts = word.split(|c: char| !c.is_alphanumeric());
        let capital = |part: &str| {
            let mut rest = part.chars();
            let first = rest.next().into_iter().flat_map(char::to_uppercase);
            first.chain(rest).collect::<String>()
        };
        Self::checked(parts.map(capital).collect())
    }

    /// A name of a module, which is the name of a file as well: `snake_case` in ASCII.
    pub fn module(word: &str) -> Option<Self> {
        let name = Self::snake(word)?;
        match name.as_str() {
            // `mod.rs` is the folder's own.
            "mod" => Self::verbatim("mod_"),
            ascii if ascii.is_ascii() => Some(name),
            other => Self::spelled_snake(&spell_beyond_ascii(other)),
        }
    }

    /// A name that somebody chose, as it stands. `None` when it is no Rust identifier.
    pub fn verbatim(name: &str) -> Option<Self> {
        Self::checked(name.to_owned()).filter(|checked| checked.as_str() == name)
    }

    /// `__`, for what no name can be made of.
    pub fn underscore() -> Self {
        Self("__".to_owned())
    }

    fn checked(name: String) -> Option<Self> {
        let name: String = name
            .chars()
            .filter(|c| unicode_ident::is_xid_continue(*c))
            .collect();
        match name.chars().next() {
            _ if name.chars().all(|c| c == '_') => None,
            Some(first) if first != '_' && !unicode_ident::is_xid_start(first) => {
                Some(Self(format!("_{name}")))
            }
            _ if matches!(name.as_str(), "self" | "super" | "crate" | "Self") => {
                Some(Self(format!("{name}_")))
            }
            _ => Some(Self(name)),
        }
    }

    /// The identifier without `r#`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RustName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The word with its symbols as words: `-name` is `minus name`, `` is `empty`.
fn spell(word: &str) -> String {
    if word.is_empty() {
        return "empty".to_owned();
    }
    let characters: Vec<char> = word.chars().collect();
    let is_letter = |index: Option<usize>| {
        let character = index.and_then(|index| characters.get(index));
        character.is_some_and(|c| c.is_alphanumeric())
    };
    let mut spelled = String::with_capacity(word.len());
    for (index, &character) in characters.iter().enumerate() {
        let inside = is_letter(index.checked_sub(1)) && is_letter(Some(index + 1));
        match (character, inside) {
            ('_' | ' ', true) => spelled.push(' '),
            ('-', true) => spelled.push_str(" dash "),
            (c, _) if c != '_' && unicode_ident::is_xid_continue(c) => spelled.push(c),
            (c, _) => spelled.push_str(&format!(" {} ", symbol(c))),
        }
    }
    spelled
}

/// What a character is called that cannot stand in a name.
fn symbol(character: char) -> String {
    let name = match character {
        ' ' => "space",
        '!' => "not",
        '"' => "double quote",
        '#' => "hash",
        '$' => "dollar",
        '%' => "percent",
        '&' => "and",
        '\'' => "quote",
        '(' => "open parenthesis",
        ')' => "close parenthesis",
        '*' => "star",
        '+' => "plus",
        ',' => "comma",
        '-' => "minus",
        '.' => "dot",
        '/' => "slash",
        ':' => "colon",
        ';' => "semicolon",
        '<' => "less",
        '=' => "equal",
        '>' => "greater",
        '?' => "question mark",
        '@' => "at",
        '[' => "open bracket",
        '\\' => "backslash",
        ']' => "close bracket",
        '^' => "caret",
        '_' => "underscore",
        '`' => "backtick",
        '{' => "open brace",
        '|' => "pipe",
        '}' => "close brace",
        '~' => "tilde",
        other => return format!("u{:x}", u32::from(other)),
    };
    name.to_owned()
}

fn spell_beyond_ascii(word: &str) -> String {
    let spelled = word.chars().map(|c| {
        if c.is_ascii() {
            c.to_string()
        } else {
            format!("u{:x}", u32::from(c))
        }
    });
    spelled.collect()
}

fn version_like(word: &str) -> bool {
    word.contains('.')
        && word
            .split('.')
            .all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::RustName;

    fn upper(word: &str) -> Option<String> {
        RustName::upper_camel([word]).map(|name| name.to_string())
    }

    #[test]
    fn versions_keep_their_parts() {
        assert_eq!(upper("2.1").as_deref(), Some("V2_1"));
        assert_eq!(upper("2.10").as_deref(), Some("V2_10"));
    }

    #[test]
    fn symbols_are_spelled_where_nothing_else_is_left() {
        let snake = |word| RustName::snake(word).map(|name| name.to_string());
        assert_eq!(upper("!=").as_deref(), Some("NotEqual"));
        assert_eq!(upper("\u{1f600}").as_deref(), Some("U1f600"));
        assert_eq!(snake("-").as_deref(), Some("minus"));
        assert_eq!(snake("").as_deref(), Some("empty"));
        assert_eq!(snake("_").as_deref(), Some("underscore"));
        assert_eq!(snake("$filter").as_deref(), Some("filter"));
    }

    #[test]
    fn symbols_are_spelled_when_asked_for() {
        let snake = |word| RustName::spelled_snake(word).map(|name| name.to_string());
        assert_eq!(snake("@type").as_deref(), Some("at_type"));
        assert_eq!(snake("+1").as_deref(), Some("plus_1"));
        assert_eq!(snake("_id").as_deref(), Some("underscore_id"));
        assert_eq!(snake("created-at").as_deref(), Some("created_dash_at"));
        assert_eq!(snake("created_at").as_deref(), Some("created_at"));
    }

    #[test]
    fn modules_are_named_in_ascii() {
        let module = |word| RustName::module(word).map(|name| name.to_string());
        assert_eq!(module("mod").as_deref(), Some("mod_"));
        assert_eq!(module("gr\u{f6}\u{df}e").as_deref(), Some("gruf6udfe"));
    }

    #[test]
    fn every_name_is_an_identifier() {
        assert_eq!(upper("3rd_party_error").as_deref(), Some("_3rdPartyError"));
        assert_eq!(upper("pt-BR").as_deref(), Some("PtBr"));
        assert_eq!(upper("Self").as_deref(), Some("Self_"));
    }
}
