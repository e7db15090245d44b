//! Equal diagnostics of one file, which reports show once.

use crate::hash::HashMap;

use super::{Diagnostic, Diagnostics, Pointer};

/// The largest number of locations that a note lists.
const MAX_LOCATIONS: usize = 5;

/// The diagnostics of one file that have the same severity, code and message.
#[derive(Clone, Debug)]
pub struct Group<'a> {
    /// The first one, by position.
    pub first: &'a Diagnostic,
    /// The others, by position.
    pub others: Vec<&'a Diagnostic>,
}

impl Group<'_> {
    /// Returns a note about the other diagnostics, if there are any: `and 2 more like this at 3:5,
    /// 9:5`. Those on the line of the first have their JSON pointer: it may be the only line.
    pub fn note(&self) -> Option<String> {
        let count = self.others.len();
        if count == 0 {
            return None;
        }
        let others = self.others.iter();
        let locations: Vec<String> = others.filter_map(|one| self.location(one)).collect();
        let mut note = format!("and {count} more like this");
        if !locations.is_empty() {
            note.push_str(" at ");
            note.push_str(&locations[..locations.len().min(MAX_LOCATIONS)].join(", "));
        }
        if locations.len() > MAX_LOCATIONS {
            note.push_str(", …");
        }
        Some(note)
    }

    fn location(&self, other: &Diagnostic) -> Option<String> {
        let pointer = other.pointer.as_ref().map(Pointer::in_message);
        let pointer = pointer.filter(|text| !text.is_empty());
        let first = self.first.position.map(|first| first.line);
        let is_on_line = other.position.map(|position| position.line) == first;
        let position = other.position.filter(|_| !is_on_line || pointer.is_none());
        position.map(|position| position.to_string()).or(pointer)
    }
}

impl Diagnostics {
    /// Returns the diagnostics by file, position and code, with equal ones of a file as one group
    /// at the position of the first.
    pub fn groups(&self) -> Vec<Group<'_>> {
        let mut groups: Vec<Group<'_>> = Vec::new();
        let mut known = HashMap::default();
        for one in self.sorted() {
            let key = (&one.file, one.severity, one.code, &one.message);
            if let Some(&index) = known.get(&key) {
                let group: &mut Group<'_> = &mut groups[index];
                group.others.push(one);
            } else {
                known.insert(key, groups.len());
                groups.push(Group {
                    first: one,
                    others: Vec::new(),
                });
            }
        }
        groups
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Code, Position};
    use super::*;

    fn diagnostic(file: &str, message: &str, line: usize) -> Diagnostic {
        let position = Position { line, column: 7 };
        let pointer = Pointer::root().child("paths").index(line);
        Diagnostic::warning(Code::UnknownKeyword, file, message).at(pointer, Some(position))
    }

    #[test]
    fn equal_diagnostics_of_a_file_are_one_group() {
        let found: Diagnostics = [
            diagnostic("a.yaml", "one", 9),
            diagnostic("a.yaml", "two", 4),
            diagnostic("b.yaml", "one", 1),
            diagnostic("a.yaml", "one", 2),
            diagnostic("a.yaml", "one", 5),
        ]
        .into_iter()
        .collect();
        let groups = found.groups();
        let lines: Vec<_> = groups
            .iter()
            .map(|group| (group.first.position.unwrap().line, group.note()))
            .collect();
        assert_eq!(
            lines,
            [
                (2, Some("and 2 more like this at 5:7, 9:7".to_owned())),
                (4, None),
                (1, None),
            ]
        );
        assert!(found.to_string().ends_with("0 errors, 5 warnings"));
    }

    #[test]
    fn diagnostics_on_one_line_are_located_by_their_pointers() {
        let at = |name: &str, line, column| {
            let position = Position { line, column };
            let pointer = Pointer::root().child(name);
            Diagnostic::warning(Code::UnknownKeyword, "a", "one").at(pointer, Some(position))
        };
        let found = [at("a", 1, 2), at("b", 1, 900), at("c", 2, 5)];
        let found: Diagnostics = found.into_iter().collect();
        assert_eq!(
            found.groups()[0].note().unwrap(),
            "and 2 more like this at /b, 2:5"
        );
    }

    #[test]
    fn a_long_list_of_locations_is_truncated() {
        let found: Diagnostics = (1..10).map(|line| diagnostic("a", "one", line)).collect();
        assert_eq!(
            found.groups()[0].note().unwrap(),
            "and 8 more like this at 2:7, 3:7, 4:7, 5:7, 6:7, …"
        );
    }

    #[test]
    fn diagnostics_without_a_location_are_counted() {
        let one = Diagnostic::error(Code::UnreadableFile, "a", "one");
        let found: Diagnostics = [one.clone(), one].into_iter().collect();
        assert_eq!(found.groups()[0].note().unwrap(), "and 1 more like this");
    }
}
