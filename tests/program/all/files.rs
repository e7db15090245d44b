//! Downloads and uploads.

use serde_json::json;
use wiremock::ResponseTemplate;

use crate::program::{Server, header, line, offline};

#[tokio::test]
async fn a_download_is_written_to_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let bytes: Vec<u8> = (0..=255).cycle().take(100_000).collect();
    let response = ResponseTemplate::new(200).set_body_bytes(bytes.clone());
    let server = Server::start([response]).await;
    let arguments = [
        "api",
        "GET",
        "/download/content/data/e1",
        "--output-file",
        "e1.gz",
    ];
    let run = server.run_in(folder.path(), &arguments).await;
    assert_eq!((run.code, run.stdout.as_str()), (0, ""), "{}", run.stderr);
    assert_eq!(std::fs::read(folder.path().join("e1.gz")).unwrap(), bytes);
    // Nothing else remains.
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[tokio::test]
async fn a_failed_download_leaves_an_existing_file() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("e1.gz"), "old").unwrap();
    let server = Server::start([ResponseTemplate::new(404)]).await;
    let arguments = [
        "api",
        "GET",
        "/download/content/data/e1",
        "--output-file",
        "e1.gz",
    ];
    let run = server.run_in(folder.path(), &arguments).await;
    assert_eq!(run.code, 1);
    assert_eq!(std::fs::read(folder.path().join("e1.gz")).unwrap(), b"old");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[tokio::test]
async fn files_are_uploaded_as_parts() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("catalog.jsonl"), "{\"sku\": 1}\n").unwrap();
    let server = Server::json(json!({"status": "complete"})).await;
    let arguments = [
        "--api-version",
        "preview",
        "ecommerce-connectors",
        "uploadEcommerceCatalog",
        "e1",
        "--file",
        "catalog=@catalog.jsonl",
        "--finalize",
        "true",
    ];
    server.run_in(folder.path(), &arguments).await.success();
    let request = server.received().await;
    assert!(line(&request).contains("/e1/"), "{}", line(&request));
    let content_type = header(&request, "content-type").unwrap();
    assert!(
        content_type.starts_with("multipart/form-data"),
        "{content_type}"
    );
    let body = String::from_utf8(request.body).unwrap();
    for expected in [
        "name=\"catalog\"; filename=\"catalog.jsonl\"",
        "{\"sku\": 1}",
        "name=\"finalize\"",
    ] {
        assert!(body.contains(expected), "{body}");
    }
}

#[test]
fn a_file_has_no_format() {
    let file = ["--output-file", "contacts.json"];
    let list = ["contacts", "list"];
    for (format, name) in [
        (vec!["--output", "table"], "--output"),
        (vec!["-o", "json"], "--output"),
        (vec!["--columns", "id"], "--columns"),
    ] {
        for arguments in [
            [&format[..], &list, &file].concat(),
            [&list[..], &file, &format].concat(),
        ] {
            let run = offline(&arguments);
            assert_eq!(run.code, 2, "{arguments:?}");
            let expected = format!(
                "`--output-file` writes the response body as it is received: omit `{name}`"
            );
            assert!(run.stderr.contains(&expected), "{}", run.stderr);
        }
    }
}
