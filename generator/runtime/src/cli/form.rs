//! Multipart forms, from options.

use clap::ArgMatches;

use super::arguments::{all, encode, usage, value};
use super::description::{Input, Kind, Location};
use super::failure::Failure;
use super::tree::{Flag, Leaf};
use super::value::json_or_text;
use crate::exact_value::ExactValue;
use crate::{File, Request};

/// The paths of the files of a field; `NAME=PATH` for files with names of their own.
struct Files {
    input: &'static Input,
    paths: Vec<String>,
}

/// Adds the values and the files of a form.
pub(super) fn set_parts(
    request: &mut Request,
    leaf: &Leaf,
    matches: &ArgMatches,
) -> Result<(), Failure> {
    set_values(request, leaf, matches);
    let mut files = files_of_flags(leaf, matches);
    for assignment in all(matches, "file") {
        add_file(&mut files, leaf, assignment)?;
    }
    check_required(leaf, matches, &files)?;
    for one in &files {
        set_files(request, one);
    }
    Ok(())
}

/// Returns the options of the fields of a form.
fn flags(leaf: &Leaf) -> impl Iterator<Item = &Flag> {
    leaf.flags.iter().filter(|flag| flag.is_in_body())
}

fn is_file(input: &Input) -> bool {
    matches!(input.kind, Kind::File(_) | Kind::NamedFile)
}

/// Sets the fields that are not files: constants, then the options.
fn set_values(request: &mut Request, leaf: &Leaf, matches: &ArgMatches) {
    for input in leaf.operation.fields {
        if let Some(constant) = input.constant {
            set_part(request, input, json_or_text(constant));
        }
    }
    for flag in flags(leaf).filter(|flag| !is_file(flag.input)) {
        if let Some(value) = value(flag, matches) {
            set_part(request, flag.input, value);
        }
    }
}

/// Returns the files of the options with the names of their fields.
fn files_of_flags(leaf: &Leaf, matches: &ArgMatches) -> Vec<Files> {
    let flags = flags(leaf).filter(|flag| is_file(flag.input));
    let files = flags.filter_map(|flag| {
        let paths = match value(flag, matches)? {
            ExactValue::Array(paths) => paths,
            path => vec![path],
        };
        let paths = paths.iter().filter_map(ExactValue::as_str);
        Some(Files {
            input: flag.input,
            paths: if flag.input.kind == Kind::NamedFile {
                paths.map(str::to_owned).collect()
            } else {
                paths.map(path_of).collect()
            },
        })
    });
    files.collect()
}

/// Adds the file of an assignment `FIELD=@PATH`. It replaces the one of a field that is not a list.
/// Another field than those of the document is a file with a name of its own, if there may be any.
fn add_file(files: &mut Vec<Files>, leaf: &Leaf, assignment: &str) -> Result<(), Failure> {
    let (name, path) = assignment
        .split_once('=')
        .ok_or_else(|| usage("`--file` expects FIELD=@PATH"))?;
    let inputs = flags(leaf).map(|flag| flag.input);
    let (named, fields): (Vec<&Input>, Vec<&Input>) = inputs
        .filter(|one| is_file(one))
        .partition(|input| input.kind == Kind::NamedFile);
    let field = fields.iter().find(|input| input.name == name);
    let Some(input) = field.or(named.first()).copied() else {
        let names: Vec<&str> = fields.iter().map(|input| input.name).collect();
        return Err(usage(&format!(
            "the form has no file `{name}`: its files are `{}`",
            names.join("`, `")
        )));
    };
    let path = if input.kind == Kind::NamedFile {
        assignment.to_owned()
    } else {
        path_of(path)
    };
    match files
        .iter_mut()
        .find(|known| known.input.name == input.name)
    {
        Some(known) if input.is_list => known.paths.push(path),
        Some(known) => known.paths = vec![path],
        None => files.push(Files {
            input,
            paths: vec![path],
        }),
    }
    Ok(())
}

/// Returns an error if a required field has neither a value nor a file.
fn check_required(leaf: &Leaf, matches: &ArgMatches, files: &[Files]) -> Result<(), Failure> {
    let missing = flags(leaf).find(|flag| {
        let is_given = value(flag, matches).is_some()
            || files.iter().any(|file| file.input.name == flag.input.name);
        flag.input.is_required && !is_given
    });
    match missing {
        Some(flag) => Err(usage(&format!("the form requires `--{}`", flag.name))),
        None => Ok(()),
    }
}

fn set_files(request: &mut Request, Files { input, paths }: &Files) {
    if input.kind == Kind::NamedFile {
        let files = paths.iter().filter_map(|path| path.split_once('='));
        return request
            .named_files(files.map(|(name, path)| (name, File::from_path(path_of(path)))));
    }
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
        request.default_part_header(input.name, name, value);
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
    fn files_with_names_of_their_own_are_parts() {
        let arguments = "ships bind-charts --files bay=a.png --files quay=@b=c.png --file \
                         cover=@d.png --file map=@e.png";
        let request = fixture::request(arguments);
        let request = request.unwrap_or_else(|failure| panic!("{:?}", failure.message(None)));
        let Body::Multipart { parts, .. } = request.body else {
            panic!("the body is multipart");
        };
        let files: Vec<(&str, &str)> = parts
            .iter()
            .filter_map(|(name, part)| match part {
                Part::File(file) => Some((&**name, file.path()?.to_str()?)),
                Part::Text { .. } => None,
            })
            .collect();
        assert_eq!(
            files,
            [
                ("bay", "a.png"),
                ("quay", "b=c.png"),
                ("map", "e.png"),
                ("cover", "d.png"),
            ]
        );
        assert!(fixture::request("ships bind-charts --files a.png").is_err());
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
}
