//! `runtime/`: hand-written, copied as it stands.

macro_rules! runtime_files {
    ($($name:literal),* $(,)?) => {
        &[$((concat!("src/runtime/", $name), include_str!(concat!("../../runtime/", $name)))),*]
    };
}

/// Path and text of every file.
const FILES: &[(&str, &str)] = runtime_files![
    "address.rs",
    "blocking/download.rs",
    "blocking/mod.rs",
    "blocking/stream.rs",
    "body.rs",
    "client.rs",
    "connection.rs",
    "credentials.rs",
    "dynamic/arguments.rs",
    "dynamic/encode.rs",
    "dynamic/glue.rs",
    "dynamic/mod.rs",
    "error/body.rs",
    "error/call.rs",
    "error/cause.rs",
    "error/display.rs",
    "error/mod.rs",
    "file.rs",
    "json/anomaly.rs",
    "json/blank.rs",
    "json/decode.rs",
    "json/extra.rs",
    "json/locate.rs",
    "json/map.rs",
    "json/mod.rs",
    "json/nullable.rs",
    "json/object.rs",
    "json/pattern.rs",
    "json/repair.rs",
    "json/rfc3339.rs",
    "json/scalar.rs",
    "json/string_enum.rs",
    "json/timestamp.rs",
    "json/timestamp_conversion.rs",
    "json/union.rs",
    "kind.rs",
    "macros.rs",
    "mod.rs",
    "operation.rs",
    "pages/items.rs",
    "pages/marks.rs",
    "pages/mod.rs",
    "pages/next.rs",
    "pages/page.rs",
    "pages/place.rs",
    "pages/stream.rs",
    "pages/token.rs",
    "pages/walk.rs",
    "rate_limit.rs",
    "request.rs",
    "response.rs",
    "retry.rs",
    "search/error.rs",
    "search/field.rs",
    "search/filter.rs",
    "search/grammar.rs",
    "search/mod.rs",
    "search/value.rs",
    "send/attempt.rs",
    "send/deadline.rs",
    "send/download.rs",
    "send/mod.rs",
    "send/retrying.rs",
    "send/span.rs",
    "send/transport.rs",
    "style.rs",
    "throttle.rs",
    "webhooks/error.rs",
    "webhooks/mod.rs",
    "webhooks/notification.rs",
    "webhooks/tagged.rs",
    "webhooks/verifier.rs",
];

pub(super) fn files() -> impl Iterator<Item = (String, String)> {
    FILES
        .iter()
        .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    fn count(folder: &Path) -> usize {
        let entries = std::fs::read_dir(folder).expect("the folder is there");
        entries
            .map(|entry| entry.expect("it can be read").path())
            .map(|path| if path.is_dir() { count(&path) } else { 1 })
            .sum()
    }

    #[test]
    fn every_file_of_the_runtime_is_copied() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("runtime");
        assert_eq!(super::FILES.len(), count(&folder));
    }
}
