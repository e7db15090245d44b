//! Lines of an overlay that correct a document, for the help of diagnostics.

use super::Pointer;

/// The overlay action that sets `key` in the object at a pointer, ready to paste. `value` is YAML.
pub(crate) fn overlay_lines(pointer: &Pointer, why: &str, key: &str, value: &str) -> String {
    let target = json_path(pointer);
    let target = if target.contains([':', '#', '\n', '\\']) {
        let escaped = target.replace('\\', "\\\\").replace('"', "\\\"");
        format!("\"{}\"", escaped.replace('\n', "\\n"))
    } else {
        target
    };
    format!("  - target: {target}\n    description: {why}\n    update:\n      {key}: {value}")
}

/// The help that renames the object at a pointer by an overlay.
pub(crate) fn rename_help(pointer: &Pointer, name: &str) -> String {
    naming_help(pointer, "x-rust-name", name)
}

/// The help that names the object at a pointer by an annotation of an overlay.
pub(crate) fn naming_help(pointer: &Pointer, annotation: &str, name: &str) -> String {
    let why = "why it needs another name";
    let lines = overlay_lines(pointer, why, annotation, &yaml_name(name));
    format!("name it in an overlay:\n{lines}")
}

/// A name as YAML, in quotes where it would be another type than text.
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

/// Keywords whose value is a list; elsewhere a number in a pointer is a name, such as a status.
const LISTS: &[&str] = &["allOf", "anyOf", "oneOf", "parameters", "servers", "tags"];

/// The JSONPath (RFC 9535) that selects the value at a pointer.
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
        in_list = LISTS.contains(&part.as_str());
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
    fn lines_are_yaml() {
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
