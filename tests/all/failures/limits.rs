//! Rate limit headers, and many concurrent requests.

use intercom_client::v2_16::Client;

use super::server::{ScriptedServer, response};
use super::{COMPANY, get};

#[tokio::test]
async fn responses_report_the_rate_limit() {
    let head = "x-ratelimit-limit: 1666\nx-ratelimit-remaining: 7\nx-ratelimit-reset: 1445412481\n";
    let script = [
        response(200, head, COMPANY),
        response(404, head, ""),
        response(200, "", COMPANY),
    ];
    let server = ScriptedServer::start(script).await;
    let client: Client = server.client();
    let request = client.companies().get_company("c1");
    let limit = request
        .clone()
        .response()
        .await
        .unwrap()
        .rate_limit()
        .unwrap();
    assert_eq!(limit.limit, Some(1666));
    assert_eq!(limit.remaining, Some(7));
    assert_eq!(limit.reset.unwrap().seconds(), 1_445_412_481);
    assert_eq!(request.clone().await.unwrap_err().rate_limit(), Some(limit));
    assert_eq!(request.response().await.unwrap().rate_limit(), None);
}

#[tokio::test]
async fn a_thousand_concurrent_requests_succeed() {
    let server = ScriptedServer::start([response(200, "", COMPANY)]).await;
    let client: Client = server.client();
    let requests = (0..1_000).map(|_| {
        let client = client.clone();
        tokio::spawn(async move { get(&client).await })
    });
    for request in requests.collect::<Vec<_>>() {
        assert_eq!(request.await.unwrap().unwrap().id, "c1");
    }
    assert_eq!(server.count(), 1_000);
}
