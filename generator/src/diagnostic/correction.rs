//! Overlay actions for the help of diagnostics.

use super::Pointer;

/// Returns the overlay action that sets `key` in the object at a pointer. `value` is YAML.
pub(crate) fn overlay_lines(pointer: &Pointer, reason: &str, key: &str, value: &str) -> String {
    let target = json_path(pointer);
    let target = if target.contains([':', '#', '\n', '\\']) {
        let escaped = target.replace('\\', "\\\\").replace('"', "\\\"");
        format!("\"{}\"", escaped.replace('\n', "\\n"))
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

/// Returns the JSONPath (RFC 9535) of the value at a pointer.
fn json_path(pointer: &Pointer) -> String {
    let mut path = "$".to_owned();
    let mut in_list = false;
    for part in pointer.parts() {
        match part.parse::<usize>() {
            Ok(index) if in_list => path.push_str(&format!("[{index}]")),
            _ => {
                let escaped = part.replace('\\', "\\\\").replace('\'', "\\'");
                path.push_str(&format!("['{escaped}']"));
            }
        }
        in_list = LISTS.contains(&&*part);
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
