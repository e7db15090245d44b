//! The cost of a request over loopback: the client compared with `reqwest` and `serde_json`.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;

use divan::Bencher;
use intercom_client::v2_16::Client;
use reqwest::header::{ACCEPT, AUTHORIZATION, HeaderMap, HeaderValue, USER_AGENT};
use tokio::runtime::Runtime;

use super::bodies;
use super::derived::plain;

/// Starts a server that responds to every request with the same body and keeps connections open.
fn serve(body: String) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let url = format!(
        "http://{}",
        listener.local_addr().expect("the listener has an address")
    );
    let length = body.len();
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n"
    );
    let response = head + &body;
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let response = response.clone();
            thread::spawn(move || respond_to_all(stream, response.as_bytes()));
        }
    });
    url
}

fn respond_to_all(mut stream: TcpStream, response: &[u8]) {
    let mut request = Vec::new();
    let mut part = [0; 4096];
    let _ = stream.set_nodelay(true);
    while let Ok(length @ 1..) = stream.read(&mut part) {
        request.extend_from_slice(&part[..length]);
        if request.ends_with(b"\r\n\r\n") {
            request.clear();
            if stream.write_all(response).is_err() {
                return;
            }
        }
    }
}

fn runtime() -> Runtime {
    let mut builder = tokio::runtime::Builder::new_current_thread();
    builder
        .enable_all()
        .build()
        .expect("the runtime can be started")
}

fn ours(url: &str) -> Client {
    let builder = Client::builder("token").base_url(url);
    builder.build().expect("the settings are valid")
}

/// Returns a hand-written client with the same headers and timeout.
fn by_hand() -> reqwest::Client {
    let mut headers = HeaderMap::new();
    headers.insert(AUTHORIZATION, HeaderValue::from_static("Bearer token"));
    headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
    headers.insert(USER_AGENT, HeaderValue::from_static("by-hand/0.1.0"));
    headers.insert("intercom-version", HeaderValue::from_static("2.16"));
    reqwest::Client::builder()
        .default_headers(headers)
        .timeout(std::time::Duration::from_secs(60))
        .gzip(true)
        .build()
        .expect("the settings are valid")
}

#[divan::bench_group]
mod request_of_a_company {
    use super::*;

    #[divan::bench]
    fn ours(bencher: Bencher<'_, '_>) {
        let runtime = runtime();
        let client = super::ours(&serve(bodies::company()));
        bencher.bench_local(|| {
            let request = client.companies().get_company("c1");
            runtime
                .block_on(async { request.await })
                .expect("the request succeeds")
        });
    }

    #[divan::bench]
    fn by_hand(bencher: Bencher<'_, '_>) {
        let runtime = runtime();
        let client = super::by_hand();
        let url = serve(bodies::company());
        bencher.bench_local(|| {
            runtime.block_on(async {
                let request = client.get(format!("{url}/companies/{}", "c1"));
                let response = request
                    .send()
                    .await
                    .expect("the request succeeds")
                    .error_for_status()
                    .expect("the status is a success");
                let bytes = response.bytes().await.expect("the body is complete");
                serde_json::from_slice::<plain::Company>(&bytes).expect("the body can be decoded")
            })
        });
    }
}

#[divan::bench_group]
mod request_of_contacts {
    use super::*;

    #[divan::bench]
    fn ours(bencher: Bencher<'_, '_>) {
        let runtime = runtime();
        let client = super::ours(&serve(bodies::contacts()));
        bencher.bench_local(|| {
            let request = client.contacts().list_contacts();
            runtime
                .block_on(async { request.await })
                .expect("the request succeeds")
        });
    }

    #[divan::bench]
    fn by_hand(bencher: Bencher<'_, '_>) {
        let runtime = runtime();
        let client = super::by_hand();
        let url = serve(bodies::contacts());
        bencher.bench_local(|| {
            runtime.block_on(async {
                let request = client.get(format!("{url}/contacts"));
                let response = request
                    .send()
                    .await
                    .expect("the request succeeds")
                    .error_for_status()
                    .expect("the status is a success");
                let bytes = response.bytes().await.expect("the body is complete");
                serde_json::from_slice::<plain::ContactList>(&bytes)
                    .expect("the body can be decoded")
            })
        });
    }
}
