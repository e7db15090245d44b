//! Changes of the requests that the API sends, and of the header with its version.

use crate::diagnostic::Pointer;
use crate::model::{ApiInfo, TaggedSchemas};
use crate::neutral::code_span;

use super::change::*;
use super::{Change, Rule};

/// Compares the webhooks.
pub(super) fn webhooks(old: &ApiInfo, new: &ApiInfo, changes: &mut Vec<Change>) {
    let (before, after) = (declared(old), declared(new));
    let mut add = |rule: &'static Rule, (name, pointer): &(String, Pointer), verb: &str| {
        changes.push(Change {
            rule,
            rust_path: "webhooks".to_owned(),
            pointer: pointer.clone(),
            message: format!("the webhook {name} was {verb}"),
        });
    };
    for webhook in before.iter().filter(|one| !after.contains(one)) {
        add(&WEBHOOK_REMOVED, webhook, "removed");
    }
    for webhook in after.iter().filter(|one| !before.contains(one)) {
        add(&WEBHOOK_ADDED, webhook, "added");
    }
}

/// Returns each webhook with the schema of its payload, and its location.
fn declared(info: &ApiInfo) -> Vec<(String, Pointer)> {
    let ApiInfo {
        webhook_items,
        webhook_events,
        webhooks,
        ..
    } = info;
    let mut all = Vec::new();
    let mut add = |name: &str, schema: &str, pointer: Pointer| {
        let name = format!("{} of {}", code_span(name), code_span(schema));
        all.push((name, pointer));
    };
    let extensions = [
        ("x-webhook-items", webhook_items),
        ("x-webhook-events", webhook_events),
    ];
    for (extension, tagged) in extensions {
        let Some(tagged) = tagged else { continue };
        let TaggedSchemas {
            property,
            schemas,
            topics,
        } = tagged;
        let pointer = Pointer::root().child(extension).child(property);
        for (value, schema) in schemas {
            add(
                &format!("{property}: {value}"),
                schema,
                pointer.child(value),
            );
        }
        let pointer = Pointer::root().child("x-webhook-topics");
        for (topic, schema) in topics {
            add(topic, schema, pointer.child(topic));
        }
    }
    for webhook in webhooks {
        let pointer = Pointer::root().child("webhooks").child(&webhook.name);
        add(&webhook.name, webhook.rust_name.as_str(), pointer);
    }
    all
}

/// Compares the header with the version of the API. Its value is that of each document.
pub(super) fn version_header(old: &ApiInfo, new: &ApiInfo, changes: &mut Vec<Change>) {
    let mut add = |rule: &'static Rule, message: String| {
        changes.push(Change {
            rule,
            rust_path: "ClientBuilder::version".to_owned(),
            pointer: Pointer::root().child("x-version-header"),
            message,
        });
    };
    match (&old.version_header, &new.version_header) {
        (None, None) => {}
        (None, Some(after)) => {
            let name = code_span(&after.name);
            add(
                &VERSION_HEADER_ADDED,
                format!("sends the version in {name}"),
            );
        }
        (Some(before), None) => {
            let name = code_span(&before.name);
            add(
                &VERSION_HEADER_REMOVED,
                format!("no longer sends the version in {name}"),
            );
        }
        (Some(before), Some(after)) => {
            if before.name != after.name {
                let (before, after) = (code_span(&before.name), code_span(&after.name));
                let message = format!("the header of the version was {before}, is {after}");
                add(&VERSION_HEADER_CHANGED, message);
            }
            for value in before
                .values
                .iter()
                .filter(|one| !after.values.contains(one))
            {
                let message = format!("the version {} was removed", code_span(value));
                add(&VERSION_REMOVED, message);
            }
            for value in after
                .values
                .iter()
                .filter(|one| !before.values.contains(one))
            {
                add(
                    &VERSION_ADDED,
                    format!("the version {} was added", code_span(value)),
                );
            }
        }
    }
}
