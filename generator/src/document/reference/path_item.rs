//! Path items with a reference and other fields, which are those of both (Path Item Object, `$ref`).

use serde_json::{Map, Value};

use crate::diagnostic::{Code, Diagnostic, Pointer};
use crate::document::grammar::{KeywordValue, ObjectKind};
use crate::document::source::Source;

/// The fields of the target of a path item.
pub(super) struct Merged {
    /// The fields that were added.
    pub added: Vec<String>,
    /// The fields that the item declares differently, which remain. A summary or a description
    /// overrides that of the target.
    pub on_both_sides: Vec<String>,
}

/// Adds the fields of the target of a path item that the item lacks, except for its reference.
pub(super) fn merge(item: &mut Map<String, Value>, target: Map<String, Value>) -> Merged {
    let mut merged = Merged {
        added: Vec::new(),
        on_both_sides: Vec::new(),
    };
    for (key, value) in target {
        match item.get(&key) {
            _ if key == "$ref" => {}
            Some(own) => {
                let is_prose = ObjectKind::PathItem.keyword(&key) == Some(KeywordValue::Prose);
                if *own != value && !is_prose {
                    merged.on_both_sides.push(key);
                }
            }
            None => {
                item.insert(key.clone(), value);
                merged.added.push(key);
            }
        }
    }
    merged
}

/// Returns the warning about a field of a path item that is declared on both sides of a reference.
pub(super) fn both_sides(source: &Source, item: &Pointer, key: &str) -> Diagnostic {
    let message = format!(
        "`{key}` is declared beside `$ref` and by its target, which OpenAPI leaves undefined: that of \
         the target is ignored"
    );
    let help = format!("declare `{key}` once, or write the path item inline");
    source
        .diagnostic(Code::UnsupportedReference, item.child(key), message)
        .help(help)
}
