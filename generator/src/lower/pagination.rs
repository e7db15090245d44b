//! `x-pagination`: how an operation gives its list page by page.

use serde_json::{Map, Value};

use crate::diagnostic::Code;
use crate::model::{Pagination, PagingStyle, TokenPlace};

use super::Lowering;
use super::operation::Source;

/// The extension's own name.
const EXTENSION: &str = "x-pagination";

const HELP: &str = "write one of these into an overlay:\n  \
     x-pagination: {style: cursor, query: starting_after, items: data}\n  \
     x-pagination: {style: cursor, body: pagination.starting_after, items: data}\n\
     styles are `cursor`, `page`, `scroll`, `next-cursor` (each with `query` or `body`: where a \
     request says which page it asks for) and `url` (without)";

impl<'a> Lowering<'a> {
    /// What an overlay says of the pages of an operation.
    pub(super) fn pagination(&mut self, source: &Source<'a>) -> Option<Pagination> {
        let value = source.operation.extensions.get(EXTENSION)?;
        let pointer = source.pointer.child(EXTENSION);
        match read(value) {
            Ok(pagination) => Some(pagination),
            Err(fault) => {
                let message = format!("the pages of `{}`: {}", source.id, fault.message);
                let pointer = fault.key.map_or(pointer.clone(), |key| pointer.child(key));
                self.error(Code::InvalidPagination, &pointer, message, HELP);
                None
            }
        }
    }
}

/// What is wrong, and with which key.
struct Fault<'a> {
    key: Option<&'a str>,
    message: String,
}

impl<'a> Fault<'a> {
    fn of(key: &'a str, message: impl Into<String>) -> Self {
        Self {
            key: Some(key),
            message: message.into(),
        }
    }

    fn whole(message: impl Into<String>) -> Self {
        Self {
            key: None,
            message: message.into(),
        }
    }
}

fn read(value: &Value) -> Result<Pagination, Fault<'_>> {
    let Value::Object(annotation) = value else {
        return Err(Fault::whole("the annotation is no object"));
    };
    let known = ["style", "query", "body", "items"];
    if let Some(key) = annotation.keys().find(|key| !known.contains(&key.as_str())) {
        return Err(Fault::of(key, format!("`{key}` is not known")));
    }
    let items = text(annotation, "items")?.ok_or_else(|| Fault::whole("`items` is missing"))?;
    Ok(Pagination {
        style: style(annotation)?,
        items: steps("items", items)?,
    })
}

fn style(annotation: &Map<String, Value>) -> Result<PagingStyle, Fault<'_>> {
    let style = text(annotation, "style")?.ok_or_else(|| Fault::whole("`style` is missing"))?;
    let with_place: fn(TokenPlace) -> PagingStyle = match style {
        "cursor" => PagingStyle::Cursor,
        "page" => PagingStyle::Page,
        "scroll" => PagingStyle::Scroll,
        "next-cursor" => PagingStyle::NextCursor,
        "url" => {
            return match place(annotation)? {
                None => Ok(PagingStyle::Url),
                Some(_) => Err(Fault::whole("a URL has no place in the request")),
            };
        }
        other => {
            return Err(Fault::of(
                "style",
                format!("the style `{other}` is not known"),
            ));
        }
    };
    let place = place(annotation)?;
    let place = place.ok_or_else(|| Fault::whole("one of `query` and `body` is missing"))?;
    Ok(with_place(place))
}

fn place(annotation: &Map<String, Value>) -> Result<Option<TokenPlace>, Fault<'_>> {
    match (text(annotation, "query")?, text(annotation, "body")?) {
        (None, None) => Ok(None),
        (Some(_), Some(_)) => Err(Fault::whole("only one of `query` and `body` can be there")),
        (Some(name), None) => Ok(Some(TokenPlace::Query(name.to_owned()))),
        (None, Some(path)) => Ok(Some(TokenPlace::Body(steps("body", path)?))),
    }
}

fn text<'a>(
    annotation: &'a Map<String, Value>,
    key: &'a str,
) -> Result<Option<&'a str>, Fault<'a>> {
    match annotation.get(key) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(Fault::of(key, format!("`{key}` is no text"))),
    }
}

/// The names of a dotted path.
fn steps<'a>(key: &'a str, path: &str) -> Result<Vec<String>, Fault<'a>> {
    let steps: Vec<String> = path.split('.').map(str::to_owned).collect();
    if steps.iter().any(String::is_empty) {
        Err(Fault::of(
            key,
            format!("`{path}` is no list of names with a dot between them"),
        ))
    } else {
        Ok(steps)
    }
}
