//! Bodies that are forms: `application/x-www-form-urlencoded` and `multipart/form-data`.

use intercom_codegen_runtime::File;
use intercom_tests_compiled::form_alternatives::Client as Alternatives;
use intercom_tests_compiled::form_values::Client as Values;
use intercom_tests_compiled::forms::Client;
use intercom_tests_compiled::forms::api::types::Rgb;
use serde_json::json;
use wiremock::ResponseTemplate;

use super::Server;

async fn server() -> (Server, Client) {
    let server = Server::responding_with([ResponseTemplate::new(204)]).await;
    let client = Client::builder().base_url(server.0.uri()).build().unwrap();
    (server, client)
}

fn rgb() -> Rgb {
    Rgb::new().r(100).g(200).b(150)
}

#[tokio::test]
async fn fields_follow_their_encoding_object() {
    let (server, client) = server().await;
    let request = client
        .ships()
        .register_ship("Blue & Sons", 12.5)
        .kind("tug")
        .colors(["blue", "black"])
        .flags(["a", "b"])
        .marks(["c", "d"])
        .rgb(rgb())
        .hull(rgb())
        .home("quay/3 a+b");
    request.await.unwrap();
    let received = server.received().await;
    assert_eq!(
        received.header("content-type"),
        Some("application/x-www-form-urlencoded")
    );
    let body = String::from_utf8(received.0.body).unwrap();
    let fields: Vec<&str> = body.split('&').collect();
    assert_eq!(
        fields,
        [
            "name=Blue%20%26%20Sons",
            "length=12.5",
            "kind=tug",
            "colors=blue",
            "colors=black",
            "flags=a,b",
            "marks=c%7Cd",
            "rgb=%7B%22R%22%3A100%2C%22G%22%3A200%2C%22B%22%3A150%7D",
            "hull%5BR%5D=100",
            "hull%5BG%5D=200",
            "hull%5BB%5D=150",
            "home=quay/3%20a%2Bb",
        ]
    );
}

#[tokio::test]
async fn the_last_value_of_a_field_is_sent() {
    let (server, client) = server().await;
    let request = client.ships().register_ship("Tern", 3.0);
    request.colors(["red"]).colors(["blue"]).await.unwrap();
    let received = server.received().await;
    assert_eq!(received.0.body, b"name=Tern&length=3&colors=blue");
}

/// Returns the parts of a multipart body, each with its headers and content.
pub(super) fn parts(body: &[u8], content_type: &str) -> Vec<String> {
    let (_, boundary) = content_type.split_once("boundary=").unwrap();
    let body = String::from_utf8_lossy(body).replace("\r\n", "\n");
    let line = format!("--{boundary}");
    let parts = body.split(&line).map(|part| part.trim().to_owned());
    parts
        .filter(|part| !part.is_empty() && part != "--")
        .collect()
}

#[tokio::test]
async fn parts_have_the_media_types_of_their_encoding() {
    let (server, client) = server().await;
    let scans = [File::new("1.jpg", "one"), File::new("2", "two")];
    let request = client
        .papers()
        .upload_papers(File::new("seal", "wax"), scans)
        .title("Bill")
        .colors(["blue", "black"]);
    let request = request.rgb(rgb()).counts([1, 2]);
    let request = request.swatches([rgb(), rgb()]);
    let request = request.notes([json!({"a": 1}), json!("b")]);
    let request = request.rows([vec![1], vec![2, 3]]);
    request.hull(rgb()).manifest("a,b").await.unwrap();
    let received = server.received().await;
    let content_type = received.header("content-type").unwrap();
    assert!(content_type.starts_with("multipart/form-data; boundary="));
    let text = |name: &str, text: &str| {
        format!("Content-Disposition: form-data; name=\"{name}\"\n\n{text}")
    };
    let typed = |name: &str, more: &str, content_type: &str, text: &str| {
        format!(
            "Content-Disposition: form-data; name=\"{name}\"{more}\nContent-Type: {content_type}\n\n{text}"
        )
    };
    let (json, object) = ("application/json", r#"{"R":100,"G":200,"B":150}"#);
    assert_eq!(
        parts(&received.0.body, content_type),
        [
            typed("seal", "; filename=\"seal\"", "image/png", "wax"),
            typed("scans", "; filename=\"1.jpg\"", "image/jpeg", "one"),
            typed("scans", "; filename=\"2\"", "image/png", "two"),
            text("title", "Bill"),
            text("colors", "blue"),
            text("colors", "black"),
            typed("rgb", "", json, object),
            typed("counts", "", json, "1"),
            typed("counts", "", json, "2"),
            typed("swatches", "", json, object),
            typed("swatches", "", json, object),
            typed("notes", "", json, r#"{"a":1}"#),
            text("notes", "b"),
            typed("rows", "", json, "[1]"),
            typed("rows", "", json, "[2,3]"),
            typed(
                "hull",
                "",
                "application/vnd.hull+json; charset=utf-8",
                object
            ),
            typed("manifest", "", "text/csv", "a,b"),
        ]
    );
}

#[tokio::test]
async fn a_form_without_properties_is_a_map() {
    let (server, client) = server().await;
    let labels = [("flag", "blue & red"), ("hull", "steel")];
    client.papers().set_labels(labels).await.unwrap();
    let received = server.received().await;
    assert_eq!(received.0.body, b"flag=blue%20%26%20red&hull=steel");
}

#[tokio::test]
async fn a_form_that_is_a_union_has_the_members_of_one() {
    let (server, client) = server().await;
    let request = client.papers().replace_labels().fields(rgb());
    request.await.unwrap();
    assert_eq!(server.received().await.0.body, b"R=100&G=200&B=150");
}

#[tokio::test]
async fn a_multipart_body_without_properties_is_a_map() {
    let (server, client) = server().await;
    let fields = [
        ("flags", json!(["blue", {"hull": "steel"}])),
        ("length", json!(12)),
        ("name", json!("Tern")),
        ("pilot", json!(null)),
    ];
    client.papers().send_anything(fields).await.unwrap();
    let received = server.received().await;
    let content_type = received.header("content-type").unwrap();
    let part = |name: &str, text: &str| {
        format!("Content-Disposition: form-data; name=\"{name}\"\n\n{text}")
    };
    let json = "Content-Disposition: form-data; name=\"flags\"\nContent-Type: application/json\n\n\
                {\"hull\":\"steel\"}";
    assert_eq!(
        parts(&received.0.body, content_type),
        [
            part("flags", "blue"),
            json.to_owned(),
            part("length", "12"),
            part("name", "Tern"),
        ]
    );
}

pub(super) async fn alternatives() -> (Server, Alternatives) {
    let server = Server::responding_with([ResponseTemplate::new(204)]).await;
    let client = Alternatives::builder().base_url(server.0.uri());
    (server, client.build().unwrap())
}

/// OpenAPI 3.1, "Considerations for File Uploads"; RFC 7578, section 4.3: a part per file.
#[tokio::test]
async fn composed_files_are_sent_with_their_names() {
    let (server, client) = alternatives().await;
    let scans = [File::new("1.png", "one"), File::new("2.png", "two")];
    let request = client.papers().upload_papers(scans);
    let request = request.seal(File::new("seal.png", "wax"));
    let request = request.map(File::new("map.png", "bay"));
    let request = request.copy(File::new("copy.png", "bay"));
    request.extra([("note", json!("calm"))]).await.unwrap();
    let received = server.received().await;
    let content_type = received.header("content-type").unwrap();
    let file = |name: &str, file: &str, text: &str| {
        format!(
            "Content-Disposition: form-data; name=\"{name}\"; filename=\"{file}\"\n\
             Content-Type: image/png\n\n{text}"
        )
    };
    assert_eq!(
        parts(&received.0.body, content_type),
        [
            file("scans", "1.png", "one"),
            file("scans", "2.png", "two"),
            file("seal", "seal.png", "wax"),
            file("map", "map.png", "bay"),
            file("copy", "copy.png", "bay"),
            "Content-Disposition: form-data; name=\"note\"\n\ncalm".to_owned(),
        ]
    );
}

#[tokio::test]
async fn a_file_of_one_alternative_is_sent() {
    let (server, client) = alternatives().await;
    let request = client.papers().add_chart();
    request.file(File::new("bay.txt", "deep")).await.unwrap();
    let received = server.received().await;
    let content_type = received.header("content-type").unwrap();
    let part = "Content-Disposition: form-data; name=\"file\"; filename=\"bay.txt\"\n\
                Content-Type: text/plain\n\ndeep";
    assert_eq!(parts(&received.0.body, content_type), [part]);
}

#[tokio::test]
async fn fields_of_alternatives_and_further_fields_are_sent() {
    let (server, client) = alternatives().await;
    let request = client.ships().register_ship("Tern").sails(3);
    let extra = [("crew", vec!["Ann".to_owned(), "Bo".to_owned()])];
    request.extra(extra).await.unwrap();
    let received = server.received().await;
    assert_eq!(received.0.body, b"name=Tern&sails=3&crew=Ann&crew=Bo");
}

#[tokio::test]
async fn fields_of_subtypes_are_sent() {
    let (server, client) = alternatives().await;
    let request = client.ships().replace_ship("tug").pull(40);
    request.await.unwrap();
    assert_eq!(server.received().await.0.body, b"kind=tug&pull=40");
}

async fn values() -> (Server, Values) {
    let server = Server::responding_with([ResponseTemplate::new(204)]).await;
    let client = Values::builder().base_url(server.0.uri());
    (server, client.build().unwrap())
}

/// OpenAPI 3.1, "Encoding Object": text by default, JSON for objects.
#[tokio::test]
async fn fields_without_a_type_are_sent_by_their_values() {
    for (value, expected) in [
        (json!("a b"), "any=a%20b"),
        (json!(1), "any=1"),
        (json!(["a", 2]), "any=a&any=2"),
        (json!({"a": 1}), "any=%7B%22a%22%3A1%7D"),
    ] {
        let (server, client) = values().await;
        client.notes().add_note().any(value).await.unwrap();
        assert_eq!(server.received().await.0.body, expected.as_bytes());
    }
}

#[tokio::test]
async fn items_without_a_type_are_sent_by_their_values() {
    let (server, client) = values().await;
    let items = [json!("a b"), json!(1), json!({"a": 1})];
    client.notes().add_note().several(items).await.unwrap();
    assert_eq!(
        server.received().await.0.body,
        b"several=a%20b&several=1&several=%7B%22a%22%3A1%7D"
    );
}

#[tokio::test]
async fn constrained_text_is_sent_as_it_is() {
    let (server, client) = values().await;
    let request = client.notes().add_note().code("abc").count(2);
    request.await.unwrap();
    assert_eq!(server.received().await.0.body, b"code=abc&count=2");
}

/// RFC 2046, section 5.1.1: the last line is all of a body without parts.
#[tokio::test]
async fn a_required_form_is_sent_without_fields() {
    let (server, client) = values().await;
    client.notes().add_note().await.unwrap();
    let received = server.received().await;
    let content_type = received.header("content-type");
    assert_eq!(content_type, Some("application/x-www-form-urlencoded"));
    assert_eq!(received.0.body, b"");

    let (server, client) = values().await;
    client.notes().add_scan().await.unwrap();
    let received = server.received().await;
    let content_type = received.header("content-type").unwrap();
    let (media_type, boundary) = content_type.split_once("; boundary=").unwrap();
    assert_eq!(media_type, "multipart/form-data");
    assert_eq!(received.0.body, format!("--{boundary}--\r\n").as_bytes());
    assert_eq!(
        received.header("content-length"),
        Some(received.0.body.len().to_string().as_str())
    );

    let (server, client) = values().await;
    client.notes().add_draft().await.unwrap();
    assert_eq!(server.received().await.header("content-type"), None);
}

/// OpenAPI 3.1, "Encoding Object": the default of `contentType` for text with `contentEncoding`.
#[tokio::test]
async fn parts_of_encoded_text_are_bytes() {
    let (server, client) = values().await;
    let request = client.notes().add_scan().stamp("d2F4").pages(["YQ"]);
    request.chart("YmF5").text("calm").await.unwrap();
    let received = server.received().await;
    let content_type = received.header("content-type").unwrap();
    let part = |name: &str, content_type: &str, text: &str| {
        format!(
            "Content-Disposition: form-data; name=\"{name}\"\nContent-Type: {content_type}\n\n{text}"
        )
    };
    let bytes = "application/octet-stream";
    assert_eq!(
        parts(&received.0.body, content_type),
        [
            part("stamp", bytes, "d2F4"),
            part("pages", bytes, "YQ"),
            part("chart", "image/png", "YmF5"),
            "Content-Disposition: form-data; name=\"text\"\n\ncalm".to_owned(),
        ]
    );
}
