use std::cell::RefCell;
use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::task::Poll;

use http::HeaderValue;

use super::*;

/// Returns the headers of a response at 07:28:00 GMT on 21 October 2015.
fn headers(remaining: &str, reset: &str) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for (name, value) in [
        ("date", "Wed, 21 Oct 2015 07:28:00 GMT"),
        ("x-ratelimit-remaining", remaining),
        ("x-ratelimit-reset", reset),
    ] {
        headers.insert(name, HeaderValue::from_str(value).unwrap());
    }
    headers
}

fn succeed(permit: Permit, headers: &HeaderMap) {
    permit.observe(headers, RateLimitHeaders::X_RATE_LIMIT, true);
}

/// Returns a throttle after the response to its first request.
async fn announced(remaining: &str, reset: &str) -> Throttle {
    let throttle = Throttle::new();
    succeed(throttle.permit().await, &headers(remaining, reset));
    throttle
}

/// Returns the time that the next request waits.
async fn wait(throttle: &Throttle) -> Duration {
    let start = Instant::now();
    drop(throttle.permit().await);
    start.elapsed()
}

/// Returns whether the next request is sent at once.
async fn is_open(throttle: &Throttle) -> bool {
    within(Duration::ZERO, throttle.permit()).await.is_some()
}

/// Polls the future once and returns whether it is pending.
async fn is_pending(future: Pin<&mut impl Future>) -> bool {
    let mut future = Some(future);
    poll_fn(|context| {
        let future = future.take().expect("polled once");
        Poll::Ready(future.poll(context).is_pending())
    })
    .await
}

#[tokio::test(start_paused = true)]
async fn any_reset_ends_within_the_maximum_window() {
    for reset in [
        "18446744073709551615",
        "9223372036854775807",
        "999999999",
        "4102444800",
        "4102444800000",
    ] {
        let throttle = announced("0", reset).await;
        let waited = wait(&throttle).await.as_secs();
        assert!((60..=66).contains(&waited), "{reset}: {waited} s");

        let throttle = Throttle::new().max_window(Duration::from_secs(10));
        succeed(throttle.permit().await, &headers("0", reset));
        let waited = wait(&throttle).await.as_secs();
        assert!((10..=11).contains(&waited), "{reset}: {waited} s");
    }
}

#[tokio::test(start_paused = true)]
async fn an_unlimited_window_does_not_overflow() {
    let throttle = Throttle::new().max_window(Duration::MAX);
    let mut far = HeaderMap::new();
    let limit = "\"default\";r=0;t=18446744073709551615";
    far.insert("ratelimit", HeaderValue::from_static(limit));
    succeed(throttle.permit().await, &far);
    assert!(!is_open(&throttle).await);
    assert!(format!("{throttle:?}").contains("remaining: 0"));
}

#[tokio::test(start_paused = true)]
async fn a_reset_in_milliseconds_is_recognized() {
    let throttle = announced("0", "1445412485000").await;
    let waited = wait(&throttle).await.as_secs_f64();
    assert!((5.0..=5.51).contains(&waited), "{waited} s");
}

#[tokio::test(start_paused = true)]
async fn only_a_success_without_headers_means_that_there_is_no_limit() {
    let throttle = Throttle::new();
    let names = RateLimitHeaders::X_RATE_LIMIT;
    let probe = throttle.permit().await;
    assert!(!is_open(&throttle).await);
    probe.observe(&HeaderMap::new(), names, false);
    let probe = throttle.permit().await;
    assert!(!is_open(&throttle).await, "the limit is still unknown");
    probe.observe(&HeaderMap::new(), names, true);
    let permits = [throttle.permit().await, throttle.permit().await];
    assert!(is_open(&throttle).await);
    drop(permits);
}

#[tokio::test(start_paused = true)]
async fn a_probe_without_a_response_does_not_stop_the_others() {
    let throttle = Throttle::new();
    let _unanswered = throttle.permit().await;
    let start = Instant::now();
    let _second = throttle.permit().await;
    assert_eq!(start.elapsed().as_secs(), 5);
    let _third = throttle.permit().await;
    assert_eq!(start.elapsed().as_secs(), 10);
}

/// Their responses may never arrive, and they count for the window in which they were sent.
#[tokio::test(start_paused = true)]
async fn requests_in_flight_do_not_reduce_later_windows() {
    let throttle = announced("2", "1445412482").await;
    let _unanswered = [throttle.permit().await, throttle.permit().await];
    let probe = throttle.permit().await;
    succeed(probe, &headers("2", "1445412482"));
    let _permits = [throttle.permit().await, throttle.permit().await];
    assert!(!is_open(&throttle).await);
}

#[tokio::test(start_paused = true)]
async fn requests_are_sent_in_the_order_of_arrival() {
    let throttle = announced("0", "1445412482").await;
    let order = RefCell::new(Vec::new());
    let mut requests: Vec<_> = (0..20)
        .map(|index| {
            let (throttle, order) = (&throttle, &order);
            Box::pin(async move {
                let permit = throttle.permit().await;
                order.borrow_mut().push(index);
                // The window allows three requests.
                succeed(permit, &headers("2", "1445412482"));
            })
        })
        .collect();
    // Polled in reverse order, except for the first time.
    for request in &mut requests {
        assert!(is_pending(request.as_mut()).await);
    }
    poll_fn(|context| {
        for index in (0..requests.len()).rev() {
            if requests[index].as_mut().poll(context).is_ready() {
                drop(requests.remove(index));
            }
        }
        if requests.is_empty() {
            Poll::Ready(())
        } else {
            Poll::Pending
        }
    })
    .await;
    let windows: Vec<Vec<i32>> = order
        .take()
        .chunks(3)
        .map(|window| {
            let mut window = window.to_vec();
            window.sort_unstable();
            window
        })
        .collect();
    assert_eq!(windows.concat(), (0..20).collect::<Vec<_>>());
}

/// For example a branch of `select!` that waits for the other one.
#[tokio::test(start_paused = true)]
async fn a_future_that_is_not_polled_does_not_stop_the_others() {
    let throttle = announced("0", "1445412482").await;
    let mut first = pin!(throttle.permit());
    assert!(is_pending(first.as_mut()).await);
    let waited = wait(&throttle).await.as_secs();
    assert!((2..=8).contains(&waited), "{waited} s");
}

#[tokio::test(start_paused = true)]
async fn dropped_requests_leave_the_queue() {
    let throttle = announced("0", "1445412482").await;
    for _ in 0..3_000 {
        assert!(!is_open(&throttle).await);
    }
    assert!(format!("{throttle:?}").contains("waiting: 0"));
    let waited = wait(&throttle).await.as_secs_f64();
    assert!((2.0..=2.21).contains(&waited), "{waited} s");
}

#[tokio::test(start_paused = true)]
async fn clients_with_a_throttle_of_their_own_return_at_different_times() {
    let mut waits = Vec::new();
    for _ in 0..100 {
        let throttle = announced("0", "1445412510").await;
        waits.push(wait(&throttle).await);
    }
    assert!(waits.iter().all(|wait| (30..=33).contains(&wait.as_secs())));
    waits.sort_unstable();
    waits.dedup();
    assert!(waits.len() > 50, "{} different waits", waits.len());
}

fn some_headers(fields: &[(&'static str, &'static str)]) -> HeaderMap {
    let fields = fields.iter();
    fields
        .map(|(name, value)| {
            let name = http::HeaderName::from_static(name);
            (name, HeaderValue::from_static(value))
        })
        .collect()
}

#[tokio::test(start_paused = true)]
async fn an_exhausted_limit_without_a_known_reset_is_a_limit() {
    let exhausted = ("x-ratelimit-remaining", "0");
    for (other, expected) in [
        (None, 5.0),
        (Some(("x-ratelimit-reset", "soon")), 5.0),
        (Some(("x-ratelimit-reset", "-1")), 5.0),
        (Some(("retry-after", "20")), 20.0),
        (Some(("retry-after", "3600")), 60.0),
        (Some(("retry-after", "99999999999999999999")), 60.0),
    ] {
        let fields: Vec<_> = other.into_iter().chain([exhausted]).collect();
        let throttle = Throttle::new();
        succeed(throttle.permit().await, &some_headers(&fields));
        let waited = wait(&throttle).await.as_secs_f64();
        let range = expected..=expected * 1.1 + 0.01;
        assert!(range.contains(&waited), "{other:?}: {waited} s");
    }
    let item = some_headers(&[("ratelimit", "\"default\";r=0")]);
    let throttle = Throttle::new();
    succeed(throttle.permit().await, &item);
    assert!(!is_open(&throttle).await);
}

#[tokio::test(start_paused = true)]
async fn remaining_requests_without_a_reset_are_counted() {
    let throttle = Throttle::new();
    let fields = some_headers(&[("x-ratelimit-remaining", "2")]);
    succeed(throttle.permit().await, &fields);
    let _permits = [throttle.permit().await, throttle.permit().await];
    assert!(!is_open(&throttle).await);
}

#[tokio::test(start_paused = true)]
async fn the_awaited_event_is_known() {
    let throttle = Throttle::new();
    let probe = throttle.permit().await;
    assert!(!is_open(&throttle).await);
    assert_eq!(throttle.awaited(), Awaited::Response);
    succeed(probe, &headers("0", "1445412500"));
    assert!(!is_open(&throttle).await);
    assert_eq!(throttle.awaited(), Awaited::NextWindow);
}
