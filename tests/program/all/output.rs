//! Responses as JSON, JSON lines and tables.

use serde_json::{Value, json};
use wiremock::ResponseTemplate;

use crate::program::{Server, line, offline};

/// Returns the responses of a list of contacts on two pages.
fn pages() -> [ResponseTemplate; 2] {
    let first = json!({
        "type": "list",
        "data": [{"type": "contact", "id": "1", "name": "Ada"}, {"type": "contact", "id": "2"}],
        "pages": {"type": "pages", "next": {"page": 2, "starting_after": "cursor"}},
    });
    let last = json!({
        "type": "list",
        "data": [{"type": "contact", "id": "3", "name": "Bo"}],
        "pages": {"type": "pages", "next": null},
    });
    [first, last].map(|body| ResponseTemplate::new(200).set_body_json(body))
}

#[tokio::test]
async fn all_pages_are_printed_as_json_lines() {
    let server = Server::start(pages()).await;
    let arguments = [
        "contacts",
        "list",
        "--per-page",
        "2",
        "--all",
        "--output",
        "jsonl",
    ];
    let stdout = server.run(&arguments).await.success();
    let items = stdout
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap());
    let ids: Vec<String> = items
        .map(|item| item["id"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(ids, ["1", "2", "3"]);
    let lines: Vec<String> = server.all_received().await.iter().map(line).collect();
    assert_eq!(
        lines,
        [
            "GET /contacts?per_page=2",
            "GET /contacts?per_page=2&starting_after=cursor"
        ]
    );
}

#[tokio::test]
async fn all_pages_are_one_json_array() {
    let server = Server::start(pages()).await;
    let stdout = server.run(&["contacts", "list", "--all"]).await.success();
    let items: Vec<Value> = serde_json::from_str(&stdout).unwrap();
    assert_eq!(items.len(), 3);
}

#[tokio::test]
async fn the_items_before_an_error_are_printed() {
    let [first, _] = pages();
    let other = ResponseTemplate::new(200).set_body_json(json!({"type": "list"}));
    for (second, code) in [(ResponseTemplate::new(400), 1), (other, 6)] {
        let server = Server::start([first.clone(), second]).await;
        let run = server.run(&["contacts", "list", "--all"]).await;
        assert_eq!(run.code, code);
        let items: Vec<Value> = serde_json::from_str(&run.stdout).unwrap();
        assert_eq!(items.len(), 2);
    }
}

#[tokio::test]
async fn a_response_is_json_in_a_pipe_and_keeps_undocumented_properties() {
    let body = json!({"type": "contact", "id": "1", "tide": {"ebb": [1.5, null]}});
    let server = Server::json(body.clone()).await;
    let stdout = server.run(&["api", "GET", "/contacts/1"]).await.success();
    assert_eq!(
        stdout,
        format!("{}\n", serde_json::to_string_pretty(&body).unwrap())
    );
}

/// 2^70 is beyond 64 bits, and 1.10 has another text as a float.
#[tokio::test]
async fn numbers_are_printed_as_they_were_received() {
    let body = r#"{"id":1180591620717411303424,"depths":[1.10]}"#;
    let response = || ResponseTemplate::new(200).set_body_raw(body, "application/json");
    let server = Server::start([response(), response()]).await;
    let lines = server.run(&["api", "GET", "/tides", "-o", "jsonl"]).await;
    assert_eq!(lines.success(), format!("{body}\n"));
    let table = server.run(&["api", "GET", "/tides", "-o", "table"]).await;
    let table = table.success();
    assert_eq!(table, "id      1180591620717411303424\ndepths  [1.10]\n");
}

#[tokio::test]
async fn text_that_is_not_unicode_does_not_hide_a_response() {
    for (arguments, expected) in [
        (
            &["contacts", "get", "c1", "-o", "jsonl"][..],
            "{\"name\":\"A\u{fffd}\",\"id\":1}\n",
        ),
        (&["contacts", "get", "c1", "--columns", "id"], "ID\n1\n"),
    ] {
        let body = r#"{"name": "A\ud83d", "id": 1}"#;
        let response = ResponseTemplate::new(200).set_body_raw(body, "application/json");
        let server = Server::start([response]).await;
        assert_eq!(server.run(arguments).await.success(), expected);
    }
}

#[tokio::test]
async fn tables_have_the_chosen_columns() {
    let list = ["contacts", "list", "--all", "--columns", "name,id"];
    // Columns are those of a table, also in a pipe.
    for arguments in [&list[..], &[&list[..], &["-o", "table"]].concat()] {
        let server = Server::start(pages()).await;
        let stdout = server.run(arguments).await.success();
        let lines: Vec<&str> = stdout.lines().collect();
        assert_eq!(lines, ["NAME  ID", "Ada   1", "      2", "Bo    3"]);
    }
    let server = Server::json(json!({"id": "1", "name": "Ada", "tide": 3})).await;
    let arguments = ["contacts", "get", "1", "--columns", "tide,id"];
    let stdout = server.run(&arguments).await.success();
    let lines: Vec<&str> = stdout.lines().map(str::trim_end).collect();
    assert_eq!(lines, ["TIDE  ID", "3     1"]);
}

#[test]
fn columns_require_a_table() {
    for format in ["json", "jsonl"] {
        let arguments = [
            "contacts",
            "list",
            "--dry-run",
            "--columns",
            "id",
            "-o",
            format,
        ];
        let run = offline(&arguments);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{format}");
        assert!(
            run.stderr.contains("`--columns` requires a table"),
            "{}",
            run.stderr
        );
    }
}
