//! A second contract test, against the published documents without the overlays of this project.
//!
//! The other one shares the overlays with the generator, so it does not see a wrong one. Here, each
//! operation is called with arguments from the published document, and the published document
//! judges the request. Whatever it objects to is on a list, with the overlay that corrects the
//! document and the evidence.

use std::collections::BTreeMap;

use intercom_client::Error;
use intercom_client::dynamic::Operation;

use super::document::Document;
use super::exchange::Exchange;
use crate::examples::documents::erased;
use crate::overlays::has_action;
use crate::workspace::folder;

/// An objection of the published documents that is correct behaviour of the client. The list is
/// `published.toml`.
struct Expected {
    /// A part of the operation and the violation, as printed by the test.
    part: String,
    /// The overlay with the correction.
    overlay: String,
    /// A part of the target of its action, without whitespace.
    target: String,
    /// The reason why the document is wrong.
    evidence: String,
}

fn expected() -> Vec<Expected> {
    let path = folder("tests/all/contract/published.toml");
    let list: toml::Table = std::fs::read_to_string(path).unwrap().parse().unwrap();
    let entries = list["expected"].as_array().unwrap().iter();
    entries
        .map(|entry| {
            let text = |key: &str| entry[key].as_str().unwrap().to_owned();
            Expected {
                part: text("part"),
                overlay: text("overlay"),
                target: text("target"),
                evidence: text("evidence"),
            }
        })
        .collect()
}

/// Returns the violations of the operations of a module, by operation and text.
async fn violations<C: intercom_client::Api + 'static>(
    folder: &std::path::Path,
    module: &str,
    operations: &'static [Operation<C>],
) -> BTreeMap<String, usize> {
    let published = Document::published(folder, module);
    let mut exchange = Exchange::start(published).await;
    let client: C = exchange.client();
    let mut found = BTreeMap::new();
    for operation in operations {
        let name = erased(&format!("{} {}", operation.method, operation.path));
        let Some(id) = exchange.id_at(&name) else {
            *found.entry(format!("{name}: is not declared")).or_default() += 1;
            continue;
        };
        for case in exchange.cases(&id) {
            exchange.expect(&case);
            // The response is not checked: the other contract test does.
            let violations = match operation.call(&client, case.arguments.clone()).await {
                Err(error) if error.is_invalid() => vec![rejection(operation, &error)],
                _ => exchange.request_violations(&id, &case),
            };
            for violation in violations {
                *found.entry(format!("{name}: {violation}")).or_default() += 1;
            }
        }
    }
    found
}

/// Returns the reason why a client does not send a request.
fn rejection<C>(operation: &Operation<C>, error: &Error) -> String {
    let message = error.to_string();
    let endpoint = format!("{} {}: ", operation.method, operation.path);
    let reason = message.strip_prefix(&endpoint).unwrap_or(&message);
    format!("the client rejects the arguments: {reason}")
}

#[tokio::test]
#[cfg_attr(
    not(has_upstream),
    ignore = "set INTERCOM_OPENAPI to the published documents"
)]
async fn requests_conform_to_the_published_documents() {
    let published = std::env::var_os("INTERCOM_OPENAPI").expect("INTERCOM_OPENAPI is set");
    let published = std::path::Path::new(&published);
    let mut all: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    macro_rules! modules {
        ($($module:ident)*) => {
            $({
                use intercom_client::$module::dynamic::OPERATIONS;
                for (violation, _) in violations(published, stringify!($module), OPERATIONS).await {
                    all.entry(violation).or_default().push(stringify!($module));
                }
            })*
        };
    }
    modules!(v2_7 v2_8 v2_9 v2_10 v2_11 v2_12 v2_13 v2_14 v2_15 v2_16 preview);
    let list = expected();
    let mut is_used = vec![false; list.len()];
    let mut unexpected = Vec::new();
    for (violation, modules) in &all {
        let expected = list.iter().position(|it| violation.contains(&it.part));
        match expected {
            Some(index) => is_used[index] = true,
            None => unexpected.push(format!("{violation} ({})", modules.join(" "))),
        }
    }
    assert!(unexpected.is_empty(), "\n{}", unexpected.join("\n"));
    for (expected, is_used) in list.iter().zip(is_used) {
        let Expected {
            part,
            overlay,
            target,
            evidence,
        } = expected;
        assert!(is_used, "`{part}` no longer occurs ({evidence}): remove it");
        assert!(
            has_action(overlay, target),
            "{overlay} has no action for {target}, which explains `{part}`"
        );
    }
}
