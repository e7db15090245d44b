use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::json;
use tokio::time::{advance, sleep};

use super::*;
use crate::harbour::{Client, GetBoat};
use crate::{Api, ClientBuilder, Mock, Reply, RetryPolicy, Throttle};

/// Returns a provider of `t1`, `t2` and so on, and the number of its calls.
fn counting(lifetime: Duration) -> (impl TokenProvider, Arc<AtomicUsize>) {
    let calls = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&calls);
    let provider = move || {
        let number = counter.fetch_add(1, Ordering::Relaxed) + 1;
        async move {
            sleep(Duration::from_millis(10)).await;
            let token = AccessToken::new(format!("t{number}"));
            Ok::<_, TokenError>(token.expires_in(lifetime))
        }
    };
    (provider, calls)
}

fn client(mock: &Mock, provider: impl TokenProvider) -> Client {
    let builder = ClientBuilder::<Client>::new().token_provider(provider);
    builder.mock(mock).build().unwrap()
}

/// Returns the tokens of all requests.
fn tokens(mock: &Mock) -> Vec<String> {
    let requests = mock.all_requests().into_iter();
    let tokens = requests.map(|one| one.header("authorization").unwrap_or_default().to_owned());
    tokens.collect()
}

fn replies(mock: &Mock, statuses: &[u16]) {
    let replies = statuses
        .iter()
        .map(|status| Reply::json(*status, &json!({})));
    mock.on::<GetBoat>().reply_sequence(replies);
}

#[tokio::test(start_paused = true)]
async fn each_attempt_has_a_token_of_its_own() {
    let mock = Mock::new();
    replies(&mock, &[200, 503, 200]);
    let (provider, _) = counting(Duration::from_secs(600));
    let client = client(&mock, provider);
    client.get_boat("Ada").await.unwrap();
    client.get_boat("Ada").await.unwrap();
    assert_eq!(tokens(&mock), ["Bearer t1", "Bearer t2", "Bearer t3"]);
}

#[tokio::test(start_paused = true)]
async fn a_cached_token_is_replaced_before_it_expires() {
    let mock = Mock::new();
    replies(&mock, &[200; 4]);
    let (provider, calls) = counting(Duration::from_secs(600));
    let client = client(&mock, CachedToken::new(provider));
    let (one, other) = tokio::join!(client.get_boat("Ada").send(), client.get_boat("Ada").send());
    one.and(other).unwrap();
    advance(Duration::from_secs(530)).await;
    client.get_boat("Ada").await.unwrap();
    assert_eq!(calls.load(Ordering::Relaxed), 1);
    advance(Duration::from_secs(15)).await;
    client.get_boat("Ada").await.unwrap();
    assert_eq!(tokens(&mock)[3], "Bearer t2");
}

#[tokio::test(start_paused = true)]
async fn a_rejected_token_is_replaced_once() {
    let mock = Mock::new();
    replies(&mock, &[401, 200, 401, 401]);
    let (provider, _) = counting(Duration::from_secs(600));
    let client = client(&mock, CachedToken::new(provider));
    client.get_boat("Ada").await.unwrap();
    let error = client.get_boat("Ada").await.unwrap_err();
    assert!(error.is_unauthorized());
    let expected = ["Bearer t1", "Bearer t2", "Bearer t2", "Bearer t3"];
    assert_eq!(tokens(&mock), expected);
}

#[tokio::test]
async fn a_request_is_not_repeated_with_the_same_token() {
    let mock = Mock::new();
    replies(&mock, &[401]);
    let client = client(&mock, || async { Ok::<_, TokenError>("t") });
    assert!(client.get_boat("Ada").await.unwrap_err().is_unauthorized());
}

#[tokio::test(start_paused = true)]
async fn a_failure_of_the_provider_is_the_error_of_the_request() {
    let (mock, error) = (Mock::new(), std::io::Error::other("the vault is sealed"));
    let error = Arc::new(error);
    let failing = client(&mock, move || {
        let error = Arc::clone(&error);
        async move { Err::<AccessToken, TokenError>(Box::new(error)) }
    });
    let error = failing.get_boat("Ada").await.unwrap_err();
    assert!(error.is_token() && !error.is_maybe_sent() && !error.is_invalid());
    let expected = "GET /boats/{name}: the access token could not be obtained";
    assert_eq!(error.to_string(), expected);
    let source = std::error::Error::source(&error).unwrap();
    assert_eq!(source.to_string(), "the vault is sealed");

    let invalid = client(&mock, || async { Ok::<_, TokenError>("a\nb") });
    let error = invalid.get_boat("Ada").await.unwrap_err();
    assert!(error.is_invalid() && !format!("{error:?}").contains("a\nb"));

    let silent = client(&mock, std::future::pending::<Result<String, TokenError>>);
    let error = silent.get_boat("Ada").await.unwrap_err();
    assert!(error.is_timeout() && !error.is_maybe_sent());
}

#[tokio::test(start_paused = true)]
async fn clients_of_other_workspaces_share_all_but_token_and_throttle() {
    let mock = Mock::new();
    let exhausted = Reply::ok(&json!({}))
        .header("x-ratelimit-remaining", 0)
        .header("x-ratelimit-reset", 10);
    mock.on::<GetBoat>().times(3).reply_same(exhausted);
    let builder = ClientBuilder::<Client>::new()
        .bearer("first")
        .header_key("app", "key")
        .throttle(Throttle::new());
    let first = builder.mock(&mock).build().unwrap();
    let second = Client::from_connection(first.connection().with_token("second").unwrap());
    let third = second
        .connection()
        .with_token_provider(|| async { Ok::<_, TokenError>("third") });
    let third = Client::from_connection(third);
    let start = Instant::now();
    for client in [&first, &second, &third] {
        client.get_boat("Ada").await.unwrap();
    }
    assert!(
        start.elapsed() < Duration::from_secs(1),
        "no client waits for another"
    );
    assert_eq!(
        tokens(&mock),
        ["Bearer first", "Bearer second", "Bearer third"]
    );
    assert!(
        mock.all_requests()
            .iter()
            .all(|one| one.header("app") == Some("key"))
    );
    let error = first.connection().with_token("a\nb").unwrap_err();
    assert!(error.is_invalid() && !format!("{error:?}").contains("a\nb"));
}

#[tokio::test]
async fn a_provider_replaces_a_token_and_is_replaced_by_a_header() {
    let mock = Mock::new();
    replies(&mock, &[200, 200, 200]);
    let provider = || async { Ok::<_, TokenError>("provided") };
    let builder = || ClientBuilder::<Client>::new().mock(&mock);
    let clients = [
        builder().bearer("static").token_provider(provider),
        builder().token_provider(provider).bearer("static"),
        builder()
            .token_provider(provider)
            .header("authorization", "own"),
    ];
    for client in clients {
        client.build().unwrap().get_boat("Ada").await.unwrap();
    }
    assert_eq!(tokens(&mock), ["Bearer provided", "Bearer static", "own"]);
    let own = builder().token_provider(provider).build().unwrap();
    replies(&mock, &[200, 200]);
    let request = own.get_boat("Ada");
    request
        .with(|request| request.header("authorization", "own"))
        .await
        .unwrap();
    own.get_boat("Ada")
        .with(crate::Request::anonymous)
        .await
        .unwrap();
    assert_eq!(tokens(&mock)[3..], ["own", ""]);
}

#[test]
fn secrets_are_not_displayed() {
    let token = AccessToken::new("secret");
    let cached = CachedToken::new(|| async { Ok::<_, TokenError>("secret") });
    *cached.cached() = Some(token.clone());
    assert!(!format!("{token:?}{cached:?}").contains("secret"));
}

#[tokio::test(start_paused = true)]
async fn a_request_without_time_times_out_before_anything_is_sent() {
    let mock = Mock::new();
    let (provider, calls) = counting(Duration::from_secs(3600));
    let client = client(&mock, provider);
    let boat = client.get_boat("Ada");
    let error = boat.with(|request| request.timeout(Duration::ZERO)).await;
    let error = error.unwrap_err();
    assert!(error.is_timeout() && !error.is_maybe_sent(), "{error}");
    assert_eq!(calls.load(Ordering::Relaxed), 0);
    let policy = RetryPolicy::default().attempt_timeout(Duration::ZERO);
    let boat = client.get_boat("Ada");
    let error = boat
        .with(|request| request.retry(policy))
        .await
        .unwrap_err();
    assert!(error.is_timeout() && !error.is_maybe_sent(), "{error}");
    assert!(mock.all_requests().is_empty());
}
