use std::fmt::Write as _;

/// The path of the value that a decoding error is about, such as `data[3].owner_id`; empty for
/// the whole body.
///
/// Worked out from the position in the error, by one walk over the text. Decoding a second time
/// through a deserializer that records the path would compile every type a second time.
#[must_use]
pub fn path_of(error: &serde_json::Error, body: &[u8]) -> String {
    let mut walk = Walk::default();
    walk.run(&body[..offset_of(error, body)]);
    walk.path()
}

/// How many bytes of `body` had been read when the error arose.
fn offset_of(error: &serde_json::Error, body: &[u8]) -> usize {
    let newlines = body.iter().enumerate().filter(|(_, byte)| **byte == b'\n');
    let line_start = match error.line() {
        0 | 1 => Some(0),
        line => newlines.map(|(index, _)| index + 1).nth(line - 2),
    };
    let offset = line_start.unwrap_or(0).saturating_add(error.column());
    offset.min(body.len())
}

/// Where in nested containers the walk is.
#[derive(Default)]
struct Walk {
    containers: Vec<Container>,
}

enum Container {
    /// With the key whose value is being read or was read last; none after `{` and `,`.
    Object(Option<String>),
    /// With the index of the item being read or read last; none before the first.
    Array { index: Option<usize>, next: usize },
}

impl Walk {
    fn run(&mut self, text: &[u8]) {
        let mut rest = text;
        while let Some((&byte, after)) = rest.split_first() {
            rest = match byte {
                b'"' => {
                    let (string, after) = split_string(after);
                    self.string(string);
                    after
                }
                _ => {
                    self.byte(byte);
                    after
                }
            };
        }
    }

    /// Takes the inside of a string literal, escapes and all.
    fn string(&mut self, raw: &[u8]) {
        match self.containers.last_mut() {
            Some(Container::Object(key @ None)) => *key = Some(unescape(raw)),
            _ => self.start_item(),
        }
    }

    fn byte(&mut self, byte: u8) {
        match byte {
            b'{' | b'[' => {
                self.start_item();
                self.containers.push(match byte {
                    b'{' => Container::Object(None),
                    _ => Container::Array {
                        index: None,
                        next: 0,
                    },
                });
            }
            b'}' | b']' => {
                self.containers.pop();
            }
            b',' => match self.containers.last_mut() {
                Some(Container::Object(key)) => *key = None,
                Some(Container::Array { index, next }) => {
                    *next += 1;
                    *index = Some(*next);
                }
                None => {}
            },
            b' ' | b'\t' | b'\r' | b'\n' | b':' => {}
            _ => self.start_item(),
        }
    }

    fn start_item(&mut self) {
        if let Some(Container::Array { index, next }) = self.containers.last_mut() {
            *index = Some(*next);
        }
    }

    fn path(&self) -> String {
        let mut path = String::new();
        for container in &self.containers {
            match container {
                Container::Object(Some(key)) => {
                    if !path.is_empty() {
                        path.push('.');
                    }
                    path.push_str(key);
                }
                Container::Array {
                    index: Some(index), ..
                } => {
                    // Writing to a `String` cannot fail.
                    let _ = write!(path, "[{index}]");
                }
                Container::Object(None) | Container::Array { index: None, .. } => {}
            }
        }
        path
    }
}

/// Splits after the closing quote of a literal whose opening one has been taken.
fn split_string(text: &[u8]) -> (&[u8], &[u8]) {
    let mut escaped = false;
    for (index, byte) in text.iter().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return (&text[..index], &text[index + 1..]),
            _ => {}
        }
    }
    (text, &[])
}

fn unescape(raw: &[u8]) -> String {
    let literal = [b"\"", raw, b"\""].concat();
    serde_json::from_slice(&literal).unwrap_or_else(|_| String::from_utf8_lossy(raw).into_owned())
}
