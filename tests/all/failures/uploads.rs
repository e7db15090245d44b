//! Files uploaded from disk.

use std::io::Write;

use async_trait::async_trait;
use http::Extensions;
use intercom_client::preview::Client;
use intercom_client::{Error, File};
use reqwest::{Request, Response};
use reqwest_middleware::{Middleware, Next};
use tempfile::NamedTempFile;

use super::server::{ScriptedServer, response, without_delay};

const PART: &str = r#"{"import_job_id": "j1"}"#;

fn catalog() -> NamedTempFile {
    let mut file = tempfile::Builder::new()
        .suffix(".jsonl")
        .tempfile()
        .unwrap();
    file.write_all(&vec![b'~'; 3 << 20]).unwrap();
    file
}

async fn upload(client: &Client, file: File) -> Result<(), Error> {
    let connectors = client.ecommerce_connectors();
    let request = connectors.upload_ecommerce_catalog("k1").catalog(file);
    request.await.map(|_| ())
}

#[tokio::test]
async fn a_file_is_sent_with_its_name_and_type() {
    let file = catalog();
    let server = ScriptedServer::start([response(200, "", PART)]).await;
    let sent = File::from_path(file.path())
        .content_type("application/jsonl")
        .name("fleet.jsonl");
    upload(&server.client(), sent).await.unwrap();
    let request = server.requests().remove(0);
    let head = "content-disposition: form-data; name=\"catalog\"; filename=\"fleet.jsonl\"\r\n\
                content-type: application/jsonl\r\n\r\n";
    assert!(request.to_lowercase().contains(head));
    assert_eq!(request.matches('~').count(), 3 << 20);
}

#[tokio::test]
async fn a_file_is_read_again_for_each_attempt() {
    let file = catalog();
    let server = ScriptedServer::start([response(503, "", ""), response(200, "", PART)]).await;
    let policy = without_delay().repeat_any_method(true);
    let client: Client = server.builder().retry(policy).build().unwrap();
    upload(&client, File::from_path(file.path())).await.unwrap();
    let requests = server.requests();
    assert_eq!(requests.len(), 2);
    for request in requests {
        assert_eq!(request.matches('~').count(), 3 << 20);
    }
}

#[tokio::test]
async fn a_missing_file_is_an_error() {
    let server = ScriptedServer::start([response(200, "", PART)]).await;
    let missing = tempfile::tempdir().unwrap().path().join("gone.jsonl");
    let error = upload(&server.client(), File::from_path(missing))
        .await
        .unwrap_err();
    assert!(error.is_invalid());
    assert_eq!(
        error.to_string(),
        "POST /ecommerce/connectors/{id}/catalog: the file `gone.jsonl` cannot be read"
    );
    assert!(std::error::Error::source(&error).is_some());
    assert_eq!(server.count(), 0);
    assert!(!error.is_maybe_sent());
}

/// Returns the error of uploading the path, which is not sent.
async fn refused(path: &std::path::Path) -> Error {
    let server = ScriptedServer::start([response(200, "", PART)]).await;
    let error = upload(&server.client(), File::from_path(path)).await;
    let error = error.unwrap_err();
    assert!(error.is_invalid() && !error.is_maybe_sent(), "{error}");
    assert_eq!(server.count(), 0);
    error
}

#[tokio::test]
async fn a_directory_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("fleet");
    std::fs::create_dir(&path).unwrap();
    assert_eq!(
        refused(&path).await.to_string(),
        "POST /ecommerce/connectors/{id}/catalog: the file `fleet` cannot be read"
    );
}

/// Opening it would wait for another program.
#[cfg(unix)]
#[tokio::test]
async fn a_pipe_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("pipe");
    let made = std::process::Command::new("mkfifo").arg(&path).status();
    assert!(made.unwrap().success());
    let error = refused(&path).await;
    let source = std::error::Error::source(&error).unwrap();
    assert_eq!(source.to_string(), "it is a device, a pipe or a socket");
}

/// A middleware that changes the size of a file that has been opened.
struct Resizes(NamedTempFile, u64);

#[async_trait]
impl Middleware for Resizes {
    async fn handle(
        &self,
        request: Request,
        extensions: &mut Extensions,
        next: Next<'_>,
    ) -> reqwest_middleware::Result<Response> {
        self.0.as_file().set_len(self.1).unwrap();
        next.run(request, extensions).await
    }
}

#[tokio::test]
async fn a_file_that_changes_its_size_is_an_error() {
    for size in [0, 1 << 20, (3 << 20) - 1, (3 << 20) + 1, 5 << 20] {
        let server = ScriptedServer::start([response(200, "", PART)]).await;
        let file = catalog();
        let sent = File::from_path(file.path()).name("fleet.jsonl");
        let builder = server.builder().middleware(Resizes(file, size));
        let error = upload(&builder.build().unwrap(), sent).await.unwrap_err();
        assert_eq!(
            error.to_string(),
            "POST /ecommerce/connectors/{id}/catalog: the file `fleet.jsonl` cannot be read \
             completely"
        );
        assert!(error.is_maybe_sent() && !error.is_invalid());
        assert_eq!(server.count(), 0, "no complete request arrives");
    }
}

#[tokio::test]
async fn file_names_are_encoded_as_in_html() {
    let server = ScriptedServer::start([response(200, "", PART)]).await;
    let name = "a\"b\r\nContent-Type: text/html\0\u{202e}é.jsonl";
    upload(&server.client(), File::new(name, "~"))
        .await
        .unwrap();
    let request = server.requests().remove(0);
    let line = "; filename=\"a%22b%0D%0AContent-Type: text/html%00%E2%80%AEé.jsonl\"\r\n";
    assert!(request.contains(line), "{request}");
}
