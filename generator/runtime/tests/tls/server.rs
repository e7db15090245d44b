use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rcgen::{Certificate, CertificateParams, KeyPair};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::aws_lc_rs::default_provider;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;
use tokio_rustls::server::TlsStream;

/// A connection, with or without TLS.
pub(crate) trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}

/// A server that handles each connection with a function.
pub(crate) struct Server {
    pub(crate) certificate: Certificate,
    scheme: &'static str,
    address: SocketAddr,
    connections: Arc<AtomicUsize>,
}

/// Returns the parameters of a certificate for `localhost`.
pub(crate) fn for_localhost() -> CertificateParams {
    CertificateParams::new(["localhost".to_owned()]).unwrap()
}

impl Server {
    /// Starts a server with a self-signed certificate that speaks the protocol, `h2` or `http/1.1`.
    pub(crate) async fn start<F: Future<Output = ()> + Send + 'static>(
        certificate: CertificateParams,
        protocol: &str,
        handle: impl Fn(TlsStream<TcpStream>) -> F + Send + Sync + 'static,
    ) -> Self {
        let key = KeyPair::generate().unwrap();
        let certificate = certificate.self_signed(&key).unwrap();
        let acceptor = acceptor(&certificate, &key, protocol);
        let handle = Arc::new(handle);
        let accept = move |stream| {
            let (acceptor, handle) = (acceptor.clone(), handle.clone());
            async move {
                if let Ok(stream) = acceptor.accept(stream).await {
                    handle(stream).await;
                }
            }
        };
        Self::listen(certificate, "https", accept).await
    }

    /// Starts a server of HTTP/1.1, with or without TLS.
    pub(crate) async fn start_http1<F: Future<Output = ()> + Send + 'static>(
        scheme: &'static str,
        handle: impl Fn(Box<dyn Stream>) -> F + Send + Sync + 'static,
    ) -> Self {
        if scheme == "https" {
            let handle = move |stream| handle(Box::new(stream));
            return Self::start(for_localhost(), "http/1.1", handle).await;
        }
        let key = KeyPair::generate().unwrap();
        let unused = for_localhost().self_signed(&key).unwrap();
        Self::listen(unused, scheme, move |stream| handle(Box::new(stream))).await
    }

    async fn listen<F: Future<Output = ()> + Send + 'static>(
        certificate: Certificate,
        scheme: &'static str,
        accept: impl Fn(TcpStream) -> F + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let connections = Arc::new(AtomicUsize::new(0));
        let accepted = connections.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                accepted.fetch_add(1, Ordering::Relaxed);
                tokio::spawn(accept(stream));
            }
        });
        Self {
            certificate,
            scheme,
            address,
            connections,
        }
    }

    pub(crate) fn url(&self) -> String {
        format!("{}://localhost:{}", self.scheme, self.address.port())
    }

    /// Returns the number of connections, including those without a complete handshake.
    pub(crate) fn connections(&self) -> usize {
        self.connections.load(Ordering::Relaxed)
    }
}

fn acceptor(certificate: &Certificate, key: &KeyPair, protocol: &str) -> TlsAcceptor {
    let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
    let mut config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], key)
        .unwrap();
    config.alpn_protocols = vec![protocol.as_bytes().to_vec()];
    TlsAcceptor::from(Arc::new(config))
}
