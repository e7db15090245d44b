//! Resolution of YAML scalars, as by `serde_yaml`: YAML 1.2 (core schema), with binary integers.

use std::borrow::Cow;
use std::num::ParseIntError;

use serde_json::{Number, Value};

/// The prefix of the tags that YAML defines, which are written `!!int`.
const CORE: &str = "tag:yaml.org,2002:";

/// Returns the value of a scalar. `is_plain` is `false` for quoted and block scalars.
///
/// # Errors
/// Returns a message if the value has no JSON equivalent or does not match its tag.
pub(super) fn resolve(
    text: Cow<'_, str>,
    is_plain: bool,
    tag: Option<&str>,
) -> Result<Value, String> {
    let Some(tag) = tag else {
        return if is_plain {
            plain(text)
        } else {
            Ok(string(text))
        };
    };
    let invalid = |expected: &str| format!("`{text}` is not {expected}");
    match tag.strip_prefix(CORE) {
        Some("bool") => boolean(&text).ok_or_else(|| invalid("a boolean")),
        Some("int") => integer(&text).ok_or_else(|| invalid("an integer")),
        Some("float") => match float(&text) {
            Some(number) => finite(number),
            None => Err(invalid("a number")),
        },
        Some("null") if is_null(&text) => Ok(Value::Null),
        Some("null") => Err(invalid("null")),
        Some(_) => Ok(string(text)),
        None if tag.starts_with('!') => Err(unsupported_tag(tag)),
        None => Ok(string(text)),
    }
}

/// Returns the message for a tag that an application defines.
pub(super) fn unsupported_tag(tag: &str) -> String {
    format!("the tag `{tag}` is not supported: JSON has no tags")
}

fn plain(text: Cow<'_, str>) -> Result<Value, String> {
    if text.is_empty() || is_null(&text) {
        return Ok(Value::Null);
    }
    // Most scalars begin with a letter.
    let may_be_number = text.starts_with(|c: char| matches!(c, '0'..='9' | '+' | '-' | '.'));
    if may_be_number {
        if let Some(integer) = integer(&text) {
            return Ok(integer);
        }
        if let Some(number) = float(&text).filter(|_| !has_leading_zero(&text)) {
            return finite(number);
        }
    }
    Ok(boolean(&text).unwrap_or_else(|| string(text)))
}

fn string(text: Cow<'_, str>) -> Value {
    Value::String(text.into_owned())
}

fn is_null(text: &str) -> bool {
    matches!(text, "null" | "Null" | "NULL" | "~")
}

fn boolean(text: &str) -> Option<Value> {
    match text {
        "true" | "True" | "TRUE" => Some(Value::Bool(true)),
        "false" | "False" | "FALSE" => Some(Value::Bool(false)),
        _ => None,
    }
}

/// Returns an integer. Integers beyond 64 bits lose precision as they do in `serde_json`.
fn integer(text: &str) -> Option<Value> {
    let rounded = |number: f64| Number::from_f64(number).map(Value::Number);
    unsigned(text, u64::from_str_radix)
        .map(Value::from)
        .or_else(|| negative(text, i64::from_str_radix).map(Value::from))
        .or_else(|| rounded(unsigned(text, u128::from_str_radix)? as f64))
        .or_else(|| rounded(negative(text, i128::from_str_radix)? as f64))
}

type Parse<T> = fn(&str, u32) -> Result<T, ParseIntError>;

/// The prefixes of integers that are not decimal.
const RADICES: [(&str, u32); 3] = [("0x", 16), ("0o", 8), ("0b", 2)];

fn unsigned<T>(text: &str, parse: Parse<T>) -> Option<T> {
    let digits = text.strip_prefix('+').unwrap_or(text);
    for (prefix, radix) in RADICES {
        if let Some(rest) = digits.strip_prefix(prefix) {
            return parse(rest, radix).ok().filter(|_| !is_signed(rest));
        }
    }
    if is_signed(digits) || has_leading_zero(text) {
        return None;
    }
    parse(digits, 10).ok()
}

fn negative<T>(text: &str, parse: Parse<T>) -> Option<T> {
    let digits = text.strip_prefix('-')?;
    for (prefix, radix) in RADICES {
        if let Some(rest) = digits.strip_prefix(prefix) {
            return parse(&format!("-{rest}"), radix).ok();
        }
    }
    if has_leading_zero(text) {
        return None;
    }
    parse(text, 10).ok()
}

fn float(text: &str) -> Option<f64> {
    let unsigned = text.strip_prefix('+').unwrap_or(text);
    match (unsigned, text) {
        (".inf" | ".Inf" | ".INF", _) => return Some(f64::INFINITY),
        (_, "-.inf" | "-.Inf" | "-.INF") => return Some(f64::NEG_INFINITY),
        (_, ".nan" | ".NaN" | ".NAN") => return Some(f64::NAN),
        _ if unsigned.len() < text.len() && is_signed(unsigned) => return None,
        _ => {}
    }
    let number = unsigned.parse::<f64>().ok();
    number.filter(|number| number.is_finite())
}

fn finite(number: f64) -> Result<Value, String> {
    let finite = Number::from_f64(number).map(Value::Number);
    finite.ok_or_else(|| format!("`{number}` is not a JSON number"))
}

fn is_signed(text: &str) -> bool {
    text.starts_with(['+', '-'])
}

/// Returns `true` for digits after a zero (`007`), which are a string in YAML 1.2.
fn has_leading_zero(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    digits.len() > 1 && digits.starts_with('0') && digits.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `serde_yaml` is the reference.
    #[test]
    fn scalars_are_resolved_as_by_serde_yaml() {
        const WORDS: &[&str] = &[
            "",
            "~",
            "null",
            "Null",
            "NULL",
            "nULL",
            "true",
            "True",
            "TRUE",
            "tRue",
            "yes",
            "no",
            "on",
            "off",
            "y",
            "n",
            "false",
            "False",
            "FALSE",
            "a",
            "é",
            "0",
            "00",
            "007",
            "-07",
            "+07",
            "0.0",
            "00.5",
            "1",
            "-1",
            "+1",
            "--1",
            "+-1",
            "-+1",
            "++1",
            "1_000",
            "1e3",
            "1E-3",
            "-1e3",
            "+1e3",
            "1.",
            ".5",
            "-.5",
            "+.5",
            ".",
            "+",
            "1.5.2",
            "2024-01-02",
            "12:30:45",
            "0x1F",
            "0X1F",
            "+0x1f",
            "-0x1f",
            "0x",
            "0x-1",
            "0x+1",
            "-0x-1",
            "-0x+1",
            "0o17",
            "-0o17",
            "0o8",
            "017",
            "0b101",
            "-0b101",
            "0b2",
            "0b",
            "inf",
            "nan",
            "infinity",
            "-inf",
            "NaN",
            "1e400",
            "-1e400",
            "1e-400",
            "9223372036854775807",
            "9223372036854775808",
            "-9223372036854775808",
            "18446744073709551615",
            "340282366920938463463374607431768211456",
            "0e0",
            "0e",
            "1e",
            "e1",
            "٣",
            "1٣",
            "-0",
            "+0",
            "-0.0",
            "0.10",
            "3.0",
            "1e1_0",
            "0.1e+5",
        ];
        for word in WORDS {
            let expected: Result<Value, _> = serde_yaml::from_str(&format!("[{word}]"));
            let expected = expected.map(|list| list.get(0).cloned().unwrap_or_default());
            let resolved = resolve((*word).into(), true, None);
            assert_eq!(
                resolved,
                expected.map_err(|error| error.to_string()),
                "{word}"
            );
        }
        // Integers beyond 64 bits, which `serde_json` rejects if they are not text.
        for (word, expected) in [
            ("-9223372036854775809", -9223372036854775809_f64),
            ("18446744073709551616", 18446744073709551616_f64),
            ("0xffffffffffffffffff", 4722366482869645213695_f64),
        ] {
            assert_eq!(resolve(word.into(), true, None), Ok(Value::from(expected)));
        }
        for word in [".inf", "-.inf", "+.inf", ".nan", ".NaN", ".INF"] {
            assert!(resolve(word.into(), true, None).is_err(), "{word}");
        }
        for word in WORDS {
            assert_eq!(resolve((*word).into(), false, None), Ok(Value::from(*word)));
        }
    }

    #[test]
    fn tags_choose_the_type() {
        let tagged = |text: &str, tag: &str| resolve(text.into(), true, Some(tag)).ok();
        assert_eq!(tagged("1", "tag:yaml.org,2002:str"), Some("1".into()));
        assert_eq!(tagged("1", "tag:yaml.org,2002:float"), Some(1.0.into()));
        assert_eq!(tagged("0x10", "tag:yaml.org,2002:int"), Some(16.into()));
        assert_eq!(tagged("~", "tag:yaml.org,2002:null"), Some(Value::Null));
        assert_eq!(tagged("a", "tag:yaml.org,2002:int"), None);
        assert_eq!(tagged("1", "!custom"), None);
    }
}
