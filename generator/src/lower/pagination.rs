//! `x-pagination`: the pagination of an operation.

use serde_json::{Map, Value};

use crate::diagnostic::Code;
use crate::model::{KeyPath, PageParameter, Pagination, PagingStyle};

use super::Lowering;
use super::operation::OperationSource;

const EXTENSION: &str = "x-pagination";

/// The keys that all types of pagination have.
const KEYS: [&str; 4] = ["type", "items", "has_more", "size"];

impl<'a> Lowering<'a> {
    /// Returns the pagination that is declared for an operation, by the document or by an overlay.
    pub(super) fn pagination(
        &mut self,
        source: &OperationSource<'a>,
    ) -> Option<Pagination<KeyPath>> {
        let value = source.operation.extensions.get(EXTENSION)?;
        let pointer = source.pointer.child(EXTENSION);
        match Annotation::new(value).and_then(|annotation| annotation.read()) {
            Ok(pagination) => Some(pagination),
            Err(problem) => {
                let message = format!("pagination of `{}`: {}", source.id, problem.message);
                let pointer = problem
                    .key
                    .map_or(pointer.clone(), |key| pointer.child(&key));
                self.report(Code::InvalidPagination, &pointer, message, &problem.help);
                None
            }
        }
    }
}

/// A type of pagination.
#[derive(Clone, Copy)]
enum Kind {
    Cursor,
    Scroll,
    Page,
    Offset,
    Url,
    Whole,
}

impl Kind {
    const ALL: [Self; 6] = [
        Self::Cursor,
        Self::Scroll,
        Self::Page,
        Self::Offset,
        Self::Url,
        Self::Whole,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Cursor => "cursor",
            Self::Scroll => "scroll",
            Self::Page => "page",
            Self::Offset => "offset",
            Self::Url => "url",
            Self::Whole => "whole",
        }
    }

    /// Returns the keys of the type in addition to [`KEYS`].
    fn keys(self) -> &'static [&'static str] {
        match self {
            Self::Cursor | Self::Scroll => &["parameter", "body", "next"],
            Self::Page => &[
                "parameter",
                "body",
                "next",
                "page",
                "total_pages",
                "total_items",
                "first_page",
            ],
            Self::Offset => &["parameter", "body", "total_items"],
            Self::Url => &["next", "keep"],
            Self::Whole => &[],
        }
    }
}

/// A problem in the extension.
struct Problem {
    /// The key with the problem; `None` for the extension as a whole.
    key: Option<String>,
    message: String,
    help: String,
}

impl Problem {
    fn of(key: &str, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            key: Some(key.to_owned()),
            ..Self::whole(message, help)
        }
    }

    fn whole(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            key: None,
            message: message.into(),
            help: help.into(),
        }
    }
}

/// The members of the extension.
struct Annotation<'a> {
    members: &'a Map<String, Value>,
    kind: Kind,
}

impl<'a> Annotation<'a> {
    fn new(value: &'a Value) -> Result<Self, Problem> {
        let Value::Object(members) = value else {
            return Err(Problem::whole(
                format!("`{EXTENSION}` is not an object"),
                "describe the pages, for example \
                 `{items: data, next: next_cursor, parameter: cursor}`",
            ));
        };
        let kind = kind(members)?;
        let known = || KEYS.iter().chain(kind.keys());
        if let Some(key) = members.keys().find(|key| known().all(|known| key != known)) {
            return Err(Problem::of(
                key,
                format!("unknown key `{key}` for type `{}`", kind.name()),
                format!("known keys: {}", quoted(known())),
            ));
        }
        Ok(Self { members, kind })
    }

    fn read(&self) -> Result<Pagination<KeyPath>, Problem> {
        Ok(Pagination {
            items: self.path("items")?.unwrap_or_default(),
            has_more: self.path("has_more")?,
            style: self.style()?,
            size: self.path("size")?,
        })
    }

    fn style(&self) -> Result<PagingStyle, Problem> {
        Ok(match self.kind {
            Kind::Cursor => PagingStyle::Cursor {
                parameter: self.parameter()?,
                next: self.next()?,
            },
            Kind::Scroll => PagingStyle::Scroll {
                parameter: self.parameter()?,
                next: self.next()?,
            },
            Kind::Page => PagingStyle::Page {
                parameter: self.parameter()?,
                first: self.first_page()?,
                next: self.path("next")?,
                page: self.path("page")?,
                total_pages: self.path("total_pages")?,
                total_items: self.path("total_items")?,
            },
            Kind::Offset => PagingStyle::Offset {
                parameter: self.parameter()?,
                total_items: self.path("total_items")?,
            },
            Kind::Url => PagingStyle::Url {
                next: self.next()?,
                keep: self.names("keep")?,
            },
            Kind::Whole => PagingStyle::Whole,
        })
    }

    fn parameter(&self) -> Result<PageParameter, Problem> {
        match (self.members.get("parameter"), self.path("body")?) {
            (Some(Value::String(name)), None) => Ok(PageParameter::Query(name.clone())),
            (None, Some(path)) => Ok(PageParameter::Body(path)),
            (None, None) => Err(self.missing(
                "`parameter` or `body`",
                "name the query parameter that selects the page with `parameter`, or the property \
                 of the JSON body with `body`",
            )),
            (Some(Value::String(_)), Some(_)) => Err(Problem::of(
                "body",
                "`parameter` and `body` exclude each other",
                "keep the one that selects the page",
            )),
            (Some(_), _) => Err(Problem::of(
                "parameter",
                "`parameter` is not a string",
                "write the name of a query parameter",
            )),
        }
    }

    fn next(&self) -> Result<KeyPath, Problem> {
        self.path("next")?.ok_or_else(|| {
            self.missing(
                "`next`",
                "name the property of the response that identifies the next page",
            )
        })
    }

    fn missing(&self, keys: &str, help: &str) -> Problem {
        Problem::whole(format!("type `{}` requires {keys}", self.kind.name()), help)
    }

    fn first_page(&self) -> Result<u64, Problem> {
        let Some(value) = self.members.get("first_page") else {
            return Ok(1);
        };
        value.as_u64().ok_or_else(|| {
            Problem::of(
                "first_page",
                "`first_page` is not a whole number",
                "write the number of the first page: 0 or 1 (the default)",
            )
        })
    }

    fn path(&self, key: &str) -> Result<Option<KeyPath>, Problem> {
        let Some(value) = self.members.get(key) else {
            return Ok(None);
        };
        let path = key_path(value).ok_or_else(|| {
            Problem::of(
                key,
                format!("`{key}` is not a path"),
                "write keys with a dot between them (`meta.next`), or a list of keys if one contains \
                 a dot (`['@odata.nextLink']`)",
            )
        });
        path.map(Some)
    }

    fn names(&self, key: &str) -> Result<Vec<String>, Problem> {
        let names = self.members.get(key).map_or(Some(Vec::new()), strings);
        names.ok_or_else(|| {
            Problem::of(
                key,
                format!("`{key}` is not a list of strings"),
                "write a list of query parameters: `[per_page]`",
            )
        })
    }
}

fn kind(members: &Map<String, Value>) -> Result<Kind, Problem> {
    let Some(value) = members.get("type") else {
        return Ok(Kind::Cursor);
    };
    let kind = Kind::ALL
        .into_iter()
        .find(|kind| value.as_str() == Some(kind.name()));
    kind.ok_or_else(|| {
        Problem::of(
            "type",
            format!("unknown type `{}`", value.as_str().unwrap_or("…")),
            format!(
                "known types: {}",
                quoted(Kind::ALL.iter().map(|kind| kind.name()))
            ),
        )
    })
}

/// Reads a path of keys: a string with dots between the keys, or a list of keys.
pub(super) fn key_path(value: &Value) -> Option<KeyPath> {
    let keys = match value {
        Value::String(path) => path.split('.').map(str::to_owned).collect(),
        list => strings(list)?,
    };
    let is_path = !keys.is_empty() && !keys.iter().any(String::is_empty);
    is_path.then_some(KeyPath(keys))
}

fn strings(value: &Value) -> Option<Vec<String>> {
    let values = value.as_array()?.iter();
    values
        .map(|value| value.as_str().map(str::to_owned))
        .collect()
}

fn quoted(names: impl Iterator<Item = impl std::fmt::Display>) -> String {
    let names: Vec<String> = names.map(|name| format!("`{name}`")).collect();
    names.join(", ")
}
