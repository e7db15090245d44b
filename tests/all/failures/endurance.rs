//! Memory use over many sequential requests, read from `/proc` on Linux.

use intercom_client::v2_16::Client;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::server::message;
use super::{COMPANY, get};

/// The additional memory that the process may use afterwards, as allocators keep some freed memory.
const ALLOWANCE: u64 = 4 << 20;

/// Run by `.ci/run`.
#[tokio::test]
#[ignore = "takes a minute"]
async fn memory_stays_flat_over_a_hundred_thousand_requests() {
    let client: Client = Client::builder("token")
        .base_url(serve().await)
        .build()
        .unwrap();
    let send = async |count| {
        for _ in 0..count {
            get(&client).await.unwrap();
        }
    };
    send(5_000).await;
    let before = resident();
    send(100_000).await;
    let after = resident();
    println!("{before} bytes before, {after} bytes after");
    assert!(after < before + ALLOWANCE, "{before} → {after}");
}

/// Starts a server that records nothing.
async fn serve() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(respond_to_all(stream));
        }
    });
    url
}

async fn respond_to_all(mut stream: TcpStream) {
    let response = message(200, "", COMPANY.as_bytes());
    let mut request = Vec::new();
    while let Ok(1..) = stream.read_buf(&mut request).await {
        if request.ends_with(b"\r\n\r\n") {
            request.clear();
            if stream.write_all(&response).await.is_err() {
                return;
            }
        }
    }
}

/// Returns the resident memory of this process in bytes (`statm` counts pages of 4 KiB).
fn resident() -> u64 {
    let text = std::fs::read_to_string("/proc/self/statm").unwrap();
    let pages = text.split(' ').nth(1).unwrap();
    pages.parse::<u64>().unwrap() * 4096
}
