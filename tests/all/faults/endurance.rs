//! Many requests, one after the other. On Linux, which tells how much memory a process has.

use intercom_client::v2_16::Client;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::server::message;
use super::{COMPANY, get};

/// How much more memory the process may have after them: what the allocator keeps for itself.
const ALLOWANCE: u64 = 4 << 20;

/// `.ci/run` runs it.
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

/// A server that keeps nothing of what it is asked.
async fn serve() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(answer_all(stream));
        }
    });
    url
}

async fn answer_all(mut stream: TcpStream) {
    let answer = message(200, "", COMPANY.as_bytes());
    let mut request = Vec::new();
    while let Ok(1..) = stream.read_buf(&mut request).await {
        if request.ends_with(b"\r\n\r\n") {
            request.clear();
            if stream.write_all(&answer).await.is_err() {
                return;
            }
        }
    }
}

/// The memory of this process, in bytes (`statm` counts pages of 4 KiB).
fn resident() -> u64 {
    let text = std::fs::read_to_string("/proc/self/statm").unwrap();
    let pages = text.split(' ').nth(1).unwrap();
    pages.parse::<u64>().unwrap() * 4096
}
