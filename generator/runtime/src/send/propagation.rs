//! The context of the current trace, which requests carry with the feature `opentelemetry`.

use http::{HeaderMap, HeaderName, HeaderValue};
use opentelemetry::propagation::Injector;
use opentelemetry::{Context, global};

/// The headers of the W3C Trace Context. Others, such as `baggage`, may contain data of the
/// application, which is not the API's business.
const HEADERS: [&str; 2] = ["traceparent", "tracestate"];

/// Adds the headers of the current context by the global propagator. A header that the request has
/// takes precedence.
pub(super) fn inject(headers: &mut HeaderMap) {
    let context = Context::current();
    global::get_text_map_propagator(|propagator| {
        propagator.inject_context(&context, &mut Headers(headers));
    });
}

struct Headers<'a>(&'a mut HeaderMap);

impl Injector for Headers<'_> {
    fn set(&mut self, key: &str, value: String) {
        if !HEADERS.iter().any(|known| key.eq_ignore_ascii_case(known)) {
            return;
        }
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(key), HeaderValue::try_from(value)) {
            self.0.entry(name).or_insert(value);
        }
    }
}

#[cfg(all(test, feature = "mock", not(target_arch = "wasm32")))]
mod tests {
    use opentelemetry::propagation::text_map_propagator::FieldIter;
    use opentelemetry::propagation::{Extractor, TextMapPropagator};
    use opentelemetry::trace::FutureExt;

    use super::*;
    use crate::RetryPolicy;
    use crate::harbour::{Client, GetBoat};
    use crate::mock::{Mock, Reply};

    /// The trace that a test is in.
    #[derive(Clone, Debug)]
    struct Trace(&'static str);

    #[derive(Debug)]
    struct Propagator;

    impl TextMapPropagator for Propagator {
        fn inject_context(&self, context: &Context, injector: &mut dyn Injector) {
            if let Some(Trace(id)) = context.get::<Trace>() {
                injector.set("traceparent", format!("00-{id}-01"));
                injector.set("tracestate", "harbour=1".to_owned());
                injector.set("baggage", "user=ada".to_owned());
            }
        }

        fn extract_with_context(&self, context: &Context, _: &dyn Extractor) -> Context {
            context.clone()
        }

        fn fields(&self) -> FieldIter<'_> {
            FieldIter::new(&[])
        }
    }

    fn header(request: &crate::mock::RecordedRequest, name: &str) -> Option<String> {
        request.header(name).map(str::to_owned)
    }

    #[tokio::test(start_paused = true)]
    async fn each_attempt_carries_the_current_context() {
        global::set_text_map_propagator(Propagator);
        let (client, mock) = Mock::client::<Client>();
        let replies = [503, 200].map(|status| Reply::json(status, &serde_json::json!({})));
        mock.on::<GetBoat>().reply_sequence(replies);
        let context = Context::current_with_value(Trace("t1"));
        let call = async { client.get_boat("Ada").await };
        call.with_context(context).await.unwrap();
        for request in mock.requests::<GetBoat>() {
            assert_eq!(header(&request, "traceparent").as_deref(), Some("00-t1-01"));
            assert_eq!(header(&request, "tracestate").as_deref(), Some("harbour=1"));
            assert_eq!(header(&request, "baggage"), None);
        }
        assert_eq!(mock.requests::<GetBoat>().len(), 2);
    }

    #[tokio::test]
    async fn a_header_of_the_request_takes_precedence() {
        global::set_text_map_propagator(Propagator);
        let (client, mock) = Mock::client::<Client>();
        mock.on::<GetBoat>()
            .reply_same(Reply::json(200, &serde_json::json!({})));
        client.get_boat("Ada").await.unwrap();
        let own = client.get_boat("Ada").with(|request| {
            request.header("traceparent", "own");
            request.retry(RetryPolicy::never());
        });
        let call = async { own.await };
        let context = Context::current_with_value(Trace("t2"));
        call.with_context(context).await.unwrap();
        let requests = mock.requests::<GetBoat>();
        let found: Vec<_> = requests
            .iter()
            .map(|one| header(one, "traceparent"))
            .collect();
        assert_eq!(found, [None, Some("own".to_owned())]);
    }

    #[cfg(feature = "blocking")]
    #[test]
    fn a_blocking_call_carries_the_context_of_its_thread() {
        global::set_text_map_propagator(Propagator);
        let (client, mock) = Mock::client::<Client>();
        mock.on::<GetBoat>()
            .reply_same(Reply::json(200, &serde_json::json!({})));
        let _guard = Context::current_with_value(Trace("t3")).attach();
        client.get_boat("Ada").blocking().send().unwrap();
        let requests = mock.requests::<GetBoat>();
        assert_eq!(
            header(&requests[0], "traceparent").as_deref(),
            Some("00-t3-01")
        );
    }
}
