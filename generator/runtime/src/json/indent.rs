//! The indentation of JSON.

/// Returns JSON with a line for each member and item, indented as by `serde_json`.
///
/// Serializing a value with another formatter would compile the encoding of its types twice.
pub(super) fn indented(json: &str) -> String {
    let mut indented = String::with_capacity(2 * json.len());
    let mut depth = 0;
    let mut rest = json.chars().peekable();
    while let Some(character) = rest.next() {
        match character {
            '"' => push_string(&mut indented, &mut rest),
            '{' | '[' => {
                indented.push(character);
                match rest.next_if(|next| matches!(next, '}' | ']')) {
                    Some(close) => indented.push(close),
                    None => {
                        depth += 1;
                        push_line(&mut indented, depth);
                    }
                }
            }
            '}' | ']' => {
                depth = usize::saturating_sub(depth, 1);
                push_line(&mut indented, depth);
                indented.push(character);
            }
            ',' => {
                indented.push(',');
                push_line(&mut indented, depth);
            }
            ':' => indented.push_str(": "),
            _ => indented.push(character),
        }
    }
    indented
}

fn push_line(indented: &mut String, depth: usize) {
    indented.push('\n');
    indented.extend(std::iter::repeat_n("  ", depth));
}

/// Appends a string whose opening quote has been read, up to its closing quote.
fn push_string(indented: &mut String, rest: &mut impl Iterator<Item = char>) {
    indented.push('"');
    while let Some(character) = rest.next() {
        indented.push(character);
        match character {
            '"' => return,
            '\\' => indented.extend(rest.next()),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::indented;

    #[test]
    fn json_is_indented_as_by_serde_json() {
        for value in [
            json!({}),
            json!([]),
            json!({"a": [], "b": {}, "c": [1, -2.5e-7, null, true], "d": {"e": [{"f": [[]]}]}}),
            json!([{"quotes \" and \\": "}],:{[\\"}, "\n\u{1}é", ""]),
            json!("text"),
            json!(null),
        ] {
            assert_eq!(indented(&value.to_string()), format!("{value:#}"));
        }
    }
}
