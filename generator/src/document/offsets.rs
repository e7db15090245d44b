//! The offsets of positions in a text.

use crate::diagnostic::Position;

/// The number of characters between two that are indexed.
const STEP: usize = 64;

/// An index of a text, by which the offset of a position is found in constant time.
#[derive(Clone, Debug)]
pub(super) struct Offsets {
    /// The number of characters before each line.
    lines: Vec<usize>,
    /// The offset of each [`STEP`]th character.
    characters: Vec<usize>,
}

impl Offsets {
    pub(super) fn of(text: &str) -> Self {
        let mut offsets = Self {
            lines: vec![0],
            characters: Vec::with_capacity(text.len() / STEP + 1),
        };
        for (index, (offset, character)) in text.char_indices().enumerate() {
            if index % STEP == 0 {
                offsets.characters.push(offset);
            }
            if character == '\n' {
                offsets.lines.push(index + 1);
            }
        }
        offsets
    }

    /// Returns the text from a position on.
    pub(super) fn rest<'t>(&self, text: &'t str, position: Position) -> Option<&'t str> {
        let line = self.lines.get(position.line.checked_sub(1)?)?;
        let index = line + position.column.checked_sub(1)?;
        let rest = text.get(*self.characters.get(index / STEP)?..)?;
        let (offset, _) = rest.char_indices().nth(index % STEP)?;
        rest.get(offset..)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_characters() {
        let line = "é".repeat(3 * STEP);
        let text = format!("a\n{line}b\n\nc");
        let offsets = Offsets::of(&text);
        let rest = |line, column| offsets.rest(&text, Position { line, column });
        assert_eq!(rest(1, 1), Some(&*text));
        assert_eq!(rest(2, 3 * STEP + 1), Some("b\n\nc"));
        assert_eq!(rest(2, 3 * STEP), Some("éb\n\nc"));
        assert_eq!(rest(4, 1), Some("c"));
        assert_eq!(rest(4, 2), None);
        assert_eq!(rest(5, 1), None);
        assert_eq!(rest(0, 1), None);
    }
}
