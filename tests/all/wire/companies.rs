//! The operations on companies.

use intercom_client::v2_16::{self, types};
use intercom_client::{RetryPolicy, v2_9};
use serde_json::{Value, json};

use super::Server;

/// Returns a company as the API sends it, with an undocumented field.
fn company(id: &str) -> Value {
    json!({
        "type": "company",
        "id": id,
        "company_id": format!("erp-{id}"),
        "app_id": "w1test",
        "name": "Tidewater Pumps",
        "created_at": 1_751_000_000,
        "updated_at": 1_752_000_000,
        "monthly_spend": 120,
        "session_count": 0,
        "user_count": 3,
        "size": 41,
        "plan": {"type": "plan", "id": "7", "name": "Harbour"},
        "custom_attributes": {"fleet": 12, "vip": true, "dock": null},
        "tags": {"type": "tag.list", "tags": []},
        "segments": {"type": "segment.list", "segments": []},
        "tide": {"phase": "ebb"},
    })
}

fn list(companies: &[Value]) -> Value {
    json!({
        "type": "list",
        "data": companies,
        "pages": {"type": "pages", "next": null, "page": 1, "per_page": 15, "total_pages": 1},
        "total_count": companies.len(),
        "as_of": "noon",
    })
}

#[tokio::test]
async fn creates_or_updates_a_company() {
    let server = Server::json(company("c1")).await;
    let mut body = types::CreateOrUpdateCompanyRequest::new()
        .company_id("erp-c1")
        .name("Tidewater Pumps")
        .size(41)
        .custom_attributes([("fleet", Value::from(12)), ("vip", Value::from(true))]);
    body.extra.insert("berth", "north");
    let client: v2_16::Client = server.client();
    let response = client
        .companies()
        .create_or_update_company(body)
        .await
        .unwrap();

    let received = server.received().await;
    received.assert_head("POST /companies", "2.16");
    received.assert_json(json!({
        "company_id": "erp-c1",
        "name": "Tidewater Pumps",
        "size": 41,
        "custom_attributes": {"fleet": 12, "vip": true},
        "berth": "north",
    }));
    assert_eq!(response.id, "c1");
    assert_eq!(
        response.plan.as_ref().unwrap().name.as_deref(),
        Some("Harbour")
    );
    assert_eq!(response.custom_attributes.as_ref().unwrap()["vip"], true);
    assert_eq!(response.extra.get("tide"), Some(&json!({"phase": "ebb"})));
    assert_eq!(response.extra.len(), 1);
}

/// A decoded response is encoded again with documented and undocumented fields.
#[tokio::test]
async fn undocumented_fields_round_trip() {
    let server = Server::json(company("c1")).await;
    let client: v2_16::Client = server.client();
    let response = client.companies().get_company("c1").send().await.unwrap();
    server
        .received()
        .await
        .assert_head("GET /companies/c1", "2.16");
    assert_eq!(serde_json::to_value(&response).unwrap(), company("c1"));
}

#[tokio::test]
async fn finds_a_company_by_company_id() {
    let server = Server::json(company("c1")).await;
    let client: v2_16::Client = server.client();
    let found = client
        .companies()
        .find_company()
        .company_id("erp c1&x")
        .await
        .unwrap();

    let received = server.received().await;
    received.assert_head("GET /companies?company_id=erp%20c1%26x", "2.16");
    received.assert_no_body();
    assert_eq!(found.company_id.as_deref(), Some("erp-c1"));
    assert_eq!(serde_json::to_value(&found).unwrap(), company("c1"));
}

/// A list without its items is an anomaly, also on a page of a stream.
#[tokio::test]
async fn a_company_in_place_of_a_list_is_an_anomaly() {
    let server = Server::json(company("c1")).await;
    let client: v2_16::Client = server.client();
    let response = client.companies().list_companies().response().await;
    let response = response.unwrap();
    assert_eq!(response.anomalies()[0].path(), "data");
    let json = serde_json::to_value(response.body()).unwrap();
    assert_eq!(json, company("c1"));

    let server = Server::json(company("c1")).await;
    let client: v2_16::Client = server.builder().strict(true).build().unwrap();
    let error = client.companies().list_companies().items().try_next().await;
    assert_eq!(error.unwrap_err().path(), Some("data"));
}

#[tokio::test]
async fn lists_all_companies() {
    let server = Server::json(list(&[company("c1"), company("c2")])).await;
    let client: v2_16::Client = server.client();
    let companies = client.companies();
    let response = companies
        .list_all_companies()
        .page(1)
        .per_page(15)
        .order("desc")
        .await
        .unwrap();

    let received = server.received().await;
    received.assert_head("POST /companies/list?page=1&per_page=15&order=desc", "2.16");
    received.assert_no_body();
    assert_eq!(response.total_count, Some(2));
    let pages = response.pages.unwrap();
    assert_eq!((pages.page, pages.next), (Some(1), None));
    assert_eq!(response.data.unwrap()[1].id, "c2");
}

#[tokio::test]
async fn scrolls_over_companies() {
    let page = |companies: &[Value], param: &str| {
        let body = json!({
            "type": "list",
            "data": companies,
            "pages": null,
            "total_count": null,
            "scroll_param": param,
            "shard": 4,
        });
        wiremock::ResponseTemplate::new(200).set_body_json(body)
    };
    let server =
        Server::responding_with([page(&[company("c1")], "s-1/2"), page(&[], "s-1/2")]).await;
    let client: v2_16::Client = server.client();
    let first = client
        .companies()
        .scroll_companies()
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        first.data.unwrap()[0].extra.get("tide"),
        Some(&json!({"phase": "ebb"}))
    );
    assert_eq!((first.pages, first.total_count), (None, None));
    assert_eq!(first.extra.get("shard"), Some(&json!(4)));
    let param = first.scroll_param.unwrap();
    let second = client
        .companies()
        .scroll_companies()
        .scroll_param(param)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(second.data, Some(Vec::new()));

    let received = server.all_received().await;
    assert_eq!(received.len(), 2);
    received[0].assert_head("GET /companies/scroll", "2.16");
    received[1].assert_head("GET /companies/scroll?scroll_param=s-1%2F2", "2.16");
}

/// The server may have moved on: a scroll that was asked again would lose a page.
#[tokio::test]
async fn a_scroll_does_not_go_on_after_an_error() {
    let page = json!({"type": "list", "data": [company("c1")], "scroll_param": "s-1"});
    let server = Server::responding_with([
        wiremock::ResponseTemplate::new(200).set_body_json(page),
        wiremock::ResponseTemplate::new(500),
    ])
    .await;
    let builder = server.builder::<v2_16::Client>();
    let client = builder.retry(RetryPolicy::default()).build().unwrap();
    let mut companies = client.companies().scroll_companies().items();
    assert_eq!(companies.try_next().await.unwrap().unwrap().id, "c1");
    let error = companies.try_next().await.unwrap_err();
    assert_eq!(error.status().map(|status| status.as_u16()), Some(500));
    assert_eq!(server.all_received().await.len(), 2);
}

#[tokio::test]
async fn attaches_a_company_to_a_contact() {
    let server = Server::json(company("c1")).await;
    let client: v2_16::Client = server.client();
    let body = types::AttachContactToCompanyRequest::new("c1");
    let response = client
        .companies()
        .attach_contact_to_company("p9", body)
        .await
        .unwrap();

    let received = server.received().await;
    received.assert_head("POST /contacts/p9/companies", "2.16");
    received.assert_json(json!({"id": "c1"}));
    assert_eq!(response.id, "c1");
    assert!(response.extra.get("tide").is_some());
}

#[tokio::test]
async fn detaches_a_company_from_a_contact() {
    let server = Server::json(company("c1")).await;
    let client: v2_16::Client = server.client();
    let response = client
        .companies()
        .detach_contact_from_company("p9", "c1")
        .await
        .unwrap();

    let received = server.received().await;
    received.assert_head("DELETE /contacts/p9/companies/c1", "2.16");
    received.assert_no_body();
    assert_eq!(response.id, "c1");
    assert!(response.extra.get("tide").is_some());
}

#[tokio::test]
async fn creates_a_company_in_another_version() {
    let server = Server::json(company("c1")).await;
    let client: v2_9::Client = server.client();
    let body = v2_9::types::CreateOrUpdateCompanyRequest::new()
        .company_id("erp-c1")
        .plan("Harbour");
    let response = client
        .companies()
        .create_or_update_company(body)
        .await
        .unwrap();

    let received = server.received().await;
    received.assert_head("POST /companies", "2.9");
    received.assert_json(json!({"company_id": "erp-c1", "plan": "Harbour"}));
    assert_eq!(response.user_count, Some(3));
    assert_eq!(response.extra.get("tide"), Some(&json!({"phase": "ebb"})));
}
