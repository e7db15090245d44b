use http::Method;

use super::*;
use crate::DefaultService;
use crate::service::Policy;

fn error(body: String) -> Error {
    let head = Head {
        status: StatusCode::UNPROCESSABLE_ENTITY,
        headers: HeaderMap::new(),
        policy: Policy::of::<DefaultService>(),
    };
    let body = Bytes::from(body);
    let call = Call::new(Method::GET, "/boats");
    Error::new(call, Cause::Status).with_response(RawResponse { head, body })
}

#[test]
fn at_most_a_hundred_errors_are_read() {
    for (count, expected) in [(1, 1), (100, 100), (10_000, 100)] {
        let errors = vec![r#""too long""#; count].join(",");
        let error = error(format!(r#"{{"errors": [{errors}]}}"#));
        assert_eq!(error.errors().len(), expected, "{count}");
    }
}

#[test]
fn a_large_body_is_preserved_but_not_read() {
    let body = |padding: usize| format!(r#"{{"message": "no"{}}}"#, " ".repeat(padding));
    let small = error(body(1_000_000));
    assert_eq!(small.errors().len(), 1);
    let large = error(body(1 << 20));
    assert!(large.errors().is_empty());
    assert_eq!(large.body().map(Bytes::len), Some(body(1 << 20).len()));
}
