//! What answers say about limits, and many requests at once.

use intercom_client::v2_16::Client;

use super::server::{ScriptedServer, answer};
use super::{COMPANY, get};

#[tokio::test]
async fn an_answer_says_how_many_requests_are_left() {
    let head = "x-ratelimit-limit: 1666\nx-ratelimit-remaining: 7\nx-ratelimit-reset: 1445412481\n";
    let script = [
        answer(200, head, COMPANY),
        answer(404, head, ""),
        answer(200, "", COMPANY),
    ];
    let server = ScriptedServer::start(script).await;
    let client: Client = server.client();
    let request = client.companies().retrieve_a_company_by_id("c1");
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
async fn a_thousand_requests_at_once() {
    let server = ScriptedServer::start([answer(200, "", COMPANY)]).await;
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
