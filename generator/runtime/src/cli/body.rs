//! Bodies, from options.

use clap::ArgMatches;

use super::arguments::{all, content, encode, set_content_type, usage, value};
use super::description::{Body, Input, Kind, Location};
use super::failure::Failure;
use super::settings::option;
use super::tree::Leaf;
use super::value::json_or_text;
use crate::exact_value::ExactValue;
use crate::{File, Request};

/// Sets the JSON body: that of `--body`, then the options, then the assignments of `--set`.
pub(super) fn set_json(
    request: &mut Request,
    content_type: Option<&'static str>,
    leaf: &Leaf,
    matches: &ArgMatches,
) -> Result<(), Failure> {
    let given = option(matches, "body").map(|body| content(&body));
    let given: Option<ExactValue> = match given.transpose()? {
        Some(bytes) => {
            let json = ExactValue::from_slice(&bytes);
            Some(json.map_err(|error| usage(&format!("the body is not JSON: {error}")))?)
        }
        None => None,
    };
    let mut changes = Vec::new();
    for flag in leaf.flags.iter().filter(|flag| flag.is_in_body()) {
        if let Some(value) = value(flag, matches) {
            changes.push((vec![flag.input.name], value));
        }
    }
    for assignment in all(matches, "set") {
        let (path, value) = assignment
            .split_once('=')
            .ok_or_else(|| usage("`--set` expects KEY.PATH=VALUE"))?;
        changes.push((path.split('.').collect(), json_or_text(value)));
    }
    if given.is_none() && changes.is_empty() {
        let required = leaf.operation.fields.iter().any(|input| input.is_required);
        return if required {
            Err(missing(leaf, &[]))
        } else {
            Ok(())
        };
    }
    let is_given = given.is_some();
    let mut body = given.unwrap_or_else(|| ExactValue::Object(Vec::new()));
    for (path, value) in changes {
        put(&mut body, &path, value).map_err(|message| usage(&message))?;
    }
    if let ExactValue::Object(members) = &mut body {
        for input in leaf.operation.fields {
            if let Some(constant) = input.constant
                && !contains(members, input.name)
            {
                members.push((input.name.to_owned(), json_or_text(constant)));
            }
        }
        let fields = leaf.operation.fields.iter();
        let mut required = fields.filter(|input| input.is_required);
        if !is_given && !required.all(|input| contains(members, input.name)) {
            return Err(missing(leaf, members));
        }
    }
    request.json(&body);
    set_content_type(request, content_type);
    Ok(())
}

/// Sets the body to text or bytes.
pub(super) fn set_content(
    request: &mut Request,
    media_type: Option<&'static str>,
    kind: Body,
    matches: &ArgMatches,
) -> Result<(), Failure> {
    let Some(body) = option(matches, "body") else {
        return Ok(());
    };
    match kind.range() {
        Some(range) => {
            let path = body.strip_prefix('@');
            let of_file = || path.and_then(|path| File::from_path(path).allowed(range));
            if let Some(media_type) = option(matches, "content-type").or_else(of_file) {
                request.header("content-type", media_type);
            }
        }
        None => set_content_type(request, media_type),
    }
    let bytes = content(&body)?;
    if let Body::Text(_) = kind {
        let text = String::from_utf8(bytes.into());
        request.text(text.map_err(|_| usage("the body is not text in UTF-8"))?);
    } else {
        request.bytes(bytes);
    }
    Ok(())
}

/// Returns the error of a body that lacks required properties.
fn missing(leaf: &Leaf, members: &[(String, ExactValue)]) -> Failure {
    let flags = leaf.flags.iter().filter(|flag| {
        let input = flag.input;
        flag.is_in_body() && input.is_required && !contains(members, input.name)
    });
    let names: Vec<String> = flags.map(|flag| format!("`--{}`", flag.name)).collect();
    usage(&format!(
        "the request body requires {}: set it, or pass the body with `--body`",
        names.join(", ")
    ))
}

fn contains(members: &[(String, ExactValue)], key: &str) -> bool {
    members.iter().any(|(name, _)| name == key)
}

/// Sets the value at the end of a path of keys, and creates the objects before it.
fn put(body: &mut ExactValue, path: &[&str], value: ExactValue) -> Result<(), String> {
    let Some((key, rest)) = path.split_first() else {
        *body = value;
        return Ok(());
    };
    if *body == ExactValue::Null {
        *body = ExactValue::Object(Vec::new());
    }
    match body.member(key) {
        Some(member) => put(member, rest, value),
        None => Err(format!(
            "`{key}` cannot be set in a value that is not an object"
        )),
    }
}

/// Adds the values and the files of a form.
pub(super) fn add_files(
    request: &mut Request,
    leaf: &Leaf,
    matches: &ArgMatches,
) -> Result<(), Failure> {
    for input in leaf.operation.fields {
        if let Some(constant) = input.constant {
            set_part(request, input, json_or_text(constant));
        }
    }
    let flags = || leaf.flags.iter().filter(|flag| flag.is_in_body());
    let mut files: Vec<(&'static Input, Vec<String>)> = Vec::new();
    for flag in flags() {
        let Some(value) = value(flag, matches) else {
            continue;
        };
        let input = flag.input;
        match (input.kind, value) {
            (Kind::File(_), ExactValue::Array(paths)) => {
                let paths = paths.iter().filter_map(ExactValue::as_str);
                files.push((input, paths.map(path_of).collect()));
            }
            (Kind::File(_), value) => {
                files.push((input, value.as_str().map(path_of).into_iter().collect()));
            }
            (_, value) => set_part(request, input, value),
        }
    }
    for assignment in all(matches, "file") {
        let (name, path) = assignment
            .split_once('=')
            .ok_or_else(|| usage("`--file` expects FIELD=@PATH"))?;
        let is_file = |input: &Input| matches!(input.kind, Kind::File(_));
        let mut fields = flags().map(|flag| flag.input).filter(|one| is_file(one));
        let Some(input) = fields.find(|input| input.name == name) else {
            let names = flags().filter(|flag| is_file(flag.input));
            let names: Vec<&str> = names.map(|flag| flag.input.name).collect();
            return Err(usage(&format!(
                "the form has no file `{name}`: its files are `{}`",
                names.join("`, `")
            )));
        };
        let path = path_of(path);
        match files.iter_mut().find(|(known, _)| known.name == name) {
            Some((_, paths)) if input.is_list => paths.push(path),
            Some((_, paths)) => *paths = vec![path],
            None => files.push((input, vec![path])),
        }
    }
    for (input, paths) in files {
        let allowed = match input.kind {
            Kind::File(allowed) => allowed,
            _ => "",
        };
        let files = paths.iter().map(|path| {
            let file = File::from_path(path);
            if allowed.is_empty() {
                file
            } else {
                file.or_content_type(allowed)
            }
        });
        request.files(input.name, files);
        set_headers(request, input);
    }
    let missing = flags().find(|flag| {
        let is_set = value(flag, matches).is_some();
        let mut files = all(matches, "file");
        let is_file = files.any(|one| one.split('=').next() == Some(flag.input.name));
        flag.input.is_required && !is_set && !is_file
    });
    match missing {
        Some(flag) => Err(usage(&format!("the form requires `--{}`", flag.name))),
        None => Ok(()),
    }
}

/// Sets a field of a multipart body to a value, with its media type and headers.
fn set_part(request: &mut Request, input: &'static Input, value: ExactValue) {
    match (input.location, input.media_type) {
        (Location::Part(encoding), _) => {
            let (style, value) = encode(encoding, &value);
            request.part_styled(input.name, style, value);
        }
        (_, Some(media_type)) if is_json(media_type) => request.part_json(input.name, &value),
        _ => request.part_value(input.name, &value),
    }
    if let Some(media_type) = input.media_type {
        request.part_type(input.name, media_type);
    }
    set_headers(request, input);
}

fn set_headers(request: &mut Request, input: &'static Input) {
    for (name, value) in input.headers {
        request.part_header(input.name, name, value);
    }
}

/// Returns `true` if a media type is JSON, as which values of any kind are sent.
fn is_json(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default();
    let essence = essence.trim().to_ascii_lowercase();
    matches!(
        essence.as_str(),
        "application/json" | "application/x-json" | "text/json" | "text/x-json"
    ) || essence.ends_with("+json")
}

/// Returns the path of an argument `PATH` or `@PATH`.
fn path_of(argument: &str) -> String {
    argument.strip_prefix('@').unwrap_or(argument).to_owned()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::super::fixture;
    use crate::body::{Body, Part};

    #[test]
    fn parts_have_their_media_types_and_constants() {
        let request =
            fixture::request("ships print-chart --title Bay --legend <b>red</b> --scale \"1:5\"");
        let request = request.unwrap_or_else(|failure| panic!("{:?}", failure.message(None)));
        assert_eq!(request.query, [("edition".to_owned(), "2".to_owned())]);
        let Body::Multipart { parts, .. } = request.body else {
            panic!("the body is multipart");
        };
        let parts: Vec<(&str, &str, Option<&str>)> = parts
            .iter()
            .filter_map(|(name, part)| match part {
                Part::Text { text, content_type } => Some((&**name, text.as_str(), *content_type)),
                Part::File(_) => None,
            })
            .collect();
        assert_eq!(
            parts,
            [
                ("kind", "sea", None),
                ("title", "Bay", None),
                ("legend", "<b>red</b>", Some("text/html")),
                ("scale", "\"1:5\"", Some("application/vnd.scale+json")),
            ]
        );
    }

    #[test]
    fn a_required_form_is_sent_without_fields() {
        let body = |arguments| fixture::request(arguments).ok().unwrap().body;
        let parts = |body| match body {
            Body::Multipart { parts, .. } => parts.len(),
            _ => panic!("the body is multipart"),
        };
        assert_eq!(parts(body("ships ring-bell")), 0);
        assert_eq!(parts(body("ships ring-bell --note loud")), 1);
        let Body::Fields(fields) = body("ships light-beacon") else {
            panic!("the body is URL-encoded");
        };
        assert!(fields.is_empty());
    }

    #[test]
    fn the_media_type_of_a_range_is_that_of_the_option_or_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let sent = |file: &str, option: &str| {
            let path = folder.path().join(file);
            fs::write(&path, "x").unwrap();
            let arguments = format!("ships set-photo --body @{}{option}", path.display());
            let request = fixture::request(&arguments).ok().unwrap();
            let header = request.headers.get("content-type");
            header.map(|value| value.to_str().unwrap().to_owned())
        };
        assert_eq!(sent("boat.png", "").as_deref(), Some("image/png"));
        let option = " --content-type image/webp";
        assert_eq!(sent("boat.png", option).as_deref(), Some("image/webp"));
        // Not in the range: the default of bytes.
        assert_eq!(sent("boat.csv", ""), None);
        assert_eq!(sent("boat", ""), None);
    }
}
