//! Parts of multipart bodies: styles, headers, and files with names of their own.

use intercom_codegen_runtime::File;
use intercom_tests_compiled::form_alternatives::dynamic::operation;
use intercom_tests_compiled::part_encodings::Client;
use intercom_tests_compiled::part_encodings::api::types::Rgb;
use serde_json::json;
use wiremock::ResponseTemplate;

use super::Server;
use super::forms::{alternatives, parts};

async fn server() -> (Server, Client) {
    let server = Server::responding_with([ResponseTemplate::new(204)]).await;
    let client = Client::builder().base_url(server.0.uri()).build().unwrap();
    (server, client)
}

/// OpenAPI 3.1, "Encoding Object".
#[tokio::test]
async fn parts_have_the_style_and_the_headers_of_their_encoding() {
    let (server, client) = server().await;
    let hull = || Rgb::new().r(100).g(200);
    let scan = File::new("seal", "wax").header("X-Checksum", "0a1b");
    let request = client.papers().upload_papers(scan);
    let request = request.colors(["dark blue", "a&b"]).flags(["a", "b"]);
    let request = request.hull(hull()).deck(hull()).rail(hull());
    let request = request.name("50% & more").note("calm");
    let request = request.with(|request| request.part_header("note", "X-Author", "Ann"));
    request.note("calm").await.unwrap();
    let received = server.received().await;
    let content_type = received.header("content-type").unwrap();
    let text = |name: &str, text: &str| {
        format!("Content-Disposition: form-data; name=\"{name}\"\n\n{text}")
    };
    let parts = parts(&received.0.body, content_type);
    let lowered: Vec<String> = parts
        .iter()
        .map(|part| {
            part.replace("x-scale:", "X-Scale:")
                .replace("x-checksum:", "X-Checksum:")
                .replace("x-author:", "X-Author:")
                .replace("content-language:", "Content-Language:")
        })
        .collect();
    assert_eq!(
        lowered,
        [
            "Content-Disposition: form-data; name=\"scan\"; filename=\"seal\"\n\
             Content-Type: image/png\nX-Scale: 5\nX-Checksum: 0a1b\n\nwax"
                .to_owned(),
            text("colors", "dark blue,a&b"),
            text("flags", "a|b"),
            text("hull[R]", "100"),
            text("hull[G]", "200"),
            text("R", "100"),
            text("G", "200"),
            text("rail", "R,100,G,200"),
            text("name", "50% & more"),
            "Content-Disposition: form-data; name=\"note\"\nContent-Type: text/markdown\n\
             Content-Language: en\nX-Author: Ann\n\ncalm"
                .to_owned(),
        ]
    );
}

#[tokio::test]
async fn headers_of_parts_replace_declared_ones() {
    let (server, client) = server().await;
    let scan = File::new("seal", "wax").header("x-scale", 7);
    let request = client.papers().upload_papers(scan).note("calm");
    let request = request.with(|request| request.part_header("note", "content-language", "de"));
    request.note("ruhig").await.unwrap();
    let received = server.received().await;
    let content_type = received.header("content-type").unwrap();
    let parts = parts(&received.0.body, content_type);
    assert!(parts[0].ends_with("x-scale: 7\n\nwax"), "{}", parts[0]);
    assert!(
        parts[1].ends_with("content-language: de\n\nruhig"),
        "{}",
        parts[1]
    );
}

#[tokio::test]
async fn headers_that_parts_cannot_have_are_errors() {
    let client = Client::builder().base_url("http://127.0.0.1:9");
    let client = client.build().unwrap();
    for (name, value, expected) in [
        (
            "Content-Type",
            "text/plain",
            "header `content-type` of a part cannot be set",
        ),
        (
            "content-length",
            "3",
            "header `content-length` cannot be set",
        ),
        ("a b", "c", "`a b` is not a valid header name"),
        ("X-A", "b\nX-C: d", "the value of header `x-a` contains"),
    ] {
        let scan = File::new("seal", "wax").header(name, value);
        let error = client.papers().upload_papers(scan).await.unwrap_err();
        assert!(error.is_invalid());
        assert!(error.to_string().contains(expected), "{error}");
    }
    let request = client.papers().upload_papers(File::new("seal", "wax"));
    let request = request.with(|request| request.part_header("note", "X-Author", "Ann"));
    let error = request.await.unwrap_err().to_string();
    assert!(error.contains("the body has no part `note`"), "{error}");
}

#[tokio::test]
async fn files_have_the_names_of_their_keys() {
    let part = |name: &str, file: &str, text: &str| {
        format!(
            "Content-Disposition: form-data; name=\"{name}\"; filename=\"{file}\"\n\
             Content-Type: image/png\n\n{text}"
        )
    };
    let (server, client) = alternatives().await;
    let charts = [
        ("bay", File::new("1.png", "deep")),
        ("quay", File::new("2.png", "flat")),
    ];
    client.papers().replace_charts(charts).await.unwrap();
    let received = server.received().await;
    let content_type = received.header("content-type").unwrap();
    assert_eq!(
        parts(&received.0.body, content_type),
        [part("bay", "1.png", "deep"), part("quay", "2.png", "flat")]
    );

    let (server, client) = alternatives().await;
    let request = client.papers().change_charts().note("calm");
    let request = request.extra([("bay", File::new("1.png", "deep"))]);
    request.await.unwrap();
    let received = server.received().await;
    let content_type = received.header("content-type").unwrap();
    assert_eq!(
        parts(&received.0.body, content_type),
        [
            "Content-Disposition: form-data; name=\"note\"\n\ncalm".to_owned(),
            part("bay", "1.png", "deep"),
        ]
    );

    let (server, client) = alternatives().await;
    let none: [(&str, File); 0] = [];
    client.papers().replace_charts(none).await.unwrap();
    let received = server.received().await;
    let content_type = received.header("content-type").unwrap();
    assert!(content_type.starts_with("multipart/form-data"));
    assert!(parts(&received.0.body, content_type).is_empty());

    let (server, client) = alternatives().await;
    let operation = operation("replaceCharts").unwrap();
    let arguments = json!({"body": {"files": {"bay": "deep"}}});
    operation.call(&client, arguments).await.unwrap();
    let received = server.received().await;
    let content_type = received.header("content-type").unwrap();
    assert_eq!(
        parts(&received.0.body, content_type),
        [
            "Content-Disposition: form-data; name=\"bay\"; filename=\"file\"\n\
             Content-Type: application/octet-stream\n\ndeep"
        ]
    );
}
