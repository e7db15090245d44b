//! The exchange reports calls that do not send their arguments or do not return the response.

use intercom_client::{Api, Error, v2_15, v2_16};
use serde_json::Value;

use super::document::Document;
use super::exchange::Exchange;

/// Calls an operation of 2.16 once with all arguments and returns the violations.
async fn violations<C: Api>(
    id: &str,
    call: impl AsyncFn(C, &Value) -> Result<Value, Error>,
) -> String {
    let mut exchange = Exchange::start(Document::of("v2_16")).await;
    let client: C = exchange.client();
    let case = exchange.cases(id).pop().expect("the operation has a case");
    exchange.expect(&case);
    let outcome = call(client, &case.arguments).await;
    exchange.check(id, &case, outcome.map_err(|error| error.to_string()));
    exchange.violations().join("\n")
}

fn macros(arguments: &Value) -> (i64, String, i64) {
    let number = |name: &str| arguments[name].as_i64().unwrap();
    let cursor = arguments["starting_after"].as_str().unwrap();
    (
        number("per_page"),
        cursor.to_owned(),
        number("updated_since"),
    )
}

#[tokio::test]
async fn a_valid_call_has_no_violations() {
    let violations = violations("listMacros", async |client: v2_16::Client, arguments| {
        let (per_page, cursor, since) = macros(arguments);
        let request = client.macros().list_macros().per_page(per_page);
        let list = request.starting_after(cursor).updated_since(since).await?;
        Ok(serde_json::to_value(list).unwrap())
    });
    assert_eq!(violations.await, "");
}

#[tokio::test]
async fn an_argument_that_is_not_sent_is_reported() {
    let violations = violations("listMacros", async |client: v2_16::Client, arguments| {
        let (per_page, cursor, _) = macros(arguments);
        let request = client.macros().list_macros().per_page(per_page);
        let list = request.starting_after(cursor).await?;
        Ok(serde_json::to_value(list).unwrap())
    })
    .await;
    assert!(
        violations.contains("the request lacks `/updated_since`"),
        "{violations}"
    );
}

#[tokio::test]
async fn a_lost_response_property_is_reported() {
    let violations = violations("identifyAdmin", async |client: v2_16::Client, _| {
        let admin = client.admins().get_current_admin().await?;
        let mut admin = serde_json::to_value(admin).unwrap();
        admin["app"]["region"] = Value::Null;
        Ok(admin)
    })
    .await;
    assert!(
        violations.contains("the result lacks `/app/region`"),
        "{violations}"
    );
}

#[tokio::test]
async fn a_wrong_version_is_reported() {
    let violations = violations("identifyAdmin", async |client: v2_15::Client, _| {
        let admin = client.admins().get_current_admin().await?;
        Ok(serde_json::to_value(admin).unwrap())
    })
    .await;
    assert!(
        violations.contains("`Intercom-Version` is not `2.16`"),
        "{violations}"
    );
}

#[tokio::test]
async fn a_wrong_operation_is_reported() {
    let violations = violations("listMacros", async |client: v2_16::Client, _| {
        let found = client.macros().get_macro("7").await?;
        Ok(serde_json::to_value(found).unwrap())
    })
    .await;
    assert!(
        violations.contains("the request is one of `getMacro`"),
        "{violations}"
    );
}

#[tokio::test]
async fn a_failed_call_is_reported() {
    // A path parameter must not be a dot segment.
    let violations = violations("getMacro", async |client: v2_16::Client, _| {
        let found = client.macros().get_macro("..").await?;
        Ok(serde_json::to_value(found).unwrap())
    })
    .await;
    assert!(
        violations.contains("the response was not decoded"),
        "{violations}"
    );
    assert!(
        violations.contains("one request was expected"),
        "{violations}"
    );
}
