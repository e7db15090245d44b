//! Arguments become requests.

use std::io::Write;
use std::process::Stdio;

use serde_json::{Value, json};

use crate::program::{Server, TOKEN, header, line, offline, program};

#[tokio::test]
async fn options_are_parameters() {
    let server = Server::json(json!({"data": []})).await;
    let run = server.run(&["contacts", "list", "--per-page", "50"]).await;
    run.success();
    let request = server.received().await;
    assert_eq!(line(&request), "GET /contacts?per_page=50");
    let bearer = format!("Bearer {TOKEN}");
    assert_eq!(header(&request, "authorization"), Some(bearer.as_str()));
    assert_eq!(header(&request, "intercom-version"), Some("2.16"));
    assert_eq!(header(&request, "accept"), Some("application/json"));
    assert!(header(&request, "user-agent").is_some_and(|it| it.starts_with("intercom-client/")));
}

#[tokio::test]
async fn options_are_properties_of_the_body() {
    let server = Server::json(json!({"type": "contact", "id": "c1"})).await;
    let run = server.run(&[
        "contacts",
        "create",
        "--email",
        "a@example.com",
        "--signed-up-at",
        "2023-11-14T22:13:20Z",
        "--email-verified",
        "--set",
        "custom_attributes.plan=pro",
    ]);
    run.await.success();
    let request = server.received().await;
    assert_eq!(line(&request), "POST /contacts");
    let expected = json!({
        "email": "a@example.com", "signed_up_at": 1_700_000_000, "email_verified": true,
        "custom_attributes": {"plan": "pro"},
    });
    assert_eq!(request.body_json::<Value>().unwrap(), expected);
}

#[tokio::test]
async fn a_body_is_read_from_a_file_or_from_standard_input() {
    let folder = tempfile::tempdir().unwrap();
    let body = json!({"email": "a@example.com"});
    std::fs::write(folder.path().join("contact.json"), body.to_string()).unwrap();
    let server = Server::json(json!({})).await;
    let arguments = ["contacts", "create", "--body", "@contact.json"];
    server.run_in(folder.path(), &arguments).await.success();
    assert_eq!(server.received().await.body_json::<Value>().unwrap(), body);

    let mut command = program();
    command
        .args([
            "contacts",
            "create",
            "--body",
            "-",
            "--name",
            "Ada",
            "--dry-run",
        ])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(body.to_string().as_bytes()).unwrap();
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    let stdout = String::from_utf8(output.stdout).unwrap();
    assert!(
        stdout.contains(r#"--data-raw '{"email":"a@example.com","name":"Ada"}'"#),
        "{stdout}"
    );
}

#[tokio::test]
async fn any_path_can_be_requested() {
    let server = Server::json(json!({"id": "c1"})).await;
    let run = server.run(&[
        "api",
        "PUT",
        "/contacts/c1?a=1",
        "-q",
        "b=2",
        "--body",
        "{\"name\":\"Ada\"}",
    ]);
    let stdout = run.await.success();
    assert_eq!(
        serde_json::from_str::<Value>(&stdout).unwrap(),
        json!({"id": "c1"})
    );
    let request = server.received().await;
    assert_eq!(line(&request), "PUT /contacts/c1?a=1&b=2");
    assert_eq!(
        request.body_json::<Value>().unwrap(),
        json!({"name": "Ada"})
    );
    assert_eq!(header(&request, "content-type"), Some("application/json"));
}

#[tokio::test]
async fn versions_are_selected_by_option_or_environment() {
    for (arguments, variable, expected) in [
        (vec!["admins", "list", "--api-version", "2.9"], None, "2.9"),
        (vec!["admins", "list"], Some("2.11"), "2.11"),
    ] {
        let server = Server::json(json!({"admins": []})).await;
        let run = server.run_with(&arguments, |command| {
            if let Some(version) = variable {
                command.env("INTERCOM_API_VERSION", version);
            }
        });
        run.await.success();
        let request = server.received().await;
        assert_eq!(header(&request, "intercom-version"), Some(expected));
    }
}

#[tokio::test]
async fn the_token_may_be_in_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("token");
    std::fs::write(&file, "c2VjcmV0\n").unwrap();
    let server = Server::json(json!({"admins": []})).await;
    let file = file.to_str().unwrap();
    let arguments = ["admins", "list", "--token-file", file];
    let run = server.run_with(&arguments, |command| {
        command.env_remove("INTERCOM_TOKEN");
    });
    run.await.success();
    let request = server.received().await;
    assert_eq!(header(&request, "authorization"), Some("Bearer c2VjcmV0"));
}

#[test]
fn a_dry_run_prints_the_request_without_the_token() {
    let mut command = program();
    command.env("INTERCOM_TOKEN", TOKEN);
    let arguments = [
        "contacts",
        "create",
        "--email",
        "a@example.com",
        "--region",
        "EU",
        "--dry-run",
    ];
    let stdout = crate::program::run(command.args(arguments)).success();
    assert!(!stdout.contains(TOKEN), "{stdout}");
    let lines: Vec<&str> = stdout
        .lines()
        .map(|line| line.trim_end_matches(" \\"))
        .collect();
    assert_eq!(
        lines,
        [
            "curl -X POST 'https://api.eu.intercom.io/contacts'",
            "  -H 'Authorization: Bearer '\"$INTERCOM_TOKEN\"",
            "  -H 'intercom-version: 2.16'",
            "  -H 'accept: application/json'",
            "  -H 'content-type: application/json'",
            "  --data-raw '{\"email\":\"a@example.com\"}'",
        ]
    );
}

#[tokio::test]
async fn a_header_replaces_the_token_in_the_request_and_in_a_dry_run() {
    let server = Server::json(json!({})).await;
    let arguments = ["api", "GET", "/me", "-H", "authorization: mine"];
    server.run(&arguments).await.success();
    let request = server.received().await;
    assert_eq!(header(&request, "authorization"), Some("mine"));
    let stdout = offline(&[&arguments[..], &["--dry-run"]].concat()).success();
    assert_eq!(
        stdout.to_lowercase().matches("authorization").count(),
        1,
        "{stdout}"
    );
    assert!(stdout.contains("-H 'authorization: mine'"), "{stdout}");
}

#[test]
fn options_of_several_variants_have_no_description_of_one_of_them() {
    let help = offline(&["conversations", "reply", "--help"]).success();
    let (_, option) = help.split_once("--message-type").unwrap();
    let (option, _) = option.split_once("      --").unwrap();
    assert!(
        option.contains("[possible values: comment, note, quick_reply]"),
        "{option}"
    );
    assert!(!option.contains("always"), "{option}");
    // The variants agree about others.
    assert!(help.contains("The URLs of images to attach"), "{help}");
}

#[test]
fn ids_and_names_of_operations_are_aliases() {
    let dry = |name: &str| offline(&["contacts", name, "--dry-run"]).success();
    assert_eq!(dry("list"), dry("ListContacts"));
    assert_eq!(dry("list"), dry("list-contacts"));
}
