use bytes::{Bytes, BytesMut};

/// Splits a stream of JSON texts, whose chunks may end anywhere. Each byte is scanned once.
#[derive(Debug)]
pub(super) struct Splitter {
    delimiter: Delimiter,
    buffer: BytesMut,
    /// The number of bytes of the buffer that contain no end of a text.
    scanned: usize,
}

/// A JSON text of a stream.
#[derive(Debug)]
pub(super) struct Text {
    pub(super) bytes: Bytes,
    /// `true` for a number or literal of a sequence that may be truncated, since no white space
    /// follows it (RFC 7464, section 2.4).
    pub(super) may_be_truncated: bool,
}

/// The end of a text.
#[derive(Clone, Copy, Debug)]
pub(super) enum Delimiter {
    /// A line feed.
    Line,
    /// A record separator, or a line feed after a complete text.
    Record(Nesting),
}

/// The position within a JSON text.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Nesting {
    depth: usize,
    is_in_string: bool,
    is_escaped: bool,
}

impl Splitter {
    pub(super) fn new(delimiter: Delimiter) -> Self {
        Self {
            delimiter,
            buffer: BytesMut::new(),
            scanned: 0,
        }
    }

    pub(super) fn push(&mut self, chunk: &[u8]) {
        self.buffer.extend_from_slice(chunk);
    }

    /// Returns the next text whose end has arrived.
    pub(super) fn next(&mut self) -> Option<Text> {
        while let Some(&byte) = self.buffer.get(self.scanned) {
            let is_end = self.delimiter.is_at(byte);
            self.scanned += 1;
            if is_end {
                let mut text = self.buffer.split_to(self.scanned);
                text.truncate(self.scanned - 1);
                self.scanned = 0;
                if !is_blank(&text) {
                    return Some(self.text(text, Some(byte)));
                }
            }
        }
        None
    }

    /// Returns the text at the end of the stream, which needs no delimiter.
    pub(super) fn rest(&mut self) -> Option<Text> {
        self.scanned = 0;
        let rest = self.buffer.split();
        (!is_blank(&rest)).then(|| self.text(rest, None))
    }

    /// Returns the text before a byte or the end of the stream.
    fn text(&self, text: BytesMut, next: Option<u8>) -> Text {
        let is_sequence = matches!(self.delimiter, Delimiter::Record(_));
        let first = text.trim_ascii_start().first();
        let is_delimited = matches!(first, Some(b'{' | b'[' | b'"'));
        let mut following = text.last().into_iter().chain(&next);
        Text {
            may_be_truncated: is_sequence
                && !is_delimited
                && !following.any(u8::is_ascii_whitespace),
            bytes: text.freeze(),
        }
    }
}

impl Delimiter {
    /// Returns `true` if the byte ends a text.
    fn is_at(&mut self, byte: u8) -> bool {
        /// The record separator of RFC 7464.
        const SEPARATOR: u8 = 0x1e;
        match self {
            Self::Line => byte == b'\n',
            Self::Record(nesting) => {
                let is_end = byte == SEPARATOR || (byte == b'\n' && nesting.depth == 0);
                if is_end {
                    *nesting = Nesting::default();
                } else {
                    nesting.advance(byte);
                }
                is_end
            }
        }
    }
}

impl Nesting {
    fn advance(&mut self, byte: u8) {
        match byte {
            _ if self.is_escaped => self.is_escaped = false,
            b'\\' if self.is_in_string => self.is_escaped = true,
            b'"' => self.is_in_string = !self.is_in_string,
            b'{' | b'[' if !self.is_in_string => self.depth += 1,
            b'}' | b']' if !self.is_in_string => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
    }
}

fn is_blank(text: &[u8]) -> bool {
    text.iter().all(u8::is_ascii_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the texts of a stream that arrives in chunks of this size.
    fn split(delimiter: Delimiter, stream: &[u8], size: usize) -> Vec<String> {
        let mut splitter = Splitter::new(delimiter);
        let mut texts = Vec::new();
        for chunk in stream.chunks(size) {
            splitter.push(chunk);
            texts.extend(std::iter::from_fn(|| splitter.next()));
        }
        texts.extend(splitter.rest());
        let texts = texts.into_iter().map(|text| {
            let suffix = if text.may_be_truncated { "…" } else { "" };
            String::from_utf8(text.bytes.to_vec()).unwrap() + suffix
        });
        texts.collect()
    }

    #[test]
    fn lines_are_split_wherever_chunks_end() {
        let stream = b"{\"a\":1}\n\n[2,\r\n \n\"\xc3\xa9\\n\"\n3";
        for size in 1..=stream.len() {
            let texts = split(Delimiter::Line, stream, size);
            assert_eq!(texts, ["{\"a\":1}", "[2,\r", "\"é\\n\"", "3"], "{size}");
        }
    }

    #[test]
    fn a_sequence_may_have_texts_of_several_lines() {
        let stream = b"\x1e{\n \"a\": \"}\\\"\"\n}\n\x1e1\n\x1e[\n\x1e\"x\"\n";
        for size in 1..=stream.len() {
            let texts = split(Delimiter::Record(Nesting::default()), stream, size);
            // The third text is truncated: the separator of the next one ends it.
            assert_eq!(
                texts,
                ["{\n \"a\": \"}\\\"\"\n}", "1", "[\n", "\"x\""],
                "{size}"
            );
        }
    }

    /// RFC 7464, section 2.4: numbers and literals are not delimited by themselves.
    #[test]
    fn numbers_and_literals_without_white_space_may_be_truncated() {
        let stream = b"\x1e12\x1e34\n\x1e56 \x1etrue\x1e \tnull\x1e\"a\"\x1e{}\x1e[]\x1e67";
        for size in 1..=stream.len() {
            let texts = split(Delimiter::Record(Nesting::default()), stream, size);
            assert_eq!(
                texts,
                [
                    "12…",
                    "34",
                    "56 ",
                    "true…",
                    " \tnull…",
                    "\"a\"",
                    "{}",
                    "[]",
                    "67…"
                ],
                "{size}"
            );
        }
    }

    #[test]
    fn a_text_is_complete_when_its_delimiter_has_arrived() {
        for delimiter in [Delimiter::Line, Delimiter::Record(Nesting::default())] {
            let mut splitter = Splitter::new(delimiter);
            splitter.push(b"{}");
            assert!(splitter.next().is_none());
            splitter.push(b"\n[");
            assert_eq!(splitter.next().unwrap().bytes, "{}");
            assert!(splitter.next().is_none());
        }
    }
}
