//! Names of characters that identifiers cannot contain.

use crate::neutral::is_hidden;

/// Spells out the symbols of a word: `-name` becomes `minus name`, the empty word `empty`.
pub(super) fn spell(word: &str) -> String {
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
            (c, _) if c.is_alphanumeric() && unicode_ident::is_xid_continue(c) && !is_hidden(c) => {
                spelled.push(c);
            }
            (c, _) => spelled.push_str(&format!(" {} ", symbol(c))),
        }
    }
    spelled
}

/// Returns the name of a character that identifiers cannot contain.
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

/// Spells out the characters of a word that are not ASCII, by their code points.
pub(super) fn spell_beyond_ascii(word: &str) -> String {
    let spelled = word.chars().map(|c| {
        if c.is_ascii() {
            c.to_string()
        } else {
            format!("u{:x}", u32::from(c))
        }
    });
    spelled.collect()
}
