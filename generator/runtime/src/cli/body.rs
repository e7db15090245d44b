//! JSON, text and bytes, from options.

use clap::ArgMatches;

use super::arguments::{all, content, set_content_type, usage, value};
use super::description::Body;
use super::failure::Failure;
use super::settings::option;
use super::tree::Leaf;
use super::value::json_or_text;
use crate::exact_value::{ExactValue, MAX_DEPTH};
use crate::{File, Request};

/// Sets the JSON body: that of `--body`, then the options, then the assignments of `--set`.
pub(super) fn set_json(
    request: &mut Request,
    content_type: Option<&'static str>,
    leaf: &Leaf,
    matches: &ArgMatches,
) -> Result<(), Failure> {
    let given = given(matches)?;
    let changes = changes(leaf, matches)?;
    if given.is_none() && changes.is_empty() {
        return require_properties(leaf, &[]);
    }
    let is_given = given.is_some();
    let mut body = given.unwrap_or_else(|| ExactValue::Object(Vec::new()));
    for (path, value) in changes {
        put(&mut body, &path, value).map_err(|message| usage(&message))?;
    }
    if let ExactValue::Object(members) = &mut body {
        add_constants(leaf, members);
        if !is_given {
            require_properties(leaf, members)?;
        }
    }
    request.json(&body);
    set_content_type(request, content_type);
    Ok(())
}

/// Returns the JSON of `--body`.
fn given(matches: &ArgMatches) -> Result<Option<ExactValue>, Failure> {
    let Some(body) = option(matches, "body") else {
        return Ok(None);
    };
    let json = ExactValue::from_slice(&content(&body)?);
    let json = json.map_err(|error| usage(&format!("the body is not JSON: {error}")))?;
    Ok(Some(json))
}

/// A path of keys in the body, and the value at its end.
type Change<'a> = (Vec<&'a str>, ExactValue);

/// Returns the changes by the options of the leaf, then by the assignments of `--set`.
fn changes<'a>(leaf: &Leaf, matches: &'a ArgMatches) -> Result<Vec<Change<'a>>, Failure> {
    let flags = leaf.flags.iter().filter(|flag| flag.is_in_body());
    let set = flags.filter_map(|flag| Some((vec![flag.input.name], value(flag, matches)?)));
    let mut changes: Vec<Change<'a>> = set.collect();
    for assignment in all(matches, "set") {
        let (path, value) = assignment
            .split_once('=')
            .ok_or_else(|| usage("`--set` expects KEY.PATH=VALUE"))?;
        let path: Vec<&str> = path.split('.').collect();
        if path.len() > MAX_DEPTH {
            let message = format!("`--set` sets a property within more than {MAX_DEPTH} objects");
            return Err(usage(&message));
        }
        changes.push((path, json_or_text(value)));
    }
    Ok(changes)
}

/// Adds the properties of one value that are not set.
fn add_constants(leaf: &Leaf, members: &mut Vec<(String, ExactValue)>) {
    for input in leaf.operation.fields {
        if let Some(constant) = input.constant
            && !contains(members, input.name)
        {
            members.push((input.name.to_owned(), json_or_text(constant)));
        }
    }
}

/// Checks that the required properties are set.
fn require_properties(leaf: &Leaf, members: &[(String, ExactValue)]) -> Result<(), Failure> {
    let fields = leaf.operation.fields.iter();
    let mut required = fields.filter(|input| input.is_required);
    if required.all(|input| contains(members, input.name)) {
        Ok(())
    } else {
        Err(missing(leaf, members))
    }
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

#[cfg(test)]
mod tests {
    use std::fs;

    use super::super::fixture;

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
