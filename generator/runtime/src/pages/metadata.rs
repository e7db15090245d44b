//! Pagination metadata of a response, read leniently from its bytes.

use std::collections::HashMap;
use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;

use super::{KeyPath, Pagination, PagingStyle};
use crate::json::Allowance;

/// The greatest number of JSON values in a member of the metadata. A larger one counts as absent.
const MAX_VALUES: usize = 10_000;

/// The pagination metadata of a response. A value of an unexpected type counts as absent.
#[derive(Debug, Default)]
pub(super) struct Metadata {
    /// The number of items on the page.
    pub(super) count: u64,
    /// `true` if the list is there, or null.
    has_items: bool,
    pub(super) next: Option<Next>,
    pub(super) has_more: Option<bool>,
    pub(super) page: Option<u64>,
    pub(super) total_pages: Option<u64>,
    pub(super) total_items: Option<u64>,
}

/// The value that leads to the next page.
#[derive(Debug)]
pub(super) enum Next {
    /// A value at the end of the path.
    Value(Value),
    /// The text of a number at the end of the path that `Value` would round.
    Number(String),
    /// A string before the end of the path.
    Url(String),
}

/// A member of the metadata.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Member {
    Items,
    Next,
    HasMore,
    Page,
    TotalPages,
    TotalItems,
}

/// A member and its path from the current value.
#[derive(Clone, Copy)]
struct Wanted {
    member: Member,
    path: KeyPath,
}

impl Pagination {
    fn wanted(&self) -> Vec<Wanted> {
        let (next, page, total_pages, total_items) = match self.style {
            PagingStyle::Cursor { next, .. }
            | PagingStyle::Scroll { next, .. }
            | PagingStyle::Url { next, .. } => (Some(next), None, None, None),
            PagingStyle::Page {
                next,
                page,
                total_pages,
                total_items,
                ..
            } => (next, page, total_pages, total_items),
            PagingStyle::Offset { total_items, .. } => (None, None, None, total_items),
            PagingStyle::Whole => (None, None, None, None),
        };
        let paths = [
            (Member::Items, Some(self.items)),
            (Member::Next, next),
            (Member::HasMore, self.has_more),
            (Member::Page, page),
            (Member::TotalPages, total_pages),
            (Member::TotalItems, total_items),
        ];
        let wanted = |(member, path): (_, Option<_>)| path.map(|path| Wanted { member, path });
        paths.into_iter().filter_map(wanted).collect()
    }
}

impl Metadata {
    /// Reads the metadata of a body. A body that is not JSON has none; reading it as its type
    /// reports the error.
    pub(super) fn read(body: &[u8], pagination: &Pagination) -> Self {
        let mut metadata = Self::default();
        let reader = Reader {
            wanted: pagination.wanted(),
            metadata: &mut metadata,
        };
        let body = String::from_utf8_lossy(body);
        let mut json = serde_json::Deserializer::from_str(&body);
        match reader.deserialize(&mut json) {
            Ok(()) => metadata,
            Err(_) => Self::default(),
        }
    }

    /// Sets a member from the value in which its path begins.
    fn take(&mut self, wanted: Wanted, mut value: &Value, text: &RawValue) {
        for key in wanted.path {
            match value {
                Value::Object(members) => match members.get(*key) {
                    Some(inner) => value = inner,
                    None => return,
                },
                Value::String(url) => return self.take_url(wanted.member, url),
                _ => return,
            }
        }
        match wanted.member {
            Member::Items => self.count = value.as_array().map_or(0, |list| list.len() as u64),
            Member::Next => {
                let exact = is_long(value).then(|| text_at(text, wanted.path)).flatten();
                self.next = Some(match exact {
                    Some(text) => Next::Number(text),
                    None => Next::Value(value.clone()),
                });
            }
            Member::HasMore => self.has_more = value.as_bool(),
            Member::Page => self.page = number(value),
            Member::TotalPages => self.total_pages = number(value),
            Member::TotalItems => self.total_items = number(value),
        }
    }

    fn take_url(&mut self, member: Member, url: &str) {
        if member == Member::Next {
            self.next = Some(Next::Url(url.to_owned()));
        }
    }
}

/// Returns `true` for a number that is not an integer of 64 bits.
fn is_long(value: &Value) -> bool {
    value.is_number() && !value.is_i64() && !value.is_u64()
}

/// Returns the text of the value at the end of a path of keys.
fn text_at(text: &RawValue, path: KeyPath) -> Option<String> {
    let Some((key, rest)) = path.split_first() else {
        return Some(text.get().to_owned());
    };
    let members: HashMap<String, &RawValue> = serde_json::from_str(text.get()).ok()?;
    text_at(members.get(*key).copied()?, rest)
}

/// Returns `true` if a body is JSON without a value at the path of the list. A null in place of the
/// list, or of the object with the list, is such a value.
pub(super) fn lacks(body: &[u8], items: KeyPath) -> bool {
    let mut metadata = Metadata::default();
    let reader = Reader {
        wanted: vec![Wanted {
            member: Member::Items,
            path: items,
        }],
        metadata: &mut metadata,
    };
    let body = String::from_utf8_lossy(body);
    let mut json = serde_json::Deserializer::from_str(&body);
    reader.deserialize(&mut json).is_ok() && !metadata.has_items
}

/// Returns the text of a number or a non-empty string.
pub(super) fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Returns a whole number, which may be a string.
pub(super) fn number(value: &Value) -> Option<u64> {
    match value {
        Value::String(text) => text.parse().ok(),
        value => value.as_u64(),
    }
}

/// Reads the wanted members of a value, counts the items, skips the rest.
struct Reader<'a> {
    wanted: Vec<Wanted>,
    metadata: &'a mut Metadata,
}

impl Reader<'_> {
    /// Returns `true` if the current value is the list.
    fn is_list(&self) -> bool {
        self.wanted
            .iter()
            .any(|wanted| wanted.member == Member::Items && wanted.path.is_empty())
    }

    /// Returns `true` if the path of the list goes through the current value, or ends there.
    fn contains_list(&self) -> bool {
        let mut wanted = self.wanted.iter();
        wanted.any(|wanted| wanted.member == Member::Items)
    }

    /// Returns `true` if the current value is a member other than the list.
    fn is_member(&self) -> bool {
        self.wanted
            .iter()
            .any(|wanted| wanted.member != Member::Items && wanted.path.is_empty())
    }

    /// Returns the members below a key of the current object.
    fn below(&self, key: &str) -> Vec<Wanted> {
        let below = |wanted: &Wanted| match wanted.path.split_first() {
            Some((first, rest)) if *first == key => Some(Wanted {
                member: wanted.member,
                path: rest,
            }),
            _ => None,
        };
        self.wanted.iter().filter_map(below).collect()
    }
}

impl<'de> DeserializeSeed<'de> for Reader<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.metadata.has_items |= self.is_list();
        if !self.is_member() {
            return deserializer.deserialize_any(self);
        }
        let text = <&RawValue>::deserialize(deserializer)?;
        let mut json = serde_json::Deserializer::from_str(text.get());
        let read = Allowance::of(MAX_VALUES).read(&mut json);
        if let Ok(value) = read.map_err(D::Error::custom)? {
            for wanted in self.wanted {
                self.metadata.take(wanted, &value, text);
            }
        }
        Ok(())
    }
}

impl<'de> Visitor<'de> for Reader<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            let wanted = self.below(&key);
            if wanted.is_empty() {
                map.next_value::<IgnoredAny>()?;
            } else {
                map.next_value_seed(Reader {
                    wanted,
                    metadata: &mut *self.metadata,
                })?;
            }
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let mut count = 0;
        while list.next_element::<IgnoredAny>()?.is_some() {
            count += 1;
        }
        if self.is_list() {
            self.metadata.count = count;
        }
        Ok(())
    }

    fn visit_str<E>(self, url: &str) -> Result<(), E> {
        for wanted in self.wanted {
            self.metadata.take_url(wanted.member, url);
        }
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        self.metadata.has_items |= self.contains_list();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::PageParameter;

    #[test]
    fn members_with_many_values_count_as_absent() {
        let pagination = Pagination::cursor(&["data"], PageParameter::Query("page"), &["next"]);
        let read = |count: usize| {
            let next = vec![r#"{"":0}"#; count].join(",");
            let body = format!(r#"{{"next": {{"page": [{next}]}}, "data": [1, 2]}}"#);
            Metadata::read(body.as_bytes(), &pagination)
        };
        assert!(matches!(read(100).next, Some(Next::Value(_))));
        let metadata = read(100_000);
        assert!(metadata.next.is_none());
        assert_eq!(metadata.count, 2);
    }
}
