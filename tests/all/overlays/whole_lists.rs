//! Lists without pages: every operation that returns a list notices a response that is something
//! else.

use std::collections::{BTreeMap, BTreeSet};

use intercom_client::{preview, v2_7, v2_8, v2_9, v2_10, v2_11, v2_12, v2_13, v2_14, v2_15, v2_16};
use intercom_codegen::Generator;
use serde_json::{Value, json};

use crate::wire::server::Server;
use crate::workspace::folder;

/// The overlay whose actions are tested here, each for all of its operations.
pub const OVERLAY: &str = "whole-lists";

/// The properties of lists besides their items.
const ABOUT_LISTS: [&str; 6] = [
    "type",
    "pages",
    "total_count",
    "per_page",
    "page",
    "version",
];

/// Changes one object, and returns the others that are connected to it.
const CHANGE: &str = "attachContactToConversation";

/// Returns the corrected document of each version, by its module.
fn documents() -> BTreeMap<String, Value> {
    let spec = Generator::documents(folder("spec")).overlays(folder("spec/overlays"));
    let documents = spec.corrected_documents().unwrap().into_iter();
    documents
        .map(|(version, root)| (version.unwrap().module(), root))
        .collect()
}

/// Returns the operations of a document by `GET` and `POST`, by their ids.
fn reads(root: &Value) -> impl Iterator<Item = (&str, &Value)> {
    let items = root["paths"].as_object().unwrap().values();
    let operations = items.flat_map(|item| [item.get("get"), item.get("post")]);
    let operations = operations.flatten();
    operations.map(|operation| (operation["operationId"].as_str().unwrap(), operation))
}

/// Returns `true` if the declared response is an object that consists of one list.
fn returns_list(root: &Value, operation: &Value) -> bool {
    let schema = &operation["responses"]["200"]["content"]["application/json"]["schema"];
    let schema = match schema["$ref"].as_str() {
        Some(reference) => root.pointer(&reference[1..]).unwrap(),
        None => schema,
    };
    let Some(properties) = schema["properties"].as_object() else {
        return false;
    };
    let (lists, others): (Vec<_>, Vec<_>) = properties
        .iter()
        .partition(|(_, schema)| schema["type"] == "array");
    lists.len() == 1
        && others
            .iter()
            .all(|(name, _)| ABOUT_LISTS.contains(&name.as_str()))
}

#[test]
fn every_list_is_annotated() {
    let (mut lists, mut missing) = (0, BTreeSet::new());
    for root in documents().values() {
        for (id, operation) in reads(root).filter(|(_, it)| returns_list(root, it)) {
            lists += 1;
            if operation.get("x-pagination").is_none() {
                missing.insert(id.to_owned());
            }
        }
    }
    assert_eq!(missing, BTreeSet::from([CHANGE.to_owned()]));
    assert!(lists > 150, "{lists} lists");
}

/// An object that is not the list is an anomaly, in all versions; an empty list is none.
#[test]
fn a_response_without_its_list_is_an_anomaly() {
    let documents = documents();
    let mut checked = BTreeSet::new();
    macro_rules! check {
        ($($version:ident)*) => {$(
            for (id, operation) in reads(&documents[stringify!($version)]) {
                let pagination = &operation["x-pagination"];
                if pagination["type"] != "whole" {
                    continue;
                }
                let items = pagination["items"].as_str().unwrap();
                let operation = $version::dynamic::operation(id).unwrap();
                let reasons = |body: &str| -> Vec<String> {
                    let decoded = operation.decode(200, body.as_bytes()).unwrap();
                    let anomalies = decoded.anomalies.iter();
                    anomalies.map(|it| it.reason().to_owned()).collect()
                };
                let expected = format!("missing field `{items}`: the response is not the list");
                assert!(reasons(r#"{"id": "1"}"#).contains(&expected), "{id}");
                assert_eq!(reasons(&json!({ items: [] }).to_string()), [""; 0], "{id}");
                checked.insert(id);
            }
        )*};
    }
    check!(v2_7 v2_8 v2_9 v2_10 v2_11 v2_12 v2_13 v2_14 v2_15 v2_16 preview);
    assert_eq!(checked.len(), 27, "{checked:?}");
}

/// One request is sent, whatever the response says about pages.
#[tokio::test]
async fn the_items_of_a_list_are_a_stream() {
    let body = json!({"data": [{"id": "t1"}, {"id": "t2"}], "pages": {"next": "/tags?page=2"}});
    let server = Server::json(body).await;
    let client: v2_16::Client = server.client();
    let mut tags = client.tags().list_tags().items();
    for id in ["t1", "t2"] {
        let tag = tags.try_next().await.unwrap().unwrap();
        assert_eq!(tag.id, id);
    }
    assert!(tags.try_next().await.unwrap().is_none());
    assert_eq!(server.received().await.line(), "GET /tags");
}
