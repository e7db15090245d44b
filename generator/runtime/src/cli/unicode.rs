//! JSON whose text is not Unicode.

/// The code unit of a replacement character.
const REPLACEMENT: &[u8] = b"fffd";

/// Returns JSON with replacement characters (U+FFFD) for bytes that are not UTF-8 and for surrogates
/// without their other half, such as `\ud800`.
pub(super) fn replace_invalid(json: &[u8]) -> Vec<u8> {
    let mut text = String::from_utf8_lossy(json).into_owned().into_bytes();
    let mut at = 0;
    while at < text.len() {
        if text[at] != b'\\' {
            at += 1;
            continue;
        }
        match (code_unit(&text, at), code_unit(&text, at + 6)) {
            (Some(0xd800..0xdc00), Some(0xdc00..0xe000)) => at += 12,
            (Some(0xd800..0xe000), _) => {
                text[at + 2..at + 6].copy_from_slice(REPLACEMENT);
                at += 6;
            }
            // The escape is longer, but contains no backslash.
            _ => at += 2,
        }
    }
    text
}

/// Returns the code unit of the escape at a position: `\u` and four hexadecimal digits.
fn code_unit(text: &[u8], at: usize) -> Option<u16> {
    let digits = text.get(at..at + 6)?.strip_prefix(b"\\u")?;
    let is_hexadecimal = digits.iter().all(u8::is_ascii_hexdigit);
    let digits = str::from_utf8(digits).ok().filter(|_| is_hexadecimal)?;
    u16::from_str_radix(digits, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Pairs are code points beyond U+FFFF (RFC 8259, section 7).
    #[test]
    fn only_invalid_text_is_replaced() {
        for (json, expected) in [
            (r#"{"\ud800": "a\uDFFFb"}"#, r#"{"\ufffd": "a\ufffdb"}"#),
            (
                r#"["\ud83d\ude00\ud83d", "\ud83d\ud83d\ude00"]"#,
                r#"["\ud83d\ude00\ufffd", "\ufffd\ud83d\ude00"]"#,
            ),
            (r#"["\\ud800", "\\\ud800"]"#, r#"["\\ud800", "\\\ufffd"]"#),
            (r#""\ud800\"#, r#""\ufffd\"#),
            (
                r#"["\u00e9\n", "é", "\ud80"]"#,
                r#"["\u00e9\n", "é", "\ud80"]"#,
            ),
        ] {
            let replaced = replace_invalid(json.as_bytes());
            assert_eq!(str::from_utf8(&replaced), Ok(expected));
        }
        assert_eq!(replace_invalid(b"\"a\xff\""), "\"a\u{fffd}\"".as_bytes());
    }
}
