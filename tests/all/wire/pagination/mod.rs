//! Paginated lists.

mod continuation;
mod intercom;
mod other_apis;
mod streams;

use intercom_client::{Error, Items, Paged};
use serde_json::{Value, json};
use wiremock::ResponseTemplate;

use super::Server;

fn ok(body: Value) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(body)
}

async fn responding_with(bodies: impl IntoIterator<Item = Value>) -> Server {
    Server::responding_with(bodies.into_iter().map(ok)).await
}

/// Returns objects with only an id.
fn objects(ids: &[&str]) -> Vec<Value> {
    ids.iter().map(|id| json!({"id": id})).collect()
}

/// Returns a page of `data`.
fn page(ids: &[&str], pages: Value) -> Value {
    json!({"type": "list", "data": objects(ids), "pages": pages})
}

/// Returns a page of `data` with the cursor of the next page.
fn before(ids: &[&str], cursor: &str) -> Value {
    page(
        ids,
        json!({"next": {"per_page": 2, "starting_after": cursor}}),
    )
}

/// Returns page `number` of `total`, without the next page.
fn numbered(ids: &[&str], number: u64, total: u64) -> Value {
    page(
        ids,
        json!({"type": "pages", "page": number, "total_pages": total}),
    )
}

/// Returns the last page of `data`.
fn last(ids: &[&str]) -> Value {
    page(ids, json!({"next": null}))
}

/// Returns all items of a stream without errors.
async fn all<T: Paged>(mut items: Items<T>) -> Vec<T::Item> {
    let mut taken = Vec::new();
    while let Some(item) = items.try_next().await.unwrap() {
        taken.push(item);
    }
    taken
}

/// Returns the items of a stream before its error, and the error.
async fn until_error<T: Paged>(items: &mut Items<T>) -> (Vec<T::Item>, Error) {
    let mut taken = Vec::new();
    loop {
        match items.try_next().await {
            Ok(Some(item)) => taken.push(item),
            Ok(None) => panic!("the stream ended without an error"),
            Err(error) => return (taken, error),
        }
    }
}

impl Server {
    /// Returns the method, path and query of all requests so far.
    async fn lines(&self) -> Vec<String> {
        let received = self.all_received().await;
        received.iter().map(super::Received::line).collect()
    }
}
