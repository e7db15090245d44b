//! HTTP/2 frames, written by hand to violate the protocol.

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::server::TlsStream;

pub(crate) const DATA: u8 = 0;
pub(crate) const HEADERS: u8 = 1;
pub(crate) const SETTINGS: u8 = 4;
pub(crate) const PING: u8 = 6;
pub(crate) const CONTINUATION: u8 = 9;

/// Returns a frame (RFC 9113, section 4.1).
pub(crate) fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).unwrap().to_be_bytes();
    let mut frame = length[1..].to_vec();
    frame.extend([kind, flags]);
    frame.extend(stream.to_be_bytes());
    frame.extend(payload);
    frame
}

/// Accepts a connection and its first request, which has stream id 1, sends the frames and then the
/// last one repeatedly until the client disconnects.
pub(crate) async fn flood(stream: TlsStream<TcpStream>, frames: Vec<Vec<u8>>) {
    let (mut reader, mut writer) = tokio::io::split(stream);
    let settings = frame(SETTINGS, 0, 0, &[]);
    if writer.write_all(&settings).await.is_err() {
        return;
    }
    let mut received = Vec::new();
    while !has_headers(&received) {
        if reader.read_buf(&mut received).await.unwrap_or(0) == 0 {
            return;
        }
    }
    // What the client sends is read, so that it is not the client's buffer that stops the flood.
    tokio::spawn(async move {
        let mut bytes = vec![0; 1 << 16];
        while reader.read(&mut bytes).await.is_ok_and(|read| read > 0) {}
    });
    let last = frames.last().cloned().unwrap_or_default();
    let first = [settings_ack(), frames.concat()].concat();
    if writer.write_all(&first).await.is_err() {
        return;
    }
    let repeated = last.repeat((1 << 16) / last.len().max(1));
    while writer.write_all(&repeated).await.is_ok() && writer.flush().await.is_ok() {}
}

fn settings_ack() -> Vec<u8> {
    frame(SETTINGS, 1, 0, &[])
}

/// Returns whether the bytes after the connection preface contain the header of a HEADERS frame.
fn has_headers(bytes: &[u8]) -> bool {
    const PREFACE: usize = 24;
    let mut rest = bytes.get(PREFACE..).unwrap_or_default();
    while let [a, b, c, kind, _, _, _, _, _, payload @ ..] = rest {
        if *kind == HEADERS {
            return true;
        }
        let length = u32::from_be_bytes([0, *a, *b, *c]) as usize;
        rest = payload.get(length..).unwrap_or_default();
    }
    false
}
