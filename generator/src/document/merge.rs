//! Merge keys of YAML 1.1 (`<<`), which OpenAPI does not allow.

use serde_json::{Map, Value};

use crate::diagnostic::{Code, Diagnostics, Pointer};
use crate::document::normalise::noun;
use crate::document::source::Source;

/// The key whose value is merged into the object that contains it.
const KEY: &str = "<<";

/// The same key in quotes, which is a key like any other in YAML 1.1.
const QUOTED: [&str; 2] = ["\"<<\"", "'<<'"];

/// Replaces merge keys by the members that they merge, and warns of each, also of values that cannot
/// be merged.
///
/// Members of the object itself take precedence, then those of the first merged object.
pub(super) fn merge(source: &Source, value: &mut Value) -> Diagnostics {
    let text = source.text();
    let mut walk = Walk {
        source,
        reports_others: !QUOTED.iter().any(|key| text.contains(key)),
        found: Diagnostics::new(),
    };
    if text.contains(KEY) {
        walk.value(value, &Pointer::root());
    }
    walk.found
}

struct Walk<'s> {
    source: &'s Source,
    /// `true` if every `<<` is a merge key, as none is quoted: a value that cannot be merged is
    /// removed.
    reports_others: bool,
    found: Diagnostics,
}

impl Walk<'_> {
    fn value(&mut self, value: &mut Value, at: &Pointer) {
        match value {
            Value::Array(elements) => {
                for (index, element) in elements.iter_mut().enumerate() {
                    self.value(element, &at.index(index));
                }
            }
            Value::Object(members) => {
                for (key, member) in members.iter_mut() {
                    self.value(member, &at.child(key));
                }
                self.object(members, at);
            }
            _ => {}
        }
    }

    fn object(&mut self, members: &mut Map<String, Value>, at: &Pointer) {
        let Some(value) = members.get(KEY) else {
            return;
        };
        let at = at.child(KEY);
        let elements: Vec<(Pointer, &Value)> = match value {
            Value::Array(several) => {
                let several = several.iter().enumerate();
                several.map(|(index, one)| (at.index(index), one)).collect()
            }
            only => vec![(at.clone(), only)],
        };
        let are_objects = elements.iter().all(|(_, element)| element.is_object());
        if !are_objects && !self.reports_others {
            return;
        }
        let mut merged = Vec::new();
        for (at, element) in elements {
            match element {
                Value::Object(object) => merged.push(object.clone()),
                other => self.report(at, &not_merged(other)),
            }
        }
        if are_objects || !merged.is_empty() {
            let message = "`<<` is a merge key of YAML 1.1: the keys of its value are merged";
            self.report(at, message);
        }
        members.shift_remove(KEY);
        for (key, member) in merged.into_iter().flatten() {
            members.entry(key).or_insert(member);
        }
    }

    fn report(&mut self, at: Pointer, message: &str) {
        let one = self.source.diagnostic(Code::MergeKey, at, message);
        let help = "write the keys out, or refer to a component by `$ref`";
        self.found.push(one.help(help));
    }
}

fn not_merged(value: &Value) -> String {
    let actual = noun(value);
    format!(
        "`<<` is a merge key of YAML 1.1, which merges objects, but this is {actual}: it is ignored"
    )
}

#[cfg(test)]
mod tests {
    use crate::document::{RawDocument, Source};

    fn read(text: &str) -> (String, Vec<String>) {
        let document = RawDocument::from_source(Source::new("x.yaml", text)).unwrap();
        let found = document.found.iter().map(|one| {
            let pointer = one.pointer.as_ref().map(ToString::to_string);
            let position = one.position.map(|at| at.to_string());
            format!(
                "{} {}",
                pointer.unwrap_or_default(),
                position.unwrap_or_default()
            )
        });
        (document.value.to_string(), found.collect())
    }

    #[test]
    fn merged_keys_do_not_replace_others() {
        let text = "\
one: &one {a: 1, b: 1}
two: &two {b: 2, c: 2}
each: {<<: [*one, *two], a: 3}
nested:
- <<: *one
  d: {<<: *two}
";
        let (value, found) = read(text);
        let expected = "{\"one\":{\"a\":1,\"b\":1},\"two\":{\"b\":2,\"c\":2},\
                        \"each\":{\"a\":3,\"b\":1,\"c\":2},\
                        \"nested\":[{\"d\":{\"b\":2,\"c\":2},\"a\":1,\"b\":1}]}";
        assert_eq!(value, expected);
        assert_eq!(
            found,
            ["/each/<< 3:8", "/nested/0/d/<< 6:7", "/nested/0/<< 5:3"]
        );
    }

    /// YAML 1.1, merge type: the value is a mapping, or a sequence of mappings.
    #[test]
    fn values_that_cannot_be_merged_are_reported() {
        let (value, found) = read("a: {<<: 1, b: 2}\nc: {<<: [1, {d: 3}, []]}\ne: {<<: }\n");
        assert_eq!(value, r#"{"a":{"b":2},"c":{"d":3},"e":{}}"#);
        assert_eq!(
            found,
            [
                "/a/<< 1:5",
                "/c/<</0 2:10",
                "/c/<</2 2:21",
                "/c/<< 2:5",
                "/e/<< 3:5"
            ]
        );
    }

    #[test]
    fn a_quoted_key_that_merges_nothing_is_a_key() {
        let (value, found) = read("a: {'<<': 1}\nb: {\"<<\": [1]}\n");
        assert_eq!(value, r#"{"a":{"<<":1},"b":{"<<":[1]}}"#);
        assert!(found.is_empty());
    }
}
