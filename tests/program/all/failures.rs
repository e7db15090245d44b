//! Messages and exit codes.

use serde_json::json;
use wiremock::ResponseTemplate;

use crate::program::{Server, TOKEN, offline, program, run};

fn error(status: u16) -> ResponseTemplate {
    let body = json!({
        "type": "error.list", "request_id": "r7",
        "errors": [{"code": "not_found", "message": "Contact Not Found"}],
    });
    ResponseTemplate::new(status).set_body_json(body)
}

#[tokio::test]
async fn errors_of_the_api_are_reported_with_their_request_id() {
    let server = Server::start([error(404)]).await;
    let run = server.run(&["api", "GET", "/contacts/9"]).await;
    assert_eq!((run.code, run.stdout.as_str()), (1, ""));
    assert_eq!(
        run.stderr,
        "error: Contact Not Found\n  status: 404 Not Found\n  code: not_found\n  request id: r7\n"
    );
}

#[tokio::test]
async fn exit_codes_distinguish_credentials_and_the_rate_limit() {
    for (response, code) in [
        (error(401), 4),
        (error(403), 4),
        (error(429).insert_header("retry-after", "3600"), 5),
        (error(422), 1),
    ] {
        let server = Server::start([response]).await;
        let run = server.run(&["admins", "list"]).await;
        assert_eq!(run.code, code, "{}", run.stderr);
    }
}

#[tokio::test]
async fn a_response_that_is_not_json_is_printed_and_reported() {
    let list = ["contacts", "list"];
    for (arguments, body, reason) in [
        (&["contacts", "get", "c1"][..], r#"{"id": "c1", "#, "EOF"),
        (
            &["contacts", "get", "c1"],
            "<html>login</html>",
            "expected value",
        ),
        (&["contacts", "get", "c1"], "", "the body is empty"),
        (&[&list[..], &["-o", "json"]].concat(), "{", "EOF"),
        (
            &[&list[..], &["-o", "jsonl"]].concat(),
            "",
            "the body is empty",
        ),
        (
            &[&list[..], &["-o", "table"]].concat(),
            "<html>",
            "expected value",
        ),
        (&["api", "GET", "/contacts"], "<html>", "expected value"),
    ] {
        let response = ResponseTemplate::new(200).set_body_raw(body, "text/html");
        let server = Server::start([response]).await;
        let run = server.run(arguments).await;
        assert_eq!((run.code, run.stdout.as_str()), (6, body), "{arguments:?}");
        let expected = format!("error: the response is not JSON: {reason}");
        assert!(run.stderr.starts_with(&expected), "{}", run.stderr);
    }
}

#[tokio::test]
async fn a_response_without_content_is_a_success() {
    for (status, arguments) in [
        (204, &["contacts", "get", "c1"][..]),
        (205, &["contacts", "get", "c1"]),
        (
            304,
            &["api", "GET", "/contacts/c1", "-H", "If-None-Match: \"1\""],
        ),
        (200, &["api", "HEAD", "/contacts/c1"]),
        (200, &["api", "DELETE", "/contacts/c1"]),
        // Its body may be null.
        (200, &["tickets", "get", "t1"]),
    ] {
        let server = Server::start([ResponseTemplate::new(status)]).await;
        let run = server.run(arguments).await;
        assert_eq!(run.success(), "", "{status} {arguments:?}");
    }
}

#[tokio::test]
async fn the_command_api_prints_other_content_if_it_is_accepted() {
    let response = ResponseTemplate::new(200).set_body_raw("id,name\n", "text/csv");
    let server = Server::start([response]).await;
    let run = server
        .run(&["api", "GET", "/export", "-H", "accept: text/csv"])
        .await;
    assert_eq!(run.success(), "id,name\n");
}

#[tokio::test]
async fn a_page_without_the_list_is_reported() {
    for body in [
        r#"{"type": "list"}"#,
        r#"{"data": {"a": 1}}"#,
        r#"{"type": "error.list", "errors": []}"#,
        "null",
    ] {
        for format in ["json", "jsonl", "table"] {
            let response = ResponseTemplate::new(200).set_body_raw(body, "application/json");
            let server = Server::start([response]).await;
            let run = server
                .run(&["contacts", "list", "--all", "-o", format])
                .await;
            assert_eq!((run.code, run.stdout.as_str()), (6, ""), "{body}");
            assert!(run.stderr.contains("no list at `data`"), "{}", run.stderr);
        }
    }
}

#[tokio::test]
async fn a_list_without_items_is_a_success() {
    for (command, body) in [
        (["contacts", "list"], r#"{"data": []}"#),
        (["contacts", "list"], r#"{"data": null}"#),
        (["companies", "scroll"], "null"),
    ] {
        let response = ResponseTemplate::new(200).set_body_raw(body, "application/json");
        let server = Server::start([response]).await;
        let run = server.run(&[&command[..], &["--all"]].concat()).await;
        assert_eq!(run.success(), "[]\n", "{command:?}");
    }
}

#[test]
fn an_unknown_version_in_the_environment_is_reported() {
    let run_with = |version: &str, arguments: &[&str]| {
        run(program()
            .env("INTERCOM_API_VERSION", version)
            .args(arguments))
    };
    let list = &["contacts", "list", "--dry-run"];
    let unknown = run_with("9", list);
    assert_eq!((unknown.code, unknown.stdout.as_str()), (2, ""));
    for expected in ["'9'", "INTERCOM_API_VERSION", "[possible values: 2.7, "] {
        assert!(unknown.stderr.contains(expected), "{}", unknown.stderr);
    }
    // An argument takes precedence, and help is always printed.
    let arguments = &["contacts", "list", "--dry-run", "--api-version", "2.9"];
    assert!(
        run_with("9", arguments)
            .success()
            .contains("intercom-version: 2.9")
    );
    assert!(
        run_with("9", &["contacts", "--help"])
            .success()
            .contains("list")
    );
    run_with("", list).success();
}

#[test]
fn a_server_that_is_not_reached_has_its_own_exit_code() {
    let mut command = program();
    command.env("INTERCOM_TOKEN", TOKEN);
    // The port is reserved.
    let arguments = [
        "api",
        "POST",
        "/contacts",
        "--base-url",
        "http://127.0.0.1:1",
    ];
    let run = run(command.args(arguments));
    assert_eq!(run.code, 3);
    assert!(
        run.stderr
            .starts_with("error: POST /contacts: could not connect"),
        "{}",
        run.stderr
    );
}

#[test]
fn missing_credentials_are_reported() {
    let run = offline(&["contacts", "list"]);
    assert_eq!(run.code, 4);
    assert!(
        run.stderr
            .contains("set the environment variable `INTERCOM_TOKEN`"),
        "{}",
        run.stderr
    );
}

#[test]
fn invalid_commands_are_reported_with_suggestions() {
    for (arguments, expected) in [
        (&["contactx", "list"][..], "'contacts'"),
        (&["contacts", "creat"], "'create'"),
        (
            &["contacts", "list", "--per-pages", "5"],
            "a similar argument exists: '--per-page'",
        ),
        (
            &["contacts", "list", "--per-page", "x"],
            "expected an integer",
        ),
        (
            &["contacts", "list", "--api-version", "2.99"],
            "[possible values: 2.7, ",
        ),
        (
            &["contacts", "update", "--name", "x"],
            "required arguments were not provided",
        ),
        (
            &["contacts", "create", "--body", "{"],
            "the body is not JSON",
        ),
        // A token is never an argument.
        (
            &["contacts", "list", "--token", "x"],
            "unexpected argument '--token'",
        ),
    ] {
        let run = offline(&[arguments, &["--dry-run"]].concat());
        assert_eq!(run.code, 2, "{arguments:?}");
        assert!(run.stderr.contains(expected), "{}", run.stderr);
    }
}

#[tokio::test]
async fn verbose_runs_report_attempts_without_secrets() {
    let retried = ResponseTemplate::new(503).insert_header("retry-after", "0");
    let success = ResponseTemplate::new(200).set_body_json(json!({"admins": []}));
    let server = Server::start([retried, success]).await;
    let run = server.run(&["admins", "list", "--verbose"]).await;
    assert_eq!(run.code, 0);
    for expected in [
        "url.template=\"/admins\"",
        "http.request.resend_count=1",
        "retrying the request",
    ] {
        assert!(run.stderr.contains(expected), "{}", run.stderr);
    }
    assert!(!run.stderr.contains(TOKEN), "{}", run.stderr);
    let server = Server::start([error(500)]).await;
    let run = server.run(&["api", "POST", "/contacts", "--verbose"]).await;
    assert!(!run.stderr.contains(TOKEN), "{}", run.stderr);
}
