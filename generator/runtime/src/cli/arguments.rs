//! The request that the arguments of a command describe.

use std::io::Read;

use bytes::Bytes;
use clap::ArgMatches;
use clap::parser::ValueSource;
use http::header::{ACCEPT, CONTENT_TYPE};
use serde::de::IgnoredAny;

use super::body;
use super::description::{Body, Carries, Encoding, Input, Location, Output};
use super::failure::Failure;
use super::form;
use super::settings::option;
use super::tree::{Flag, Leaf};
use super::value::json_or_text;
use crate::address::split_placeholder;
use crate::exact_value::ExactValue;
use crate::{Argument, Connection, Request, method};

/// Creates the request of an operation.
pub(super) fn request(
    connection: &Connection,
    leaf: &Leaf,
    matches: &ArgMatches,
) -> Result<Request, Failure> {
    let operation = leaf.operation;
    let mut request = Request::new(connection, method(operation.method), operation.path);
    let exceptions = &operation.exceptions;
    if let Some(server) = exceptions.server {
        request.server(server);
    }
    match exceptions.carries {
        Carries::All => {}
        Carries::Scheme(scheme) => request.authorization(scheme),
        Carries::None => request.anonymous(),
    }
    if let Some((name, value)) = exceptions.version {
        request.version(name, value);
    }
    match exceptions.is_idempotent {
        Some(true) => request.idempotent(),
        Some(false) => request.not_idempotent(),
        None => {}
    }
    match operation.output {
        Output::Json(accept) | Output::NullableJson(accept) | Output::Raw(accept)
            if !accept.is_empty() =>
        {
            request.header("accept", accept);
        }
        _ => {}
    }
    match operation.body {
        Body::Fields if operation.requires_form => request.empty_form(),
        Body::Multipart if operation.requires_form => request.empty_multipart(),
        _ => {}
    }
    for input in operation.parameters.iter().chain(operation.fields) {
        if let Some(constant) = input.constant {
            set(&mut request, input, &json_or_text(constant));
        }
    }
    for flag in &leaf.flags {
        if let Some(value) = value(flag, matches) {
            set(&mut request, flag.input, &value);
        }
    }
    match operation.body {
        Body::Json(content_type) => body::set_json(&mut request, content_type, leaf, matches)?,
        Body::Multipart => form::set_parts(&mut request, leaf, matches)?,
        Body::Text(media_type) | Body::Bytes(media_type) => {
            body::set_content(&mut request, media_type, operation.body, matches)?;
        }
        Body::None | Body::Fields => {}
    }
    Ok(request)
}

/// Creates the request of the command `api`.
pub(super) fn any_request(
    connection: &Connection,
    matches: &ArgMatches,
) -> Result<Request, Failure> {
    let method = option(matches, "method").unwrap_or_default();
    let method = method.to_uppercase().parse();
    let method = method.map_err(|_| usage("the method is not an HTTP method"))?;
    let path = option(matches, "path").unwrap_or_default();
    if !path.starts_with('/') || path.starts_with("//") {
        return Err(usage(
            "the path must start with `/`: the server is that of the API, or of `--base-url`",
        ));
    }
    let mut request = Request::custom(connection, method, &path);
    request.header("accept", "application/json");
    set_path(&mut request, &path, matches)?;
    let mut pairs: Vec<(&str, Vec<&str>)> = Vec::new();
    for pair in all(matches, "query") {
        let split = pair.split_once('=');
        let (name, value) = split.ok_or_else(|| usage("`--query` expects NAME=VALUE"))?;
        match pairs.iter_mut().find(|(known, _)| *known == name) {
            Some((_, values)) => values.push(value),
            None => pairs.push((name, vec![value])),
        }
    }
    for (name, values) in pairs {
        request.query_each(name, values);
    }
    for pair in all(matches, "header") {
        let split = pair.split_once(':');
        let (name, value) = split.ok_or_else(|| usage("`--header` expects NAME:VALUE"))?;
        request.header(name.trim(), value.trim());
    }
    if let Some(body) = option(matches, "body") {
        let bytes = content(&body)?;
        if !sets_header(matches, CONTENT_TYPE.as_str()) {
            let json: Result<IgnoredAny, _> = serde_json::from_slice(&bytes);
            json.map_err(|error| usage(&format!("the body is not JSON: {error}")))?;
            request.header("content-type", "application/json");
        }
        request.bytes(bytes);
    }
    Ok(request)
}

/// Returns the kind of response that the command `api` expects: JSON, or none at all. `None` if the
/// header `Accept` is an argument: it may ask for anything.
pub(super) fn any_output(matches: &ArgMatches) -> Option<Output> {
    let is_json = !sets_header(matches, ACCEPT.as_str());
    is_json.then_some(Output::NullableJson("application/json"))
}

/// Returns `true` if one of the headers of the command `api` has this name.
fn sets_header(matches: &ArgMatches, name: &str) -> bool {
    all(matches, "header")
        .filter_map(|pair| pair.split_once(':'))
        .any(|(known, _)| known.trim().eq_ignore_ascii_case(name))
}

/// Sets the parameters of the path of the command `api`.
fn set_path(request: &mut Request, path: &str, matches: &ArgMatches) -> Result<(), Failure> {
    let (template, _) = path.split_once('?').unwrap_or((path, ""));
    let mut missing: Vec<&str> = placeholders(template).collect();
    for pair in all(matches, "path-parameter") {
        let split = pair.split_once('=');
        let (name, value) = split.ok_or_else(|| usage("`--path` expects NAME=VALUE"))?;
        let known = missing.len();
        missing.retain(|placeholder| *placeholder != name);
        if missing.len() == known {
            let message =
                format!("`--path {name}=…` is given twice, or `{{{name}}}` is not in the path");
            return Err(usage(&message));
        }
        request.set_path_text(name.to_owned().into(), value);
    }
    match missing.first() {
        None => Ok(()),
        Some(name) => Err(usage(&format!(
            "the path contains the placeholder `{{{name}}}`: set it with `--path {name}=VALUE`"
        ))),
    }
}

/// Returns the names in braces of a path.
fn placeholders(path: &str) -> impl Iterator<Item = &str> {
    let mut rest = path;
    std::iter::from_fn(move || {
        let (_, name, after) = split_placeholder(rest)?;
        rest = after;
        Some(name)
    })
}

pub(super) fn usage(message: &str) -> Failure {
    Failure::Usage(message.to_owned())
}

pub(super) fn all<'a>(matches: &'a ArgMatches, name: &str) -> impl Iterator<Item = &'a String> {
    let values = matches.try_get_many::<String>(name).ok().flatten();
    values.into_iter().flatten()
}

/// Returns the value of an option, unless it is absent.
pub(super) fn value(flag: &Flag, matches: &ArgMatches) -> Option<ExactValue> {
    let source = matches.value_source(&flag.name);
    if source != Some(ValueSource::CommandLine) {
        return None;
    }
    let mut values = matches.get_many::<ExactValue>(&flag.name)?.cloned();
    if flag.input.is_list {
        Some(ExactValue::Array(values.collect()))
    } else {
        values.next_back()
    }
}

fn set(request: &mut Request, input: &'static Input, value: &ExactValue) {
    let name = input.name;
    match input.location {
        Location::Path(encoding) => {
            let (style, value) = encode(encoding, value);
            request.path_styled(name, style, value);
        }
        Location::Query(encoding) => {
            let (style, value) = encode(encoding, value);
            request.query_styled(name, style, value);
        }
        Location::Header(encoding) => {
            let (style, value) = encode(encoding, value);
            request.header_styled(name, style, value);
        }
        Location::Cookie(encoding) => {
            let (style, value) = encode(encoding, value);
            request.cookie(name, style, value);
        }
        Location::QueryString(encoding) => {
            let (style, value) = encode(encoding, value);
            request.query_string(name, style, value);
        }
        Location::Field(encoding) => {
            let (style, value) = encode(encoding, value);
            request.field(name, style, value);
        }
        // JSON is set as a whole; a part of a form has these values.
        Location::Body | Location::Part(_) => {}
    }
}

pub(super) fn encode(encoding: Encoding, value: &ExactValue) -> (crate::Style, Argument) {
    match encoding {
        Encoding::Styled(style) => (style, Argument::value(value)),
        Encoding::Json(style) => (style, Argument::json(value)),
    }
}

pub(super) fn set_content_type(request: &mut Request, content_type: Option<&'static str>) {
    if let Some(content_type) = content_type {
        request.header("content-type", content_type);
    }
}

/// Returns the content of an argument: text, `@PATH`, or `-` for standard input.
pub(super) fn content(argument: &str) -> Result<Bytes, Failure> {
    match argument.strip_prefix('@') {
        None if argument != "-" => Ok(Bytes::copy_from_slice(argument.as_bytes())),
        None | Some("-") => {
            let mut bytes = Vec::new();
            let read = std::io::stdin().lock().read_to_end(&mut bytes);
            read.map_err(|error| Failure::file("standard input", &error))?;
            Ok(bytes.into())
        }
        Some(path) => {
            let bytes = std::fs::read(path);
            let bytes = bytes.map_err(|error| Failure::file(path, &error))?;
            Ok(bytes.into())
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::super::fixture;
    use super::*;

    fn built(arguments: &str) -> Result<Request, String> {
        fixture::request(arguments).map_err(|failure| failure.message(None).unwrap_or_default())
    }

    fn json(arguments: &str) -> Value {
        match built(arguments).unwrap().body {
            crate::body::Body::Bytes { bytes, .. } => serde_json::from_slice(&bytes).unwrap(),
            _ => Value::Null,
        }
    }

    fn error(arguments: &str) -> String {
        match built(arguments) {
            Ok(_) => panic!("{arguments}"),
            Err(message) => message,
        }
    }

    #[test]
    fn options_become_properties_of_the_body() {
        assert_eq!(
            json("ships create rotterdam --body-name Ada --length 12 --crew Bo --crew Cy"),
            serde_json::json!({
                "name": "Ada", "crew": ["Bo", "Cy"], "length": 12, "type": "ship",
            })
        );
    }

    #[test]
    fn options_and_assignments_change_the_given_body() {
        assert_eq!(
            json(
                "ships create rotterdam --body {\"name\":\"Ada\",\"length\":1} --length 12 --set \
                 mast.height=9 --set mast.sail=jib"
            ),
            serde_json::json!({
                "name": "Ada", "length": 12, "mast": {"height": 9, "sail": "jib"}, "type": "ship",
            })
        );
    }

    #[test]
    fn numbers_of_the_body_are_sent_as_they_are_written() {
        let request = built(
            "ships create rotterdam --body {\"name\":\"Ada\",\"mmsi\":1180591620717411303424} --set \
             ratio=1.10 --length 1180591620717411303424",
        );
        let crate::body::Body::Bytes { bytes, .. } = request.unwrap().body else {
            panic!("the body is JSON");
        };
        let expected = concat!(
            r#"{"name":"Ada","mmsi":1180591620717411303424,"#,
            r#""length":1180591620717411303424,"ratio":1.10,"type":"ship"}"#
        );
        assert_eq!(std::str::from_utf8(&bytes).unwrap(), expected);
    }

    #[test]
    fn bodies_that_cannot_be_sent_are_reported() {
        let deep = |depth| {
            let path = vec!["a"; depth].join(".");
            format!("ships create rotterdam --body-name Ada --set {path}=1")
        };
        assert!(built(&deep(128)).is_ok());
        for (arguments, expected) in [
            (
                "ships create rotterdam",
                "the request body requires `--body-name`: set it, or pass the body with `--body`",
            ),
            (
                "ships create rotterdam --length 3",
                "requires `--body-name`",
            ),
            ("ships create rotterdam --body {", "the body is not JSON"),
            (
                "ships create rotterdam --body [] --set a=1",
                "`a` cannot be set in a value that is not an object",
            ),
            ("ships create rotterdam --set a", "KEY.PATH=VALUE"),
            (&deep(129), "within more than 128 objects"),
            (&deep(60_000), "within more than 128 objects"),
            (
                "ships create rotterdam --body @/nowhere/at-all",
                "No such file",
            ),
            ("ships upload-chart --file map=@a", "its files are `chart`"),
            ("ships upload-chart", "the form requires `--chart`"),
        ] {
            let message = error(arguments);
            assert!(message.contains(expected), "{message}");
        }
    }

    #[test]
    fn parameters_are_serialized_in_their_styles() {
        let request = built("ships list --per-page 5 --ids 1 --ids 2 --archived=false").unwrap();
        let pairs: Vec<String> = request
            .query
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        assert_eq!(pairs, ["per_page=5", "archived=false", "ids=1,2"]);
    }

    #[test]
    fn api_requests_stay_on_the_server() {
        for path in ["https://evil.example/", "//evil.example/", "ships"] {
            let message = error(&format!("api GET {path}"));
            assert!(message.contains("must start with `/`"), "{message}");
        }
        let request = built("api get /ships?a=1 -q b=2 -q b=3 -H X-Mast:tall").unwrap();
        assert_eq!(request.method, http::Method::GET);
        assert_eq!(request.query.len(), 3);
        assert_eq!(request.headers["x-mast"], "tall");
    }

    #[test]
    fn api_requests_have_path_parameters() {
        let request =
            built("api GET /ships/{id}/logs/{day}?a={b} --path id=a/b --path day=1").unwrap();
        let path = crate::address::fill(&request.template, &request.path).unwrap();
        assert_eq!(path, "/ships/a%2Fb/logs/1");
        for (arguments, expected) in [
            ("/ships/{id}", "set it with `--path id=VALUE`"),
            ("/ships/{id} --path id", "NAME=VALUE"),
            (
                "/ships/{id} --path id=1 --path day=2",
                "`{day}` is not in the path",
            ),
            ("/ships/{id} --path id=1 --path id=2", "given twice"),
        ] {
            let message = error(&format!("api GET {arguments}"));
            assert!(message.contains(expected), "{message}");
        }
    }
}
