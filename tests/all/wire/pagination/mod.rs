//! Lists that come page by page.

mod continuation;
mod streams;
mod styles;
mod types;

use intercom_client::{Error, Items, Paged};
use serde_json::{Value, json};
use wiremock::ResponseTemplate;

use super::Server;

fn answer(body: Value) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(body)
}

async fn answering(bodies: impl IntoIterator<Item = Value>) -> Server {
    Server::answering(bodies.into_iter().map(answer)).await
}

/// Objects that have nothing but an id.
fn objects(ids: &[&str]) -> Vec<Value> {
    ids.iter().map(|id| json!({"id": id})).collect()
}

/// A page of `data`.
fn page(ids: &[&str], pages: Value) -> Value {
    json!({"type": "list", "data": objects(ids), "pages": pages})
}

/// A page of `data`, followed by one that has this cursor.
fn before(ids: &[&str], cursor: &str) -> Value {
    page(
        ids,
        json!({"next": {"per_page": 2, "starting_after": cursor}}),
    )
}

/// The page number `number` of `total`, which says nothing of the next one.
fn numbered(ids: &[&str], number: u64, total: u64) -> Value {
    page(
        ids,
        json!({"type": "pages", "page": number, "total_pages": total}),
    )
}

/// The last page of `data`.
fn last(ids: &[&str]) -> Value {
    page(ids, json!({"next": null}))
}

/// Everything that the stream gives, which must be no error.
async fn all<T: Paged>(mut items: Items<T>) -> Vec<T::Item> {
    let mut taken = Vec::new();
    while let Some(item) = items.try_next().await.unwrap() {
        taken.push(item);
    }
    taken
}

/// What the stream gives up to the error that it ends with.
async fn until_error<T: Paged>(items: &mut Items<T>) -> (Vec<T::Item>, Error) {
    let mut taken = Vec::new();
    loop {
        match items.try_next().await {
            Ok(Some(item)) => taken.push(item),
            Ok(None) => panic!("no error came"),
            Err(error) => return (taken, error),
        }
    }
}

impl Server {
    /// Method, path and query of all requests so far.
    async fn lines(&self) -> Vec<String> {
        let received = self.all_received().await;
        received.iter().map(super::Received::line).collect()
    }
}
