//! Calls that do not do what their arguments say, or do not give what was answered, are found.

use intercom_client::{Api, Error, v2_15, v2_16};
use serde_json::Value;

use super::document::Document;
use super::exchange::Exchange;

/// Makes one call of an operation of 2.16 with everything, and says what was found wrong with it.
async fn faults<C: Api>(id: &str, call: impl AsyncFn(C, &Value) -> Result<Value, Error>) -> String {
    let mut exchange = Exchange::start(Document::of("v2_16")).await;
    let client: C = exchange.client();
    let case = exchange.cases(id).pop().expect("there is a case");
    exchange.expect(&case);
    let outcome = call(client, &case.arguments).await;
    exchange.check(id, &case, outcome.map_err(|error| error.to_string()));
    exchange.faults().join("\n")
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
async fn a_good_call_has_none() {
    let found = faults("listMacros", async |client: v2_16::Client, arguments| {
        let (per_page, cursor, since) = macros(arguments);
        let request = client.macros().list_macros().per_page(per_page);
        let list = request.starting_after(cursor).updated_since(since).await?;
        Ok(serde_json::to_value(list).unwrap())
    });
    assert_eq!(found.await, "");
}

#[tokio::test]
async fn an_argument_that_is_not_sent() {
    let found = faults("listMacros", async |client: v2_16::Client, arguments| {
        let (per_page, cursor, _) = macros(arguments);
        let request = client.macros().list_macros().per_page(per_page);
        let list = request.starting_after(cursor).await?;
        Ok(serde_json::to_value(list).unwrap())
    });
    let found = found.await;
    assert!(
        found.contains("the request lacks `/updated_since`"),
        "{found}"
    );
}

#[tokio::test]
async fn a_member_of_the_answer_that_is_lost() {
    let found = faults("identifyAdmin", async |client: v2_16::Client, _| {
        let admin = client.admins().identify_admin().await?;
        let mut admin = serde_json::to_value(admin).unwrap();
        admin["app"]["region"] = Value::Null;
        Ok(admin)
    });
    let found = found.await;
    assert!(found.contains("the result lacks `/app/region`"), "{found}");
}

#[tokio::test]
async fn another_version() {
    let found = faults("identifyAdmin", async |client: v2_15::Client, _| {
        let admin = client.admins().identify_admin().await?;
        Ok(serde_json::to_value(admin).unwrap())
    });
    let found = found.await;
    assert!(
        found.contains("`Intercom-Version` is not `2.16`"),
        "{found}"
    );
}

#[tokio::test]
async fn another_operation() {
    let found = faults("listMacros", async |client: v2_16::Client, _| {
        let found = client.macros().get_macro("7").await?;
        Ok(serde_json::to_value(found).unwrap())
    });
    let found = found.await;
    assert!(
        found.contains("the request is one of `getMacro`"),
        "{found}"
    );
}

#[tokio::test]
async fn a_call_that_fails() {
    // No path can have this parameter.
    let found = faults("getMacro", async |client: v2_16::Client, _| {
        let found = client.macros().get_macro("..").await?;
        Ok(serde_json::to_value(found).unwrap())
    });
    let found = found.await;
    assert!(found.contains("the answer was not read"), "{found}");
    assert!(found.contains("one request was expected"), "{found}");
}
