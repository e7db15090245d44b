mod spelling;

use std::borrow::Cow;
use std::fmt;

use heck::{ToSnakeCase, ToUpperCamelCase};
use unicode_normalization::UnicodeNormalization as _;

use crate::neutral::is_hidden;
use spelling::{spell, spell_beyond_ascii};

/// The chosen Rust name of an item (`x-rust-name`), if any, until names are assigned.
pub type Choice = Option<RustName>;

/// The maximum length of a name in bytes. File systems limit the names of files to 255 bytes; the
/// emitted modules and the pages of `rustdoc` are named after items.
const MAX_BYTES: usize = 200;

/// A valid Rust identifier in the case that its kind of item requires.
///
/// Keywords are stored unchanged; the emitter writes them as raw identifiers (`r#type`). Long names
/// are truncated, so that items with the same beginning clash. Compatibility characters are replaced by
/// those that they stand for (Unicode NFKC), since the compiler warns of them: `ﬁx` becomes `fix`, and
/// `nº` becomes `no`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RustName(String);

impl RustName {
    /// Creates the name of a type or a variant, in `UpperCamelCase`.
    ///
    /// Numbers separated by dots are versions and keep their parts: `2.16` becomes `V2_16`. Symbols
    /// are spelled out if there is no letter or digit.
    pub fn upper_camel<'a>(words: impl IntoIterator<Item = &'a str>) -> Self {
        let words: Vec<Cow<'_, str>> = words.into_iter().map(plain).collect();
        let camel = |word: &Cow<'_, str>| {
            if version_like(word) {
                format!("V{}", word.replace('.', "_"))
            } else {
                word.to_upper_camel_case()
            }
        };
        let spelled = |word: &Cow<'_, str>| spell(word).to_upper_camel_case();
        Self::checked(words.iter().map(camel).collect())
            .or_else(|| Self::checked(words.iter().map(spelled).collect()))
            .unwrap_or_else(Self::underscore)
    }

    /// Creates the name of a field, function or module, in `snake_case`.
    ///
    /// Symbols are spelled out if the word contains no letter or digit.
    pub fn snake(word: &str) -> Self {
        let snake = if is_snake_case(word) {
            word.to_owned()
        } else {
            plain(word).to_snake_case()
        };
        Self::checked(snake).unwrap_or_else(|| Self::spelled_snake(word))
    }

    /// Creates an [`upper_camel`](Self::upper_camel) name with symbols spelled out: `-name` becomes
    /// `MinusName`.
    pub fn spelled_upper_camel(word: &str) -> Self {
        Self::checked(spell(&plain(word)).to_upper_camel_case()).unwrap_or_else(Self::underscore)
    }

    /// Creates a [`snake`](Self::snake) name with symbols spelled out: `@type` becomes `at_type`.
    pub fn spelled_snake(word: &str) -> Self {
        Self::checked(spell(&plain(word)).to_snake_case()).unwrap_or_else(Self::underscore)
    }

    /// Creates an [`upper_camel`](Self::upper_camel) name that preserves capitals: `ASC`.
    ///
    /// Returns `None` if the word contains no letter or digit.
    pub fn capitalised(word: &str) -> Option<Self> {
        let word = plain(word);
        let parts = word.split(|c: char| !c.is_alphanumeric());
        let capital = |part: &str| {
            let mut rest = part.chars();
            let first = rest.next().into_iter().flat_map(char::to_uppercase);
            first.chain(rest).collect::<String>()
        };
        Self::checked(parts.map(capital).collect())
    }

    /// Creates the name of a module, which also names a file, in ASCII `snake_case`.
    pub fn module(word: &str) -> Self {
        let name = Self::snake(word);
        match name.as_str() {
            // `mod.rs` is the module of the folder itself.
            "mod" => Self("mod_".to_owned()),
            device if is_device(device) => Self(format!("{device}_")),
            ascii if ascii.is_ascii() => name,
            other => Self::spelled_snake(&spell_beyond_ascii(other)),
        }
    }

    /// Returns the name unchanged, but in the form in which the compiler compares it (Unicode NFC), or
    /// `None` if it is not a Rust identifier, or too long.
    pub fn verbatim(name: &str) -> Option<Self> {
        let name = composed(name.to_owned());
        Self::checked(name.clone()).filter(|checked| *checked.as_str() == name)
    }

    /// Creates the name of a variant from a name in the style of any language: `TRY_LIRA` becomes
    /// `TryLira`. Names that are variants of Rust already are unchanged, such as `EUR` and `V2_16`.
    pub fn variant(name: &str) -> Self {
        let name = &*plain(name);
        let has_case = |c: char| c.is_lowercase() || c.is_uppercase();
        let characters: Vec<char> = name.chars().collect();
        let is_separated = characters.windows(2).any(|pair| match pair {
            ['_', '_'] => true,
            ['_', other] | [other, '_'] => has_case(*other),
            _ => false,
        });
        let is_variant = !is_separated && !name.starts_with(char::is_lowercase);
        let verbatim = Self::verbatim(name).filter(|_| is_variant);
        verbatim.unwrap_or_else(|| Self::upper_camel([name]))
    }

    /// Returns `__`, the name of items that cannot be named.
    pub fn underscore() -> Self {
        Self("__".to_owned())
    }

    /// Appends a number to an `UpperCamelCase` name: `ShipLog2`, or `Berth1_2` after a digit.
    pub fn numbered_upper_camel(&self, number: usize) -> Self {
        let name = self.0.trim_end_matches('_');
        let separator = if name.ends_with(|c: char| c.is_ascii_digit()) {
            "_"
        } else {
            ""
        };
        Self(format!("{name}{separator}{number}"))
    }

    /// Appends a number to a `snake_case` name: `last_port_2`.
    pub fn numbered_snake(&self, number: usize) -> Self {
        Self(format!("{}_{number}", self.0.trim_end_matches('_')))
    }

    fn checked(name: String) -> Option<Self> {
        let mut name = composed(name);
        name.retain(|c| unicode_ident::is_xid_continue(c) && !is_hidden(c));
        let mut boundary = (0..=name.len().min(MAX_BYTES)).rev();
        let boundary = boundary.find(|index| name.is_char_boundary(*index));
        name.truncate(boundary.unwrap_or_default());
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

    /// Returns `true` if the name is a keyword of any edition.
    pub fn is_keyword(&self) -> bool {
        KEYWORDS.binary_search(&self.as_str()).is_ok()
    }

    /// Returns the identifier without `r#`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Returns a word without compatibility characters (Unicode NFKC).
fn plain(word: &str) -> Cow<'_, str> {
    if word.is_ascii() {
        Cow::Borrowed(word)
    } else {
        Cow::Owned(word.nfkc().collect())
    }
}

/// Returns the form in which the compiler compares an identifier (Unicode NFC): accents are part of
/// their letters.
fn composed(name: String) -> String {
    if name.is_ascii() {
        name
    } else {
        name.nfc().collect()
    }
}

/// Returns `true` if a word is in ASCII `snake_case`, as most properties are.
fn is_snake_case(word: &str) -> bool {
    let is_lower = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let mut parts = word.split('_');
    parts.all(|part| !part.is_empty() && part.bytes().all(is_lower))
}

/// The strict and reserved keywords of all editions (Rust Reference, "Keywords").
///
/// Keywords that cannot be raw identifiers are excluded.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let",
    "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return",
    "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];

impl fmt::Display for RustName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Returns `true` if Windows opens a device instead of a file of this name, in lower case and without
/// extension.
pub(crate) fn is_device(name: &str) -> bool {
    let port = name.strip_prefix("com").or(name.strip_prefix("lpt"));
    matches!(name, "aux" | "con" | "nul" | "prn")
        || port.is_some_and(|port| port.len() == 1 && port.as_bytes()[0].is_ascii_digit())
}

fn version_like(word: &str) -> bool {
    word.contains('.')
        && word
            .split('.')
            .all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn upper(word: &str) -> String {
        RustName::upper_camel([word]).to_string()
    }

    #[test]
    fn versions_keep_their_parts() {
        assert_eq!(upper("2.1"), "V2_1");
        assert_eq!(upper("2.10"), "V2_10");
    }

    #[test]
    fn symbols_are_spelled_out_without_letters_and_digits() {
        let snake = |word| RustName::snake(word).to_string();
        assert_eq!(upper("!="), "NotEqual");
        assert_eq!(upper("\u{1f600}"), "U1f600");
        assert_eq!(snake("-"), "minus");
        assert_eq!(snake(""), "empty");
        assert_eq!(snake("_"), "underscore");
        assert_eq!(snake("$filter"), "filter");
    }

    #[test]
    fn symbols_are_spelled_out_on_request() {
        let snake = |word| RustName::spelled_snake(word).to_string();
        assert_eq!(snake("@type"), "at_type");
        assert_eq!(snake("+1"), "plus_1");
        assert_eq!(snake("_id"), "underscore_id");
        assert_eq!(snake("created-at"), "created_dash_at");
        assert_eq!(snake("created_at"), "created_at");
    }

    #[test]
    fn modules_are_named_in_ascii() {
        let module = |word| RustName::module(word).to_string();
        assert_eq!(module("mod"), "mod_");
        assert_eq!(module("gr\u{f6}\u{df}e"), "gruf6udfe");
    }

    #[test]
    fn modules_have_names_that_all_file_systems_accept() {
        let module = |word: &str| RustName::module(word).to_string();
        let names = [
            "Aux", "con", "NUL", "prn", "com1", "LPT9", "com10", "console",
        ];
        assert_eq!(
            names.map(module),
            [
                "aux_", "con_", "nul_", "prn_", "com1_", "lpt9_", "com10", "console"
            ]
        );
        assert_eq!(module("Port"), module("PORT"));
        assert_eq!(module(&"\u{f6}".repeat(300)).len(), MAX_BYTES);
    }

    #[test]
    fn long_names_are_truncated() {
        let long = "ä".repeat(300);
        assert_eq!(RustName::snake(&long).as_str(), "ä".repeat(100));
        assert!(upper(&"long ".repeat(300)).len() <= MAX_BYTES);
        assert_eq!(RustName::verbatim(&long), None);
    }

    /// The expected names are the compatibility mappings of the Unicode Character Database.
    #[test]
    fn compatibility_characters_are_plain() {
        let snake = |word| RustName::snake(word).to_string();
        assert_eq!(snake("\u{b5}g"), "\u{3bc}g");
        assert_eq!(snake("nº"), "no");
        assert_eq!(snake("\u{fb01}x"), "fix");
        assert_eq!(snake("m\u{b2}"), "m2");
        assert_eq!(upper("\u{fb01}x"), "Fix");
        assert_eq!(upper("\u{1c5}ep"), "D\u{17e}ep");
        assert_eq!(RustName::variant("\u{fb01}x").as_str(), "Fix");
        assert_eq!(RustName::module("\u{ff53}hip").as_str(), "ship");
    }

    /// The compiler compares identifiers in NFC (Rust Reference, "Identifiers").
    #[test]
    fn letters_with_separate_accents_are_composed() {
        assert_eq!(RustName::snake("e\u{301}ta"), RustName::snake("\u{e9}ta"));
        let chosen = RustName::verbatim("e\u{301}ta").unwrap();
        assert_eq!(chosen.as_str(), "\u{e9}ta");
    }

    #[test]
    fn every_name_is_an_identifier() {
        assert_eq!(upper("3rd_party_error"), "_3rdPartyError");
        assert_eq!(upper("pt-BR"), "PtBr");
        assert_eq!(upper("Self"), "Self_");
        assert_eq!(upper("\u{301}"), "U301");
    }

    #[test]
    fn numbers_are_separated_from_digits() {
        let numbered = |word| {
            RustName::upper_camel([word])
                .numbered_upper_camel(2)
                .to_string()
        };
        assert_eq!(numbered("ship log"), "ShipLog2");
        assert_eq!(numbered("2.1"), "V2_1_2");
        assert_eq!(numbered("Self"), "Self2");
        assert_eq!(
            RustName::snake("last port").numbered_snake(3).to_string(),
            "last_port_3"
        );
    }
}
