//! The characters that are not displayed as they are.

/// Returns `true` for characters that control the display of others: control characters, line and
/// paragraph separators, and the marks that change the direction of text.
pub(crate) fn is_control(char: char) -> bool {
    char.is_control()
        || matches!(
            char,
            '\u{61c}'
                | '\u{200e}'
                | '\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2066}'..='\u{2069}'
        )
}
