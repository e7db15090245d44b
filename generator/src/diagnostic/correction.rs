//! Overlay actions for the help of diagnostics.

use super::Pointer;
use crate::neutral::is_hidden;

/// Returns the overlay action that sets `key` in the object at a pointer. `value` is YAML.
pub(crate) fn overlay_lines(pointer: &Pointer, reason: &str, key: &str, value: &str) -> String {
    let target = json_path(pointer);
    let target = if target.contains([':', '#', '\\']) {
        let escaped = target.replace('\\', "\\\\").replace('"', "\\\"");
        format!("\"{escaped}\"")
    } else {
        target
    };
    format!("  - target: {target}\n    description: {reason}\n    update:\n      {key}: {value}")
}

/// Returns the help that sets `x-rust-name` of the object at a pointer.
pub(crate) fn rename_help(pointer: &Pointer, name: &str) -> String {
    naming_help(pointer, "x-rust-name", name)
}

/// Returns the help that names the object at a pointer by a keyword, such as `operationId`.
pub(crate) fn naming_help(pointer: &Pointer, keyword: &str, name: &str) -> String {
    let reason = "the reason for the name";
    let value = yaml_name(name);
    let lines = overlay_lines(pointer, reason, keyword, &value);
    format!("declare `{keyword}: {value}` in the document, or with an overlay:\n{lines}")
}

/// Returns a name as YAML: in quotes if it would not be a string otherwise.
pub(crate) fn yaml_name(name: &str) -> String {
    let is_keyword = ["true", "false", "null"]
        .iter()
        .any(|keyword| name.eq_ignore_ascii_case(keyword));
    if is_keyword {
        format!("\"{name}\"")
    } else {
        name.to_owned()
    }
}

/// Keywords whose value is a list. In other values, a number in a pointer is a name, such as a
/// status.
const LISTS: &[&str] = &["allOf", "anyOf", "oneOf", "parameters", "servers", "tags"];

/// Returns text in quotes as YAML and JSON.
pub(crate) fn quoted(text: &str) -> String {
    escaped_control(&serde_json::Value::String(text.to_owned()).to_string())
}

/// Escapes characters that cannot be seen as JSON and JSONPath do, which require it for those below
/// `U+0020` (RFC 9535, section 2.3.1.1).
fn escaped_control(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' => escaped.push_str("\\n"),
            '\r' => escaped.push_str("\\r"),
            '\t' => escaped.push_str("\\t"),
            one if is_hidden(one) => {
                for unit in one.encode_utf16(&mut [0; 2]) {
                    escaped.push_str(&format!("\\u{unit:04X}"));
                }
            }
            one => escaped.push(one),
        }
    }
    escaped
}

/// Returns the JSONPath (RFC 9535) of the value at a pointer.
fn json_path(pointer: &Pointer) -> String {
    let mut path = "$".to_owned();
    let mut in_list = false;
    for part in pointer.parts() {
        match part.parse::<usize>() {
            Ok(index) if in_list => path.push_str(&format!("[{index}]")),
            _ => {
                let escaped = part.replace('\\', "\\\\").replace('\'', "\\'");
                path.push_str(&format!("['{}']", escaped_control(&escaped)));
            }
        }
        in_list = LISTS.contains(&&*part);
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::neutral::escaped;

    fn lines(pointer: Pointer, name: &str) -> serde_json::Value {
        let lines = overlay_lines(&pointer, "because", "x-rust-name", &yaml_name(name));
        serde_yaml::from_str(&lines).unwrap()
    }

    #[test]
    fn actions_are_valid_yaml() {
        let parameter = Pointer::root().child("paths").child("/a: b #c");
        let parameter = parameter.child("get").child("parameters").index(0);
        assert_eq!(
            lines(parameter, "null"),
            serde_json::json!([{
                "target": "$['paths']['/a: b #c']['get']['parameters'][0]",
                "description": "because",
                "update": { "x-rust-name": "null" },
            }])
        );
    }

    #[test]
    fn quotes_and_backslashes_are_escaped() {
        let lines = lines(
            Pointer::root().child("it's").child("a\\b").child("200"),
            "Ship",
        );
        assert_eq!(lines[0]["target"], "$['it\\'s']['a\\\\b']['200']");
    }

    /// RFC 9535, section 2.3.1.1: control characters are escaped in names.
    #[test]
    fn the_target_of_a_name_that_cannot_be_seen_is_a_valid_path() {
        for name in [
            "a\nb",
            "\t",
            "\0",
            "\r\u{7f}",
            "\u{200b}",
            "\u{e0001}",
            "it's\\\n",
        ] {
            let lines = overlay_lines(&Pointer::root().child(name), "because", "x-rust-name", "a");
            assert_eq!(escaped(&lines), lines, "the help is printed as it is");
            let actions: serde_json::Value = serde_yaml::from_str(&lines).unwrap();
            let path = serde_json_path::JsonPath::parse(actions[0]["target"].as_str().unwrap());
            let document = serde_json::json!({name: 1});
            let found = path
                .unwrap()
                .query(&document)
                .exactly_one()
                .unwrap()
                .clone();
            assert_eq!(found, 1, "{name:?}");
        }
    }
}
