use indexmap::IndexMap;
use serde_json::json;

use super::*;
use crate::body::Part;
use crate::harbour::Client;
use crate::{Api, Decimal};

fn request() -> Request {
    let client = Client::builder().build().unwrap();
    Request::custom(client.connection(), Method::POST, "/boats")
}

/// Returns an object of numbers, each written as its text.
fn numbers(members: &[(&'static str, &str)]) -> IndexMap<&'static str, Decimal> {
    let members = members.iter();
    let members = members.map(|(name, number)| (*name, number.parse().unwrap()));
    members.collect()
}

fn body(request: &Request) -> &str {
    match &request.body {
        Body::Bytes { bytes, .. } => std::str::from_utf8(bytes).unwrap(),
        _ => panic!("the body is JSON"),
    }
}

const MMSI: &str = "1180591620717411303424";

#[test]
fn numbers_of_parameters_are_sent_as_they_are_written() {
    let object = numbers(&[("mmsi", MMSI), ("draft", "1.10")]);
    let mut request = request();
    request.query_object(&object);
    request.query_styled("boat", Style::DEEP_OBJECT, Argument::value(&object));
    request.query_styled("row", Style::FORM, Argument::value(&[&object["draft"]]));
    let query = request.query.iter();
    let query: Vec<String> = query
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    assert_eq!(
        query,
        [
            "mmsi=1180591620717411303424",
            "draft=1.10",
            "boat%5Bmmsi%5D=1180591620717411303424",
            "boat%5Bdraft%5D=1.10",
            "row=1.10",
        ]
    );
}

/// Returns the parts of the body.
fn parts(request: &Request) -> Vec<String> {
    let Body::Multipart { parts, .. } = &request.body else {
        panic!("the body is a form");
    };
    let parts = parts.iter().map(|(name, part)| match part {
        Part::Text {
            text,
            content_type: None,
        } => format!("{name}={text}"),
        Part::Text {
            text,
            content_type: Some(content_type),
        } => format!("{name}: {text} ({content_type})"),
        Part::File(_) => format!("{name}: a file"),
    });
    parts.collect()
}

#[test]
fn numbers_of_parts_are_sent_as_they_are_written() {
    let draft = numbers(&[("draft", "1.10")]);
    let mut request = request();
    request.parts(&json!({ "name": "Ada", "crew": [1, null, "Bo"], "owner": null }));
    request.parts(&IndexMap::from([("mmsi", [&numbers(&[("id", MMSI)])])]));
    request.parts(&draft);
    assert_eq!(
        parts(&request),
        [
            "name=Ada",
            "crew=1",
            "crew=Bo",
            r#"mmsi: {"id":1180591620717411303424} (application/json)"#,
            "draft=1.10",
        ]
    );
}

/// RFC 7578, section 4.3: several values of a field are several parts of the same name.
#[test]
fn each_item_of_an_array_is_a_part() {
    let mut request = request();
    let crew = json!([{ "name": "Ada" }, "Bo", [1, [2]], null]);
    request.part_value("crew", &crew);
    request.part_json("log", &crew);
    request.part_json("pilot", &json!(null));
    request.part_type("log", "application/vnd.log+json");
    assert_eq!(
        parts(&request),
        [
            r#"crew: {"name":"Ada"} (application/json)"#,
            "crew=Bo",
            "crew: [1,[2]] (application/json)",
            r#"log: {"name":"Ada"} (application/vnd.log+json)"#,
            r#"log: "Bo" (application/vnd.log+json)"#,
            "log: [1,[2]] (application/vnd.log+json)",
        ]
    );
}

#[test]
fn a_member_is_set_in_a_body_whose_numbers_stay_as_they_are_written() {
    for (before, after) in [
        (
            r#"{"mmsi":1180591620717411303424,"pages":null,"draft":1.10}"#,
            r#"{"mmsi":1180591620717411303424,"pages":{"size":5},"draft":1.10}"#,
        ),
        (
            r#"{"pages":{"size":1,"after":"a"}}"#,
            r#"{"pages":{"size":5,"after":"a"}}"#,
        ),
        ("null", r#"{"pages":{"size":5}}"#),
    ] {
        let mut request = request();
        request.bytes(before);
        request.page_size(&["pages", "size"], 5);
        assert_eq!(body(&request), after);
    }
    let mut request = request();
    request.page_size(&["size"], 5);
    assert_eq!(body(&request), r#"{"size":5}"#);
}

#[test]
fn a_member_is_not_set_in_a_value_that_is_not_an_object() {
    for (body, expected) in [
        ("[]", "the body has no object that can contain `pages.size`"),
        (
            r#"{"pages":1}"#,
            "the body has no object that can contain `pages.size`",
        ),
        ("{", "the body is not JSON"),
    ] {
        let mut request = request();
        request.bytes(body);
        request.page_size(&["pages", "size"], 5);
        let message = request.invalid.unwrap_or_default();
        assert!(message.starts_with(expected), "{message}");
    }
}

/// RFC 9112, section 6.3: the length of a body is that of its framing headers.
#[test]
fn headers_of_the_transmission_cannot_be_set() {
    for name in [
        "Content-Length",
        "transfer-encoding",
        "Connection",
        "keep-alive",
        "Proxy-Connection",
        "TE",
        "Trailer",
        "upgrade",
    ] {
        let mut request = request();
        request.header(name, "3");
        let header = name.to_lowercase();
        let expected = format!(
            "header `{header}` cannot be set: it describes the transmission of the request"
        );
        assert_eq!(request.invalid.as_deref(), Some(expected.as_str()));
        for builder in [
            Client::builder().header(name, "3"),
            Client::builder().header_key(name, "3"),
        ] {
            let error = builder.build().unwrap_err();
            assert!(error.is_invalid());
            assert!(error.to_string().contains(&expected), "{error}");
        }
    }
    let mut request = request();
    request.header("Host", "harbour.example");
    assert_eq!(request.invalid, None, "a virtual host");
}
