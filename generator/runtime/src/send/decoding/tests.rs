use std::sync::mpsc::{self, Receiver, Sender};
use std::thread::{self, ThreadId};
use std::time::Duration;

use http::{Method, StatusCode};

use super::*;
use crate::DefaultService;
use crate::response::Head;
use crate::service::Policy;

const TIMEOUT: Duration = Duration::from_secs(5);

fn received(size: usize) -> Received {
    Received {
        response: RawResponse {
            head: Head {
                status: StatusCode::OK,
                headers: HeaderMap::new(),
                policy: Policy::of::<DefaultService>(),
            },
            body: vec![b' '; size].into(),
        },
        deadline: Deadline::after(TIMEOUT),
    }
}

/// Returns a function that reads a body when the gate is opened or dropped.
fn gated() -> (
    Sender<()>,
    impl FnOnce(&HeaderMap, &Bytes) -> ThreadId + Send,
) {
    let (gate, opened): (Sender<()>, Receiver<()>) = mpsc::channel();
    let read = move |_: &HeaderMap, _: &Bytes| {
        let _ = opened.recv();
        thread::current().id()
    };
    (gate, read)
}

#[tokio::test]
async fn only_large_bodies_are_read_on_another_thread() {
    let read = |_: &HeaderMap, body: &Bytes| (body.len(), thread::current().id());
    for (size, is_here) in [(10, true), (MAX_INLINE, true), (MAX_INLINE + 1, false)] {
        let (length, thread) = received(size).read(read).await.ok().unwrap();
        assert_eq!(length, size);
        assert_eq!(thread == thread::current().id(), is_here, "{size}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_deadline_elapses_while_a_body_is_decoded() {
    let received = received(MAX_INLINE + 1);
    let (gate, read) = gated();
    let start = tokio::time::Instant::now();
    let reading = async { received.read(read).await };
    let elapsing = async {
        // The clock does not advance by itself while a thread is at work.
        tokio::time::advance(TIMEOUT).await;
    };
    let (result, ()) = tokio::join!(reading, elapsing);
    drop(gate);
    assert!(matches!(result, Err(Cause::TimedOut { .. })));
    assert_eq!(start.elapsed(), TIMEOUT);
    let error = received.error(
        Call::new(Method::GET, "/boats"),
        Cause::TimedOut {
            is_maybe_sent: true,
        },
    );
    assert!(error.is_timeout());
    assert_eq!(error.body().map(Bytes::len), Some(MAX_INLINE + 1));
}

#[tokio::test(start_paused = true)]
async fn a_body_is_decoded_before_the_deadline() {
    let received = received(MAX_INLINE + 1);
    let (gate, read) = gated();
    let opening = async {
        tokio::time::advance(TIMEOUT / 2).await;
        drop(gate);
    };
    let (result, ()) = tokio::join!(received.read(read), opening);
    assert!(result.is_ok_and(|thread| thread != thread::current().id()));
}

#[tokio::test]
async fn a_panic_of_the_decoder_is_an_error() {
    fn panics(_: StatusCode, _: &HeaderMap, _: &Bytes) -> Result<Decoded<()>, Unreadable> {
        panic!("no such luck")
    }
    let call = Call::new(Method::GET, "/boats");
    let decoded = received(MAX_INLINE + 1).decode(call, false, panics).await;
    let error = decoded.unwrap_err();
    assert!(error.is_decode());
    assert_eq!(error.status(), Some(StatusCode::OK));
}

#[test]
fn without_a_runtime_a_body_is_decoded_here() {
    let received = received(MAX_INLINE + 1);
    let reading = received.read(|_, _| thread::current().id());
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    let std::task::Poll::Ready(Ok(thread)) = std::pin::pin!(reading).poll(&mut context) else {
        panic!("pending");
    };
    assert_eq!(thread, thread::current().id());
}
