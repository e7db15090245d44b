//! Files uploaded from disk.

use std::io::Write;

use intercom_client::preview::Client;
use intercom_client::{Error, File};
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
}
