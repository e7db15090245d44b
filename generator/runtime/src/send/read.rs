//! Reads response bodies up to the limit of their size.

use bytes::Bytes;
#[cfg(not(target_arch = "wasm32"))]
use bytes::BytesMut;

use super::deadline::Deadline;
use crate::error::Cause;

/// Reads the body, and returns the received part and the error that truncated it.
#[cfg(not(target_arch = "wasm32"))]
pub(super) async fn read_body(
    mut response: reqwest::Response,
    limit: u64,
    end: Deadline,
) -> (Bytes, Option<Cause>) {
    let announced = response.content_length();
    if announced.is_some_and(|length| length > limit) {
        return (Bytes::new(), Some(Cause::TooLarge { limit }));
    }
    let first = match read_chunk(&mut response, end).await {
        Ok(Some(first)) => first,
        Ok(None) => return (Bytes::new(), None),
        Err(cause) => return (Bytes::new(), Some(cause)),
    };
    // Most bodies arrive in one chunk, which needs no copy.
    if announced == u64::try_from(first.len()).ok() {
        return (first, None);
    }
    let mut body = BytesMut::with_capacity(capacity(announced, &first));
    let mut next = Ok(Some(first));
    loop {
        match next {
            Ok(Some(chunk)) => {
                let size = u64::try_from(body.len() + chunk.len()).unwrap_or(u64::MAX);
                if size > limit {
                    return (body.freeze(), Some(Cause::TooLarge { limit }));
                }
                body.extend_from_slice(&chunk);
            }
            Ok(None) => return (body.freeze(), None),
            Err(cause) => return (body.freeze(), Some(cause)),
        }
        next = read_chunk(&mut response, end).await;
    }
}

#[cfg(not(target_arch = "wasm32"))]
async fn read_chunk(
    response: &mut reqwest::Response,
    end: Deadline,
) -> Result<Option<Bytes>, Cause> {
    match end.bound(response.chunk()).await {
        Some(chunk) => chunk.map_err(Cause::transport),
        None => Err(Cause::TimedOut {
            is_maybe_sent: true,
        }),
    }
}

/// The capacity in bytes for a body that begins with `first`: at most 1 MiB, beyond which it grows
/// as it arrives, since the announced length may be wrong.
#[cfg(not(target_arch = "wasm32"))]
fn capacity(announced: Option<u64>, first: &Bytes) -> usize {
    const LIMIT: usize = 1 << 20;
    let announced = announced.map(|length| usize::try_from(length).unwrap_or(LIMIT));
    announced.unwrap_or(2 * first.len()).min(LIMIT)
}

/// Reads the body, which the browser only returns whole.
#[cfg(target_arch = "wasm32")]
pub(super) async fn read_body(
    response: reqwest::Response,
    limit: u64,
    end: Deadline,
) -> (Bytes, Option<Cause>) {
    let cause = match end.bound(response.bytes()).await {
        Some(Ok(body)) if body.len() as u64 > limit => Cause::TooLarge { limit },
        Some(Ok(body)) => return (body, None),
        Some(Err(error)) => Cause::transport(error),
        None => Cause::TimedOut {
            is_maybe_sent: true,
        },
    };
    (Bytes::new(), Some(cause))
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    #[test]
    fn an_announced_length_reserves_at_most_a_mebibyte() {
        let first = Bytes::from_static(b"[1,");
        assert_eq!(capacity(Some(100), &first), 100);
        assert_eq!(capacity(None, &first), 6);
        for length in [1 << 30, u64::MAX] {
            assert_eq!(capacity(Some(length), &first), 1 << 20);
        }
    }
}
