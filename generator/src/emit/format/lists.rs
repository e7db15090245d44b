//! Lists on few lines: prettyplease, whose width cannot be set, breaks at 89 columns and puts each
//! element on a line.

use crate::emit::docs::wrap;

use super::{Lines, indented};

/// The greatest width of a line.
const WIDTH: usize = 100;

/// A list in parentheses or brackets, on fewer lines.
pub(super) struct Compact<'a> {
    pub text: String,
    /// The last line of the list.
    pub last: &'a str,
    /// The lines after it.
    pub rest: Lines<'a>,
}

/// Compacts a list that begins at the end of a line.
pub(super) fn compact<'a>(first: &str, rest: &Lines<'a>) -> Option<Compact<'a>> {
    let begins_list = first.ends_with(['(', '[']) && wrap::marker(first).is_none();
    begins_list.then(|| joined(first, rest).or_else(|| filled(first, rest)))?
}

/// Joins the lines of a list that begins at the end of a line, if they fit on one. Blocks and
/// comments keep their lines.
fn joined<'a>(first: &str, rest: &Lines<'a>) -> Option<Compact<'a>> {
    let mut text = first.to_owned();
    let mut rest = rest.clone();
    let mut depth = 1_usize;
    loop {
        let last = rest.next()?;
        let part = last.trim_start();
        if part.starts_with([')', ']']) {
            text.truncate(text.trim_end_matches(',').len());
            depth -= 1;
        } else if !text.ends_with(['(', '[']) {
            text.push(' ');
        }
        text.push_str(part);
        let is_end = depth == 0;
        if text.len() > WIDTH || !is_end && (part.ends_with('{') || part.starts_with("//")) {
            return None;
        }
        if is_end {
            return Some(Compact { text, last, rest });
        }
        depth += usize::from(part.ends_with(['(', '[']));
    }
}

/// Fills lines with the texts of a list that begins at the end of a line and contains nothing else.
fn filled<'a>(first: &str, rest: &Lines<'a>) -> Option<Compact<'a>> {
    let mut text = first.to_owned();
    let mut rest = rest.clone();
    let mut width = WIDTH;
    loop {
        let last = rest.next()?;
        let part = last.trim_start();
        if part.starts_with([')', ']']) {
            text.push('\n');
            text.push_str(last);
            return Some(Compact { text, last, rest });
        }
        if !(part.starts_with('"') && part.ends_with("\",")) {
            return None;
        }
        width += 1 + part.len();
        if width > WIDTH {
            width = last.len();
            text.push('\n');
            text.push_str(last);
        } else {
            text.push(' ');
            text.push_str(part);
        }
    }
}

/// Fills lines with the elements of a list, as prettyplease puts few on a line. The list ends with
/// a line that begins with `end`. Returns the last line of the list.
pub(super) fn list<'a>(
    first: &str,
    end: &str,
    lines: &mut Lines<'a>,
    arranged: &mut String,
) -> Option<&'a str> {
    let (indent, start) = indented(first);
    let mut joined = start.to_owned();
    let mut last = None;
    for line in lines {
        let part = line.trim_start();
        if part.starts_with(['}', ')']) && joined.ends_with(',') {
            joined.pop();
        } else if joined.ends_with(',') {
            joined.push(' ');
        }
        joined.push_str(part);
        last = Some(line);
        if line
            .get(indent.len()..)
            .is_some_and(|line| line.starts_with(end))
        {
            break;
        }
    }
    let mut width = 0;
    for element in joined.split_inclusive(", ") {
        let length = element.trim_end().len();
        if width == 0 {
            arranged.push_str(indent);
            width = indent.len();
        } else if width + 1 + length > WIDTH {
            arranged.push('\n');
            arranged.push_str(indent);
            arranged.push_str("    ");
            width = indent.len() + 4;
        } else {
            arranged.push(' ');
            width += 1;
        }
        arranged.push_str(element.trim_end());
        width += length;
    }
    last
}
