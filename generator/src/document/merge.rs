//! Merge keys of YAML 1.1 (`<<`), which OpenAPI does not allow.

use serde_json::{Map, Value};

use crate::diagnostic::{Code, Diagnostics, Pointer};
use crate::document::source::Source;

/// The key whose value is merged into the object that contains it.
const KEY: &str = "<<";

/// Replaces merge keys by the members that they merge, and warns of each.
///
/// Members of the object itself take precedence, then those of the first merged object.
pub(super) fn merge(source: &Source, value: &mut Value) -> Diagnostics {
    let mut found = Diagnostics::new();
    if source.text().contains(KEY) {
        merge_within(source, value, &Pointer::root(), &mut found);
    }
    found
}

fn merge_within(source: &Source, value: &mut Value, at: &Pointer, found: &mut Diagnostics) {
    match value {
        Value::Array(elements) => {
            for (index, element) in elements.iter_mut().enumerate() {
                merge_within(source, element, &at.index(index), found);
            }
        }
        Value::Object(members) => {
            for (key, member) in members.iter_mut() {
                merge_within(source, member, &at.child(key), found);
            }
            if let Some(merged) = members.get(KEY).and_then(objects) {
                members.shift_remove(KEY);
                for (key, member) in merged.into_iter().flatten() {
                    members.entry(key).or_insert(member);
                }
                let message = "`<<` is a merge key of YAML 1.1: the keys of its value are merged";
                let one = source.diagnostic(Code::MergeKey, at.child(KEY), message);
                found.push(one.help("write the keys out, or refer to a component by `$ref`"));
            }
        }
        _ => {}
    }
}

/// Returns the objects that a merge key merges: its value, or the elements of it.
fn objects(value: &Value) -> Option<Vec<Map<String, Value>>> {
    match value {
        Value::Object(only) => Some(vec![only.clone()]),
        Value::Array(several) => several
            .iter()
            .map(|element| element.as_object().cloned())
            .collect(),
        _ => None,
    }
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

    #[test]
    fn a_key_that_merges_nothing_is_a_key() {
        let (value, found) = read("a: {<<: 1}\nb: {<<: [1]}\n");
        assert_eq!(value, r#"{"a":{"<<":1},"b":{"<<":[1]}}"#);
        assert!(found.is_empty());
    }
}
