//! The responses of paginated operations: JSON that contains the list.

use std::marker::PhantomData;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde_json::Value;

use crate::charset::utf8_or_bytes;
use crate::json::{Anomaly, Decode, Decoded};
use crate::{Json, ResponseKind, Unreadable};

use super::metadata::lacks;
use super::{KeyPath, Paged};

/// A JSON body with a page of the list `L`. The absence of the list is an anomaly: the body is
/// something else.
#[derive(Debug)]
pub struct JsonPage<L>(PhantomData<fn() -> L>);

impl<L: Paged> ResponseKind for JsonPage<L>
where
    L::Body: Decode + Send + 'static,
{
    type Output = L::Body;

    const ACCEPT: &'static str = Json::<L::Body>::ACCEPT;

    #[inline]
    fn read(
        status: StatusCode,
        headers: &HeaderMap,
        body: &Bytes,
    ) -> Result<Decoded<L::Body>, Unreadable> {
        let mut decoded = Json::<L::Body>::read(status, headers, body)?;
        if !L::has_items(&decoded.value) {
            decoded
                .anomalies
                .extend(missing_list(headers, body, L::PAGINATION.items));
        }
        Ok(decoded)
    }
}

/// Returns the anomaly of a body without the list, which is not null either.
#[cold]
fn missing_list(headers: &HeaderMap, body: &Bytes, items: KeyPath) -> Option<Anomaly> {
    let path = items.join(".");
    let reason = format!("missing field `{path}`: the response is not the list");
    lacks(&utf8_or_bytes(headers, body), items).then(|| Anomaly::new(path, Value::Null, reason))
}

#[cfg(test)]
mod tests {
    use crate::json::Map;
    use crate::pages::Pagination;
    use crate::{Operation, Request};

    use super::*;

    enum ListBoats {}

    impl Operation for ListBoats {
        type Kind = JsonPage<Self>;

        fn into_request(self) -> Request {
            match self {}
        }
    }

    impl Paged for ListBoats {
        type Body = Map<Value>;
        type Item = Value;

        const PAGINATION: Pagination = Pagination::whole(&["fleet", "boats"]);

        fn items_of(_: Map<Value>) -> Vec<Value> {
            Vec::new()
        }

        fn has_items(page: &Map<Value>) -> bool {
            page.get("fleet")
                .is_some_and(|fleet| fleet["boats"].is_array())
        }
    }

    fn anomalies(body: &'static str) -> Vec<String> {
        let body = Bytes::from_static(body.as_bytes());
        let decoded =
            JsonPage::<ListBoats>::read(StatusCode::OK, &HeaderMap::new(), &body).unwrap();
        decoded.anomalies.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_body_without_the_list_is_an_anomaly() {
        let anomaly = "fleet.boats: missing field `fleet.boats`: the response is not the list";
        for body in [
            "{}",
            r#"{"type": "boat", "name": "Ada"}"#,
            r#"{"boats": []}"#,
            r#"{"fleet": {"ships": []}}"#,
            "\u{feff}{}",
        ] {
            assert_eq!(anomalies(body), [anomaly], "{body}");
        }
    }

    #[test]
    fn an_empty_list_and_null_are_lists() {
        for body in [
            r#"{"fleet": {"boats": []}}"#,
            r#"{"fleet": {"boats": null}}"#,
            r#"{"fleet": null}"#,
        ] {
            assert_eq!(anomalies(body), [""; 0], "{body}");
        }
    }
}
