//! Every operation that an overlay declares as paginated requests its second page.

use intercom_client::{Items, Paged};
use serde_json::{Value, json};
use wiremock::ResponseTemplate;

use super::Server;

/// Returns a page with one item at the items path, and `rest` beside it.
fn page(path: &str, id: &str, rest: Value) -> Value {
    let mut page = rest;
    let mut at = &mut page;
    for key in path.split('.') {
        at = &mut at[key];
    }
    *at = json!([{ "id": id }]);
    page
}

/// Two pages, the first with the cursor of the second.
fn cursor(path: &str) -> [Value; 2] {
    let next = json!({"pages": {"next": {"starting_after": "x"}}});
    [page(path, "1", next), page(path, "2", json!({}))]
}

/// Two pages with page numbers.
fn numbered(path: &str) -> [Value; 2] {
    let of = |number: u64| {
        let numbers = json!({"page": number, "total_pages": 2});
        json!({"pages": numbers, "page": number, "total_pages": 2})
    };
    [page(path, "1", of(1)), page(path, "2", of(2))]
}

/// Two pages with a cursor beside the items.
fn next_cursor(path: &str) -> [Value; 2] {
    let next = json!({"next_cursor": "x", "has_more": true});
    let last = json!({"next_cursor": null, "has_more": false});
    [page(path, "1", next), page(path, "2", last)]
}

/// Two pages, the first with the URL of the second.
fn next_url(path: &str) -> [Value; 2] {
    let next = json!({"pages": {"next": "https://api.harbour.test/events?before=5"}});
    [page(path, "1", next), page(path, "2", json!({}))]
}

/// A page and the empty page that ends a scroll.
fn scroll(path: &str) -> [Value; 2] {
    let mut end = page(path, "2", json!({"scroll_param": "x"}));
    end[path] = json!([]);
    [page(path, "1", json!({"scroll_param": "x"})), end]
}

async fn serve(pages: [Value; 2]) -> Server {
    let responses = pages.map(|page| ResponseTemplate::new(200).set_body_json(page));
    Server::responding_with(responses).await
}

/// Fetches all items and returns the request for the second page.
async fn second_request<T: Paged>(server: &Server, mut items: Items<T>) -> String {
    while items.try_next().await.unwrap().is_some() {}
    let requests = server.all_received().await;
    let [_, second] = requests.as_slice() else {
        panic!("{} requests", requests.len());
    };
    if second.has_body() {
        format!("{} {}", second.line(), second.json())
    } else {
        second.line()
    }
}

/// For each operation: a version that has it, a call, its pages, and the request for the second
/// page.
macro_rules! lists {
    ($(
        $operation:literal: $version:ident $client:ident => $call:expr, $pages:expr, $second:literal;
    )*) => {
        /// The tested operations.
        pub const OPERATIONS: &[&str] = &[$($operation),*];

        #[tokio::test]
        async fn every_list_has_a_second_page() {
            $({
                use intercom_client::$version::{Client, types};
                #[allow(unused_imports, reason = "some calls have no body")]
                use types::*;
                let server = serve($pages).await;
                let $client: Client = server.client();
                let second = second_request(&server, $call.items()).await;
                assert_eq!(second, $second, $operation);
            })*
        }
    };
}

lists! {
    "ListContacts": v2_7 it => it.contacts().list_contacts().per_page(1),
        cursor("data"), "GET /contacts?per_page=1&starting_after=x";
    "ListContactActivities": preview it => it.contacts().list_contact_activities(),
        cursor("data"), "GET /contacts/activities?starting_after=x";
    "listDataConnectors": v2_16 it => it.data_connectors().list_data_connectors(),
        cursor("data"), "GET /data_connectors?starting_after=x";
    "listDataConnectorExecutionResults": v2_16
        it => it.data_connectors().list_data_connector_execution_results("k1"),
        cursor("data"), "GET /data_connectors/k1/execution_results?starting_after=x";
    "listMacros": v2_16 it => it.macros().list_macros(),
        cursor("data"), "GET /macros?starting_after=x";
    "listConversations": v2_7 it => it.conversations().list_conversations(),
        cursor("conversations"), "GET /conversations?starting_after=x";
    "getWhatsAppMessageStatus": v2_16 it => it.messages().list_whatsapp_message_statuses("r1"),
        cursor("events"), "GET /messages/status?ruleset_id=r1&starting_after=x";
    "SearchContacts": v2_7
        it => it.contacts().search_contacts(SearchRequest::new(SingleFilterSearchRequest::new())).per_page(1),
        cursor("data"), r#"POST /contacts/search {"query":{},"pagination":{"per_page":1,"starting_after":"x"}}"#;
    "searchCompanies": preview
        it => it.companies()
            .search_companies(CompanySearchRequest::new(SingleFilterSearchRequest::new())).per_page(1),
        cursor("data"), r#"POST /companies/search {"query":{},"pagination":{"per_page":1,"starting_after":"x"}}"#;
    "searchConversations": v2_7
        it => it.conversations()
            .search_conversations(SearchRequest::new(SingleFilterSearchRequest::new())).per_page(1),
        cursor("conversations"),
        r#"POST /conversations/search {"query":{},"pagination":{"per_page":1,"starting_after":"x"}}"#;
    "searchTickets": v2_10
        it => it.tickets().search_tickets(SearchRequest::new(SingleFilterSearchRequest::new())).per_page(1),
        cursor("tickets"), r#"POST /tickets/search {"query":{},"pagination":{"per_page":1,"starting_after":"x"}}"#;
    "retrieveCompany": v2_7 it => it.companies().list_companies(),
        numbered("data"), "GET /companies?page=2";
    "listAllCompanies": v2_7 it => it.companies().list_all_companies(),
        numbered("data"), "POST /companies/list?page=2";
    "listCompaniesForAContact": v2_7
        it => it.contacts().list_contact_companies("p9").per_page(1),
        numbered("data"), "GET /contacts/p9/companies?per_page=1&page=2";
    "ListAttachedContacts": v2_7 it => it.companies().list_company_contacts("c1").per_page(1),
        numbered("data"), "GET /companies/c1/contacts?per_page=1&page=2";
    "listNotes": v2_7 it => it.notes().list_contact_notes("p9").per_page(1),
        numbered("data"), "GET /contacts/p9/notes?per_page=1&page=2";
    "listCompanyNotes": v2_15 it => it.notes().list_company_notes("c1").per_page(1),
        numbered("data"), "GET /companies/c1/notes?per_page=1&page=2";
    "listArticles": v2_7 it => it.articles().list_articles().per_page(1),
        numbered("data"), "GET /articles?per_page=1&page=2";
    "listArticleVersions": v2_16 it => it.articles().list_article_versions(5),
        numbered("data"), "GET /articles/5/versions?page=2";
    "listInternalArticles": v2_13 it => it.internal_articles().list_internal_articles().per_page(1),
        numbered("data"), "GET /internal_articles?per_page=1&page=2";
    "listAllCollections": v2_7 it => it.help_center().list_collections().per_page(1),
        numbered("data"), "GET /help_center/collections?per_page=1&page=2";
    "listAllSections": v2_7 it => it.help_center().list_sections().per_page(1),
        numbered("data"), "GET /help_center/sections?per_page=1&page=2";
    "listHelpCenterRedirects": v2_16 it => it.help_center().list_help_center_redirects("7"),
        numbered("data"), "GET /help_center/help_centers/7/redirects?page=2";
    "listNewsItems": v2_7 it => it.news().list_news_items().per_page(1),
        numbered("data"), "GET /news/news_items?per_page=1&page=2";
    "listNewsfeeds": v2_7 it => it.news().list_newsfeeds().per_page(1),
        numbered("data"), "GET /news/newsfeeds?per_page=1&page=2";
    "listLiveNewsfeedItems": v2_7 it => it.news().list_live_newsfeed_items("7").per_page(1),
        numbered("data"), "GET /news/newsfeeds/7/items?per_page=1&page=2";
    "listContentImportSources": v2_12
        it => it.ai_content().list_content_import_sources().per_page(1),
        numbered("data"), "GET /ai/content_import_sources?per_page=1&page=2";
    "listExternalPages": v2_12 it => it.ai_content().list_external_pages().per_page(1),
        numbered("data"), "GET /ai/external_pages?per_page=1&page=2";
    "listCalls": v2_14 it => it.calls().list_calls(),
        numbered("data"), "GET /calls?page=2";
    "searchContent": v2_16 it => it.content().search_content(),
        numbered("data"), "GET /content/search?page=2";
    "listContentSnippets": v2_16 it => it.content_snippets().list_content_snippets(),
        numbered("data"), "GET /content_snippets?page=2";
    "listFolders": preview it => it.folders().list_folders(),
        numbered("data"), "GET /folders?page=2";
    "listAudiences": v2_16 it => it.audiences().list_audiences(),
        numbered("data"), "GET /audiences?page=2";
    "listCustomObjectInstances": v2_16
        it => it.custom_object_instances().list_custom_object_instances("Berth"),
        numbered("data"), "GET /custom_object_instances/Berth?page=2";
    "listActivityLogs": v2_7 it => it.admins().list_activity_logs("1").per_page(1),
        numbered("activity_logs"), "GET /admins/activity_logs?created_at_after=1&per_page=1&page=2";
    "searchActivityLogs": v2_16
        it => it.admins().search_activity_logs(SearchActivityLogsRequest::new(1)).per_page(1),
        numbered("activity_logs"),
        r#"POST /admins/activity_logs/search {"created_at_after":1,"per_page":1,"page":2}"#;
    "searchArticles": v2_10 it => it.articles().search_articles().per_page(1),
        numbered("data.articles"), "GET /articles/search?per_page=1&page=2";
    "searchInternalArticles": v2_13
        it => it.internal_articles().search_internal_articles().per_page(1),
        numbered("data.internal_articles"), "GET /internal_articles/search?per_page=1&page=2";
    "listDeletedConversationIds": v2_16 it => it.conversations().list_deleted_conversation_ids(),
        numbered("conversations"), "GET /conversations/deleted?page=2";
    "listSideConversations": v2_16 it => it.conversations().list_side_conversations("21"),
        numbered("side_conversations"), "GET /conversations/21/side_conversations?page=2";
    "scrollOverAllCompanies": v2_7 it => it.companies().scroll_companies(),
        scroll("data"), "GET /companies/scroll?scroll_param=x";
    "ListContactMergeHistory": v2_16 it => it.contacts().list_contact_merge_history("p9"),
        next_cursor("data"), "GET /contacts/p9/merge_history?cursor=x";
    "lisDataEvents": v2_7
        it => it.data_events()
            .list_data_events(list_data_events::FilterUserId::new("u"), "user").per_page(1),
        next_url("events"), "GET /events?per_page=1&before=5";
}
