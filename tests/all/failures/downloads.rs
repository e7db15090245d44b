//! Streamed downloads.

use std::io;
use std::time::Duration;

use intercom_client::Download;
use intercom_client::v2_16::Client;

use super::memory::{MemoryServer, Reply, chunks, reply};
use super::server::{ScriptedServer, Step, message, response};

async fn download(client: &Client) -> Download {
    let request = client.data_export().download_data_export("j1");
    request.download().await.unwrap()
}

#[tokio::test]
async fn a_download_is_streamed_in_chunks() {
    let bytes: Vec<u8> = (0..3 << 20).map(|index| index as u8).collect();
    let head = "content-type: application/gzip\nx-request-id: r1\n";
    let server = ScriptedServer::start([Step::Respond(message(200, head, &bytes))]).await;
    let client: Client = server.builder().max_response_size(10).build().unwrap();
    let mut file = download(&client).await;
    assert_eq!(file.status().as_u16(), 200);
    assert_eq!(file.content_type(), Some("application/gzip"));
    assert_eq!(file.content_length(), Some(3 << 20));
    assert_eq!(file.request_id(), Some("r1"));
    let first = file.chunk().await.unwrap().unwrap();
    assert!(!first.is_empty() && first.len() < bytes.len());
    let mut rest = Vec::new();
    let count = file.copy_to(&mut rest).await.unwrap();
    assert_eq!(count, 3 << 20);
    assert_eq!([first.as_ref(), rest.as_slice()].concat(), bytes);
}

#[tokio::test]
async fn a_download_stops_at_its_size_limit() {
    let bytes = message(200, "", &vec![b'x'; 1 << 20]);
    let server = ScriptedServer::start([Step::Respond(bytes)]).await;
    let client: Client = server.client();
    let file = download(&client).await;
    assert_eq!(file.limit(1 << 20).bytes().await.unwrap().len(), 1 << 20);
    let mut file = download(&client).await.limit((1 << 20) - 1);
    let error = loop {
        match file.chunk().await {
            Ok(Some(_)) => {}
            Ok(None) => panic!("the limit was not enforced"),
            Err(error) => break error,
        }
    };
    assert!(error.is_too_large());
    assert_eq!(error.status().unwrap().as_u16(), 200);
    assert!(
        file.chunk().await.unwrap().is_none(),
        "an error ends the download"
    );
}

#[tokio::test(start_paused = true)]
async fn the_timeout_applies_to_each_chunk() {
    let timeout = Duration::from_secs(10);
    fn chunk(seconds: u64) -> (Duration, io::Result<&'static [u8]>) {
        (Duration::from_secs(seconds), Ok(b"x"))
    }
    let download = async |respond: fn(usize) -> Reply| {
        let server = MemoryServer::start(respond);
        let client: Client = server.builder().timeout(timeout).build().unwrap();
        let request = client.data_export().download_data_export("j1");
        request.download().await
    };

    // The whole download takes longer than the timeout.
    let file = download(|_| reply(200, "", chunks((0..100).map(|_| chunk(9)))))
        .await
        .unwrap();
    assert_eq!(file.bytes().await.unwrap().len(), 100);

    let file = download(|_| reply(200, "", chunks([chunk(1), chunk(11)])))
        .await
        .unwrap();
    assert!(file.bytes().await.unwrap_err().is_timeout());

    assert!(download(|_| Reply::Never).await.unwrap_err().is_timeout());
}

#[tokio::test]
async fn a_truncated_download_is_an_error() {
    let whole = message(200, "", &[b'x'; 100]);
    let server = ScriptedServer::start([Step::Close(whole[..whole.len() - 1].to_vec())]).await;
    let error = download(&server.client()).await.bytes().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "GET /download/content/data/{job_identifier}: 200 OK: the body is truncated"
    );
}

#[tokio::test]
async fn downloads_are_retried_and_report_api_errors() {
    let body = r#"{"errors": [{"code": "not_found", "message": "no such export"}]}"#;
    let script = [response(503, "", ""), response(404, "", body)];
    let server = ScriptedServer::start(script).await;
    let client: Client = server.client();
    let request = client.data_export().download_data_export("j1");
    let error = request.download().await.unwrap_err();
    assert!(error.is_not_found());
    assert_eq!(error.code(), Some("not_found"));
    assert_eq!(server.count(), 2);
}

#[tokio::test]
async fn dropping_a_download_closes_the_connection() {
    let head = b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nx".to_vec();
    let mut server = ScriptedServer::start([Step::Stall(head)]).await;
    let mut file = download(&server.client()).await;
    assert_eq!(file.chunk().await.unwrap().unwrap().as_ref(), b"x");
    drop(file);
    server.client_disconnected().await;
}

#[tokio::test]
async fn a_failed_write_is_an_error() {
    let server = ScriptedServer::start([response(200, "", "abc")]).await;
    let mut full = std::io::Cursor::new(vec![0_u8; 2].into_boxed_slice());
    let error = download(&server.client())
        .await
        .copy_to(&mut full)
        .await
        .unwrap_err();
    assert!(
        error
            .to_string()
            .ends_with("the downloaded body cannot be written")
    );
    assert!(std::error::Error::source(&error).is_some());
}
