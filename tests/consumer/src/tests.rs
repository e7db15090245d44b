//! What the build script made is used as the generated crate is.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::thread::{self, JoinHandle};

use intercom_codegen_runtime::{Api, ClientBuilder, Error, RetryPolicy};

use crate::apis::versions;

/// Answers one request; gives its head in lower case.
fn serve(body: &'static str) -> (String, JoinHandle<String>) {
    serve_status("200 OK", body)
}

fn serve_status(status: &'static str, body: &'static str) -> (String, JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let server = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut request = Vec::new();
        let mut part = [0; 1024];
        while !request.windows(4).any(|end| end == b"\r\n\r\n") {
            let length = stream.read(&mut part).unwrap();
            request.extend_from_slice(&part[..length]);
        }
        let length = body.len();
        let head = "content-type: application/json\r\nharbour-request: r7\r\nconnection: close";
        write!(
            stream,
            "HTTP/1.1 {status}\r\n{head}\r\ncontent-length: {length}\r\n\r\n{body}"
        )
        .unwrap();
        String::from_utf8(request).unwrap().to_lowercase()
    });
    (url, server)
}

fn run<T>(future: impl IntoFuture<Output = T>) -> T {
    let mut builder = tokio::runtime::Builder::new_current_thread();
    let runtime = builder.enable_all().build().unwrap();
    runtime.block_on(async { future.await })
}

#[test]
fn a_whole_document() {
    let (url, server) = serve(r#"{"type": "list", "data": [{"id": "t1", "name": "VIP"}]}"#);
    let builder = crate::whole::v2_16::Client::builder("token").base_url(url);
    let client = builder.build().unwrap();
    let list = run(client.tags().list_tags()).unwrap();
    assert_eq!(list.data.unwrap()[0].name.as_deref(), Some("VIP"));
    let request = server.join().unwrap();
    assert!(request.starts_with("get /tags "), "{request}");
    assert!(request.contains("intercom-version: 2.16"), "{request}");
}

/// Builds a client of any API.
fn client<C: Api>(builder: ClientBuilder<C>, url: String) -> Result<C, Error> {
    let retry = RetryPolicy::never();
    builder.base_url(url).retry(retry).build()
}

#[test]
fn clients_of_a_crate_and_of_modules_have_one_runtime() {
    let not_found = |error: intercom_client::Error| error.status().map(|status| status.as_u16());
    let (url, server) = serve_status("404 Not Found", r#"{"message": "no such boat"}"#);
    let boats = client(crate::harbour::Client::builder(), url).unwrap();
    let error = run(boats.boats().get_boat("Ada")).unwrap_err();
    server.join().unwrap();
    assert_eq!(
        error.request_id(),
        Some("r7"),
        "by the policy of the harbour"
    );
    assert_eq!(error.errors()[0].message.as_deref(), Some("no such boat"));
    assert_eq!(not_found(error), Some(404));

    let (url, server) = serve_status("404 Not Found", "{}");
    let tags = client(intercom_client::v2_16::Client::builder("token"), url).unwrap();
    let error = run(tags.tags().list_tags()).unwrap_err();
    assert_eq!(not_found(error), Some(404));
    let request = server.join().unwrap();
    let agent = concat!("user-agent: intercom-client/", env!("CARGO_PKG_VERSION"));
    assert!(request.contains(agent), "{request}");
}

#[test]
fn clients_in_a_module_are_named_for_the_package_that_has_them() {
    let (url, server) = serve("{}");
    let boats = client(crate::harbour::Client::builder(), url).unwrap();
    let operation = crate::harbour::dynamic::operation("getBoat").unwrap();
    let arguments = serde_json::json!({"name": "Ada"});
    run(operation.call(&boats, arguments)).unwrap();
    let request = server.join().unwrap();
    let agent = concat!("user-agent: intercom-consumer/", env!("CARGO_PKG_VERSION"));
    assert!(request.contains(agent), "{request}");
}

#[test]
fn a_part_has_what_its_operations_reach_and_no_more() {
    let (url, server) = serve(r#"{"data": [{"id": "t1", "colour": "red"}]}"#);
    let builder = crate::part::Client::builder("token").base_url(url);
    let client = builder.build().unwrap();
    let list = run(client.tags().list_tags()).unwrap();
    let tag = &list.data.unwrap()[0];
    assert_eq!(tag.colour.as_deref(), Some("red"), "the overlay adds it");
    server.join().unwrap();
    let _ = client.admins().identify_admin();

    let code = include_str!(concat!(env!("OUT_DIR"), "/part.rs"));
    let has = |item: &str| code.contains(item);
    assert!(has("pub struct Tag {") && has("pub struct ListTags {"));
    assert!(has("pub struct IdentifyAdmin {") && !has("pub struct ListAdmins {"));
    assert!(!has("pub struct Article {") && !has("pub struct Company {"));
}

#[test]
fn two_versions_share_what_is_the_same_in_both() {
    let (url, server) = serve(r#"{"data": []}"#);
    let client = versions::preview::Client::builder("token").base_url(url);
    let client = client.build().unwrap();
    let list: versions::v2_15::types::TagList =
        client.tags().list_tags().blocking().send().unwrap();
    assert_eq!(list.data.map(|tags| tags.len()), Some(0));
    let request = server.join().unwrap();
    assert!(request.contains("intercom-version: preview"), "{request}");
}

#[test]
fn a_document_of_ones_own() {
    let (url, server) = serve(r#"{"name": "Ada", "length": 7.5}"#);
    let client = crate::harbour::Client::builder().base_url(url);
    let client = client.build().unwrap();
    let boat = run(client.boats().get_boat("Ada/2")).unwrap();
    assert_eq!(
        (boat.name.as_deref(), boat.length),
        (Some("Ada"), Some(7.5))
    );
    let request = server.join().unwrap();
    assert!(request.starts_with("get /boats/ada%2f2 "), "{request}");
}
