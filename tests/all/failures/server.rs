//! A scripted server, which may violate HTTP.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use intercom_client::{Api, ClientBuilder, RetryPolicy};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// The reaction of the server to a request.
#[derive(Clone)]
pub(super) enum Step {
    /// Sends the bytes and waits for the next request on the connection.
    Respond(Vec<u8>),
    /// Sends the bytes and closes the connection gracefully.
    Close(Vec<u8>),
    /// Sends the bytes and resets the connection; the client may lose unread bytes.
    Reset(Vec<u8>),
    /// Sends the bytes and then nothing until the client disconnects.
    Stall(Vec<u8>),
    /// Sends the first bytes, and then the second ones repeatedly.
    Begin(Vec<u8>, Vec<u8>),
    /// Sends the bytes one at a time, with a pause after each.
    Drip(Vec<u8>),
}

/// Returns a step that responds with this status, these header lines and this body.
pub(super) fn response(status: u16, head: &str, body: &str) -> Step {
    Step::Respond(message(status, head, body.as_bytes()))
}

/// Returns the bytes of an HTTP response.
pub(super) fn message(status: u16, head: &str, body: &[u8]) -> Vec<u8> {
    let head = head.replace('\n', "\r\n");
    let length = body.len();
    let text = format!("HTTP/1.1 {status} Status\r\n{head}content-length: {length}\r\n\r\n");
    [text.as_bytes(), body].concat()
}

/// The server and its records.
pub(super) struct ScriptedServer {
    pub(super) url: String,
    requests: Arc<Mutex<Vec<String>>>,
    connections: Arc<AtomicUsize>,
    /// The number of clients that disconnected while the server stalled.
    disconnects: watch::Receiver<usize>,
}

impl ScriptedServer {
    /// Starts a server that takes one step per request and repeats the last step.
    pub(super) async fn start(script: impl IntoIterator<Item = Step>) -> Self {
        let connections = Arc::new(AtomicUsize::new(0));
        let accepted = connections.clone();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let (sender, disconnects) = watch::channel(0);
        let script: Vec<Step> = script.into_iter().collect();
        let script = Arc::new(Script {
            steps: script,
            requests: requests.clone(),
            disconnects: sender,
        });
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                accepted.fetch_add(1, Ordering::Relaxed);
                let script = script.clone();
                tokio::spawn(async move { script.serve(stream).await });
            }
        });
        Self {
            url: format!("http://{address}"),
            requests,
            connections,
            disconnects,
        }
    }

    /// Returns the builder of a client of this server that retries almost without delay.
    pub(super) fn builder<C: Api>(&self) -> ClientBuilder<C> {
        ClientBuilder::new()
            .bearer("secret")
            .base_url(&self.url)
            .retry(without_delay())
    }

    pub(super) fn client<C: Api>(&self) -> C {
        self.builder().build().unwrap()
    }

    /// Returns the head and body of every request.
    pub(super) fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }

    pub(super) fn count(&self) -> usize {
        self.requests().len()
    }

    pub(super) fn connections(&self) -> usize {
        self.connections.load(Ordering::Relaxed)
    }

    /// Waits until a client disconnects while the server stalls.
    pub(super) async fn client_disconnected(&mut self) {
        self.disconnects.wait_for(|count| *count > 0).await.unwrap();
    }

    /// Waits until the server has received this number of requests.
    pub(super) async fn received(&self, count: usize) {
        while self.count() < count {
            tokio::task::yield_now().await;
        }
    }
}

/// Returns the default policy with minimal delays.
pub(super) fn without_delay() -> RetryPolicy {
    RetryPolicy::default().min_delay(Duration::from_millis(1))
}

struct Script {
    steps: Vec<Step>,
    requests: Arc<Mutex<Vec<String>>>,
    disconnects: watch::Sender<usize>,
}

impl Script {
    async fn serve(&self, mut stream: TcpStream) {
        while let Some(request) = read_request(&mut stream).await {
            let step = {
                let mut requests = self.requests.lock().unwrap();
                requests.push(request);
                let index = requests.len().min(self.steps.len()) - 1;
                self.steps[index].clone()
            };
            if !self.take(step, &mut stream).await {
                return;
            }
        }
    }

    /// Takes a step and returns whether the connection stays open.
    async fn take(&self, step: Step, stream: &mut TcpStream) -> bool {
        match step {
            Step::Respond(bytes) => return stream.write_all(&bytes).await.is_ok(),
            Step::Close(bytes) => {
                let _ = stream.write_all(&bytes).await;
                let _ = stream.shutdown().await;
            }
            Step::Reset(bytes) => {
                let _ = stream.write_all(&bytes).await;
                let _ = stream.flush().await;
                let _ = stream.set_zero_linger();
            }
            Step::Stall(bytes) => {
                let _ = stream.write_all(&bytes).await;
                let mut rest = Vec::new();
                let _ = stream.read_to_end(&mut rest).await;
                self.disconnects.send_modify(|count| *count += 1);
            }
            Step::Begin(head, part) => {
                let _ = stream.write_all(&head).await;
                while stream.write_all(&part).await.is_ok() {}
            }
            Step::Drip(bytes) => {
                for byte in bytes {
                    if stream.write_all(&[byte]).await.is_err() {
                        return false;
                    }
                    tokio::time::sleep(Duration::from_millis(5)).await;
                }
                return true;
            }
        }
        false
    }
}

/// Reads the head and body of a request as text; returns `None` at the end of the connection.
async fn read_request(stream: &mut TcpStream) -> Option<String> {
    let mut bytes = Vec::new();
    let head = loop {
        if let Some(end) = find(&bytes, b"\r\n\r\n") {
            break end + 4;
        }
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    };
    let text = String::from_utf8_lossy(&bytes[..head]).to_lowercase();
    let length: usize = text
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "))
        .map_or(0, |length| length.parse().unwrap());
    while bytes.len() < head + length {
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    }
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

fn find(bytes: &[u8], end: &[u8]) -> Option<usize> {
    bytes.windows(end.len()).position(|window| window == end)
}
