//! Any `next` value leads to a page of the same list on the same server, or to none. The first byte
//! selects the list, the second how the other bytes become a response.

#![no_main]

mod budget;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock, Mutex};

use async_trait::async_trait;
use http::Extensions;
use intercom_client::v2_16::{Client, types::list_data_events};
use intercom_client::{Paged, Pages, RetryPolicy};
use reqwest::{Request, Response};
use reqwest_middleware::{Error, Middleware, Next};
use tokio::runtime::{Builder, Runtime};

/// The number of responses with the bytes of the input. Later ones are empty.
const RESPONSES: usize = 3;

static SERVER: LazyLock<Arc<Server>> = LazyLock::new(Arc::default);

static CLIENT: LazyLock<Client> = LazyLock::new(|| {
    let builder = Client::builder("token").base_url("http://harbour.test/v1");
    let builder = builder.middleware(Shared(SERVER.clone()));
    let builder = builder.retry(RetryPolicy::never());
    builder.build().expect("the settings are valid")
});

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| {
    let mut builder = Builder::new_current_thread();
    builder.enable_all().build().expect("the runtime starts")
});

/// A server that responds in place of the network.
#[derive(Default)]
struct Server {
    body: Mutex<Vec<u8>>,
    requests: AtomicUsize,
}

struct Shared(Arc<Server>);

#[async_trait]
impl Middleware for Shared {
    async fn handle(
        &self,
        request: Request,
        _: &mut Extensions,
        _: Next<'_>,
    ) -> Result<Response, Error> {
        let url = request.url();
        assert_eq!(url.host_str(), Some("harbour.test"));
        assert!(url.path().starts_with("/v1/"), "{url}");
        let body = match self.0.requests.fetch_add(1, Ordering::Relaxed) {
            0..RESPONSES => self.0.body.lock().expect("no panic").clone(),
            _ => b"{}".to_vec(),
        };
        Ok(http::Response::new(body).into())
    }
}

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    let [list, form, bytes @ ..] = input else {
        return;
    };
    let body = body(*form, bytes);
    let size = body.len();
    *SERVER.body.lock().expect("no panic") = body;
    SERVER.requests.store(0, Ordering::Relaxed);
    budget::assert_linear(RESPONSES * size, || match list % 4 {
        0 => read(CLIENT.contacts().list_contacts().pages()),
        1 => read(CLIENT.companies().list_all_companies().pages()),
        2 => read(CLIENT.companies().scroll_over_all_companies().pages()),
        _ => {
            let user = list_data_events::FilterUserId::new("u");
            read(CLIENT.data_events().list_data_events(user, "user").pages())
        }
    });
    let requests = SERVER.requests.load(Ordering::Relaxed);
    assert!(requests <= RESPONSES + 1, "{requests} requests");
});

/// The bytes as a body, as JSON of `next`, or as the text of `next`.
fn body(form: u8, bytes: &[u8]) -> Vec<u8> {
    let next = match form % 3 {
        0 => return bytes.to_vec(),
        1 => bytes.to_vec(),
        _ => serde_json::to_vec(&String::from_utf8_lossy(bytes)).expect("text is JSON"),
    };
    let items = r#""data": [{"id": "a"}], "events": [{"id": "a"}]"#;
    [
        format!("{{{items}, \"scroll_param\": ").as_bytes(),
        &next,
        b", \"pages\": {\"next\": ",
        &next,
        b"}}",
    ]
    .concat()
}

/// Reads the list to its end or to an error.
fn read<T: Paged>(mut pages: Pages<T>) {
    RUNTIME.block_on(async {
        while let Ok(Some(page)) = pages.try_next().await {
            if let Some(token) = page.next_token() {
                assert_eq!(token.to_string().parse().as_ref(), Ok(token));
            }
        }
    });
}
